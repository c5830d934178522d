# Sides that do not fit together: a result that holds every sentence, and low scores where it is
# nonsense.
. "$SUPPORT/transcript.sh"
# Words of random letters, from a generator of our own: rand() is another one in every awk.
seq 1 400 | awk 'function random(below) { state = state * 16807 % 2147483647; return state % below }
  BEGIN { state = 4711 }
  { printf "Im Jahr %d", 1000 + $1 * 7
    for (i = 0; i < 6; i++) { printf " "; for (k = 0; k < 5; k++) printf "%c", 97 + random(26) }
    print "." }' >text
: >empty
complete() {
  segalign --format=beads -o beads "$1" "$2" || echo "$1 $2: exit $?"
  awk -F: -v S=$(grep -c '[^[:space:]]' "$1") -v G=$(grep -c '[^[:space:]]' "$2") '
    { for (side = 1; side <= 2; side++) {
        n = split($side, numbers, ","); if ($side == "[]") n = 0
        for (k = 1; k <= n; k++) { gsub(/[^0-9]/, "", numbers[k])
          if (numbers[k] + 0 != next_one[side]++) print "sentence", numbers[k], "out of order" } } }
    END { if (next_one[1] != S || next_one[2] != G) print next_one[1] "/" S, next_one[2] "/" G }
    ' beads
}
mean() {
  awk -F: '{ sum += $3 } END { mean = NR > 0 ? sum / NR : 0
    print (mean < 0.1 ? "low" : mean > 0.9 ? "high" : mean) }' beads
}
try "segalign --format=beads empty empty"
complete text empty
complete empty text
# the same file twice
complete text text
try "wc -l <beads"
mean
# one sentence against 400
sed -n 200p text >one
complete one text
complete text one
# a shuffled side, a side in another language
sed 's/Im Jahr [0-9]* //' text | LC_ALL=C sort >shuffled
complete text shuffled
mean
awk '{ gsub(/[^ ]/, "ж"); print }' text >foreign
complete text foreign
mean
# sentences of 100,000 characters, with and without spaces
head -c 100000 /dev/zero | tr '\0' a >long
yes 'Das Haus ist alt' | tr '\n' ' ' | head -c 100000 >words
{ cat text long; echo; cat words; echo; } >longer
complete longer longer
try "tail -n 1 beads | cut -d: -f1,2"
complete long text
# NUL bytes and broken UTF-8 stay in the text
printf 'Anna\000Berg\nBerlin \377 2020\n' >nul
try 'segalign nul nul | cut -f2- | od -An -c'
