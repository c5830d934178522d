#!/bin/bash
# Measures what a task of seg-slurm spends its processor time on, and what 10 TB of text cost at that.
# usage: cost.sh TOOLS TEXT; TEXT is a large text, perhaps packed by zstd
set -eu -o pipefail
PATH=$(cd "$1" && pwd):$PATH
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
case $2 in
  *.zst) zstd -dcq "$2" ;;
  *) cat "$2" ;;
esac >"$scratch/text"
cd "$scratch"
size=$(stat -c %s text)
export LC_ALL=C

# Adds a row: a step, and its speed in MB of text a second of processor time, the best of three.
measure() {
  local TIMEFORMAT='%U %S' seconds
  seconds=$(for _ in 1 2 3; do
    { time bash -o pipefail -c "$2" >/dev/null; } 2>&1
  done | awk '{ t = $1 + $2 } NR == 1 || t < best { best = t } END { print best }')
  awk -v step="$1" -v mb="$size" -v s="$seconds" \
    'BEGIN { printf "| %s | %.0f | %.0f |\n", step, mb / s / 1e6, 1e7 / (mb / 1e6) * s / 3600 }' | tee -a rows
}

zstd -q text
segrepair text >repaired
segsplit repaired >sentences
zstd -q sentences
echo '| step | MB/s | core hours |'
echo '|---|---|---|'
measure 'unpack and count' "zstd -dcq text.zst | awk '{ print; count++ }'"
measure 'segrepair' 'segrepair text'
measure 'segsplit' 'segsplit repaired'
measure 'pack' 'zstd -cq sentences'
measure 'note counts and checksum' 'zstd -dcq sentences.zst | wc -l; zstd -dcq sentences.zst | tail -c 1; sha256sum sentences.zst'
measure 'check before the merge' 'zstd -dcq sentences.zst | wc -l; sha256sum sentences.zst'
awk -F '|' -v text="$size" -v packed="$(stat -c %s sentences.zst)" '
  { all += $4; last = $4; if ($2 ~ / seg/) tools += $4 }
  END {
    tasks = (all - last) / 64
    tb = 10 * packed / text
    printf "| all | | %d |\n\n", all
    printf "segrepair and segsplit are %.0f%% of the tasks. The text packs to %.0f%%.\n",
      100 * tools / (all - last), 10 * tb
    printf "A node of 64 cores: tasks %.1f h, check %.1f h, merge at 1 GB/s %.1f h; reads %.0f MB/s.\n",
      tasks, last / 64, 3 * tb / 3.6, tb * 1e6 / 3600 / tasks
  }' rows
