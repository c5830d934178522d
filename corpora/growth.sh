#!/bin/sh
# How time, memory and accuracy of segalign grow with the document, and what long insertions,
# missing parts and shuffled sides do to them. Prints a table in Markdown.
# usage: growth.sh TOOLS PAIRS [LANGUAGE]
#   TOOLS     folder with the built tools
#   PAIRS     lines "German<TAB>translation", at least 40,000 for the hard cases
#   LANGUAGE  of the translation: en (default)
# Needs GNU time (Debian package "time").
set -eu

if [ $# -lt 2 ] || [ ! -x "$1/segalign" ] || [ ! -f "$2" ]; then
  echo 'usage: growth.sh TOOLS PAIRS [LANGUAGE]; TOOLS holds segalign, segnoise and segeval' >&2
  exit 2
fi
if [ ! -x /usr/bin/time ]; then
  echo 'growth.sh: /usr/bin/time is missing; install the package "time"' >&2
  exit 2
fi
PATH=$1:$PATH
pairs=$2
language=${3-en}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# document NAME FIRST COUNT: a noisy document of pairs FIRST to FIRST + COUNT - 1
document() {
  tail -n "+$2" "$pairs" | head -n "$3" >"$scratch/pairs"
  cut -f 1 "$scratch/pairs" >"$scratch/left"
  cut -f 2 "$scratch/pairs" >"$scratch/right"
  segnoise --bitext="$scratch/$1" "$scratch/left" "$scratch/right"
}

# row NAME WHAT: aligns a document, prints its row
row() {
  document=$scratch/$1
  /usr/bin/time -f '%U %S %M' -o "$scratch/time" \
    segalign -t "$language" --format=beads -o "$scratch/beads" "$document.source" "$document.target"
  read -r user system memory <"$scratch/time"
  segeval align "$document.beads" "$scratch/beads" >"$scratch/scores"
  awk -v what="$2" -v S="$(wc -l <"$document.source")" -v G="$(wc -l <"$document.target")" \
    -v seconds="$user" -v more="$system" -v memory="$memory" '
    $1 == "strict" { strict = 100 * $4 }
    $1 == "lax" { lax = 100 * $4 }
    END {
      seconds += more
      printf "| %s | %d x %d | %.1f | %.0f | %.0f | %.1f / %.1f |\n", what, S, G, seconds,
        1e6 * seconds / S, memory / 1000, strict, lax
    }' "$scratch/scores"
}

# edit FROM TO PROGRAM: an awk program decides for each target sentence n of FROM (from 0) what TO
# has in its place: it calls keep() or not, and add(text). The beads follow.
edit() {
  awk -F '\t' -v beads="$scratch/$2.beads" -v target="$scratch/$2.target" '
    function keep() { place[n] = "" count++; print text >target }
    function add(line) { alone[++others] = count++; print line >target }
    FILENAME ~ /target$/ { text = $0; n = at++; '"$3"'; next }
    {
      split($0, side, ":")
      gsub(/[][ ]/, "", side[2])
      list = ""
      m = split(side[2], numbers, ",")
      for (k = 1; k <= m; k++)
        if (numbers[k] in place) list = list (list == "" ? "" : ", ") place[numbers[k]]
      if (list != "") { print side[1] ":[" list "]" >beads; next }
      gsub(/[][ ]/, "", side[1])
      m = split(side[1], numbers, ",")
      for (k = 1; k <= m; k++) print "[" numbers[k] "]:[]" >beads
    }
    END { for (k = 1; k <= others; k++) print "[]:[" alone[k] "]" >beads }
  ' "$scratch/$1.target" "$scratch/$1.beads"
  cp "$scratch/$1.source" "$scratch/$2.source"
}

echo '| document | sentences | CPU s | µs a sentence | MB | strict / lax F1 |'
echo '|---|---|---|---|---|---|'
lines=$(wc -l <"$pairs")
for size in 5000 20000 100000; do
  [ "$lines" -ge $size ] || continue
  document "whole$size" 1 $size
  row "whole$size" "$size pairs"
done
[ "$lines" -ge 40000 ] || exit 0
document other 20001 20000
edit whole20000 missing 'if (n < 9000 || n >= 11000) keep()'
row missing '2,000 sentences are not translated'
edit whole20000 twice "keep(); if (n % 1000 == 999)
  for (k = 0; k < 1000 && (getline line <\"$scratch/other.target\") > 0; k++) add(line)"
row twice 'a side twice as long, by 19 insertions'
awk '{ print substr(NR * 7919 % 20011 + 100000, 1) "\t" $0 }' "$scratch/whole20000.target" |
  LC_ALL=C sort | cut -f 2- >"$scratch/shuffled.target"
cp "$scratch/whole20000.source" "$scratch/shuffled.source"
: >"$scratch/shuffled.beads"
row shuffled 'one side shuffled'
