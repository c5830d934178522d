# The same bytes in every locale. Those that are not installed can be made where localedef is.
. "$SUPPORT/transcript.sh"
printf 'Ich wohne in Istanbul. Das kostet 1.234,50 Euro, also 12,5 %% mehr. ÄÖÜ nach RusslandDamit ist es gut.\n' >in
mkdir locales
for name in de_DE tr_TR; do
  localedef -i $name -f UTF-8 locales/$name.UTF-8 >/dev/null 2>&1 || continue
done
unset LC_ALL
for locale in C C.UTF-8 de_DE.UTF-8 tr_TR.UTF-8; do
  LOCPATH=$PWD/locales LC_ALL=$locale LANGUAGE=tr
  export LOCPATH LC_ALL LANGUAGE
  mkdir $locale
  segrepair --edits=$locale/edits -o $locale/repaired in
  segsplit --format=jsonl -o $locale/segments $locale/repaired
  segsplit -l tr -o $locale/turkish in
  segsplit --threshold=0.5 -o $locale/plain in
  segalign -o $locale/pairs $locale/plain $locale/plain
  segeval split -o $locale/scores in $locale/plain
  segrepair --help >$locale/help
  segnoise --rate=word-join=.5 -o $locale/noise in
  segsplit missing 2>$locale/message
  diff -r C $locale
done
