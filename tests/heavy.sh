#!/usr/bin/env bash
# The long checks, for a release, most of a day: a million spoiled articles, fuzzers, strange texts, kills, large inputs, engines, and a million events merged (20 GB of room
# for temporary files). `tests/heavy.sh [BINARY]`
set -eu -o pipefail
cd "$(dirname "$0")/.."
binary=${1:-target/release/dateline}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "== 1,000,000 spoiled articles"
python3 tests/mutate.py "$binary" 1000000 1 > "$work/mutate.txt" || { tail "$work/mutate.txt"; exit 1; }
tail -n 1 "$work/mutate.txt"

echo "== time grows with the length of strange texts"
python3 tests/pathological.py "$binary" 1024

echo "== fourteen laws, each searched for ten minutes for what breaks it"
command -v cargo-fuzz > /dev/null || cargo install cargo-fuzz
tests/fuzz/run.sh 600

echo "== a million names of one's own"
python3 tests/million.py "$binary" 1000000

echo "== a batch that is killed 200 times, outputs that cannot be written"
python3 tests/batch.py "$binary" 10000 200

echo "== 200,000 files, a line of 1 GB"
python3 tests/large.py "$binary" 200000 1024

echo "== Spark and Ray Data write the bytes of one process"
tests/engines.sh "$binary" 10000

echo "== file, pipe and JSON line give the same findings"
forms() {
    python3 - "$binary" "$@" <<'PYTHON'
import json, subprocess, sys
binary, *paths = sys.argv[1:]
def records(arguments, feed=None):
    done = subprocess.run([binary, 'extract', '--quiet', *arguments], input=feed, capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.decode().split('\n') if line]
for path in paths:
    raw = open(path, 'rb').read()
    line = json.dumps({'text': raw.decode('utf-8')}).encode()
    by_file, by_pipe, by_line = (records(a, f)[0] for a, f in (([path], None), (['--input-format', 'text', '-'], raw), (['--input-format', 'jsonl', '-'], line)))
    for key in ('entities', 'times', 'counts', 'quotes', 'relations', 'events'):
        if not by_file[key] == by_pipe[key] == by_line[key]:
            sys.exit(f'{path}: {key} differ by the form of the input')
    print(f'  {path}: {len(by_file["events"])} events')
PYTHON
}
forms fixtures/gold/*.txt
if [ -d ../shared/seeds ]; then forms ../shared/seeds/*.txt; fi

echo "== 1,000,000 events of 100,000 happenings merged"
tests/merge_truth.sh "$binary" 1000000 10

if [ -d ../shared/eval/data ]; then
    echo "== the weights of evidence are made again byte for byte"
    cp gazetteers/evidence.tsv "$work/evidence.tsv"
    cargo run --quiet --example learn_evidence -- ../shared/eval/data > /dev/null
    cmp gazetteers/evidence.tsv "$work/evidence.tsv"
fi
