"""Applies SRX 2.0 as its standard says, literally and slowly, with another engine for the regular
expressions: at each place of each line the rules of the language, in order, until one matches.

    srx_oracle.py RULES LANGUAGE TEXT

Prints the segments of the lines as segsplit --srx --paragraphs=line does."""
import sys
import xml.etree.ElementTree as tree

import regex

SPACE = "\t\v\f \x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007" \
        "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\n\r"


def rules_of(path, language):
    root = tree.parse(path).getroot()
    ns = {"": "http://www.lisa.org/srx20"}
    sets = {s.get("languagerulename"): s for s in root.iterfind(".//languagerule", ns)}
    cascade = root.find("header", ns).get("cascade") == "yes"
    maps = [m for m in root.iterfind(".//languagemap", ns)
            if regex.fullmatch(m.get("languagepattern"), language)]
    for m in maps if cascade else maps[:1]:
        for rule in sets[m.get("languagerulename")].iterfind("rule", ns):
            before, after = (rule.findtext(part, "", ns) for part in ("beforebreak", "afterbreak"))
            yield rule.get("break", "yes") == "yes", regex.compile(f"(?<={before})(?={after})", regex.V1)


def segments(line, rules):
    start = 0
    for place in range(1, len(line)):
        decided = next((breaks for breaks, rule in rules if rule.match(line, place)), False)
        if decided:
            yield line[start:place]
            start = place
    yield line[start:]


def main():
    rules = list(rules_of(*sys.argv[1:3]))
    first = True
    with open(sys.argv[3], encoding="utf-8", errors="surrogateescape", newline="\n") as text:
        for line in text:
            line = line.strip(SPACE)
            if line and not first:
                print()
            for segment in segments(line, rules) if line else ():
                if segment.strip(SPACE):
                    print(segment.strip(SPACE))
            first &= not line


sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")
main()
