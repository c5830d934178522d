# What segreport reads, what it makes of hostile text, and what it refuses.
. "$SUPPORT/transcript.sh"
# Confidences of the model are cut off behind 0.9, so that another model changes nothing here.
body="sed -n '/class=.items/,/<.section>/ { s/0[.]9[0-9]*/0.9_/g; p }'"
try 'segreport'
try 'segreport page'
try 'segreport --text=t --source=s'
try 'segreport --text=missing -o report.html; ls report.html'

# Nothing in a text is markup, and nothing hides in it.
printf 'a</script><!--]]>&amp;"\047\000b\377c\342\200\256d\302\255e\302\205\n' >hostile
try "segreport --text=hostile --title='</title><script>' >report.html; grep -c '<script' report.html"
try "grep -a '<title>' report.html"
try "$body report.html"
printf '{"text":"</p>\\u0000\\u202e\\ud83d\\ude00","kind":"\\"><b>","confidence":1,"paragraph":0}\n' >segments
try "segreport --segments=segments | $body"

# The page and its repairs: lines end where they do in the text.
printf '%s\n' 'Menü | Kontakt | Impressum' '' 'Er kam.Dann ging er.' >page
printf 'Die Markt&uuml;ber\302\255sicht gilt.Sie ist neu.\n' >>page
segrepair --also=furniture --edits=edits -o text page
try "segreport --text=text --edits=edits | $body | sed 's/ title=\"[^\"]*\"//'"
try "segreport --edits=edits | $body | tail -n 4"
# Two files in one log, and what was replaced because it was not valid.
printf 'Gut.Und so \377 weiter' >first
segrepair --encoding=UTF-8 --invalid=replace --edits=edits2 first page >text2
try "segreport --text=text2 --edits=edits2 | grep -a -c -e '<h3>first' -e '<del><i class=.sign.>0xFF'"
printf '{"id":7,"body":"Er kam.Dann ging er."}\n' |
  segrepair --input-format=jsonl --text-field=body --edits-field=changes |
  segsplit --input-format=jsonl --text-field=body >documents
try "segreport --segments=documents --text-field=body --edits-field=changes | $body"
try "segreport --segments=documents --text-field=body --edits-field=changes | grep -c 'id=.r1'"

# Alignments, in each of three formats.
printf '%s\n' 'Ja.' 'Er kam und ging.' >de
printf '%s\n' 'Yes.' '' 'He came.' 'He left.' >en
printf '%s\n' '[0]:[0]:0.95' '[1]:[1, 2]:0.4' >beads
try "segreport --alignment=beads --source=de --target=en | $body"
printf '0.95\tJa.\tYes.\n0.4\tEr kam und ging.\tHe came. He left.\n' >tsv
try "segreport --alignment=tsv | grep -c '<li id=.b'"
segalign --format=jsonl de en >jsonl
try "segreport --alignment=jsonl | grep -c '<li id=.b'"
try "segreport --alignment=jsonl | grep -o 'aria-label=\"[0-9]* source[^\"]*'"

# What does not belong together, or is not what it should be.
try 'segreport --text=page --edits=edits -o report.new'
try 'head -n 2 edits >cut; segreport --text=text --edits=cut -o report.new'
try 'segreport --edits=text -o report.new'
try 'echo "{}" | segreport --edits=- -o report.new'
try 'echo "{\"offset\":1}" | segreport --segments=- -o report.new'
try 'segreport --alignment=beads -o report.new'
try 'segreport --alignment=beads --source=de --target=de -o report.new'
try 'segreport --alignment=de -o report.new'
try 'printf "[0]:[9]:1\n" | segreport --alignment=- --source=de --target=en -o report.new'
try 'printf "{\"source\":[-1],\"target\":[],\"source_text\":[],\"target_text\":[]}\n" |
  segreport --alignment=- -o report.new'
try 'ls report.new'
try 'segreport --text=text >/dev/full'

# The help names the options of the manual page.
segreport --help | sed -n 's/^  *\(-., \)\{0,1\}--\([a-z0-9-]*\).*/\2/p' | sort >in-help
grep '^\.It' "$SUPPORT/../../../tools/man/segreport.1" | tr ' ' '\n' | sed -n 's/^-\([a-z]\)/\1/p' |
  sort -u | diff in-help -
