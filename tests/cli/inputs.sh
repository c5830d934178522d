# No file, - and a pipe are the same; several files are several texts.
. "$SUPPORT/transcript.sh"
printf 'Ja. Nein\n' >a
printf 'Gut. B\303\266se.' >b
try 'segsplit <a'
try 'segsplit - <a'
try 'cat a | segsplit'
try 'cat a | segsplit b - b'
try "segsplit --format=jsonl a b | $spans"
try 'cat a | segrepair - a'
try "cat a | segalign a - | $pairs"
try "cat a | segeval split a - | $row"
try 'segsplit <&-'
