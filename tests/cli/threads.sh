# segsplit and segrepair on several threads: the same bytes, messages and exit status as on one.
. "$SUPPORT/transcript.sh"

# same 'COMMAND' [N...]: with -j N (3 where none is given), which stands for @, it prints and writes
# to files named side.* what it does with -j 1.
same() {
  command=$1
  shift
  for threads in 1 ${*:-3}; do
    rm -f side.*
    sh -c "$(echo "$command" | sed "s/@/-j $threads/")" >found 2>messages
    echo "exit $?" >>messages
    cat found messages side.* >"all.$threads" 2>/dev/null
    cmp all.1 "all.$threads" || echo "$command"
  done
  [ "$(wc -c <all.1)" -gt 1000 ] || echo "$command: too little to tell"
}

# paragraphs N SEED: of sentences, some without their marks
paragraphs() {
  awk -v n="$1" -v seed="$2" 'BEGIN {
    count = split("Gestern kam der Bus nicht.|Der Zug fährt um 8.30 Uhr ab.|Er kam nach RusslandDamit ist es aus." \
      "|Das Haus am See ist z. B. alt,und niemand wohnt dort|„Ja“, sagte sie.Dann ging sie.", sentence, "|")
    srand(seed)
    for (i = 1; i <= n; i++) {
      line = sentence[1 + int(rand() * count)]
      while (rand() < 0.8) line = line " " sentence[1 + int(rand() * count)]
      print line
      while (rand() < 0.4) print ""
    }
  }'
}

# Paragraphs of some lines, broken bytes, a line and a paragraph of several parts, furniture.
{
  paragraphs 300 1
  printf 'Startseite | Aktuelles | Impressum\n\nkaputt \377\376 hier \303\n\n'
  paragraphs 500 2 | tr '\n' ' '
  echo
  paragraphs 500 8 | grep .
  paragraphs 500 3
  printf 'ohne Zeilenende'
} >text
paragraphs 600 4 | iconv -f UTF-8 -t UTF-16 >utf16
: >empty

same 'segsplit @ text' 2 3 8
same 'segsplit @ --format=jsonl text empty utf16 text' 2 3 8
same 'segsplit @ --format=xliff --paragraphs=line text utf16'
same 'segsplit @ --paragraphs=wrapped --format=jsonl <utf16'
same 'segsplit @ --max-length=60 --min-length=30 text'
same 'segsplit @ --skeleton=side.1 text'
same 'segsplit @ --explain=side.1 --format=jsonl utf16'
same 'segsplit @ -l en --format=jsonl text'
same 'segsplit @ --invalid=fail utf16 text'
same 'segsplit @ --srx-over="$SUPPORT/rules.srx" -l de --format=jsonl text'
same 'segsplit @ text missing text'

# The parts of a text give what one record with all of it does, also when there is a line of 900 KB.
{
  cat text
  paragraphs 1000 9 | tr '\n' ' ' >line
  for copy in 1 2 3 4 5; do cat line; done
  cat text
} >huge
same 'segsplit @ --format=jsonl huge' 2
for text in text huge; do
  segsplit -j 2 $text >parts
  segsplit --null --format=plain $text | tr -d '\0' | cmp - parts
done

# A rule that takes too many steps on one line stops in the middle.
cat >slow.srx <<'XML'
<srx version="2.0" xmlns="http://www.lisa.org/srx20"><header segmentsubflows="yes" cascade="no"/><body>
<languagerules><languagerule languagerulename="slow"><rule break="yes"><beforebreak>(x+x+)+y</beforebreak>
<afterbreak>.</afterbreak></rule></languagerule></languagerules>
<maprules><languagemap languagepattern="de" languagerulename="slow"/></maprules></body></srx>
XML
{ cat text; printf '\n%0400d\n\n' 0 | tr 0 x; cat text; } >slow
same 'segsplit @ --srx=slow.srx --paragraphs=line slow'
tail -n 2 messages

# Blocks of 256 KiB.
cat text text text text >long
same 'segrepair @ --edits=side.1 --also=furniture long empty utf16' 2 8
same 'segrepair @ --diff --invalid=replace long'
same 'segrepair @ --drop=furniture --rejects=side.1 long utf16'
segrepair -j 3 --edits=log -o repaired long
segrepair --undo=log repaired | cmp - long

# Records, bad ones among them.
{
  paragraphs 700 5 | awk '{ printf "{\"id\": %d, \"x\": 1.50, \"text\": \"%s\"}\n", NR, $0 }
    NR % 90 == 0 { print "{\"id\": 3}" } NR % 150 == 0 { print "{broken" } NR % 200 == 0 { print "" }'
  echo '{"text": "Schon da.", "segments": [], "edits": []}'
} >records.jsonl
paragraphs 700 6 | awk '{ print NR "\t" $0 "\tend" } NR % 100 == 0 { print "short" }' >records.tsv
paragraphs 600 7 | tr '\n' '\0' | iconv -f UTF-8 -t UTF-16 >records.nul
for format in '' --format=plain --format=jsonl --format=xliff; do
  same "segsplit @ $format --input-format=jsonl records.jsonl" 2 8
  same "segsplit @ $format --input-format=tsv --column=2 records.tsv"
  same "segsplit @ $format --null records.nul"
done
same 'segsplit @ --format=jsonl --input-format=html text'
same 'segrepair @ --input-format=jsonl --edits-field=edits records.jsonl records.jsonl' 2 8
same 'segrepair @ --input-format=tsv --column=2 --max-edits-per-1000=8 records.tsv'
same 'segrepair @ --input-format=jsonl --diff records.jsonl'
same 'segrepair @ --null --invalid=fail records.nul text'
same 'segsplit @ --srx=slow.srx --null --format=plain records.nul slow'

try 'segsplit --threads=0 text'
try 'segrepair -j many text'
