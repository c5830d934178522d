# What is written validates against the schemas of TMX and XLIFF, and so do the rules that come along
# against that of SRX; SEG_SCHEMAS names their folder.
. "$SUPPORT/transcript.sh"
[ -n "${SEG_SCHEMAS-}" ] || { echo 'SEG_SCHEMAS is not set'; exit 77; }
XML_CATALOG_FILES=$SEG_SCHEMAS/xliff21/catalog.xml
validate_tmx='xmllint --nonet --noout --valid'
validate_xliff="xmllint --nonet --noout --schema $SEG_SCHEMAS/xliff21/xliff_core_2.0.xsd"
validate_srx="xmllint --nonet --noout --schema $SEG_SCHEMAS/srx20.xsd"
export SUPPORT XML_CATALOG_FILES validate_srx validate_tmx validate_xliff
cp "$SEG_SCHEMAS"/tmx14.dtd "$SUPPORT"/memory.tmx "$SUPPORT"/page21.xlf .
try 'segrepair --input-format=tmx memory.tmx | $validate_tmx -'
try 'segsplit --input-format=xliff page21.xlf >out; $validate_xliff page21.xlf out'
printf 'Ruhe & <b>Ordnung</b>\nZwei "Worte".\n' >de
printf 'Peace & <b>order</b>\nTwo "words".\n' >en
try 'segalign --format=tmx de en | $validate_tmx -'
try 'segrepair --input-format=xliff page21.xlf | $validate_xliff -'
cp "$SUPPORT"/../../../libseg/data/srx/german-english.srx "$SUPPORT"/rules.srx .
try '$validate_srx german-english.srx rules.srx'
printf 'Ruhe & <b>Ordnung</b>.  Ja?\n\n\nZwei "Worte".\001\n' >text
: >nothing
for file in text nothing; do
  try "segsplit --format=xliff $file | \$validate_xliff -"
done
try 'segsplit --format=xliff --input-format=html "$SUPPORT"/../../../corpora/recipes/fair.de.html | $validate_xliff -'
