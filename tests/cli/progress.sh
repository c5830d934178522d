# How far a run has come, on a line that is gone in the end: the first such line and what is left.
# What depends on the clock is cut off.
. "$SUPPORT/transcript.sh"
first_and_last() {
  tr '\r' '\n' |
    sed -n 's|, [^,]*B/s.*||; s|, [0-9:]* left||; s/^  *$/(erased)/; 2p; $p'
}
watch() {
  printf '$ %s\n' "$1"
  sh -c "$1" 2>&1 >out | first_and_last
}
printf 'Er kam.\nSie ging.\n' >a
printf 'Es regnete.Dann nicht mehr.\n' >b
printf '%s\n' '{"text":"Er kam."}' '{"text":7}' '{"text":"Sie ging."}' >records
printf 'a\tb\tc\na\tb\td\n' >list
gzip -k a

watch 'segsplit a b'
watch 'segsplit --progress a b'
watch 'segsplit --progress a.gz'
watch 'cat a | segsplit --progress'
watch '{ read line; segsplit --progress; } <a'
watch 'segsplit --progress --input-format=jsonl records'
watch 'segrepair --progress --edits=log -o repaired b'
watch 'segrepair --progress --undo=log repaired'
watch 'segnoise --progress --preset=none a b'
watch 'segalign --progress --pairs=list'

# On a terminal without being asked, unless the text goes there too.
on_terminal() {
  printf '$ %s, on a terminal\n' "$1"
  script -qec "$1" /dev/null </dev/null | tr -d '\n' | first_and_last
}
on_terminal 'segsplit a -o out'
on_terminal 'segsplit a >out'
on_terminal 'stty cols 20; segsplit a -o out'
on_terminal 'segsplit -q a -o out'
on_terminal 'segrepair --check a'
try 'script -qec "segsplit a" /dev/null </dev/null'
try 'script -qec "segrepair --edits=- a -o out" /dev/null </dev/null | cut -c 1-20'

# A terminal shows what stands last at each place of a line.
segsplit --progress --input-format=jsonl records 2>&1 >out |
  awk -F '\r' '{ seen = ""
    for (i = 1; i <= NF; i++) seen = $i substr(seen, length($i) + 1)
    sub(/ *$/, "", seen); print "seen: " seen }'
