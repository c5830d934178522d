#!/bin/sh
# Memory is bounded by the block size and by the longest record, not by the input: long inputs in a small
# address space.
# usage: run.sh TOOLS; SEG_MEMORY_SCALE, 1 by default, makes the inputs longer: 20 is a stream of 2 GB, a
# million files and two million documents.
set -eu
tools=$(cd "$1" && pwd)
scale=${SEG_MEMORY_SCALE:-1}
limit=120000 # KB of address space; programs and libraries take 70 MB of it before they read a byte
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 2' HUP INT TERM
cd "$scratch"
failed=0

# limited NAME COMMAND...: runs a tool that reads standard input, writes nothing and says nothing.
limited() {
  name=$1 tool=$2
  shift 2
  begun=$(date +%s)
  (ulimit -v $limit && "$tools/$tool" -o /dev/null "$@") >messages 2>&1 && [ ! -s messages ] || {
    failed=1
    echo "$name: $tool $* failed: $(head -n 1 messages)" >&2
  }
  echo "$name: $tool $*: $(($(date +%s) - begun)) s"
}

# The limit is one: what has to be in memory as a whole is not read under it.
yes '{"text":"Ja."}' | tr -d '\n' | head -c 60000000 >record
if (ulimit -v $limit && "$tools/segsplit" --input-format=jsonl record) >/dev/null 2>&1; then
  echo 'a record of 60 MB fits, so that the limit shows nothing' >&2
  failed=1
fi
rm record

stream() {
  yes 'Das ist ein Satz, der z. B. am 3. Mai nach RusslandDamit endet, ja. Und „noch“ einer?' |
    head -c $((100000000 * scale))
}
stream | limited stream segsplit
stream | limited stream segrepair --edits=/dev/null

line() { stream | tr '\n' ' '; }
line | limited line segsplit
line | limited line segrepair
head -c $((100000000 * scale)) /dev/zero | tr '\0' a | limited word segrepair

documents() {
  yes '{"id":"a","text":"Er kam nach RusslandDamit ist es aus. Sie kam am 3. Mai. So, so."}' |
    head -n $((100000 * scale))
}
documents | limited documents segsplit --input-format=jsonl
documents | limited documents segrepair --input-format=jsonl --edits-field=edits
units() {
  echo '<tmx version="1.4"><header/><body>'
  yes '<tu><tuv xml:lang="de"><seg>Er kam nach RusslandDamit ist es aus.</seg></tuv></tu>' |
    head -n $((50000 * scale))
  echo '</body></tmx>'
}
units | limited units segrepair --input-format=tmx

# The names of many files are those of 100 files again and again.
i=0
while [ $i -lt 100 ]; do
  printf 'Datei %s. Sie ist klein.\n' $i >file$i
  i=$((i + 1))
done
names() {
  yes "$(ls file*)" | head -n $((50000 * scale)) | tr '\n' '\0'
}
names | limited files segsplit --files0-from=-
names | limited files segrepair --files0-from=- --edits=/dev/null
[ "$(names | "$tools/segsplit" --files0-from=- | grep -c Datei)" = $((50000 * scale)) ] || {
  failed=1
  echo 'files: some were not read' >&2
}
exit $failed
