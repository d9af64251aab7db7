#!/usr/bin/env bash
# Spark and Ray Data over the program give what one process gives, byte for byte. `tests/engines.sh BINARY ARTICLES [ENGINE]...`; without an ENGINE both. They are
# installed for the run where the python3 on the path has none: some 500 MB and a minute or two.
set -eu -o pipefail
cd "$(dirname "$0")/.."
binary=$(realpath "$1")
articles=$2
shift 2
engines=("$@")
if [ ${#engines[@]} -eq 0 ]; then engines=(spark ray); fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# articles, some of them twice or in part, lines that are no articles, blank lines
python3 - "$articles" > "$work/articles.jsonl" <<'PYTHON'
import json, pathlib, random, sys
rng = random.Random(1)
texts = [path.read_text(encoding='utf-8') for path in sorted(pathlib.Path('fixtures').rglob('*.txt')) if not {'form', 'traps'} & set(path.parts)]
for number in range(int(sys.argv[1])):
    text = rng.choice(texts)
    if rng.random() < .5:
        text = text[:rng.randrange(200, 3000)]
    line = json.dumps({'id': f'{number:06}', 'text': text, 'published': f'2025-03-{rng.randrange(1, 29):02}'}, ensure_ascii=rng.random() < .5)
    print(('{oops', '', json.dumps({'title': 'Nothing else'}))[number // 50 % 3] if number % 50 == 49 else line)
PYTHON
"$binary" extract --isolated --quiet --line-mode "$work/articles.jsonl" > "$work/records.jsonl"
[ "$(wc -l < "$work/articles.jsonl")" = "$(wc -l < "$work/records.jsonl")" ]
"$binary" merge --quiet "$work/records.jsonl" > "$work/merged.jsonl"

python=python3
for engine in "${engines[@]}"; do
    case $engine in spark) package=pyspark module=pyspark ;; ray) package='ray[data]' module=ray.data ;; esac
    if ! "$python" -c "import $module" 2> /dev/null; then
        [ -d "$work/python" ] || python3 -m venv "$work/python"
        python=$work/python/bin/python
        "$python" -m pip install --quiet "$package"
    fi
    start=$SECONDS
    if ! RAY_USAGE_STATS_ENABLED=0 PYSPARK_PYTHON=$(command -v "$python") "$python" "tests/$engine/job.py" "$binary" "$work/articles.jsonl" "$work/$engine" > "$work/told" 2>&1; then
        tail -n 40 "$work/told"
        exit 1
    fi
    cmp "$work/records.jsonl" "$work/$engine/records.jsonl"
    cmp "$work/merged.jsonl" "$work/$engine/merged.jsonl"
    echo "  $engine: $(wc -l < "$work/records.jsonl") records and $(wc -l < "$work/merged.jsonl") merged events, the same bytes ($((SECONDS - start)) s)"
done
