. "$SUPPORT/transcript.sh"
try_all '@ %' missing.txt
try_all '@ %' missing/file.txt
# nothing comes out when one of several files is missing
echo Text >there
try 'segsplit -o out there missing.txt'
try 'segrepair -o out there missing.txt'
try 'ls'
