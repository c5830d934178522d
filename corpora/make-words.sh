#!/bin/sh
# Makes the word table of libseg/data/de from open corpora:
#
#   corpora/make-words.sh FOLDER > libseg/data/de/words.tsv
#
# FOLDER holds the zstd-compressed texts and lists named below. Needs cc, libutf8proc, zstd, awk and
# sort. The same input gives the same bytes. Steps: count how words are written in running text
# (count_words.c), mark the forms of the dictionaries, give each word of the frequency list its sharp
# s back, choose the most useful words, print. libseg/data/de/README.md tells the columns.
set -eu
export LC_ALL=C

words=110000 # size of the table

if [ $# -ne 1 ] || [ ! -f "$1/wordfreq-de.tsv.zst" ]; then
  echo "usage: make-words.sh FOLDER (with wordfreq-de.tsv.zst and the texts)" >&2
  exit 2
fi
folder=$1
here=$(cd "$(dirname "$0")" && pwd)
lists=$here/../libseg/data/de
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -O2 -o "$work/count_words" "$here/count_words.c" -lutf8proc
unpack() { zstd -dcq --long=27 "$folder/$1.zst"; }

# Weight of a use, and spelling: new; old (before 1996); swiss (no sharp s). The Parliament is half of
# all text and gets the least.
while read -r weight spelling text; do
  unpack "$text.txt" | "$work/count_words" | sed "s/^/$weight	$spelling	/"
done > "$work/counts" <<END
1 new bundestag-wp19-21
4 new wikipedia-de-klexikon-articles
8 new klexikon-children
8 new tatoeba-sentences-de
8 new common-voice-sentences-de
8 new silver-germeval2014-dev-test
2 new silver-ler-courts-train
2 new mozilla-org-de
2 new gnome-help-de
2 new debian-handbook-de
1 new libreoffice-help-de
1 new mdn-de
1 new gesetze-de
1 swiss bundesrecht-ch
1 old eltec-novels
1 old gerdracor-prose-drama
END

# form <TAB> letter: N noun, A adjective or participle, V finite verb or infinitive.
unpack wordforms-de-nouns.tsv | "$work/count_words" fold |
  awk -F '\t' '{n = split($3, f, " "); for (i = 1; i <= n; i++) print f[i] "\tN"}' > "$work/forms"
unpack wordforms-de-adjectives.tsv | "$work/count_words" fold |
  awk -F '\t' '{print $1 "\tA"; n = split($3, f, " "); for (i = 1; i <= n; i++) print f[i] "\tA"}' \
    >> "$work/forms"
unpack wordforms-de-verbs.tsv | "$work/count_words" fold | awk -F '\t' -f "$here/verb_forms.awk" \
    >> "$work/forms"
sort -u -o "$work/forms" "$work/forms"

unpack wordfreq-de.tsv > "$work/frequencies"

# Word, usefulness, columns of the table; then the most useful, in byte order.
awk -F '\t' -f "$here/word_table.awk" \
  kind=list "$lists/function_words.txt" "$lists/openers.txt" "$lists/subordinators.txt" \
  kind=form "$work/forms" kind=count "$work/counts" kind=frequency "$work/frequencies" |
  sort -t '	' -k1,1gr -k2,2 | head -n "$words" | cut -f 2- | sort > "$work/table"

echo "# Made by corpora/make-words.sh; sources and licence in LICENSE.md, columns in README.md."
cat "$work/table"
