#!/bin/sh
# Runs the examples of the manual pages, all of a page in one folder that holds small inputs
# (inputs.sh). What stands indented under EXAMPLES is a command or script and has to succeed; behind
# a line that starts with "$ " stands what it writes, which has to be so exactly.
# usage: run.sh TOOLS SCRATCH
set -eu
tools=$(cd "$1" && pwd)
scratch=$2
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
for program in bash mandoc jq zstd; do
  command -v $program >/dev/null || {
    echo "skipped: $program is not installed"
    exit 77
  }
done
rm -rf "$scratch"
mkdir -p "$scratch/inputs"
cd "$scratch"
PATH=$tools:$PATH
(cd inputs && sh -eu "$here/inputs.sh" "$root")

failed=0
fail() {
  echo "$page: $*" >&2
  failed=1
}

# The examples of a rendered page, as NUMBER.sh and, where output is shown, NUMBER.expected.
extract() {
  awk -v folder="$1" '
    function script(line) { print line >(folder "/" count ".sh") }
    /^[A-Z]/ { inside = /^EXAMPLES/; next }
    !inside || /^$/ || substr($0, 1, 11) ~ /[^ ]/ { shown = display = 0; next }
    {
      line = substr($0, 12)
      begins = sub(/^\$ /, "", line)
      if (begins || !display) {
        count++
        shown = begins
        display = 1
        script(line)
        if (shown) printf "" >(folder "/" count ".expected")
      } else if (shown && sub(/^> /, "", line)) script(line)
      else if (shown) print line >(folder "/" count ".expected")
      else script(line)
    }
    END { print count + 0 }'
}

for source in "$root"/tools/man/*.1; do
  page=$(basename "$source" .1)
  mandoc -T lint -W warning "$source" || fail 'mandoc complains'
  mkdir "$page.examples"
  LC_ALL=C.UTF-8 mandoc -T utf8 -O width=200 "$source" |
    LC_ALL=C.UTF-8 sed "s/.$(printf '\b')//g" >"$page.text"
  count=$(extract "$page.examples" <"$page.text")
  [ "$count" -gt 0 ] || fail 'no examples'
  grep -q '^EXIT STATUS' "$page.text" || fail 'no exit status'
  cp -r inputs "$page"
  for number in $(seq "$count"); do
    example=$scratch/$page.examples/$number
    (cd "$page" && bash -eo pipefail "$example.sh" >"$example.out" 2>"$example.err") || {
      fail "exit status $? of an example:"
      cat "$example.sh" "$example.err" >&2
    }
    [ ! -e "$example.expected" ] || diff -u "$example.expected" "$example.out" >&2 ||
      fail "other output of: $(cat "$example.sh")"
  done
  echo "$page: $count examples"
done
exit $failed
