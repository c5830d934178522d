#!/bin/sh
# Fits the weights of the aligner to noisy documents, which corpora/training/align.tsv names, and to
# the yearbook textberg-dev.
# usage: train-align.sh [--update | --folds] TOOLS TEXTS EVAL
#   TOOLS     folder with the built tools
#   TEXTS     folder with the pairs, as they are or compressed (.zst; needs zstd)
#   EVAL      folder with the development sets (align/textberg-dev)
#   --update  put the weights in the place of libseg/data/align/weights.txt
#   --folds   measure by cross-validation: each half of the yearbook with weights that did not see it
# Exit status: 0 the weights are the same, byte for byte, or were put in place, 1 they differ,
# 2 trouble.
set -eu

mode=compare
case ${1-} in --update | --folds) mode=${1#--}; shift ;; esac
if [ $# -ne 3 ] || [ ! -x "$1/segtrain" ] || [ ! -d "$2" ] || [ ! -d "$3" ]; then
  echo 'usage: train-align.sh [--update | --folds] TOOLS TEXTS EVAL; TOOLS holds segtrain' >&2
  exit 2
fi
PATH=$(cd "$1" && pwd):$PATH
texts=$2
yearbook=$3/align/textberg-dev
yearbook_share=16
here=$(cd "$(dirname "$0")" && pwd)
shipped=$here/../libseg/data/align/weights.txt
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 2' HUP INT TERM

unpack() {
  if [ -f "$texts/$1" ]; then cat "$texts/$1"; else zstd -dcq --long=27 "$texts/$1.zst"; fi
}

# All pairs of German and a language but those of a file; the dictionary is for French.
all_but() {
  for path in "$texts/pairs-de-$1-"*; do
    file=$(basename "$path" .zst)
    [ "$file" = "$2.tsv" ] || unpack "$file"
  done
  if [ "$1" = fr ]; then unpack lexicon-de-fr-wikdict.tsv; fi
}

# A lexicon without the pairs of a document, so that its words are as well known as those of others.
lexicon_without() {
  lexicon=$scratch/$1.lexicon
  if [ ! -f "$lexicon" ]; then
    language=${1#pairs-de-}
    all_but "${language%%-*}" "$1" | segtrain lexicon -o "$lexicon"
  fi
}

# noisy_document NAME PAIRS FROM LINES SEED MERGE SPLIT DELETION INSERTION PARAGRAPHS
noisy_document() {
  unpack "$2.tsv" | awk -F '\t' -v from="$3" -v lines="$4" -v paragraphs="${10}" \
    -v de="$1.de" -v other="$1.other" '
    NR < from || NR >= from + lines { next }
    paragraphs == "yes" && NR > from && (NR - from) % 6 == 0 { print "" >de; print "" >other }
    { print $1 >de; print $2 >other }'
  segnoise --bitext="$1" --seed="$5" --preset=none --rate="merge=$6" --rate="split=$7" \
    --rate="deletion=$8" --rate="insertion=$9" "$1.de" "$1.other"
  # Blank lines are soft hints: one in five is lost on a side, and some are put in.
  shift=0
  for side in source target; do
    awk -v shift="$shift" -v paragraphs="${10}" '
      /^$/ { if ((++blanks + shift) % 5 == 0) next }
      paragraphs == "yes" && !/^$/ && (++lines + 7 * shift) % 40 == 0 { print "" }
      { print }' "$1.$side" >"$1.$side.soft"
    mv "$1.$side.soft" "$1.$side"
    shift=2
  done
}

# Lexicons are stored as C strings.
sed 's/^"//; s/\\n"$//' "$here/../libseg/data/translations/de-fr.inc" >"$scratch/fr.lexicon"

number=0
grep -v -e '^#' -e '^pairs	' "$here/training/align.tsv" >"$scratch/documents"
while IFS='	' read -r pairs from lines seed merge split deletion insertion paragraphs; do
  number=$((number + 1))
  name=$scratch/document$number
  lexicon_without "$pairs"
  noisy_document "$name" "$pairs" "$from" "$lines" "$seed" "$merge" "$split" "$deletion" \
    "$insertion" "$paragraphs"
  printf '%s\t%s\t%s\t%s\t1\n' "$name.source" "$name.target" "$name.beads" "$lexicon"
done <"$scratch/documents" >"$scratch/list"

# fit WEIGHTS YEARBOOK...: with these parts of the yearbook
fit() {
  weights=$1
  shift
  cp "$scratch/list" "$scratch/all"
  for part; do
    printf '%s\t%s\t%s\t%s\t%s\n' "$part.de" "$part.fr" "$part.beads" "$scratch/fr.lexicon" \
      "$yearbook_share" >>"$scratch/all"
  done
  segtrain align --start="$here/training/align-start.txt" --steps=80 -o "$weights" "$scratch/all"
}

# The yearbook in two, where the first bead with two sides starts behind the middle of the source.
cut_yearbook() {
  awk -v half="$(($(wc -l <"$yearbook.de") / 2))" '
    /^\[[0-9].*:\[[0-9]/ && substr($0, 2) + 0 >= half {
      target = $0
      sub(/.*:\[/, "", target)
      print substr($0, 2) + 0, target + 0
      exit
    }' "$yearbook.beads" >"$scratch/cut"
  read -r middle target <"$scratch/cut"
  head -n "$middle" "$yearbook.de" >"$scratch/half1.de"
  head -n "$target" "$yearbook.fr" >"$scratch/half1.fr"
  tail -n +"$((middle + 1))" "$yearbook.de" >"$scratch/half2.de"
  tail -n +"$((target + 1))" "$yearbook.fr" >"$scratch/half2.fr"
  awk -F ':' -v middle="$middle" -v target="$target" -v half="$scratch/half" '
    function moved(list, by,   n, i, parts, out) {
      gsub(/[][ ]/, "", list)
      n = split(list, parts, ",")
      for (i = 1; i <= n; i++) out = out (i > 1 ? ", " : "") (parts[i] - by)
      return "[" out "]"
    }
    {
      first = $1; gsub(/[][ ]/, "", first); x = first + 0
      second = $2; gsub(/[][ ]/, "", second); y = second + 0
      late = first != "" ? x >= middle : y >= target
      print moved($1, late * middle) ":" moved($2, late * target) >(half (late + 1) ".beads")
    }' "$yearbook.beads"
}

if [ "$mode" = folds ]; then
  cut_yearbook
  fit "$scratch/weights1" "$scratch/half2"
  fit "$scratch/weights2" "$scratch/half1"
  for part in 1 2; do
    segalign -t fr --weights="$scratch/weights$part" --format=beads -o "$scratch/found$part.beads" \
      "$scratch/half$part.de" "$scratch/half$part.fr"
  done
  segeval align "$scratch/half1.beads" "$scratch/found1.beads" "$scratch/half2.beads" \
    "$scratch/found2.beads"
  exit 0
fi

fit "$scratch/weights.txt" "$yearbook"
if [ "$mode" = update ]; then
  cp "$scratch/weights.txt" "$shipped"
  echo "weights.txt updated"
elif cmp "$scratch/weights.txt" "$shipped"; then
  echo "weights.txt is the same, byte for byte"
else
  exit 1
fi
