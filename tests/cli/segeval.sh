# What segeval prints. The figures are small enough to be counted by hand.
. "$SUPPORT/transcript.sh"

# one boundary of three is missed, one of three is false
printf 'Sie kam.\nEr ging.\nEs regnet heute.\n' >gold.txt
printf 'Sie kam. Er ging.\n\nEs regnet\nheute.\n' >out.txt
try 'segeval split --errors gold.txt out.txt'
try 'segeval split --json gold.txt out.txt'
try 'segeval split gold.txt out.txt gold.txt gold.txt' # counts are summed
try 'echo "Sie kam. Er lief." | segeval split gold.txt -'

# of three repairs one is right, one has another text, one is missed; the hyphen is replaced
printf 'nach RusslandDamit ist es stattals er zu E-Mail ging und zuhause blieb\n' >damaged.txt
printf 'nach Russland. Damit ist es statt, als er zu E-Mail ging und zu hause blieb\n' >gold.txt
printf 'nach Russland. Damit ist es statt als er zu EMail ging und zuhause blieb\n' >out.txt
try 'segeval repair --input damaged.txt --errors gold.txt out.txt'

# the same as records: the second is missing, "unsure" is not scored, "none" is
cat >gold.jsonl <<'END'
{"id":"a","naive":"ÄpfelBirnen.Nüsse undObst a.b","gold":"Äpfel Birnen. Nüsse und Obst a.b","glue":[{"offset":5,"kind":"block","want":"stop"},{"offset":12,"kind":"block","want":"space"},{"offset":21,"kind":"inline","want":"unsure"},{"offset":28,"kind":"inline","want":"none"}]}
{"id":"b","naive":"x","gold":"x","glue":[]}
END
echo '{"id":"a","text":"Äpfel. Birnen.Nüsse und Obst a. b"}' >out.jsonl
try 'segeval repair gold.jsonl out.jsonl'
try 'segeval repair -q gold.jsonl out.jsonl | head -n 1'
echo '{"id":"a","text":"Äpfel Birnen. Nüsse und Obst a. b"}' >clean.jsonl
try 'segeval repair --clean --errors gold.jsonl clean.jsonl'

# two halves of a bead are lax; a bead with an empty side has no part in recall
printf '[0]:[0]\n[1, 2]:[1]\n[]:[2]\n' >gold.beads
printf '[0]:[0]:0.9\n[1]:[1]:0.5\n[2]:[]:0\n[]:[2]:0\n' >out.beads
try 'segeval align --types gold.beads out.beads'

# what cannot be scored is named with file and line
printf '[0]:[0]\n[1]:1\n' >bad.beads
try 'segeval align gold.beads bad.beads'
printf '{"id":"a"}\n{"id":"b",\n' >bad.jsonl
try 'segeval repair gold.jsonl bad.jsonl'
try 'segeval repair bad.jsonl out.jsonl'
echo '{"id":"a","naive":"x","glue":[{"offset":2,"kind":"block","want":"space"}]}' >bad.jsonl
try 'segeval repair bad.jsonl out.jsonl'
echo '{"id":"a","naive":"xyz","glue":[{"offset":2,"want":"space"},{"offset":2,"want":"space"}]}' >bad.jsonl
try 'segeval repair bad.jsonl out.jsonl'
try 'segeval split --types gold.txt gold.txt'
try 'segeval repair --input damaged.txt --clean gold.txt out.txt'
try 'segeval align gold.beads'
