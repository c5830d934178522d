# The features and scores that decided.
. "$SUPPORT/transcript.sh"
printf 'Ärger mit Dr. Müller am 3. Mai. Er geht. Hier  (sagt er) ist es!\n\nSo. Ja' >text
try 'segsplit --explain why text'
try 'head -n 1 why'
try 'cut -f 1-4 why'
try 'grep -o "Dr.*abbreviation=[-0-9.]*" why | cut -f 1,9'
try 'grep -c network why >counted; awk -F"\t" "NR > 1 && (\$5 < 0 || \$5 > 1 || NF != 10)" why'
printf '<srx version="2.0"><header segmentsubflows="yes" cascade="no"/><body><languagerules>
<languagerule languagerulename="a"><rule break="no"><beforebreak>geht\\.</beforebreak></rule>
</languagerule></languagerules><maprules><languagemap languagepattern="de" languagerulename="a"/>
</maprules></body></srx>' >geht.srx
try 'segsplit --srx-over geht.srx --explain why.gz text; zcat why.gz | cut -f 3,4,6 | grep srx'
iconv -f UTF-8 -t UTF-16 text >utf16
try 'segsplit --explain why utf16 >out; cut -f 1-3 why | head -n 3'
try 'segsplit --srx geht.srx --explain why text'
try 'segsplit -l en --explain why text'
try 'segsplit --explain why --input-format=jsonl text'
try 'segsplit --explain /dev/full text >out'
try 'segsplit --explain none/why text'
