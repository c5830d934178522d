# Damage on purpose, and its gold standard.
. "$SUPPORT/transcript.sh"

printf 'Er fuhr nach Russland. Damit war es gut, weil er kam. Dr. Müller sah am 3. Mai\n' >clean.txt
printf 'den „Plan“ (ganz), bzw. Teile.\nKontakt\n' >>clean.txt
try 'segnoise --preset=none clean.txt | cmp - clean.txt'
try 'segnoise --preset=none --rate=sentence-join=1 --rate comma-join=1 clean.txt'
try 'segnoise -v --rate=word-join=.5 --rate=block-join=1 --seed=7 clean.txt'
try 'segnoise -v -o damaged.txt --rate=word-join=.3 --edits gold.edits clean.txt clean.txt'
try 'cat gold.edits'
cat clean.txt clean.txt >twice.txt
try 'segrepair --undo gold.edits twice.txt | cmp - damaged.txt'
try 'segeval repair --input damaged.txt twice.txt twice.txt | sed -n 2,3p'
try 'segeval repair --input damaged.txt twice.txt damaged.txt | sed -n 2,3p'
try 'iconv -f UTF-8 -t UTF-16 clean.txt | segnoise --preset=none --rate=mojibake=1 --edits e -o d'
try 'segrepair --undo e clean.txt | cmp - d; sed 1q d; sed -n 2p e'
printf 'a\377ä \342\200 b' >broken.txt
try 'segnoise --encoding=UTF-8 --rate=entity=1 --edits e broken.txt >d; segrepair --undo e broken.txt | cmp - d'
try 'segnoise --edits e </dev/null; segrepair --undo e </dev/null; wc -l <e'
try 'segnoise --list-kinds | cut -f 1,2'

# parallel texts
seq -f 'Am Tag %g kam sie, und er ging.' 60 >de
seq -f 'On day %g she came, and he went.' 60 >en
try 'segnoise -v --bitext noisy --seed=3 de en; sed 12q noisy.beads; wc -l <noisy.source'
try 'segeval align noisy.beads noisy.beads | sed 1d'
try 'segnoise --bitext clean --preset=none de en; cmp clean.source de; cmp clean.target en'

# slips
try 'segnoise --rate=word-join clean.txt'
try 'segnoise --rate=word-join=2 clean.txt'
try 'segnoise --rate=typo=.1 clean.txt'
try 'segnoise --preset=novel clean.txt'
try 'segnoise --seed=-1 clean.txt'
try 'segnoise --seed=18446744073709551616 clean.txt'
try 'segnoise --edits=- clean.txt'
try 'segnoise --bitext=x de'
try 'segnoise --bitext=x --rate=typo=1 de en'
try 'segnoise --bitext=x --rate=merge=.8 --rate=split=.8 de en'
try 'segnoise --bitext=x de clean.txt; ls x.*'
try 'segnoise missing.txt'
