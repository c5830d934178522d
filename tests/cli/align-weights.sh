# Weights of the aligner from a document with gold beads: the same document gives the same weights.
. "$SUPPORT/transcript.sh"

printf '%s\n' 'Anna kauft Brot.' 'Berta fegt den Hof.' 'Carla malt.' 'Dora zählt 12 Gänse.' >de
printf '%s\n' 'Anna kauft Brot.' 'Berta fegt den Hof. Carla malt.' 'Dora zählt 12 Gänse.' >xx
printf '%s\n' '[0]:[0]' '[1, 2]:[1]' '[3]:[2]' >gold
printf 'de\txx\tgold\t-\t1\n' >list
segtrain align -q --rounds=1 --steps=20 -o one list
segtrain align -q --rounds=1 --steps=20 -o two list
try 'cmp one two'
try 'segalign -t xx --weights=one --format=beads de xx | cut -d : -f 1-2'
try 'segalign --weights=gold de xx'
sed 's/^unlikely .*/unlikely 1,5/' one >comma
try 'segalign --weights=comma de xx'
sed '/^unlikely /d' one >less
try 'segalign --weights=less de xx'
printf 'de\txx\tgold\t-\n' >short
try 'segtrain align short'
printf 'de\txx\tnowhere\t-\t1\n' >missing
try 'segtrain align missing'
printf '[9]:[0]\n' >beyond
printf 'de\txx\tbeyond\t-\t1\n' >outside
try 'segtrain align outside'
try 'segtrain align'
