"""Prints the units that translate-toolkit finds: read_units.py tmx SOURCE TARGET FILE or
read_units.py xliff FILE."""
import sys

from translate.storage import tmx, xliff

if sys.argv[1] == "tmx":
    with open(sys.argv[4], "rb") as file:
        store = tmx.tmxfile(file, sourcelanguage=sys.argv[2], targetlanguage=sys.argv[3])
else:
    store = xliff.xlifffile.parsefile(sys.argv[2])
for unit in store.units:
    print(unit.source, unit.target, sep=" | ")
