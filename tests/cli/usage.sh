# A slip gets one line, where to look, and exit status 2. Nothing is read or written.
. "$SUPPORT/transcript.sh"
echo Text >file
try_all '@ --nonsense %' file
try 'segsplit -X file'
try 'segsplit --ver file'
try 'segsplit --output'
try 'segsplit -o'
try 'segsplit --quiet=yes file'
try 'segsplit --format=xml file'
try 'segsplit --threshold=high file'
try 'segsplit --threshold=1.5 file'
try 'segsplit --threshold=nan file'
try 'segsplit --paragraphs=many file'
try 'segsplit --lang=klingon file'
try 'segrepair --only=spelling file'
try 'segrepair --min-confidence= file'
try 'segalign file'
try 'segalign file file file'
try 'segeval'
try 'segeval guess file file'
try 'segeval split file'
try_all '@ --encoding=UTF-9 %' file
try 'segsplit --invalid=forgive file'
# a name from outside cannot command the terminal
try "segsplit --format=\"\$(printf 'a\\033[31mb\\tc')\" file"
# options may follow operands, until --
try 'segsplit file --format=plain'
try 'segsplit -- --format'
