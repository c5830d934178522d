# The longest and the shortest segment.
. "$SUPPORT/transcript.sh"
{
  printf 'Die Bahn, die seit Mai fährt, hält heute nicht in Altenrode; wer dorthin will, nimmt den Bus. Ja.\n'
  printf 'Er sagte: „Das, was ihr wollt, geht nicht“, und ging heim. So ist es. Ja. Nein.\n'
} >text
try 'segsplit --max-length=50 text'
try 'segsplit --max-length 50 --min-length 15 text'
try 'segsplit --max-length 6 --tokens text'
try 'segsplit --min-length 3 --tokens text'
try "segsplit --max-length 40 --min-length 12 --format=jsonl text | jq -c '[.offset,.length,.kind,(.confidence>0)]'"
try "jq -cR '{text:.}' text | segsplit --input-format=jsonl --max-length 50 | jq -c '[.segments[].kind]'"
for wrong in 0 x -5; do
  try "segsplit --max-length=$wrong text"
done
try 'segsplit --max-length 5 --min-length 6 text'
