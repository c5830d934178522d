# Many pairs in one run: the same bytes on any number of threads, a bad one stops no other.
. "$SUPPORT/transcript.sh"
score="sed 's/[01][.][0-9][0-9]*/P/g'"
printf 'Das Haus ist alt.\nDer Hund schläft.\n' >de
printf 'The house is old.\nAdvertisement 12\nThe dog is asleep.\n' >en
printf 'De hond slaapt nu.\nEen huis is oud.\n' >nl
printf '# a list\n\nde\ten\tde-en\nde\tde\tde-de\nde\ten\tvia\tde\n' >list
try 'segalign --pairs=list'
try "cat de-en | $score"
segalign de en | cmp - de-en
segalign de de | cmp - de-de
segalign --via=de de en | cmp - via
# one JSON object a pair; with an output of its own it is written as --format says
cat >list <<'EOF'
{"id": "a", "source": ["Das Haus ist alt.", "", "Der Hund schläft."], "target": "en"}
{"id": 7, "source": "de", "target": "en", "output": "seven"}
{"source": ["Ja.\tUnd\nnein \u0000."], "target": ["Ja.\tUnd\nnein \u0000."], "draft": ["Yes."]}
EOF
try "segalign --pairs=list --format=beads --unaligned=left | $score"
try "cat seven left | $score"
# bad ones are reported in order, the rest is done, the exit status says so
cat >list <<'EOF'
{"id": 1, "source": "missing", "target": "en"}
{"id": 2, "source": ["Eins."], "target": ["One."], "draft": ["a", "b"]}
{"id": 3, "source": ["Eins."], "target": 4}
{"id": 4, "source": ["Eins."], "target": ["One."], "output": "missing/out"}
{"id": 5, "source": ["Eins."], "target": ["One.", 2]}
{"id": 6, "source": [], "target": ["One."]}
{"id": 7
de	en
de	missing	out
EOF
try 'segalign --pairs=list'
try 'ls out'
try 'segalign --pairs=missing'
try 'segalign --pairs=list de en'
try 'segalign --pairs=list --via=de'
try 'segalign --pairs=list --gold-anchors=de'
try 'segalign --pairs=list --src-embed=de --tgt-embed=en'
try 'segalign --pairs=list --threads=0'
# any number of threads
i=0
while [ $i -lt 60 ]; do
  echo "{\"id\": $i, \"source\": [\"Haus Nummer $i ist alt.\", \"Satz $i fehlt.\"],"\
"\"target\": [\"House number $i is old.\"]}"
  [ $((i % 7)) -ne 0 ] || echo "{\"id\": \"bad $i\", \"source\": \"missing $i\"}"
  printf "de\tnl\tout.$i\n"
  i=$((i + 1))
done >list
run() {
  rm -f out.*
  segalign --pairs=list -j "$1" -o "pairs.$1" --unaligned="left.$1" 2>"messages.$1"
  echo "exit $?" >>"messages.$1"
  cat out.* >"outputs.$1"
}
run 1
for threads in 2 3 16 256; do
  run $threads
  for file in pairs left messages outputs; do cmp $file.1 $file.$threads; done
done
try 'wc -l <pairs.1; wc -l <left.1; tail -n 2 messages.1'
