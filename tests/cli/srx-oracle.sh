# The rules break where a slow program breaks that applies the standard literally: on bundled pages,
# and on random text with broken UTF-8 and controls.
. "$SUPPORT/transcript.sh"
python3 -c 'import regex' || { echo 'python3-regex is not installed'; exit 77; }
corpora=$SUPPORT/../../../corpora
rules=$SUPPORT/../../../libseg/data/srx/german-english.srx
cat "$corpora"/article/article.raw.de.txt "$corpora"/damaged/*.txt >pages
cat "$corpora"/article/article.en.txt >english
cat "$corpora"/law/*.txt "$corpora"/quotes/*.txt "$corpora"/abbreviations/*.txt "$corpora"/lists/*.txt |
  tr -d '÷×' >hard
for seed in 1 2; do
  { printf 'Anfang '; python3 "$SUPPORT/random_text.py" $seed 1000; } >random$seed
done
cat hard hard hard hard hard hard | tr '\n' ' ' >long # a line longer than a window
compare() {
  python3 "$SUPPORT/srx_oracle.py" "$1" "$2" "$3" >wanted &&
    segsplit --srx "$1" -l "$2" --paragraphs=line "$3" >found &&
    diff -au wanted found >differences && echo "$2 $3: the same" && return
  echo "$2 $3:"
  cat -v differences | head -n 20
}
for text in pages english hard long random1 random2; do
  for language in de en fr; do compare "$rules" $language $text; done
  for language in de da x; do compare "$SUPPORT/rules.srx" $language $text; done
done
