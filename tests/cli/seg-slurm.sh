# Shards on this machine: the same result as of one process, errors that say what is wrong, and a run
# that goes on where it stopped. The test slurm does it on a cluster.
. "$SUPPORT/transcript.sh"
command -v zstd >/dev/null && command -v flock >/dev/null || { echo 'no zstd or flock'; exit 77; }
folder=$(pwd -P)
# Runs seg-slurm and shows what it says, without the folder.
try_slurm() {
  echo "\$ seg-slurm $1"
  eval "seg-slurm $1" >shown 2>&1
  status=$?
  sed "s|$folder/||g" shown
  [ $status -eq 0 ] || echo "exit $status"
}
try_slurm '--nonsense'
try_slurm ''
try_slurm 'cat'
try_slurm 'cat missing'
try_slurm '-o out cat missing'
try_slurm '-o out --records=page cat missing'
try_slurm '-o out --size=0 cat missing'
try_slurm '-o out -j 0 cat missing'
echo text >there
try_slurm '-o there/out -j 1 cat there'
try_slurm '-o out --parallel=missing cat there'

echo '# The cut falls on lines or blank lines, in files of any packing; the last lines have no end.'
seq -w 1 30000 >plain
seq -w 30001 60000 | xz >packed
printf '\n\nA\nB\n\n\nC\n\n' >pages
printf 'D\n\nE' >more
touch -d @1700000000 pages more
try_slurm '-j 2 --size=50K --same-count -o out.gz cat plain packed'
seq -w 1 60000 >whole
gzip -dc out.gz | cmp - whole
wc -l <out.gz.work/plan
try_slurm '-q -j 2 --size=1 --records=blank -o out cat pages more'
cat -A out
cut -f 1,2 out.work/plan
cat out.work/results/000001.sum

echo '# A bad record, a program that fails, one that stops reading, and a line without end.'
printf '{"text":"Ja. Nein."}\n{"text":\n' >bad.jsonl
try_slurm '-j 1 -o bad "segsplit -q --input-format=jsonl" bad.jsonl'
try_slurm '-j 1 -o bad2 --keep-bad "segsplit -q --input-format=jsonl" bad.jsonl'
try_slurm '-j 1 --tries=1 -o out2 "cat | (cat; exit 3) | cat" plain'
try_slurm '-j 1 --tries=1 -o out3 "true" plain'
try_slurm '-j 1 --tries=1 -o out5 "printf x; cat >/dev/null" pages'
try_slurm '-j 1 --tries=1 -o out6 --same-count "grep -v 7" plain'

echo '# Other options or files than those that a run began with.'
try_slurm '-q -j 1 -o out --records=blank cat pages'
try_slurm '-q -j 1 -o out --size=1 --records=blank cat pages'

echo '# What failed is tried again, and nothing else.'
echo 'while read -r line; do [ "$line" = 25000 ] && [ ! -e go ] && exit 4; echo "$line"; done; echo >>ran' >filter
try_slurm '-j 2 --size=50K --tries=1 -o again "bash filter" plain'
ls again 2>&1
wc -l <ran
touch go
try_slurm '-j 2 --size=50K --tries=1 -o again "bash filter" plain'
cmp plain again
wc -l <ran
