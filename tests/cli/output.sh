# -o FILE: whole or not at all.
. "$SUPPORT/transcript.sh"
echo 'Ja. Nein.' >in
printf 'Ja.\nNein.\n' >gold
try 'segsplit -o out in'
try 'cat out'
# an old file is replaced and keeps its permissions
echo old >out
chmod 640 out
try 'segsplit --output=out in'
try 'cat out'
try 'ls -l out | cut -c1-10'
# a new one gets those of the umask
try 'umask 077; segrepair -o private in; ls -l private | cut -c1-10'
# the input may be the output
cp in same
try 'segrepair -o same same'
try 'cmp in same'
# a link stays a link
ln -s out link
try 'segsplit -o link gold'
try 'ls -l link | cut -c1'
# - is standard output
try 'segsplit -o - in'
try 'segsplit -o missing/out in'
try 'segalign -o pairs in in'
try 'segeval -o scores split gold gold'
# nothing else is left behind
try 'ls -A'
