# Legacy encodings are found or named; offsets and the edit log count bytes of the original.
. "$SUPPORT/transcript.sh"
command -v iconv >/dev/null || { echo 'no iconv here'; exit 77; }
printf 'Grüße aus Köln. Er reist nach RusslandDamit ist „alles“ gesagt. Schöne Straßen.\n' >utf-8
printf '\377\376' >utf-16le-bom
printf '\376\377' >utf-16be-bom
iconv -f UTF-8 -t UTF-16LE utf-8 | tee utf-16le >>utf-16le-bom
iconv -f UTF-8 -t UTF-16BE utf-8 | tee utf-16be >>utf-16be-bom
iconv -f UTF-8 -t CP1252 utf-8 >windows-1252
segrepair utf-8 >repaired
segsplit utf-8 >segments
for file in utf-8 utf-16le utf-16be utf-16le-bom utf-16be-bom windows-1252; do
  segrepair $file | cmp - repaired
  segrepair --edits=edits -o out $file && segrepair --undo=edits out | cmp - $file
  segsplit $file | cmp - segments
  try "segsplit --format=jsonl $file | $spans"
  segalign $file utf-8 | cut -f2 | cmp - utf-8
  segeval split $file utf-8 >scores || echo "segeval $file: exit $?"
done
try 'segsplit --encoding=windows-1252 windows-1252 | cmp - segments'
try 'segsplit --encoding=UTF-16 utf-16be | cmp - segments'
try 'segsplit --encoding=UTF-16 utf-16le-bom | cmp - segments'
try 'printf "\300\342\337" | segsplit --encoding=windows-1251'
