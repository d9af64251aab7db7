#!/usr/bin/env python3
"""A batch that is cut off, and outputs that cannot be written: nothing is lost, and nothing is told as done that is not.

  batch.py BINARY ARTICLES KILLS

A batch of ARTICLES lines (some broken, some with an id of another) runs undisturbed, then again with a journal while it is killed KILLS times at random moments: outputs
and lists of failures must be the same bytes. Then every kind of output is put where it cannot be written. Where `strace` is there, no socket may be opened.
Python 3, standard library only.
"""
import json, pathlib, random, shutil, signal, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def batch(path, articles):
    rng = random.Random(1)
    texts = [file.read_text(encoding='utf-8', errors='replace') for file in sorted((ROOT / 'fixtures').rglob('*.txt')) if file.parent.name not in ('form', 'traps')]
    with open(path, 'w', encoding='utf-8') as out:
        for number in range(articles):
            text = rng.choice(texts)
            start = rng.randrange(len(text) // 2)
            record = {'id': str(number % (articles - 5)), 'text': text[start:start + rng.randrange(200, 2500)], 'published': '2025-06-21'}
            out.write('{oops\n' if number % 97 == 7 else json.dumps(record, ensure_ascii=False) + '\n')


def same(one, other):
    if one.read_bytes() != other.read_bytes():
        sys.exit(f'{one.name} and {other.name} differ')


def killed(binary, folder, articles, kills):
    source, plain, listed = folder / 'in.jsonl', folder / 'plain.jsonl', folder / 'plain.failed'
    batch(source, articles)
    start = time.perf_counter()
    whole = subprocess.run([binary, 'extract', '-q', source, '-o', plain, '--failures', listed])
    took = time.perf_counter() - start
    if whole.returncode != 1:
        sys.exit(f'the undisturbed run ended with {whole.returncode}')
    rng = random.Random(2)
    command = [binary, 'extract', '-q', source, '-o', folder / 'out.jsonl', '--failures', folder / 'out.failed', '--journal', folder / 'journal', '--resume']
    done = 0
    while True:
        child = subprocess.Popen(command)
        # mostly in the first blocks of what is left, at times late
        wait = rng.choice((0.1, 0.3, 1.0)) * min(took, 6) * rng.random() if done < kills else 3600
        try:
            code = child.wait(timeout=wait)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            child.wait()
            done += 1
            continue
        if code != 1:
            sys.exit(f'a resumed run ended with {code}')
        same(plain, folder / 'out.jsonl')
        same(listed, folder / 'out.failed')
        if done >= kills:
            break
        for name in ('out.jsonl', 'out.failed', 'journal'):
            (folder / name).unlink()
    print(f'  {articles} articles, killed {done} times: the same bytes')


def faults(binary, folder):
    source, missing = folder / 'in.jsonl', folder / 'no/such/folder/out.jsonl'
    full = ['bash', '-c', '"$0" extract -q "$1" > /dev/full']
    cases = {
        'a full device': ([*full, binary, source], 2),
        'a full device for failures': ([binary, 'extract', '-q', source, '-o', folder / 'x', '--failures', missing], 2),
        'no folder': ([binary, 'extract', '-q', source, '-o', missing], 2),
        'no folder for the journal': ([binary, 'extract', '-q', source, '-o', folder / 'x', '--journal', missing], 2),
        'standard error full': (['bash', '-c', '"$0" extract "$1" > "$2" 2> /dev/full', binary, source, folder / 'y'], 1),
        'a reader that goes away': (['bash', '-c', '"$0" extract -q "$1" | head -c 100 > /dev/null; exit ${PIPESTATUS[0]}', binary, source], 0),
    }
    for name, (command, wanted) in cases.items():
        code = subprocess.run(command, stderr=subprocess.DEVNULL).returncode
        if code != wanted:
            sys.exit(f'{name}: exit code {code}, {wanted} was wanted')
    same(folder / 'plain.jsonl', folder / 'y')
    if (folder / 'x').exists():
        sys.exit('a half-written output stands')
    left = [file.name for file in folder.iterdir() if file.name.endswith('.part') and not file.name.startswith('.x.')]
    if left:
        sys.exit(f'{left} left behind')
    print(f'  {len(cases)} outputs that cannot be written: none ends as if it were')


def no_socket(binary, folder):
    if not shutil.which('strace'):
        print('  no strace here: sockets are not looked for')
        return
    log = folder / 'trace'
    subprocess.run(['strace', '-f', '-e', 'trace=network', '-o', log, binary, 'extract', '-q', ROOT / 'fixtures/form'], stdout=subprocess.DEVNULL, check=False)
    calls = [line for line in log.read_text().splitlines() if '(' in line and 'exited' not in line and '+++' not in line and '---' not in line]
    if calls:
        sys.exit('a socket:\n' + '\n'.join(calls[:5]))
    print('  no socket')


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    binary, articles, kills = pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2]), int(sys.argv[3])
    with tempfile.TemporaryDirectory(prefix='dateline-batch-') as name:
        folder = pathlib.Path(name)
        killed(binary, folder, articles, kills)
        faults(binary, folder)
        no_socket(binary, folder)


if __name__ == '__main__':
    main()
