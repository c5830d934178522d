#!/bin/sh
# Builds the tools and takes the bundled article from a scraped page to sentence pairs.
set -eu
cd "$(dirname "$0")/.."

sh tools/install-packages.sh demo

mkdir -p build
quietly() {
  "$@" >build/demo.log 2>&1 && return
  tail -n 20 build/demo.log >&2
  echo "demo.sh: '$*' failed; the lines above say why, build/demo.log says all" >&2
  exit 1
}
echo 'Building'
quietly cmake --preset release
quietly cmake --build --preset release --parallel "$(nproc)"

show() {
  printf '\n$ %s\n' "$1"
  eval "$1"
}
PATH=$PWD/build/release/tools:$PATH
show 'segrepair --diff corpora/article/article.raw.de.txt'
show 'segrepair corpora/article/article.raw.de.txt | segsplit | tee build/article.de.txt'
show 'segalign build/article.de.txt corpora/article/article.en.txt'
