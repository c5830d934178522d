# XML that is broken or means harm: one line, nothing written, and nothing read but the file.
. "$SUPPORT/transcript.sh"
head='<?xml version="1.0"?>'
unit='<tu><tuv xml:lang="de"><seg>Ja. Nein.</seg></tuv></tu>'
tmx() { printf '%s<tmx><body>%s</body></tmx>' "$1" "$2"; }
text() { tmx "$1" "<tu><tuv xml:lang='de'><seg>$2</seg></tuv></tu>"; }
nines() { for i in 1 2 3 4 5 6 7 8 9; do printf "$1"; done; }
laughs='<!ENTITY a "hahahahahahahahahahahahahahahaha">'
for pair in 'b a' 'c b' 'd c' 'e d' 'f e' 'g f' 'h g' 'i h'; do
  laughs="$laughs<!ENTITY ${pair% *} \"$(nines "&${pair#* };")\">"
done
echo geheim >secret
text "<!DOCTYPE tmx [$laughs]>" '&i;' >laughs
tmx "<!DOCTYPE tmx [$laughs]>" "<tu tuid='&i;'>$unit</tu>" >laughs-in-attribute
text '<!DOCTYPE tmx [<!ENTITY x SYSTEM "secret">]>' '&x;' >external
text '<!DOCTYPE tmx [<!ENTITY % x SYSTEM "secret"> %x;]>' '' >external-parameter
echo '<!ENTITY x "geheim">' >secret.dtd
text '<!DOCTYPE tmx SYSTEM "secret.dtd">' 'Ja.&x;' >external-dtd
text '' 'Ja.&x;' >undefined
tmx '' "$(head -c 3000 /dev/zero | sed 's/\x00/<a>/g')" >deep
text '' "$(head -c 3000 /dev/zero | sed 's/\x00/<hi>/g')" >deep-unit
tmx '' "$unit$unit" | head -c 120 >cut
tmx '' "$unit$unit" | gzip | head -c 70 >cut.gz
printf '<tmx><body><tu>' | cat - "$SUPPORT/memory.tmx" >two
printf 'Kein XML.\n' >text
: >empty
text '<?xml version="1.0" encoding="KLINGON"?>' 'Ja.' >klingon
text '<?xml version="1.0" encoding="UTF-8"?>' "$(printf 'B\366se.')" >latin
text "$head" '&#0;' >nul
{
  printf '<tmx><body><tu><tuv xml:lang="de"><seg>'
  yes '<ph/>aaaa' | tr -d '\n' | head -c 5000000
} | gzip -1 >large.gz
printf '%s<tmx><body>%s<x/></body></tmx><!-- Ende -->' "$head" "$unit" >good
for file in laughs laughs-in-attribute external external-parameter external-dtd undefined deep \
  deep-unit cut cut.gz two text empty klingon latin nul large.gz; do
  try "segrepair --input-format=tmx -o out $file"
  [ ! -e out ] || echo "$file: there is an output"
done
try 'segrepair --input-format=tmx good'
try 'segsplit --input-format=xliff good'
try 'segrepair --input-format=tmx good good'
