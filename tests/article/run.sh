#!/bin/sh
# Takes a scraped page through the pipeline and holds each step against its gold standard.
# usage: run.sh TOOLS SCRATCH [FOLDER]; FOLDER has article.raw.de.txt and its companions.
set -eu
PATH=$1:$PATH
scratch=$2
page=${3-}
if [ -z "$page" ]; then
  echo 'skipped: SEG_SAMPLES names no folder'
  exit 77
fi
mkdir -p "$scratch"

step=start
trap '[ $? -eq 0 ] || echo "failed: $step" >&2' EXIT

step='segrepair makes the wanted repairs and no others'
segrepair --edits "$scratch/edits" -o "$scratch/repaired" "$page/article.raw.de.txt"
diff "$page/article.repaired.de.txt" "$scratch/repaired"

step='segrepair --undo gives the page back'
segrepair --undo "$scratch/edits" "$scratch/repaired" | cmp - "$page/article.raw.de.txt"

step='segrepair leaves the repaired page alone'
segrepair "$page/article.repaired.de.txt" | diff "$page/article.repaired.de.txt" -

step='segsplit finds the segments of the repaired page'
segsplit -o "$scratch/segments" "$page/article.repaired.de.txt"
diff "$page/article.segments.de.txt" "$scratch/segments"

step='segsplit finds them behind segrepair'
segrepair "$page/article.raw.de.txt" | segsplit | diff "$page/article.segments.de.txt" -

step='segalign pairs them with the translation: strict F1 of 0.9'
segalign --format=beads -o "$scratch/beads" "$page/article.segments.de.txt" "$page/article.en.txt"
segeval align "$page/article.de-en.align" "$scratch/beads" | tee "$scratch/scores"
awk '$1 == "strict" { good = $4 >= 0.9 } END { exit !good }' "$scratch/scores"
