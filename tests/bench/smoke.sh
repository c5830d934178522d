#!/bin/sh
# Runs the benchmark on very little and looks at what it writes.
# usage: smoke.sh CMAKE BUILD WORK
set -eu

here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$3"
"$1" --build "$2" --target icu_loop >"$3/log" || { cat "$3/log"; exit 1; }
cp "$here/../../corpora/article/article.repaired.de.txt" "$3/page.txt"
gzip -c "$3/page.txt" >"$3/page2.txt.gz"
PYTHONDONTWRITEBYTECODE=1 python3 "$here/bench.py" --size=0.02 --real="$3" --rounds=1 --align=30,60 \
  --instructions=0 --json="$3/figures.json" "$2" >"$3/tables"

fail() {
  echo "smoke.sh: $1"
  cat "$3/tables" "$3/figures.json"
  exit 1
}
# Each text with its commands, sentences and figures; tables of as many rows.
jq -e '(.texts | map(.text)) == ["generated", "generated, damaged", "real", "real, damaged"]' \
  "$3/figures.json" >/dev/null || fail 'not the four texts'
jq -e '.texts[0].bytes >= 20000 and (.texts | all(.sentences > 30)) and
  (.texts[0].commands | keys) ==
    ["ICU", "cat", "segrepair", "segrepair -j 2", "segsplit", "segsplit -j 2", "wc -w"] and
  (.texts[1].commands | keys) == ["segrepair", "segrepair -j 2"] and
  ([.texts[].commands[]] | all(.cpu_s > 0 and .wall_s > 0 and .peak_mb > 1 and .mb_s > 0)) and
  (.align | map(.sentences | min > 20)) == [true, true] and (.align_exponent | type) == "number" and
  (.start_s | length) == 5' "$3/figures.json" >/dev/null || fail 'figures are missing'
[ "$(grep -c '^| segsplit ' "$3/tables")" -eq 3 ] || fail 'not the rows of segsplit'
# What ICU finds covers the text, as what the splitter finds does.
letters() {
  tr -d ' \n' | cksum
}
[ "$("$2/tests/bench/icu_loop" "$3/page.txt" | letters)" = "$(letters <"$3/page.txt")" ] ||
  fail 'icu_loop loses text'
# The text is the same for the same size.
for n in 1 2; do
  (cd "$here" && PYTHONDONTWRITEBYTECODE=1 PYTHONHASHSEED=$n python3 -c '
import pathlib, sys, generate
generate.text(pathlib.Path("../../corpora"), 50000, sys.stdout.buffer)') | cksum >"$3/text.$n"
done
cmp "$3/text.1" "$3/text.2" || fail 'another text'
