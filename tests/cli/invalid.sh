# Broken UTF-8: kept, replaced or refused with file, line and place. Offsets count source bytes.
. "$SUPPORT/transcript.sh"
printf 'Gr\303\274\303\237e.\nB\366se \342\202 \303\266ffnen. Ende.\n' >in
for how in keep replace; do
  try "segrepair --invalid=$how in | sed -n l"
  try "segrepair --invalid=$how --edits=edits -o out in"
  try "segrepair --undo=edits out | cmp - in"
  try "segsplit --invalid=$how in | sed -n l"
  try "segsplit --format=jsonl --invalid=$how in | $spans"
  try "segalign --invalid=$how in in | $pairs | sed -n l"
done
# What a string of JSON may not hold: marks, controls, bytes that are no character or begin none, or not
# the whole of it.
printf 'A"\\\001\b\f\t\177\303\244. \300\200 \340\200\200 \355\240\200 \360\217\200\200 \364\220\200\200 \365 \303a \342\202' >marks
try 'segsplit --format=jsonl --encoding=UTF-8 marks | grep -o text.*'
for tool in segrepair segsplit 'segalign in'; do
  try "$tool --invalid=fail in"
done
try 'segrepair --invalid=fail -o out in'
try 'segsplit --invalid=fail <in'
try 'segsplit --encoding=UTF-8 --invalid=fail -o new in'
try 'ls'
try 'printf "\330\075n" | segsplit --encoding=UTF-16BE --invalid=fail'
try "segeval split in in | $row"
