#!/bin/sh
# Runs the commands that README.md shows and compares their output with what it says.
# usage: readme.sh TOOLS SCRATCH [--update]; --update writes the output found into README.md
set -eu
PATH=$1:$PATH
scratch=$2
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$scratch/build"
ln -sfn "$root/corpora" "$scratch/corpora"
cd "$scratch"
awk '
  /^```console$/ { inside = 1; shown = 0; print; next }
  /^```$/ { inside = 0 }
  !inside { print; next }
  /^\$ / {
    if (shown++) print ""
    print
    command = substr($0, 3)
    while ((command | getline line) > 0) print line
    close(command)
  }' "$root/README.md" >README.md
if [ "${3-}" = --update ]; then
  cp README.md "$root/README.md"
else
  diff -u "$root/README.md" README.md || {
    echo "README.md shows old output; to refresh it: sh tests/article/readme.sh $1 $2 --update" >&2
    exit 1
  }
fi
