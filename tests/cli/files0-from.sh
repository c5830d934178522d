# Files whose names stand in a list, a NUL behind each.
. "$SUPPORT/transcript.sh"
printf 'Ja. Nein.\n' >a
printf 'Gut.' >'b c'
find a 'b c' -print0 >list
try 'segsplit --files0-from=list'
try "find a 'b c' -print0 | segsplit --format=jsonl --files0-from=- | $spans"
try 'segrepair --files0-from=list --edits=edits -o repaired'
try 'cat repaired'
cat a 'b c' >both
try 'segrepair --undo=edits repaired | cmp - both'
printf 'a\0missing\0a\0' >bad
try 'segsplit --files0-from=bad -o out; ls out'
try 'segsplit --files0-from=missing'
try 'segsplit --files0-from=list a'
try ': | segsplit --files0-from=-'
try 'segsplit --skeleton=s --files0-from=list'
# as many as there are
yes a | head -n 20000 | tr '\n' '\0' >many
try 'segsplit --files0-from=many | grep -c Nein'
