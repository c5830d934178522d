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

# alignment MEASURE GOLD SOURCE TARGET [LANGUAGE]
alignment() {
  segalign -t "$5" --format=beads -o "$scratch/beads" "$3" "$4"
  segeval align "$2" "$scratch/beads" >"$scratch/scores"
  for kind in strict lax; do
    row "$1 $kind" "$(awk -v kind="$kind" '$1 == kind { printf "%.2f", 100 * $4 }' "$scratch/scores")"
  done
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
  alignment 'align textberg-dev' "$eval_sets/align/textberg-dev.beads" \
    "$eval_sets/align/textberg-dev.de" "$eval_sets/align/textberg-dev.fr" fr
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
    segnoise --bitext="$scratch/news25" "$scratch/de" "$scratch/en"
    alignment 'align news25' "$scratch/news25.beads" "$scratch/news25.source" \
      "$scratch/news25.target" en
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
