#!/usr/bin/env python3
"""Gazetteers of one's own with very many names: compiled soon, opened at once.

  million.py BINARY NAMES

NAMES made-up people are compiled in at most 10 seconds a million; opening the compiled file costs at most 20 ms; a name of them is found in an article. CPU time counts, so that
other work on the machine does not. Python 3, standard library only.
"""
import json, os, pathlib, random, subprocess, sys, tempfile

SOUNDS = [a + b for a in 'b d f g k l m n p r s t v z br dr kr st tr sh ch'.split() for b in 'a e i o u ai an el in or ur'.split()]


def run(*command, feed=None):
    """CPU seconds, what was written"""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as given:
        given.write((feed or '').encode())
        given.seek(0)
        child = subprocess.Popen(command, stdin=given, stdout=out)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            sys.exit(f'exit code {child.returncode} of {command}')
        out.seek(0)
        return used.ru_utime + used.ru_stime, out.read().decode()


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    binary, number = str(pathlib.Path(sys.argv[1]).resolve()), int(sys.argv[2])
    rng = random.Random(1)
    def word():
        return ''.join(rng.choice(SOUNDS) for _ in range(rng.randint(2, 3))).capitalize()
    # as with people, surnames are shared and given names more so
    given, surnames = [word() for _ in range(max(10, number // 200))], [word() for _ in range(max(10, number // 5))]
    with tempfile.TemporaryDirectory(prefix='dateline-million-') as folder:
        table = pathlib.Path(folder, 'mine/person/people.tsv')
        table.parent.mkdir(parents=True)
        with open(table, 'w', encoding='utf-8') as out:
            out.write('id\tname\taliases\n')
            for n in range(number):
                last = f'{rng.choice(given)} {rng.choice(surnames)}'
                out.write(f'mine:{n}\t{last}\t\n')
        compiled = f'{folder}/mine.gaz'
        seconds, _ = run(binary, 'gazetteer', 'compile', f'{folder}/mine', '-o', compiled)
        article = f'{last} was arrested in Lyon on Monday, police said.'
        cost = lambda *more: min(run(binary, 'extract', '--isolated', '--quiet', *more, '-', feed=article)[0] for _ in range(9))
        opened = cost('--gazetteer', compiled) - cost()
        _, record = run(binary, 'extract', '--isolated', '--quiet', '--gazetteer', compiled, '-', feed=article)
        if not any(entity['link']['id'] == f'mine:{number - 1}' or entity['name'] == last and entity['link']['id'] for entity in json.loads(record)['entities']):
            sys.exit(f'{last} is not found')
        print(f'  {number} names: compiled in {seconds:.1f} s of CPU ({os.path.getsize(compiled) / 1e6:.0f} MB), opened in {1000 * opened:.0f} ms')
        if seconds > 10 * max(1, number / 1e6) or opened > 0.02:
            sys.exit('at most 10 s a million and 20 ms were wanted')


if __name__ == '__main__':
    main()
