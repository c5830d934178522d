# What segrepair finds, drops, shows and logs.
. "$SUPPORT/transcript.sh"
# the manual names the kinds, and shows an example of each, as --list-kinds has them
manual="$SUPPORT/../../../tools/man/segrepair.1"
segrepair --list-kinds | cut -f 1 | sort >in-list
sed -n '/^\.Sh KINDS/,/^\.Sh EDIT LOG/s/^\.It Cm //p' "$manual" | sort >in-manual
diff in-list in-manual
awk '/^\.Sh KINDS/ { kinds = 1 } !kinds { next }
     /^\.It Cm/ { if (kind != "" && !example) print kind ": no example"; kind = $3; example = 0 }
     /^\.Dq/ { example = 1 } /^\.Sh EDIT LOG/ { exit }' "$manual"
# ... and which of them are on
segrepair --list-kinds | awk -F '\t' '$2 == "on" { print $1 }' | sort >in-list
sed -n '/^\.Sh KINDS/,/^These are off/s/^\.It Cm //p' "$manual" | sort >in-manual
diff in-list in-manual
# off by default, too, and alone
printf 'Er ging  nach RusslandDamit war es gut,, ja.\n' >page
try 'segrepair page'
try 'segrepair --also=doubled-space,doubled-mark page'
try 'segrepair --only=doubled-space --also=doubled-mark page'
try 'segrepair --also=doubled-space --skip=doubled-space,sentence-join page'
try 'segrepair --also=no-such-kind page'
# furniture is found, and dropped when asked
printf 'Startseite | Kontakt | Impressum\n\nDie B\303\244ckerei ist da.Sie \303\266ffnet.\n' >menu
printf 'Teilen Twittern Drucken\nEnde' >>menu
try 'segrepair menu'
try 'segrepair --also=furniture --edits=found -o same menu'
try 'grep found found'
try 'segrepair --undo=found same | cmp - menu'
try 'segrepair --drop=furniture menu'
try 'segrepair --drop=doubled-space --rejects=rejects menu'
try 'segrepair --rejects=rejects menu'
try 'segrepair --drop=furniture --rejects=- menu'
try 'segrepair --drop=furniture --rejects=rejects --edits=edits -o out menu'
try 'cat out rejects'
try 'segrepair --undo=edits out | cmp - menu'
try 'segrepair --drop=furniture --rejects=again out | cmp - out'
try 'segrepair --drop=furniture --check menu'
try 'segrepair --drop=furniture --only=furniture --diff menu'
try 'iconv -f UTF-8 -t windows-1252 menu | segrepair --drop=furniture --rejects=rejects - menu | wc -l'
try 'cat rejects'
# a file without a last line end is not glued to the next, and comes back
printf 'Haus' >one
printf 'Garten.Und' >two
try 'segrepair --edits=edits -o both one two one'
try 'cat both'
try 'segrepair --undo=edits both'
try 'segrepair --check one one'
# an edit says where it stands, what was and is there, what it rests on
printf 'F\303\203\302\274r den Markt.Dann kam er.' >page2
try 'segrepair --edits=- -o out page2 | grep kind | sed "s/confidence.:.*}/confidence\":C}/"'
# many edits mean that the text is none to repair
try 'segrepair --max-edits-per-1000=20 page'
try 'segrepair --max-edits-per-1000=50 page'
try 'segrepair --min-confidence=1 page'
# a model from a file
try 'segrepair --model=missing page'
try 'segrepair --model=page page'
try 'segrepair --model="$SUPPORT/../../../libseg/data/de/german.model" page'
# colour is for terminals
try 'segrepair --diff page'
if script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
  script -qec 'segrepair --diff page' /dev/null </dev/null | grep -c "$(printf '\033\[1;32m')"
else
  echo 1
fi
# what is longer than a block: blocks of repaired text are the same
i=0
while [ $((i += 1)) -le 12000 ]; do
  printf 'Zeile %s steht hier und ist lang genug. Am Abend gingen alle nach Hause.\n' $i
  [ $((i % 4000)) -ne 0 ] || printf 'Er ging am Montag nach RusslandDamit war alles gut.\n'
done >lines
cp lines long
try 'segrepair --edits=edits -o mended long'
try 'grep -c kind edits'
try 'segrepair mended | cmp - mended'
try 'segrepair --undo=edits mended | cmp - long'
