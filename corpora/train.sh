#!/bin/sh
# Trains the German model from the texts that corpora/training/recipe.tsv names.
# usage: train.sh [--update] TOOLS TEXTS
#   TOOLS     folder with the built tools
#   TEXTS     folder with the texts, as they are or compressed (.zst; needs zstd)
#   --update  put the model in the place of libseg/data/de/german.model
# Exit status: 0 the model is the same, byte for byte, or was put in place, 1 it differs, 2 trouble.
set -eu

update=
[ "${1-}" != --update ] || { update=yes; shift; }
if [ $# -ne 2 ] || [ ! -x "$1/segtrain" ] || [ ! -d "$2" ]; then
  echo 'usage: train.sh [--update] TOOLS TEXTS; TOOLS holds segtrain' >&2
  exit 2
fi
tools=$1
texts=$2
here=$(cd "$(dirname "$0")" && pwd)
shipped=$here/../libseg/data/de/german.model
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 2' HUP INT TERM

# One folder with all texts unpacked.
awk -F '\t' '!/^#/ && $1 != "file" { print $1 }' "$here/training/recipe.tsv" >"$scratch/files"
mkdir "$scratch/texts"
while read -r file; do
  if [ -f "$here/training/$file" ]; then
    continue
  elif [ -f "$texts/$file" ]; then
    ln -s "$(cd "$texts" && pwd)/$file" "$scratch/texts/$file"
  else
    zstd -dcq --long=27 "$texts/$file.zst" >"$scratch/texts/$file" || exit 2
  fi
done <"$scratch/files"

"$tools/segtrain" --name=de-6 --recipe="$here/training/recipe.tsv" -o "$scratch/german.model" \
  "$scratch/texts" || exit 2

if [ -n "$update" ]; then
  cp "$scratch/german.model" "$shipped"
  echo "german.model updated"
elif cmp "$scratch/german.model" "$shipped"; then
  echo "german.model is the same, byte for byte"
else
  exit 1
fi
