# HTML: what people see, in paragraphs, with places in the page.
. "$SUPPORT/transcript.sh"
cat >page.html <<'HTML'
<!DOCTYPE html>
<html><head><meta charset="iso-8859-1"><title>Grüße &amp; mehr</title>
<style>p { content: "Nicht dies." }</style>
<script>if (a < b && c) document.write("<p>Auch nicht.</p>");</script></head>
<body><!-- Kein Wort. --><h1>Über&shy;schrift</h1><p>Ein <b>fett</b>er
   Satz &ndash; schön. Er kam nach Russland<i>Damit</i> ist es aus.<br>Neue&nbsp;Zeile &#8222;so&#x201c; &hellip;
<p>Zwei & <a href="x?a=1&amp;b=2">drei</a><img src=x>.
<ul><li>Eins<li>Zwei</ul><section>Neu.</section>Rest <span>hier<div>Da.</div></span>
<table><tr><td>A</td><td>B &euro;</td></tr></table><pre>Vers  eins
Vers zwei

Strophe</pre>&unbekannt; &amp;amp;<p></p><p> </p>Ende &bdquo;gut.&ldquo;
HTML
try 'segsplit --input-format=html page.html'
segsplit --input-format=html --format=jsonl page.html >segments
export SUPPORT
try 'python3 "$SUPPORT/read_places.py" page.html segments'
try 'segrepair --input-format=html --only=soft-hyphen page.html | head -n 5'
iconv -f UTF-8 -t ISO-8859-1//TRANSLIT page.html | segsplit --input-format=html | head -n 3 >latin
try 'cat latin'
try 'segsplit --input-format=html page.html page.html | grep -c Ende'
# Hostile pages.
page() { printf "$1" >hostile.html; try 'segsplit --input-format=html hostile.html'; }
page ''
page 'Ja.\000 Nein.\377\001 <p>G\374t'
page '<p>Offen &'
page '<p title="Offen'
page '<!-- Offen'
page '<script>Offen'
page '&#0;&#x110000;&#xD800;&#99999999999;<>< a></ >&;'
head -c 300000 /dev/zero | sed 's/\x00/<div>/g' >hostile.html
try 'segsplit --input-format=html hostile.html'
{ printf 'Ja. '; head -c 300000 /dev/zero | sed 's/\x00/\&amp;/g'; } >hostile.html
try 'segsplit --input-format=html hostile.html | wc -c'
{ head -c 300000 /dev/zero | sed 's/\x00/<\/b>/g'; echo 'Ja.'; } >hostile.html
try 'segsplit --input-format=html hostile.html'
{ head -c 20000 /dev/zero | tr '\0' x; echo ' Ja. Nein.'; } >hostile.html
try 'segsplit --input-format=html --format=jsonl hostile.html | cut -c -60'
