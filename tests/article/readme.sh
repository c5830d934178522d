#!/bin/sh
# Runs the commands that README.md shows and compares their output, and exit status where it is not 0,
# with what it says. A block that starts with ```console PROGRAM ... is left as it is, with a message,
# where one of these programs is missing.
# usage: readme.sh TOOLS SCRATCH [--update]; --update writes the output found into README.md
set -eu
PATH=$(cd "$1" && pwd):$PATH
scratch=$2
root=$(cd "$(dirname "$0")/../.." && pwd)
rm -rf "$scratch/build"
mkdir -p "$scratch/build"
ln -sfn "$root/corpora" "$scratch/corpora"
cd "$scratch"
awk '
  function run(  line, closed) {
    closed = command "\n[ $? -eq 0 ] || echo \"exit status $?\""
    while ((closed | getline line) > 0) print line
    close(closed)
    command = ""
  }
  function missing(  i) {
    for (i = 2; i <= NF; i++)
      if (system("command -v " $i " >/dev/null") != 0) return $i
    return ""
  }
  command != "" && !/^> / { run() }
  /^```console/ {
    absent = missing()
    inside = absent == ""
    if (!inside) print "skipped: README.md:" NR ": " absent " is not installed" >"/dev/stderr"
    shown = 0
    print
    next
  }
  /^```$/ { inside = 0 }
  !inside { print; next }
  /^> / { print; command = command "\n" substr($0, 3) }
  /^\$ / {
    if (shown++) print ""
    print
    command = substr($0, 3)
  }' "$root/README.md" >README.md
if [ "${3-}" = --update ]; then
  cp README.md "$root/README.md"
else
  diff -u "$root/README.md" README.md || {
    echo "README.md shows old output; to refresh it: sh tests/article/readme.sh $1 $2 --update" >&2
    exit 1
  }
fi
