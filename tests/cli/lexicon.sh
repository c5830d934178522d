# Word translations from pairs: the same pairs give the same lexicon.
. "$SUPPORT/transcript.sh"

i=0
while [ $i -lt 20 ]; do
  printf 'Das Haus ist alt.\tThe house is old.\nDas Buch ist neu.\tThe book is new.\n'
  i=$((i + 1))
done >pairs.tsv
try 'segtrain lexicon pairs.tsv | grep -e ^haus -e ^buch'
segtrain lexicon -o one pairs.tsv
segtrain lexicon -o two <pairs.tsv
try 'cmp one two'
try 'segtrain lexicon --translations=0 pairs.tsv'
try 'segtrain lexicon missing.tsv'
