"""Prints the bytes of a page at which each segment of a list says it stands."""
import json
import sys

page = open(sys.argv[1], "rb").read()
for line in open(sys.argv[2], encoding="utf-8"):
    segment = json.loads(line)
    place = page[segment["offset"]:][:segment["length"]]
    print(segment["text"], "|", " ".join(place.decode().split()))
