"""Reads XLIFF 2.1 from standard input and prints the text of its sources, or the place and length of
each segment in it, in bytes: read_sources.py text|segments."""
import sys
import xml.etree.ElementTree as tree

document = "{urn:oasis:names:tc:xliff:document:2.0}"
offset = 0
for part in tree.parse(sys.stdin.buffer).iter():
    if part.tag not in (document + "segment", document + "ignorable"):
        continue
    text = (part.find(document + "source").text or "").encode()
    if sys.argv[1] == "text":
        sys.stdout.buffer.write(text)
    elif part.tag == document + "segment":
        print(f"[{offset},{len(text)}]")
    offset += len(text)
