#!/usr/bin/env python3
"""Spoiled articles through the program: it must not fall over, and must lose none.

  mutate.py BINARY N SEED

The articles of fixtures/ are spoiled in ways that input is spoiled on its way (bytes lost, doubled and swapped, wrong encodings, everything on one line), half of them
as files and half as lines of JSON. For each there must be exactly one record, in order: of what was found, or of what was wrong with the input. A record that tells of a
fault in the program fails, as does any exit code but 0 and 1. The same N and SEED give the same bytes. Python 3, standard library only.
"""
import json, pathlib, random, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BATCH = 500
SECONDS = 600   # for one batch; a text that takes longer than linear time shows here


def spliced(rng, raw, texts):
    other = rng.choice(texts)
    return raw[:rng.randrange(len(raw))] + other[rng.randrange(len(other)):]


def bytes_swapped(rng, raw, texts):
    raw = bytearray(raw)
    for _ in range(rng.randrange(1, 60)):
        raw[rng.randrange(len(raw))] = rng.randrange(256)
    return bytes(raw)


def noise_put_in(rng, raw, texts):
    at = rng.randrange(len(raw))
    return raw[:at] + rng.randbytes(rng.randrange(1, 400)) + raw[at:]


def cut(rng, raw, texts):
    start = rng.choice((0, rng.randrange(len(raw))))
    return raw[start:rng.randrange(len(raw))]


def encoded_otherwise(rng, raw, texts):
    text = raw.decode('utf-8', 'replace')
    encoding = rng.choice(('utf-16', 'utf-16-le', 'utf-16-be', 'utf-32', 'cp1252', 'latin-1', 'mac-roman', 'shift-jis', 'utf-7'))
    return text.encode(encoding, 'replace')


def encoded_twice(rng, raw, texts):
    return raw.decode('latin-1').encode('utf-8')


def characters_moved(rng, raw, texts):
    text = list(raw.decode('utf-8', 'replace'))
    odd = '\u200b\u00ad\ufeff\u202e\u0301\u2028\0\t\r\n"\'“”‘’()—-.,:;%$€½٣中İß🚒'
    for _ in range(rng.randrange(1, 80)):
        at = rng.randrange(len(text))
        text[at] = rng.choice((rng.choice(odd), text[at] * 3, '', text[at].upper(), chr(rng.choice((rng.randrange(0xd800), rng.randrange(0xe000, 0x110000))))))
    return ''.join(text).encode('utf-8')


def words_shuffled(rng, raw, texts):
    words = raw.split(b' ')
    at = rng.randrange(len(words))
    part = words[at:at + 200]
    rng.shuffle(part)
    return b' '.join(words[:at] + part + words[at + 200:])


def pure_noise(rng, raw, texts):
    return rng.randbytes(rng.randrange(4000))


def one_long_line(rng, raw, texts):
    """1 MB: of articles without line ends, or of one piece over and over, so that no sentence or no bracket ever closes"""
    piece = rng.choice((
        lambda: b' '.join(rng.sample(texts, len(texts))).replace(b'\r', b' ').replace(b'\n', b' '),
        lambda: b' '.join(raw.split()).replace(b'.', b','),
        lambda: rng.choice((b'(', b'"', 'said “'.encode(), b'and ', b'1,', b'Mr. A. ', b'of the ', b'-', b'x', b'who killed ', b'Monday to ', b'President Al ', b'\xe2\x80\x9c'))))()
    return (piece * (1_000_000 // max(len(piece), 1) + 1))[:1_000_000]


EVERY = [spliced, bytes_swapped, noise_put_in, cut, encoded_otherwise, encoded_twice, characters_moved, words_shuffled]


def spoiled(number, seed, texts):
    rng = random.Random(f'{seed}/{number}')
    raw = rng.choice(texts)
    if number % 250 == 249:
        return one_long_line(rng, raw, texts)
    if number % 20 == 19:
        return pure_noise(rng, raw, texts)
    for _ in range(rng.randrange(1, 4)):
        raw = rng.choice(EVERY)(rng, raw, texts) or b' '
    return raw


def line_of(number, seed, raw):
    """the spoiled article as a line of JSON; every fourth line is spoiled itself"""
    rng = random.Random(f'{seed}/{number}/line')
    line = json.dumps({'id': f'{number:06}', 'title': raw[:40].decode('utf-8', 'replace'), 'text': raw.decode('utf-8', 'replace'), 'published': '2025-06-21'}, ensure_ascii=rng.random() < 0.5).encode()
    if rng.random() < 0.25:
        line = rng.choice((bytes_swapped, noise_put_in, cut))(rng, line, [line])
    return line.replace(b'\n', b' ').strip() or b'{}'


def check(batch, binary, arguments, ids):
    start = time.perf_counter()
    run = subprocess.run([binary, 'extract', '--quiet', *arguments], capture_output=True, timeout=SECONDS)
    told = run.stderr.decode(errors='replace').strip()
    if run.returncode not in (0, 1):
        sys.exit(f'{batch}: exit code {run.returncode}: {told[-800:]}')
    records = [json.loads(line) for line in run.stdout.decode('utf-8').split('\n') if line]
    if len(records) != len(ids):
        sys.exit(f'{batch}: {len(records)} records for {len(ids)} articles')
    for wanted, record in zip(ids, records):
        error = record['error']
        if error and error['code'] == 'internal':
            sys.exit(f'{batch}: {record["id"]}: {error["message"]}')
        if wanted and record['id'] != wanted:
            sys.exit(f'{batch}: the record of {wanted} was wanted, {record["id"]} was found')
    return sum(record['error'] is not None for record in records), time.perf_counter() - start


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    binary, number, seed = str(pathlib.Path(sys.argv[1]).resolve()), int(sys.argv[2]), sys.argv[3]
    texts = [path.read_bytes() for path in sorted((ROOT / 'fixtures').rglob('*.txt'))]
    for first in range(0, number, BATCH):
        articles = [(n, spoiled(n, seed, texts)) for n in range(first, min(first + BATCH, number))]
        files, lines = articles[::2], articles[1::2]
        with tempfile.TemporaryDirectory(prefix='dateline-mutate-') as folder:
            news = pathlib.Path(folder, 'spoiled')
            news.mkdir()
            for n, raw in files:
                (news / f'{n:06}.txt').write_bytes(raw)
            pathlib.Path(folder, 'lines.jsonl').write_bytes(b'\n'.join(line_of(n, seed, raw) for n, raw in lines))
            wrong, took = check(f'files from {first}', binary, ['--input-format', 'text', str(news)], [f'spoiled/{n:06}' for n, _ in files])
            bad, more = check(f'lines from {first}', binary, ['--input-format', 'jsonl', f'{folder}/lines.jsonl'], [None] * len(lines))
        size = sum(len(raw) for _, raw in articles) / 1e6
        print(f'  {first + len(articles):6} articles: one record each ({wrong} of {len(files)} files and {bad} of {len(lines)} lines are no articles; {size:.1f} MB in {took + more:.1f} s)', flush=True)


if __name__ == '__main__':
    main()
