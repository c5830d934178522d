# What else segalign may know: word lists, sentence vectors, anchors.
. "$SUPPORT/transcript.sh"
beads='segalign --format=beads -s xx -t yy'
printf 'dax wim lor\nfep tull ruk\nzog pim dal\n' >x
printf 'obo ick ush\nyen arr gno\nhuf sil ebb\n' >y

# word lists: the last two sentences of x are the first two of y
try "$beads x y | cut -d: -f1,2"
printf 'fep\tick\t0.9\nzog\tgno\n' >list.tsv
printf '# ours\nfep {n} [old] | tull; ruk (pl) :: ick; obo | ush\nzog :: gno, arr\n' >list.ding
printf 'ick @ fep\narr gno @ zog pim\n' >list.hunalign
printf 'fep\tick 90 80\nzog\tgno 70 60\tarr 20 10\n' >list.trained
printf '00-database-info\n x-y\n\nfep /fep/\nick <n>\n   see: {gno}\nzog /zog/ <n>\n1. gno, arr\n' >list.dict
for list in list.tsv list.ding list.hunalign list.trained list.dict; do
  try "$beads --lexicon=$list x y | cut -d: -f1,2"
done
printf 'ick\tfep\ngno\tzog\n' >reversed.tsv
try "$beads --lexicon=reversed.tsv x y | cut -d: -f1,2"
try "$beads --lexicon=reversed.tsv --lexicon-reversed x y | cut -d: -f1,2"
# the one that is built in is used beside it, or not
printf 'Haus\tick\n' >own.tsv
printf 'Haus\nHund\n' >de
printf 'dog\nhouse\n' >en
try 'segalign --format=beads --lexicon=own.tsv de en | cut -d: -f1,2'
try 'segalign --format=beads --lexicon=own.tsv --lexicon-only de en | cut -d: -f1,2'
echo 'dax ick' >bad.tsv
try "$beads --lexicon=bad.tsv x y"
try "$beads --lexicon=list.tsv --lexicon-format=ding x y"
try "$beads --lexicon=list.tsv --lexicon-format=xml x y"
try "$beads --lexicon=missing x y"

# vectors: one-hot rows of four numbers, the target's in another order
zero='\0\0\0\0' one='\0\0\200\077'
hot() {
  for n in 1 2 3 4; do
    if [ "$n" = "$1" ]; then printf "$one"; else printf "$zero"; fi
  done
}
npy() {
  printf '\223NUMPY\1\0\166\0'
  printf '%-117s\n' "{'descr': '$1', 'fortran_order': $2, 'shape': $3, }"
}
{ hot 1; hot 2; hot 3; } >x.raw
{ hot 2; hot 3; hot 4; } >y.raw
{ npy '<f4' False '(3, 4)'; cat x.raw; } >x.npy
{ npy '<f4' False '(3, 4)'; cat y.raw; } >y.npy
embedded="$beads --src-embed=x.npy"
try "$embedded --tgt-embed=y.npy x y | cut -d: -f1,2"
try "$beads --src-embed=x.raw --tgt-embed=y.raw x y | cut -d: -f1,2"
try "$beads --src-embed=x.raw --tgt-embed=y.raw --embed-dim=4 x y | cut -d: -f1,2"
# half and double precision; a row for each line of a file with blank lines
{ npy '<f2' False '(3, 4)'
  printf '\0\0\0\074\0\0\0\0\0\0\0\0\0\074\0\0\0\0\0\0\0\0\0\074'; } >y.half.npy
{ npy '<f8' False '(4, 4)'
  printf '\0\0\0\0\0\0\0\0\0\0\0\0\0\0\360\077\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0'
  printf '\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0'
  printf '\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\360\077\0\0\0\0\0\0\0\0'
  printf '\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\360\077'; } >y.double.npy
sed '1G' y >y.blank
try "$embedded --tgt-embed=y.half.npy x y | cut -d: -f1,2"
try "$embedded --tgt-embed=y.double.npy x y.blank | cut -d: -f1,2"
# a row for each line of an overlap file
printf 'zog pim dal\ndax wim lor\nfep tull ruk\ndax wim lor fep tull ruk\n' >x.overlaps
{ hot 3; hot 1; hot 2; hot 1; } >x.overlaps.raw
printf 'huf sil ebb\nobo ick ush\nyen arr gno\n' >y.overlaps
{ hot 4; hot 2; hot 3; } >y.overlaps.raw
overlapped="$beads --src-embed=x.overlaps.raw --src-overlaps=x.overlaps --tgt-embed=y.overlaps.raw"
try "$overlapped --tgt-overlaps=y.overlaps x y | cut -d: -f1,2"
# what is wrong is said in one line
sed 2d y.overlaps >short.overlaps
try "$overlapped --tgt-overlaps=short.overlaps --embed-dim=4 x y"
echo 'obo ick usch' >>short.overlaps
try "$overlapped --tgt-overlaps=short.overlaps x y"
try "$embedded x y"
try "$embedded --tgt-embed=missing x y"
try "$beads --src-overlaps=x.overlaps x y"
bad() {
  { npy "$1" "$2" "$3"; cat y.raw; } >bad.npy
  try "$embedded --tgt-embed=bad.npy x y"
}
bad '<f4' False '(4, 3)'
bad '<f4' False '(3, 5)'
bad '<f4' False '(12,)'
bad '<f4' False '(3, 2, 2)'
bad '<f4' True '(3, 4)'
bad '>f4' False '(3, 4)'
bad '<i8' False '(3, 4)'
bad '<f4' False '(18446744073709551615, 4)'
printf '\223NUMPY\1\0\377\377{' >bad.npy
try "$embedded --tgt-embed=bad.npy x y"
{ npy '<f4' False '(3, 4)'; head -c 44 y.raw; printf '\0\0\300\177'; } >bad.npy
try "$embedded --tgt-embed=bad.npy x y"
printf 'abc' >bad.raw
try "$beads --src-embed=x.raw --tgt-embed=bad.raw x y"
try "$beads --src-embed=x.raw --tgt-embed=y.raw --embed-dim=5 x y"
try "$beads --src-embed=x.raw --tgt-embed=y.raw --embed-dim=6 x y"

# anchors: sentences that belong together, beads; the path holds to them
anchored() {
  printf "%b" "$1" >anchors
  try "$beads --gold-anchors=anchors x y | cut -d: -f1,2"
}
anchored '0 1\n'
anchored '# known\n\n[0]:[]\n[1, 2]:[0]:0.5\n'
anchored '0\t0\n0\t1\n'
try "$beads --gold-anchors=anchors x y | head -n 1"
anchored '1 0\n0 1\n'
anchored '0 0\n[0, 1]:[0]\n[]:[0]\n'
anchored '0 0\n\n0 3\n'
anchored '0\n'
anchored '[0, 2]:[0]\n'
anchored '-1 0\n'
anchored '99999999999999999999 0\n'
