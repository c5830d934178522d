# Text and pages as XLIFF 2.1: a unit a paragraph, and all white space kept.
. "$SUPPORT/transcript.sh"
printf '\n Der Markt\n\n\nEs regnet.  Wir\nbleiben\tda. „Wirklich & <b>?“\r\n\r\nJa.\001\n' >text
printf '<h1>Der Markt</h1><p>Es regnet. <b>Wir</b> bleiben.</p>' >page.html
printf '{"id":"a & b","text":"Ja. Nein."}\n{"text":""}\n' >records.jsonl
export SUPPORT
try 'segsplit --format=xliff text'
try 'segsplit --format=xliff < page.html --input-format=html'
try 'segsplit --format=xliff --input-format=jsonl records.jsonl'
printf '' >nothing
try 'segsplit --format=xliff nothing - <nothing'
try 'segsplit --format=xliff --input-format=jsonl nothing'
try 'segsplit --format=xliff text | segsplit --input-format=xliff --format=jsonl | jq -c .text'
# The sources are the text again, and the segments are those of the other formats.
for page in "$SUPPORT"/../../../corpora/article/*.txt "$SUPPORT"/../../../corpora/damaged/*.txt; do
  segsplit --format=xliff --max-length 80 "$page" | python3 "$SUPPORT/read_sources.py" text | cmp - "$page"
  segsplit --format=xliff "$page" | python3 "$SUPPORT/read_sources.py" segments >found
  segsplit --format=jsonl "$page" | jq -c '[.offset, .length]' | cmp - found
done
# Whatever comes in, XML goes out.
python3 "$SUPPORT/random_text.py" 1 3000 >page
segsplit --invalid=replace --format=xliff page | python3 "$SUPPORT/read_sources.py" text >/dev/null
try 'segsplit --format=xliff --skeleton kept text'
try 'segsplit --format=xliff text missing -o out; ls out'
