# gzip, zstd and xz, read by their first bytes, written by the name of the output; offsets count
# unpacked bytes. Damaged, cut and bomb-like files are refused with one line.
. "$SUPPORT/transcript.sh"
printf 'Sie kam am 3. Mai.Er blieb. Gr\303\274\303\237e!\n' >a
printf 'Der Zug f\303\244hrt.\n' >b
for packer in gzip zstd xz; do
  case $packer in gzip) end=gz ;; zstd) end=zst ;; xz) end=xz ;; esac
  $packer -q <a >a.$end
  $packer -q <b >b.$end
  cat a.$end b.$end >both
  : | $packer -q >none
  try "segsplit <a.$end"
  try "segsplit both none"
  try "segsplit --format=jsonl a.$end | $spans"
  try "segrepair --edits=edits.$end -o out.$end a.$end; $packer -qdc out.$end"
  try "segrepair --undo=edits.$end out.$end | cmp - a"
  yes 'Ja, das ist so.' | head -n 50000 >long
  $packer -q <long | segsplit -o long.$end; segsplit -o plain long
  $packer -qdc long.$end | cmp - plain
  head -c 30 a.$end >cut
  try 'segsplit cut'
  try 'segsplit -o new cut; ls new'
  { head -c 20 a.$end; echo XXXXXXXXXXXXXXXXXXXXXXXXXXX; } >damaged
  try 'segsplit damaged'
  { cat a.$end; echo text; } >tail
  try 'segsplit tail >out'
  head -c 30000000 /dev/zero | $packer -q >bomb
  try 'segalign bomb b'
  try "segsplit -o /dev/full/x.$end a"
done
try 'head -c 100000 /dev/urandom | od >noise; segsplit -o noise.gz noise; ln -s /dev/full full.gz; segsplit -o full.gz noise'
