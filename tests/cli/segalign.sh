# segalign's formats and filters, and that no sentence is lost.
. "$SUPPORT/transcript.sh"
# probabilities as P: they change with the model
score="sed 's/[01][.][0-9][0-9]*/P/g'"
cat >de <<'EOF'
Die Konferenz in Lissabon begann am 12. Oktober.
Präsident Almeida begrüßte 340 Delegierte.

Foto: Hafen bei Nacht
Minister Costa stellte ein Programm für Brasilien vor.
EOF
cat >en <<'EOF'
The conference in Lisbon began on 12 October, and President Almeida welcomed 340 delegates.
Minister	Costa presented a programme for Brazil.
Share this page
EOF
try "segalign de en | $score"
try "segalign --format=beads de en | $score"
try "segalign --format=jsonl de en | $score"
# nothing beside standard output without --unaligned; with it, the lines of the files
try "segalign --unaligned=left de en | $score"
try 'cat left'
try "segalign --one-to-one --format=beads --unaligned=left de en | $score"
try 'cat left'
try 'segalign --min-score=1 --unaligned=left de en'
try 'cat left'
try "segalign --min-score=0.001 --format=beads de en | $score"
try 'segalign --min-score=2 de en'
try 'segalign --unaligned=missing/left de en'
# pairs alone, for translators and engines; a source that is missing leaves no file
try "segalign --format=tmx de en | $score"
try 'segalign --format=moses -o page de en; tail page.de page.en'
try "segalign --format=tmx --one-to-one --unaligned=left -s fr -t it -o out.tmx de en; $score out.tmx"
try 'cat left'
try 'segalign --format=moses -o none missing en; ls none*'
try 'segalign --format=moses de en'
try 'segalign --format=moses -s en -o none de en'
try 'segalign --format=tmx --pairs=list'
# every sentence is in the result or in what is left over, once
for filter in '' --one-to-one --min-score=0.9 '--min-score=1 --one-to-one'; do
  segalign $filter --format=jsonl --unaligned=left -o pairs de en
  { sed 's/.*"source_text":\[\(.*\)\],"target_text":\[\(.*\)\]}/\1,\2/; s/","/"\n"/g' pairs |
      tr -d '"' | sed 's/\\t/ /'
    cut -f3 left; } | grep . | sort >found
  cat de en | tr '\t' ' ' | grep . | sort | diff - found
done
# bytes that are no UTF-8 stay in TSV and become U+FFFD in JSON
printf 'Anna \377 2020\n' >bad
try "segalign --invalid=keep --encoding=UTF-8 bad bad | cut -f2- | od -An -c"
try "segalign --encoding=UTF-8 --format=jsonl bad bad | $score"
