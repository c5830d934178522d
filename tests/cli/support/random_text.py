"""random_text.py SEED WORDS: text made of words, marks and bytes that mean harm, the same for a seed."""
import random
import sys

PIECES = ("Das|ist|Haus|z. B.|z.B.|usw.|am 3. Mai|Dr. Müller|RusslandDamit|Ende.|Ende!|Wirklich?|…|...|"
          "„Ja“,|»So!«|(siehe|S. 12)|www.beispiel.de|a.|ab.|abc. und|x abc.|1.000,50|–|•|a)|12)|3.|GmbH|CO|;|;;|"
          "; und|Er:|ABC: d|loben!Das|2018|XIV.|ß|ÄÖÜ|e\u0301|😀|\u00a0|\t|    |No. 5|J. S.|e.g. it|"
          "(Ja.)|(Nein!) ja|?!|.) .|。|「！」").split("|")
BYTES = [b"\xc3", b"\xff\xfe", b"\xe2\x80", b"\x00", b"\x01\x02", b"\xf0\x9f", b"\r\n", b"\n", b"\n\n"]

chance = random.Random(int(sys.argv[1]))
for _ in range(int(sys.argv[2])):
    harm = chance.randrange(20) == 0
    sys.stdout.buffer.write(chance.choice(BYTES) if harm else chance.choice(PIECES).encode())
    if chance.randrange(4) != 0:
        sys.stdout.buffer.write(b" ")
