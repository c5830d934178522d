# TMX and XLIFF: texts are repaired in place, sources are split within their units; all else is
# copied.
. "$SUPPORT/transcript.sh"
cp "$SUPPORT"/memory.tmx "$SUPPORT"/page12.xlf "$SUPPORT"/page21.xlf .
sed s/UTF-8/ISO-8859-1/ memory.tmx | iconv -f UTF-8 -t ISO-8859-1 >latin1.tmx
sed s/UTF-8/UTF-16/ memory.tmx | iconv -f UTF-8 -t UTF-16 >utf16.tmx
tmx='--input-format=tmx'
xliff='--input-format=xliff'
try "segrepair $tmx memory.tmx >out; diff memory.tmx out"
try "segrepair $tmx latin1.tmx | cmp - out; segrepair $tmx utf16.tmx | cmp - out"
try "segrepair $tmx --only=mojibake memory.tmx | cmp - memory.tmx"
try "segrepair $tmx --diff memory.tmx"
try "segsplit $tmx memory.tmx"
try "segsplit -l en $tmx --format=jsonl memory.tmx | cut -d, -f -4"
for page in page12.xlf page21.xlf; do
  try "segrepair $xliff --only=mojibake $page | cmp - $page"
  try "segrepair $xliff $page | diff $page -"
  try "segsplit $xliff $page >split-$page; diff $page split-$page"
  try "segsplit $xliff split-$page | cmp - split-$page"
done
# What other programs make of it.
for python in python3 /usr/bin/python3 ''; do
  ! $python -c 'import translate.storage.tmx' 2>&- || break
done
[ -n "$python" ] || { echo 'no Python finds translate-toolkit'; exit 77; }
export SUPPORT python
try '$python "$SUPPORT/read_units.py" tmx de-DE en out'
try '$python "$SUPPORT/read_units.py" xliff split-page12.xlf'
try 'xmllint --xpath "count(//*[local-name()=\"segment\"])" split-page21.xlf'
