# Input that is hardly there, and the ends of lines. segrepair leaves all of it as it is, but for
# the byte order mark, which its edit log keeps.
. "$SUPPORT/transcript.sh"
input() {
  printf "$1" >in
  printf '\n# %s\n' "$1"
  try 'segrepair in | od -An -c'
  segrepair --edits edits -o out in && segrepair --undo edits out | cmp - in
  try 'segsplit in | sed -n l'
  try "segsplit --format=jsonl in | $spans"
  try "segalign in in | $pairs | sed -n l"
  try "segeval split in in | $row"
}
input ''
input '\n'
input ' '
input 'Ja. Nein'
input 'Ja.\r\nNein.\r\n'
input 'Ja.\rNein.\r'
input '\357\273\277Ja.\n'
input '\357\273\277'
input '\000'
input 'Ja.\000 Nein.\n'
