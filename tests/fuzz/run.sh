#!/usr/bin/env bash
# Runs the laws on bytes that libFuzzer makes. `tests/fuzz/run.sh SECONDS [LAW]...`; without a LAW all of them, one after the other. Needs cargo-fuzz (`cargo install
# cargo-fuzz`); no nightly compiler, since no sanitizer is wanted: our code has no `unsafe`. What is found lies in artifacts/; it becomes a seed when it is mended.
set -eu -o pipefail
cd "$(dirname "$0")"
seconds=$1
shift
laws=("$@")
if [ ${#laws[@]} -eq 0 ]; then mapfile -t laws < <(sed -n 's/^path = "targets\/\(.*\)\.rs"$/\1/p' Cargo.toml); fi
failed=()
for law in "${laws[@]}"; do
    mkdir -p "corpus/$law"
    echo "  $law"
    cargo fuzz run --fuzz-dir . --sanitizer none "$law" "corpus/$law" "seeds/$law" -- \
        -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len=4096 -dict=words.dict -print_final_stats=1 -verbosity=0 2>&1 |
        grep -E "^stat::number_of_executed|^stat::peak_rss|panicked|ERROR|error|SUMMARY" || [ "${PIPESTATUS[0]}" -eq 0 ] || failed+=("$law")
    if compgen -G "artifacts/$law/*" > /dev/null; then failed+=("$law"); fi
done
[ ${#failed[@]} -eq 0 ] || { echo "failed: ${failed[*]}"; exit 1; }
