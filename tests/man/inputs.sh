#!/bin/sh
# Makes the files that the examples of the manual pages use, in the current folder.
# usage: inputs.sh SOURCE, with the tools in PATH
set -eu
article=$1/corpora/article
recipes=$1/corpora/recipes

cp "$article/article.raw.de.txt" page.txt
cp "$article/article.raw.de.txt" page.de.txt
cp "$article/article.en.txt" page.en.txt
cp "$article/article.segments.de.txt" gold.txt
cp "$article/article.repaired.de.txt" clean.txt
cp "$article/article.de-en.align" gold.beads
segalign --format=beads "$article/article.segments.de.txt" page.en.txt >out.beads
sed 's/"text":/"body":/' "$recipes/pages.jsonl" | zstd -q >pages.jsonl.zst
cp "$recipes/pages.jsonl" pages.jsonl
cp "$1/libseg/data/srx/german-english.srx" house.srx

# Parallel line by line.
segalign --one-to-one --min-score=0.5 -o pairs "$article/article.segments.de.txt" page.en.txt
cut -f 2 pairs >clean.de.txt
cut -f 3 pairs >clean.en.txt

# Vectors in the manner of Vecalign: the sentences, and two floats for each.
for language in de en; do
  grep . page.$language.txt >overlaps.$language
  yes 'AAA?AAA' | head -c $((8 * $(wc -l <overlaps.$language))) >overlaps.$language.emb
done

# Text enough for a model that knows little.
mkdir texts
awk 'BEGIN {
  split("Der Hund,Die Katze,Das Kind,Ein Mann,Anna", subject, ",")
  split("sieht,kennt,sucht,malt,hat", verb, ",")
  split("das Haus,den Garten,am 3. Mai Zeit,Dr. Weber,z. B. Brot,viele Bücher", object, ",")
  for (i = 0; i < 1200; i++)
    printf "%s %s %s%s%s", subject[i % 5 + 1], verb[int(i / 5) % 5 + 1], object[i % 6 + 1],
      i % 7 ? "." : "!", i % 3 == 2 ? "\n" : " "
}' >texts/t.txt
cp "$1"/corpora/training/phrases.txt "$1"/corpora/training/page-lines.txt \
  "$1"/libseg/data/de/abbreviations.txt texts
tab=$(printf '\t')
sed "s/ /$tab/g" >recipe.tsv <<'TABLE'
file kind share count spelling headlines licence source
t.txt running 1 1 new yes CC0-1.0 here
phrases.txt phrases - - - - Apache-2.0 here
page-lines.txt phrases - - - - Apache-2.0 here
abbreviations.txt abbreviations - - - - Apache-2.0 here
TABLE
