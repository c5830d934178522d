"""Reads documents, the same ones split and the same ones repaired, and compares them."""
import json
import sys

documents, split, repaired = (
    [json.loads(line) for line in open(path, encoding="utf-8") if line.strip()]
    for path in sys.argv[1:4]
)
assert len(documents) == len(split) == len(repaired)
for document, s, r in zip(documents, split, repaired):
    text = document["text"].encode()
    for segment in s.pop("segments"):
        own = text[segment["offset"]:][:segment["length"]]
        assert own.decode() == segment["text"] == segment["text"].strip()
    assert s == document and list(s) == list(document)
    shift = 0
    for edit in r.pop("edits"):
        at, old, new = edit["offset"] + shift, edit["old"].encode(), edit["new"].encode()
        assert text[at:at + len(old)] == old
        text = text[:at] + new + text[at + len(old):]
        shift += len(new) - len(old)
    assert r.pop("text").encode() == text
    document.pop("text")
    assert r == document
print(len(documents), "documents")
