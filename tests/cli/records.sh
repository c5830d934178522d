# One record in, one record out, in order: texts ended by NUL, a text in a column, in base64.
. "$SUPPORT/transcript.sh"
show="tr '\\000\\r' '0r'"
printf 'Er kam nach RusslandDamit ist es aus. Gut.\0\0Zeile.\nNeu' >a.nul
try "segsplit -0 a.nul | $show"
try "segsplit --input-format=nul a.nul a.nul | tr -dc '\\000' | wc -c"
try "segrepair -0 a.nul | $show"
try 'segrepair --null --diff a.nul'
try 'segrepair -0 --check a.nul'
try "segsplit -0 --format=jsonl a.nul | $spans"
try 'segsplit -0 --format=plain a.nul'
printf 'u1\tEr kam nach RusslandDamit ist es aus. Gut.\t3\r\n' >a.tsv
printf 'u2\t\t4\n\nkurz\nu3\tTermine\tx' >>a.tsv
try "segsplit --input-format=tsv --column=2 a.tsv | $show"
try "segrepair --input-format=tsv --column=2 a.tsv | $show"
try "segrepair --input-format=tsv a.tsv | cut -f 2- | head -n 1 | $show"
try "segsplit --input-format=tsv --column=2 --format=jsonl a.tsv 2>&- | $spans"
encode() { printf "$1" | base64 | tr -d '\n'; }
{
  printf 'u1\t%s\t9\n' "$(encode 'Er kam nach RusslandDamit ist es aus. Gut.\nNeu.')"
  printf 'u2\t\t8\nu3\tSmEu=\t7\nu4\tSmEuX===\t6\nu5\tSmE/\nu6\tSm?u\nu7\tSmF=\n'
} >a.b64
try 'segsplit --input-format=base64 --column=2 a.b64 >out; cut -f 1,3 out'
try 'head -n 1 out | cut -f 2 | base64 -d'
try 'segrepair --input-format=base64 --column=2 a.b64 2>&- | head -n 1 | cut -f 2 | base64 -d'
encode 'Ja. Nein.' | gzip >one.gz
try 'segsplit --input-format=base64 one.gz | base64 -d'
try 'segsplit --input-format=base64 one.gz missing'
head -c 70000000 /dev/zero | tr '\0' x | gzip -1 >long.gz
try 'segsplit --input-format=tsv long.gz'
try 'segsplit --input-format=yaml a.tsv 2>&1 | cut -c -50'
try 'segsplit --column=0 a.tsv'
try 'segrepair -0 --edits=log a.nul'
