#!/bin/sh
# Runs the tools over the test corpora and holds the figures against corpora/reference.tsv.
# usage: regress.sh [--update] TOOLS [EVAL]
#   TOOLS     folder with the built tools
#   EVAL      folder with the development sets (split/, align/); without it their rows are left out.
#             So are those of noisy news without ../corpora/dev-ntrex128-de-en-fr-it.tsv.zst beside it
#   --update  write the figures found into reference.tsv; say why in the commit
# Exit status: 0 all figures stand, 1 one fell by more than the tolerance, 2 usage or trouble.
set -eu

update=
[ "${1-}" != --update ] || { update=yes; shift; }
if [ $# -lt 1 ] || [ ! -x "$1/segsplit" ]; then
  echo 'usage: regress.sh [--update] TOOLS [EVAL]; TOOLS holds segsplit and segeval' >&2
  exit 2
fi
PATH=$1:$PATH
eval_sets=${2-}
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# row MEASURE VALUE
row() {
  printf '%s\t%s\n' "$1" "$2" >>"$scratch/found"
}

# F1 of the boundaries: split_f1 MEASURE GOLD < TEXT
split_f1() {
  segsplit --paragraphs=line -o "$scratch/out"
  row "$1" "$(segeval split "$2" "$scratch/out" | awk '$1 == "boundaries" { print $4 }')"
}

# alignment MEASURE GOLD SOURCE TARGET LANGUAGE [OPTION]...; leaves the beads in $scratch/beads
alignment() {
  measure=$1 gold=$2 source=$3 target=$4 language=$5
  shift 5
  segalign -t "$language" --format=beads "$@" -o "$scratch/beads" "$source" "$target"
  segeval align "$gold" "$scratch/beads" >"$scratch/scores"
  for kind in strict lax; do
    row "$measure $kind" \
      "$(awk -v kind="$kind" '$1 == kind { printf "%.2f", 100 * $4 }' "$scratch/scores")"
  done
}

# 100 less the expected calibration error of the last alignment, in percent: calibrated MEASURE GOLD
calibrated() {
  row "$1 calibrated" "$(sh "$here/calibration.sh" "$2" "$scratch/beads" |
    awk '/^expected/ { printf "%.2f", 100 - 100 * $4 }')"
}

# How low the scores of nonsense are: 100 less their mean and their 95 % quantile, in percent.
# nonsense MEASURE SOURCE TARGET LANGUAGE
nonsense() {
  segalign -t "$4" --format=beads "$2" "$3" | grep -v '\[\]' | sed 's/.*://' | sort -n |
    awk '{ score[NR] = $1; sum += $1 }
      END {
        if (NR == 0) score[NR = 1] = 0
        printf "%.2f %.2f\n", 100 - 100 * sum / NR, 100 - 100 * score[int(0.95 * (NR - 1)) + 1]
      }' >"$scratch/doubt"
  read -r mean quantile <"$scratch/doubt"
  row "$1 doubted" "$mean"
  row "$1 doubted, 95 %" "$quantile"
}

# F0.5 of the repair of noise in running text: noise MEASURE < TEXT
noise() {
  cat >"$scratch/clean"
  segnoise --preset=article -o "$scratch/damaged" "$scratch/clean"
  segrepair -o "$scratch/out" "$scratch/damaged"
  segeval repair --input "$scratch/damaged" "$scratch/clean" "$scratch/out" >"$scratch/scores"
  for kind in exact position; do
    row "$1 $kind" "$(awk -v kind="$kind" '$1 == kind { printf "%.2f", 100 * $4 }' "$scratch/scores")"
  done
}

# Repair of the damaged pages of a file and, with "clean", of their undamaged form: position
# precision and recall, false insertions and other changes in a million characters.
pages() {
  segrepair --input-format=jsonl --text-field=naive "$2" | sed 's/"naive":/"text":/' >"$scratch/out"
  segeval repair "$2" "$scratch/out" >"$scratch/scores"
  row "$1 precision" "$(awk '$1 == "position" { printf "%.1f", 100 * $2 }' "$scratch/scores")"
  row "$1 recall" "$(awk '$1 == "position" { printf "%.1f", 100 * $3 }' "$scratch/scores")"
  [ "${3-}" = clean ] || return 0
  segrepair --input-format=jsonl --text-field=gold "$2" | sed 's/"gold":/"text":/' >"$scratch/out"
  segeval repair --clean "$2" "$scratch/out" >"$scratch/scores"
  row "$1 clean false" "$(awk '/per million/ { print $6 }' "$scratch/scores")"
  row "$1 clean other changes" "$(awk '/per million/ { print $9 }' "$scratch/scores")"
}

# Our own marked texts: README.md tells the format.
for folder in "$here"/*/; do
  name=$(basename "$folder")
  marked=$folder$name.marked.de.txt
  [ -f "$marked" ] || continue
  sed '/^# /d' "$marked" >"$scratch/text"
  sed 's/ ÷ /\n/g' "$scratch/text" >"$scratch/gold"
  tr '\n' ' ' <"$scratch/gold" | split_f1 "split $name joined" "$scratch/gold"
  sed 's/ ÷ / /g' "$scratch/text" | split_f1 "split $name lines" "$scratch/gold"
done
alignment 'align article' "$here/article/article.de-en.align" \
  "$here/article/article.segments.de.txt" "$here/article/article.en.txt" en

if [ -n "$eval_sets" ]; then
  for name in gsd-dev wmt19 ler-dev; do
    gold=$eval_sets/split/$name.txt
    tr '\n' ' ' <"$gold" | split_f1 "split $name joined" "$gold"
  done
  # Each posting on a line of its own.
  gold=$eval_sets/split/empirist-dev.txt
  awk 'BEGIN { RS = ""; FS = "\n"; OFS = " " } { $1 = $1; print }' "$gold" |
    split_f1 'split empirist-dev postings' "$gold"
  yearbook=$eval_sets/align/textberg-dev
  alignment 'align textberg-dev' "$yearbook.beads" "$yearbook.de" "$yearbook.fr" fr
  calibrated 'align textberg-dev' "$yearbook.beads"
  alignment 'align textberg-dev, draft' "$yearbook.beads" "$yearbook.de" "$yearbook.fr" fr \
    --via="$yearbook.mt.fr"
  alignment 'align textberg-dev, no lexicon' "$yearbook.beads" "$yearbook.de" "$yearbook.fr" fr \
    --lexicon-only
  # The target side in another order.
  awk '{ line[NR] = $0 } END { for (i = 1; i <= NR; i++) print line[i * 211 % NR + 1] }' \
    "$yearbook.fr" >"$scratch/shuffled"
  nonsense 'align shuffled' "$yearbook.de" "$scratch/shuffled" fr
  for name in gsd-dev wmt19; do
    tr '\n' ' ' <"$eval_sets/split/$name.txt" | noise "repair $name noise"
  done
  pages 'repair pages' "$eval_sets/repair/pages.jsonl" clean
  pages 'repair pages_raw' "$eval_sets/repair/pages_raw.jsonl"
  pages 'repair pages_strip' "$eval_sets/repair/pages_strip.jsonl"
  news=$eval_sets/../corpora/dev-ntrex128-de-en-fr-it.tsv.zst
  if [ -f "$news" ] && command -v zstd >"$scratch/zstd"; then
    # A blank line between documents.
    zstd -dcq "$news" | awk -F '\t' -v de="$scratch/de" -v en="$scratch/en" '
      NR > 1 && $1 != document { print "" >de; print "" >en }
      { document = $1; print $2 >de; print $3 >en }'
    for name in news10 news25; do
      segnoise --bitext="$scratch/$name" --preset="$name" "$scratch/de" "$scratch/en"
      alignment "align $name" "$scratch/$name.beads" "$scratch/$name.source" \
        "$scratch/$name.target" en
      calibrated "align $name" "$scratch/$name.beads"
    done
    nonsense 'align unrelated' "$yearbook.de" "$scratch/news25.target" en
    nonsense 'align wrong language' "$scratch/news25.source" "$yearbook.fr" fr
    # 2-2 beads are few: those of ten seeds.
    for seed in 1 2 3 4 5 6 7 8 9 10; do
      segnoise --bitext="$scratch/more" --seed=$seed "$scratch/de" "$scratch/en"
      segalign --format=beads -o "$scratch/beads" "$scratch/more.source" "$scratch/more.target"
      segeval align --types "$scratch/more.beads" "$scratch/beads"
    done | awk '$1 == "2-2" { found += $2 * $3; gold += $2 }
      END { printf "%.2f\n", 100 * found / gold }' >"$scratch/two"
    row 'align news25 2-2 recall' "$(cat "$scratch/two")"
  fi
fi

# Beside the reference; a figure may fall by 0.2 points, what is wrong in clean text rise by 1.
awk -F '\t' -v OFS='\t' '
  BEGIN { printf "%-30s %8s %9s %7s\n", "measure", "found", "reference", "change" }
  NR == FNR { if (FNR > 1) reference[$1] = $2; next }
  $1 in reference {
    change = $2 - reference[$1]
    worse = $1 ~ / clean / ? change > 1 : change < -0.2
    fallen += worse
    printf "%-30s %8.2f %9.2f %+7.2f%s\n", $1, $2, reference[$1], change, worse ? "  fallen" : ""
    next
  }
  { printf "%-30s %8.2f %9s\n", $1, $2, "new" }
  END { exit fallen > 0 }
' "$here/reference.tsv" "$scratch/found" && status=0 || status=1

if [ -n "$update" ]; then
  { printf 'measure\tvalue\n'; awk -F '\t' '
      NR == FNR { found[$1] = $2; next }
      FNR > 1 && !($1 in found) { print }' "$scratch/found" "$here/reference.tsv"
    cat "$scratch/found"; } | { IFS= read -r head; echo "$head"; LC_ALL=C sort; } >"$scratch/new"
  cp "$scratch/new" "$here/reference.tsv"
  echo "reference.tsv updated"
  exit 0
fi
exit $status
