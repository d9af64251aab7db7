#!/usr/bin/env bash
# What `dateline merge` must hold on generated articles whose happenings are known. `tests/merge_truth.sh BINARY EVENTS [SHUFFLES]`
set -eu -o pipefail
cd "$(dirname "$0")/.."
binary=$1
events=$2
shuffles=${3:-2}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
truth() { python3 tests/merge_truth.py "$@"; }

truth make "$events" 1 "$work/records.jsonl" "$work/truth.tsv"
start=$(date +%s.%N)
"$binary" merge --quiet "$work/records.jsonl" -o "$work/merged.jsonl"
echo "  $(python3 -c "import sys; print(round(float(sys.argv[2]) - float(sys.argv[1]), 1))" "$start" "$(date +%s.%N)") s"
truth score "$work/truth.tsv" "$work/merged.jsonl"

echo "  merged again"
"$binary" merge --quiet "$work/merged.jsonl" -o "$work/again.jsonl"
cmp "$work/merged.jsonl" "$work/again.jsonl"
rm "$work/again.jsonl"

echo "  in $shuffles other orders"
for seed in $(seq "$shuffles"); do
    python3 -c "import random, sys; lines = open(sys.argv[1], 'rb').readlines(); random.Random(int(sys.argv[2])).shuffle(lines); open(sys.argv[3], 'wb').writelines(lines)" \
        "$work/records.jsonl" "$seed" "$work/shuffled.jsonl"
    "$binary" merge --quiet "$work/shuffled.jsonl" -o "$work/other.jsonl"
    cmp "$work/merged.jsonl" "$work/other.jsonl"
done
rm -f "$work/shuffled.jsonl" "$work/other.jsonl"

echo "  in three parts"
"$binary" merge --parts 3 "$work/records.jsonl" -o "$work/parts.jsonl"
unions=()
for part in 0 1 2; do
    truth part "$work/records.jsonl" "$work/parts.jsonl" "$part" "$work/part.jsonl"
    "$binary" merge --pairs --part "$part/3" "$work/part.jsonl" -o "$work/$part.pairs"
    unions+=(--union "$work/$part.pairs")
done
"$binary" merge --quiet "${unions[@]}" "$work/records.jsonl" -o "$work/union.jsonl"
cmp "$work/merged.jsonl" "$work/union.jsonl"
