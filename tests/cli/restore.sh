# Segments out, any program that works line by line, and the text with its spacing back.
. "$SUPPORT/transcript.sh"
printf '\n Der Markt\n\n\nEs regnet.  Wir bleiben\tda. „Wirklich?“\r\n\r\nJa.\n   \nNein. ' >text
try 'segsplit --skeleton kept text'
try 'cat -v kept'
try 'segsplit --skeleton kept text | segsplit --restore kept | cmp - text'
try 'segsplit --skeleton kept text | tr a-z A-Z | segsplit --restore kept | cat -A'
# Each line an engine made empty, or ends in CR LF, or the last does not end.
try 'segsplit --skeleton kept text | sed "s/.*//" | segsplit --restore kept | cat -A'
try 'segsplit --skeleton kept text | sed "s/$/\r/" | segsplit --restore kept | cmp - text'
try 'segsplit --skeleton kept text | head -c -1 | segsplit --restore kept - | cmp - text'
# In wrapped text a sentence becomes a line, and stays one.
printf 'Es regnet heute den ganzen Tag, und deshalb bleiben wir\nalle hier. Und morgen\nauch.\n' >wrapped
try 'segsplit --skeleton kept wrapped | segsplit --restore kept'
for page in "$SUPPORT"/../../../corpora/*/*.txt "$SUPPORT/../../../README.md"; do
  segsplit --paragraphs=line --max-length 80 --min-length 9 --skeleton kept "$page" >lines
  segsplit --restore kept lines | cmp - "$page"
done
for seed in 1 2 3; do
  { printf 'Anfang '; python3 "$SUPPORT/random_text.py" $seed 3000; } >page
  segsplit --paragraphs=line --skeleton kept.gz page >lines
  segsplit --restore kept.gz lines | cmp - page
done
printf '' >nothing
try 'segsplit --skeleton kept nothing; cat kept; segsplit --restore kept nothing'
# What does not fit: one line, and nothing written.
segsplit --skeleton kept text >lines
try 'head -n 3 lines | segsplit --restore kept -o out'
try 'cat lines lines | segsplit --restore kept -o out'
head -n 3 kept >cut
sed 's/{"before/{"after/' kept >other
for bad in cut other text nothing missing; do
  try "segsplit --restore $bad -o out lines"
done
[ ! -e out ] || echo 'there is an output'
printf '\n[' >>kept
try 'segsplit --restore kept lines'
try 'segsplit --skeleton a --restore b'
try 'segsplit --skeleton a text text'
try 'segsplit --skeleton a --input-format=jsonl text'
try 'segsplit --skeleton a --format=jsonl text'
try 'segsplit --skeleton kept2 missing; ls kept2'
try 'segsplit --skeleton /dev/full text >lines'
