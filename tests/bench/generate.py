"""German text and sentence pairs of any length, made from the texts and lists of this project: the same
bytes for the same size on every machine."""
import random
import re

CLASSES = ("abbreviations", "bylines", "chat", "dialogue", "headings", "law", "lists", "ordinals",
           "quotes", "tables")


class Dice:
    """random() alone is the same in every version of Python."""

    def __init__(self, seed):
        self.random = random.Random(seed).random

    def below(self, limit):
        return int(self.random() * limit)

    def choice(self, items):
        return items[self.below(len(items))]


def sentences(corpora):
    """The segments of the marked texts."""
    found = []
    for name in CLASSES:
        for line in (corpora / name / f"{name}.marked.de.txt").read_text("UTF-8").splitlines():
            if not line.startswith("# "):
                found += [part.strip() for part in line.split(" ÷ ") if part.strip()]
    return found


def running(known):
    """Those that stand in running text: the marked texts are mostly of what is hard."""
    return [one for one in known if re.fullmatch(r"[A-ZÄÖÜ][^.:;0-9()„“»«–]{30,}[a-zäöüß]{4}[.!?]", one)]


def join(first, second):
    """Two sentences as one, where the second begins with a word that may be small."""
    word, rest = second.split(" ", 1)
    if word not in {"Der", "Die", "Das", "Ein", "Eine", "Im", "Am", "Es", "Er", "Sie", "Wir", "Seit"}:
        return first
    return f"{first[:-1]}, denn {word.lower()} {rest}"


def vary(sentence, nouns, dice):
    """Other numbers, and compounds for some nouns: so that words are as many as in real text."""
    words = sentence.split(" ")
    for i, word in enumerate(words):
        if i > 0 and word in nouns and dice.below(4) == 0:
            words[i] = dice.choice(nouns.names) + word.lower()
        elif word.isdigit() and len(word) > 2:
            words[i] = str(10 ** (len(word) - 1) + dice.below(9 * 10 ** (len(word) - 1)))
    return " ".join(words)


class Nouns(frozenset):
    """Capitalised words within sentences."""

    def __new__(cls, texts):
        found = {word for text in texts for word in text.split(" ")[1:]
                 if re.fullmatch("[A-ZÄÖÜ][a-zäöüß]{4,}", word)}
        self = super().__new__(cls, found)
        self.names = sorted(found)
        return self


def text(corpora, size, file):
    """Writes pages of paragraphs, some with headings and short lines, `size` bytes or a page more."""
    dice = Dice(1)
    known = sentences(corpora)
    plain = running(known)
    nouns = Nouns(known)

    def sentence():
        if dice.below(6) == 0:
            return vary(dice.choice(known), nouns, dice)
        return vary(join(dice.choice(plain), dice.choice(plain)), nouns, dice)

    written = 0
    while written < size:
        page = []
        for _ in range(3 + dice.below(20)):
            if dice.below(8) == 0:
                page.append(dice.choice(nouns.names) + " und " + dice.choice(nouns.names))
            page.append(" ".join(sentence() for _ in range(1 + dice.below(9))))
        data = ("\n\n".join(page) + "\n\n").encode()
        file.write(data)
        written += len(data)


def translations(path):
    """Words with their first translation."""
    rows = re.findall(r'^"([^"\\]+?)\t([^ "\\]+)', path.read_text("UTF-8"), re.M)
    return [row for row in rows if len(row[0]) > 3]


def pairs(table, count, source, target):
    """Writes sentences of random words, word by word with their translations."""
    dice = Dice(2)
    words = translations(table)
    for _ in range(count):
        # Common words are more common: the product of two dice.
        chosen = [words[int(dice.random() * dice.random() * len(words))]
                  for _ in range(4 + dice.below(20))]
        if dice.below(8) == 0:
            chosen.append((str(dice.below(3000)),) * 2)
        source.write((" ".join(word for word, _ in chosen).capitalize() + ".\n").encode())
        target.write((" ".join(word for _, word in chosen).capitalize() + ".\n").encode())
