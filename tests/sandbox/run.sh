#!/bin/sh
# The tools do their work where they may read files and write standard output, and nothing else (confine.c).
# usage: run.sh TOOLS CONFINE SOURCE
set -eu
tools=$(cd "$1" && pwd) confine=$2 support=$3/tests/cli/support data=$3/libseg/data
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 2' HUP INT TERM
cd "$scratch"
printf 'Er kam nach RusslandDamit ist es aus. Sie kam am 3. Mai,\nz. B. in Bonn.\n' >text
printf 'The end. He came.\n' >english
xz <text >text.xz
printf '{"text":"Ja. Nein."}\n' >jsonl
failed=0

confined() {
  LD_PRELOAD=$confine "$tools/$@"
}
confined segsplit text >/dev/null || {
  [ $? -eq 77 ] && echo 'skipped: no seccomp here' && exit 77
}
same() {
  status=0 confined_status=0
  "$tools/$@" >free 2>&1 || status=$?
  confined "$@" >narrow 2>&1 || confined_status=$?
  [ $status -eq $confined_status ] && [ -s free ] && cmp free narrow || {
    echo "$*: status $confined_status instead of $status" >&2
    failed=1
  }
}
same segrepair text
same segrepair --diff text.xz
same segrepair --input-format=tmx "$support/memory.tmx"
same segrepair --model="$data/de/german.model" text
same segsplit --format=jsonl text
same segsplit --input-format=jsonl jsonl
same segsplit --input-format=xliff "$support/page21.xlf"
same segsplit --lang=en english
same segsplit --srx="$data/srx/german-english.srx" text
same segsplit missing
same segalign text english
same segeval split text text
same segnoise text
same segrepair --help

# The walls stand: a file cannot be opened for writing.
status=0
confined segsplit -o out text 2>/dev/null || status=$?
[ $status -gt 128 ] && [ ! -e out ] || {
  echo "a file was written, status $status" >&2
  failed=1
}
exit $failed
