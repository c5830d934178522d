# A JSON object a line: all fields but the text pass through byte by byte; jq and Python read it
# back. Lines that are no such object are reported and kept.
. "$SUPPORT/transcript.sh"
cat >a.jsonl <<'JSON'
{"url" : "http://x/\u00e4\/", "n":12345678901234567890123, "r": 1.10e+05, "id":7, "text":"Er kam nach RusslandDamit ist es aus.\nNeu.", "z":[1.0,{"a":null}] } 
{"text":"Gr\u00fc\u00dfe!Er kam nach RusslandDamit ist es aus.","id":"x"}
{"id":"leer","text":""}

{"id":"nul","text":"a\u0000b \ud83d\ude80"}
JSON
cat >bad.jsonl <<'JSON'
{"id":1}
{"text":17}
{"text":"a
["text"]
{"text":"a","text":"b"}
{"text":"a"} {"text":"b"}
{"text":"\ud800"}
{"text" "a"}
{"text":"a",}
{"text":"Ja. Nein.","segments":null}
JSON
printf '{"text":"\377"}\n{"text":"Gut."}\n' >>bad.jsonl
printf '{"text":"Tief.","x":%s}\n' "$(head -c 100000 /dev/zero | tr '\0' '[')" >deep.jsonl
json='segsplit --input-format=jsonl'
sure="sed 's/\(confidence.:\)[0-9.]*/\1C/g'" # another model is as sure in another way
try "$json a.jsonl | $sure"
try "$json --format=jsonl a.jsonl | jq -c '[.record,.id,.offset,.length,.text]'"
try "$json --format=plain a.jsonl | cat -v"
try "$json a.jsonl | jq -c '[.id,(.segments|map(.text))]'"
try "segrepair --input-format=jsonl --edits-field=edits a.jsonl | $sure"
try "segrepair --input-format=jsonl --only=sentence-join --skip=sentence-join a.jsonl | cmp - a.jsonl"
try "segrepair --input-format=jsonl a.jsonl | $json | jq -c '[.id,(.segments|map(.text))]'"
try "$json bad.jsonl >out; cat -v out | cut -c -60"
try "$json deep.jsonl | cmp - deep.jsonl"
try "segrepair --input-format=jsonl --edits-field=id a.jsonl 2>&1 >out | cat; cmp out a.jsonl"
printf '{"body":"Ja. Nein.","n":{"text":1},"key":[1,"a"]}' >other
try "$json --text-field=body --id-field=key --format=jsonl other | jq -c '[.id,.text]'"
$json a.jsonl >split
segrepair --input-format=jsonl --edits-field=edits a.jsonl >repaired
# The segments stand where their offsets say, no field was lost, the edits lead to the new text.
export SUPPORT
try 'python3 "$SUPPORT/read_jsonl.py" a.jsonl split repaired'
