#!/bin/sh
# Runs seg-slurm on a cluster of this machine's loopback, where tasks, nodes, disks and files fail:
# what comes out is what one process makes of the same input, or the run says what is missing.
# usage: run.sh TOOLS SCRATCH
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tools=$(cd "$1" && pwd)
for program in slurmctld slurmd munged mungekey; do
  [ -x /usr/sbin/$program ] || {
    echo "skipped: $program is not installed"
    exit 77
  }
done
[ "$(id -u)" -eq 0 ] || {
  echo 'skipped: only root may start the daemons'
  exit 77
}
rm -rf "$2"
mkdir -p "$2"
cd "$2"
PATH=$tools:$PATH
LC_ALL=C
HOLD=$PWD/hold
export PATH LC_ALL HOLD
mkdir "$HOLD" input

cluster=$(mktemp -d) # the names of sockets have to be short
. "$here/cluster.sh"
step=start
running=
finish() {
  status=$?
  trap - EXIT
  [ $status -eq 0 ] || {
    echo "failed: $step" >&2
    tail -n 20 log "$cluster"/*.log >&2
  }
  rm -f "$HOLD/wanted"
  # shellcheck disable=SC2046 # a list of numbers
  [ ! -e "/proc/$running/task" ] || kill $(cat "/proc/$running/task/$running/children") || :
  stop_cluster
  if mountpoint -q full.zst.work; then umount full.zst.work; fi
  rm -rf "$cluster"
  exit $status
}
trap finish EXIT
trap 'exit 1' HUP INT TERM
check() {
  step=$*
  echo "$*"
}

# Documents, each a little different, in files of all packings, some of which are cut.
sentences=$here/../../corpora/article/article.raw.de.txt
for number in $(seq 60); do
  head -c 2000 /dev/urandom | base64 -w 0 |
    jq -R -c --arg id "$number" --rawfile text "$sentences" \
      '{$id, text: ("Seite " + $id + ".\n" + $text), noise: .}'
done >documents
split -n l/4 documents input/part.
gzip input/part.ab
xz input/part.ac
zstd -q --rm input/part.ad
pipeline='segrepair --input-format=jsonl | segsplit --input-format=jsonl'
sh -c "$pipeline" <documents >expected

# seg-slurm with the options and the work folder and output NAME; what it says goes to the file log.
run() {
  name=$1
  shift
  timeout 120 seg-slurm --size=24K --same-count "$@" -o "$name.zst" \
    "sh $here/hold.sh | $pipeline" input/part.* >log 2>&1
}
# A run that must fail and leave no output.
fails() {
  if run "$@" --tries=1; then return 1; fi
  [ ! -e "$1.zst" ]
}
identical() { zstd -dcq "$1.zst" | cmp - expected; }
shards() { find "$1.zst.work/results" -name '*.sum' | wc -l; }
tasks() { wc -l <"$HOLD/ledger"; }

# Starts a run in the background and waits until there is a task at each processor, half done.
start_held() {
  rm -f "$HOLD"/held.* "$HOLD/ledger"
  touch "$HOLD/wanted"
  rm -f status
  { run "$@" && echo 0 >status || echo $? >status; } &
  running=$!
  wait_until 60 '[ "$(ls "$HOLD" | grep -c held)" -eq 4 ]'
}
# Lets the tasks go on and waits for the end of the run.
release() {
  rm "$HOLD/wanted"
  wait_until 120 '[ -e status ]'
  wait "$running"
  running=
  return "$(cat status)"
}

start_cluster

check 'a run over several files and arrays'
run plain
identical plain
[ "$(shards plain)" -gt 10 ]
[ "$(shards plain)" -eq "$(tasks)" ]
(cd plain.zst.work/results && cat ./*.sum | sha256sum --quiet -c)

check 'started again, it does nothing'
run plain
identical plain
[ "$(shards plain)" -eq "$(tasks)" ]

check 'a task is killed half-way; meanwhile a node and the controller restart'
start_held killed
kill_daemon n2 KILL
kill_daemon slurmctld TERM # it keeps its state
start_controller
start_node n2
for held in "$HOLD"/held.n1.*; do
  read -r group _ <"$held"
  kill -9 "-$group"
  break
done
release
identical killed
[ "$(tasks)" -eq $(($(shards killed) + 1)) ]

check 'a node dies with its tasks and returns'
start_held node
kill_daemon n1 KILL
for held in "$HOLD"/held.n1.*; do
  read -r group step <"$held"
  kill -9 "$step" "-$group"
done
wait_until 60 'sinfo -h -n n1 -o %t | grep -q down'
start_node n1
release
identical node
[ "$(tasks)" -eq $(($(shards node) + 2)) ]

check 'seg-slurm itself is killed and started again'
start_held self
kill -9 "$(cut -d ' ' -f 1 self.zst.work/lock)"
wait "$running"
rm "$HOLD/wanted"
run self
identical self
[ "$(tasks)" -eq "$(shards self)" ]

check 'a corrupt shard is named, and nothing is merged'
cp self.zst.work/input/000002.zst sound
rm self.zst self.zst.work/results/00000[12].sum
printf XXXX | dd of=self.zst.work/input/000002.zst bs=1 seek=1000 conv=notrunc 2>/dev/null
fails self
grep -q 'shard 000002 is missing: .*input/000002.zst: cannot be read to the end' log
[ "$(grep -c 'is missing' log)" -eq 1 ]
cp sound self.zst.work/input/000002.zst
run self
identical self

check 'a corrupt result is made again'
rm self.zst "$HOLD/ledger"
printf XXXX | dd of="$(echo self.zst.work/results/*3.zst | cut -d ' ' -f 1)" bs=1 seek=1000 conv=notrunc 2>/dev/null
run self
identical self
[ "$(tasks)" -eq 1 ]

check 'the disk is full: what is missing is named, and made when there is room'
mkdir full.zst.work
rm "$HOLD/ledger"
if mount -t tmpfs -o size=100k tmpfs full.zst.work; then
  fails full
  grep -q 'cannot be cut' log
  mount -o "remount,size=$(($(du -sk self.zst.work/input | cut -f 1) + 150))k" full.zst.work
  fails full
  [ "$(shards full)" -gt 0 ]
  mount -o remount,size=8m full.zst.work
else # no room for files, also not under Slurm, which takes the limit over
  (cd self.zst.work && cp -r settings inputs plan input ../full.zst.work)
  (ulimit -f 8 && fails full)
fi
[ "$(grep -c 'is missing' log)" -eq $(($(shards plain) - $(shards full))) ]
[ "$(find full.zst.work/results -name '.*.*' | wc -l)" -eq 0 ]
tried=$(tasks) done=$(shards full)
run full
identical full
[ "$(tasks)" -eq $((tried + $(shards full) - done)) ]

check 'by GNU parallel it is the same'
if command -v parallel >/dev/null; then
  echo : >nodes
  SLURM_JOB_ID=
  export SLURM_JOB_ID
  run parallel --parallel=nodes
  identical parallel
fi
