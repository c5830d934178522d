# Why segrepair makes an edit, or does not.
. "$SUPPORT/transcript.sh"
printf 'Er kam nach RusslandDamit ist es aus.\nDas Fest fand stattals er kam. Die B\303\203\302\244ckerei im EuroMarkt\n' >text
try 'segrepair --explain why text'
try 'head -n 1 why'
try 'cut -f 1-4,6,7 why | grep -v "ckerei"'
try 'awk -F"\t" "NR > 1 && (\$5 < 0 || \$5 > 1 || NF != 8)" why'
try 'grep -c "right-initial=[0-9]" why'
iconv -f UTF-8 -t UTF-16 text >utf16
try 'segrepair --explain why utf16 >out; cut -f 1-3 why | head -n 2'
try 'segrepair --explain why --max-edits-per-1000=1 text; cut -f 4 why | sort -u'
printf '{"text":"Er kam nach RusslandDamit ist es aus."}\n{"text":"Der stattals er"}\n' >records
try 'segrepair --input-format=jsonl --explain why.gz -j 2 records; zcat why.gz | cut -f 1-4'
try 'segrepair --check --explain why text; wc -l <why'
try 'segrepair --explain /dev/full text >out'
try 'segrepair --explain why --undo log text'
