# A full disk is one message and exit status 2, for little output and for much.
. "$SUPPORT/transcript.sh"
[ -c /dev/full ] || { echo 'no /dev/full here'; exit 77; }
echo 'Ja. Nein.' >file
yes 'Das ist ein Satz.' | head -n 20000 >long
try_all '@ % >/dev/full' file
try_all '@ -o /dev/full %' file
try 'segrepair long >/dev/full'
try 'segsplit long >/dev/full'
try 'segsplit --format=jsonl long >/dev/full'
try 'segrepair --edits=/dev/full file'
echo 'Er reist nach RusslandDamit ist alles gesagt.' >damaged
try 'segrepair --diff damaged >/dev/full'
try 'segrepair --list-kinds >/dev/full'
try_all '@ --help >/dev/full'
try_all '@ --version >/dev/full'
