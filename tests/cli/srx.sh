# Rules of SRX 2.0: in place of the model and over it; files that are wrong.
. "$SUPPORT/transcript.sh"
rules() {
  printf '<?xml version="1.0"?>\n<srx xmlns="http://www.lisa.org/srx20" version="2.0">\n%s\n' \
    "<header segmentsubflows=\"yes\" cascade=\"${2-no}\"/>"
  printf '<body><languagerules>\n%s\n</languagerules><maprules>\n%s\n</maprules></body></srx>\n' \
    "<languagerule languagerulename=\"a\">
$1
</languagerule>" "${3-<languagemap languagepattern=\"de.*\" languagerulename=\"a\"/>}"
}
part() { printf '<beforebreak>%s</beforebreak><afterbreak>%s</afterbreak>' "$1" "$2"; }
stop="<rule break=\"yes\">$(part '\.' '\s')</rule>"
nr="<rule break=\"no\">$(part '\bNr\.' '')</rule>"
rules "$nr
$stop" >good.srx
printf 'Haus Nr. Fünf!  Es regnet. Ja;  sie kam am 3. Mai\r\nWeiter. Ende' >text
try 'segsplit --srx good.srx text'
try 'segsplit --srx=good.srx --format=jsonl text | cut -d, -f1-5'
try 'segsplit --srx-over good.srx text'
# A break of a rule within a token, within white space, and none where the model would break.
rules "<rule>$(part 'e;\s' '\s')</rule><rule>$(part 're' 'g')</rule>
<rule break=\"no\">$(part '!\s' '\s')</rule>" >over.srx
try 'segsplit --srx-over over.srx text'
try 'segsplit --srx good.srx -l en text'
# The first map, or all of them.
maps='<languagemap languagepattern="d." languagerulename="a"/>
<languagemap languagepattern=".*" languagerulename="b"/>'
two="$nr</languagerule><languagerule languagerulename=\"b\">$stop"
rules "$two" no "$maps" >first.srx
rules "$two" yes "$maps" >all.srx
try 'segsplit --srx first.srx text'
try 'segsplit --srx all.srx text'
try 'segsplit --srx all.srx -l klingon text'
# What is wrong, and where.
rules "$stop
<rule>$(part '(' '')</rule>" >regex
rules "<rule>$(part '' '[a')</rule>" >after
rules "<rule break=\"maybe\">$(part '' '')</rule>" >maybe
rules "<rule><afterbreak/><beforebreak/></rule>" >turned
rules '' >norule
rules "$stop" no '<languagemap languagepattern="de" languagerulename="c"/>' >noset
rules "$stop" no '<languagemap languagepattern="*" languagerulename="a"/>' >map
rules "$stop" no '' >nomaps
rules "$stop</languagerule><languagerule languagerulename=\"a\">$stop" >twice
rules "$stop" perhaps >cascade
rules "$stop" | sed 's/2\.0/1.0/' >version
rules "$stop" | sed 's/<maprules>/<rules>/' >broken
rules "$stop" | head -c 300 >cut
rules "$stop" | sed 's/^<srx/<!DOCTYPE srx [<!ENTITY x SYSTEM "text">]>\n&/; s/\\s/\&x;/' >entity
rules "<rule>$(head -c 3000 /dev/zero | sed 's/\x00/<a>/g')" >deep
rules "<rule>$(part "$(head -c 5000000 /dev/zero | tr '\0' a)" '')</rule>" >large
rules "<rule>$(part "$(head -c 9000 /dev/zero | tr '\0' '(')" '')</rule>" >brackets
echo '<tmx/>' >tmx
: >empty
for file in regex after maybe turned norule noset map nomaps twice cascade version broken cut entity \
  deep large brackets tmx empty missing; do
  try "segsplit --srx $file -o out text"
  [ ! -e out ] || echo "$file: there is an output"
done
# Expressions that would run for ever on some texts.
head -c 50000 /dev/zero | tr '\0' a >letters
for hostile in '(a+)+b' '(a?){30}a{30}b' '[a-z]*[a-z]*.b'; do
  rules "<rule>$(part "$hostile" '')</rule>" >hostile
  try 'segsplit --srx hostile letters'
done
try 'segsplit --srx good.srx --srx-over good.srx text'
