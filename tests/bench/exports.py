#!/usr/bin/env python3
"""How fast each output form is, beside jsonl.

  exports.py BINARY [ROUNDS]

Reads the fixtures, repeated, on one thread; every round runs all forms one after the other, so that what else the machine does hits all of them alike. Prints the medians of user time and
their ratio to jsonl's. Wanted: 0.8 of jsonl's speed or more, of Parquet 0.5. Python 3, standard library only.
"""
import json, os, pathlib, re, statistics, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
MEGABYTES = 2


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    binary, rounds = pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 7
    told = subprocess.run([binary, 'extract', '--help'], capture_output=True, text=True, check=True).stdout
    forms = re.findall(r'^ +- (\w+): +', told[told.index('--format'):told.index('--output')], re.M)
    texts = [file.read_text(encoding='utf-8', errors='replace') for file in sorted((ROOT / 'fixtures').rglob('*.txt')) if file.parent.name not in ('form', 'traps')]
    with tempfile.TemporaryDirectory(prefix='dateline-speed-') as folder:
        source = pathlib.Path(folder, 'in.jsonl')
        with open(source, 'w', encoding='utf-8') as out:
            size = number = 0
            while size < MEGABYTES * 1e6:
                text = texts[number % len(texts)]
                out.write(json.dumps({'id': number, 'text': text, 'published': '2025-06-21'}, ensure_ascii=False) + '\n')
                size, number = size + len(text.encode()), number + 1
        seconds = {form: [] for form in forms}
        for _ in range(rounds):
            for form in forms:
                target = ['-o', f'{folder}/brat/'] if form == 'brat' else []
                before = os.times()
                subprocess.run([binary, 'extract', '-q', '--isolated', '-j', '1', '--format', form, *target, source], stdout=subprocess.DEVNULL, check=True)
                after = os.times()
                # writing thousands of files is the system's time, not the form's
                seconds[form].append(after.children_user - before.children_user)
        base = statistics.median(seconds['jsonl'])
        for form in forms:
            median = statistics.median(seconds[form])
            print(f'{form:14} {size / 1e6 / median:7.2f} MB/s  {base / median:5.2f} of jsonl')


if __name__ == '__main__':
    main()
