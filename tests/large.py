#!/usr/bin/env python3
"""Inputs that are large: a folder of many small files, and a line without end.

  large.py BINARY FILES MEGABYTES

FILES small files take at most 150 MB of memory above the size of the program; one line of MEGABYTES ends as an error record in the limit for an article plus 64 MB above
what a short line takes. Says how much faster two threads are than one. Python 3, standard library only.
"""
import json, os, pathlib, subprocess, sys, tempfile, time


def run(binary, *arguments, feed=None):
    """exit code, seconds on the clock and of CPU, peak memory in MB, last line"""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen([binary, 'extract', '-q', *arguments], stdin=subprocess.PIPE if feed else subprocess.DEVNULL, stdout=out)
        if feed:
            for piece in feed:
                child.stdin.write(piece)
            child.stdin.close()
        _, status, used = os.wait4(child.pid, 0)
        took = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        lines = 0
        out.seek(0)
        last = b''
        for last in out:
            lines += 1
    return child.returncode, (took, used.ru_utime + used.ru_stime), used.ru_maxrss / 1024, lines, last


def folder_of(binary, files):
    size = binary.stat().st_size / 1e6
    with tempfile.TemporaryDirectory(prefix='dateline-large-') as name:
        for number in range(files):
            if number % 1000 == 0:
                part = pathlib.Path(name, f'{number // 1000:04}')
                part.mkdir()
            (part / f'{number}.txt').write_text(f'Police arrested {number % 97 + 2} people in Lyon on Monday.\n')
        seconds = {}
        for jobs in (1, 2):
            code, seconds[jobs], memory, lines, _ = run(binary, '--jobs', str(jobs), '--date', '2025-06-21', name)
            if code != 0 or lines != files:
                sys.exit(f'{files} files, {jobs} threads: exit code {code}, {lines} records')
            if memory > size + 150:
                sys.exit(f'{files} files, {jobs} threads: {memory:.0f} MB of memory, at most {size + 150:.0f} were wanted')
        (one, alone), (two, together) = seconds[1], seconds[2]
        print(f'  {files} files: {memory:.0f} MB of memory, two threads are {one / two:.2f} times as fast as one (CPU: {alone:.1f} s and {together:.1f} s)')


def endless_line(binary, megabytes):
    _, _, least, _, _ = run(binary, '--input-format', 'jsonl', '-', feed=[b'{"text":"Rain."}'])
    piece = b'rain fell ' * 104858
    code, _, memory, lines, last = run(binary, '--input-format', 'jsonl', '-', feed=[b'{"text":"', *[piece] * megabytes, b'"}\n{"id":"z","text":"Rain."}\n'])
    if code != 1 or lines != 2 or json.loads(last)['id'] != 'z':
        sys.exit(f'a line of {megabytes} MB: exit code {code}, {lines} records')
    if memory > least + 64 + 64:
        sys.exit(f'a line of {megabytes} MB: {memory:.0f} MB of memory, at most {least + 128:.0f} were wanted')
    print(f'  a line of {megabytes} MB: an error record, {memory:.0f} MB of memory')


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    binary = pathlib.Path(sys.argv[1]).resolve()
    endless_line(binary, int(sys.argv[3]))
    folder_of(binary, int(sys.argv[2]))


if __name__ == '__main__':
    main()
