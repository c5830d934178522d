#!/bin/sh
# Installs the build into an empty folder and uses it from there as a stranger would.
# usage: run.sh CMAKE BUILD SCRATCH; CC, CXX and CFLAGS are those of the build.
set -eu
cmake=$1 build=$2 scratch=$3
here=$(cd "$(dirname "$0")" && pwd)
root=$scratch/root
rm -rf "$scratch"
mkdir -p "$scratch"
"$cmake" --install "$build" --prefix "$root" >"$scratch/install.log"

fail() {
  echo "install: $*" >&2
  exit 1
}

echo 'tools run and have their pages and completion'
for tool in "$root"/bin/*; do
  "$tool" --version >/dev/null || fail "$tool does not run"
  [ -s "$root/share/man/man1/${tool##*/}.1" ] || fail "no manual page of $tool"
  grep -q "^complete .* ${tool##*/}\\b" "$root/share/bash-completion/completions/${tool##*/}" ||
    fail "no completion of $tool"
done

echo 'headers stand alone in C and C++'
for header in "$root"/include/seg/*.h; do
  printf '#include "seg/%s"\n' "${header##*/}" >"$scratch/header.c"
  "$CC" -std=c11 -Wall -Wextra -Wpedantic -Werror -I"$root/include" -fsyntax-only "$scratch/header.c"
  if [ -n "$CXX" ]; then
    "$CXX" -std=c++17 -Wall -Wextra -Wpedantic -Werror -I"$root/include" -fsyntax-only \
      -x c++ "$scratch/header.c"
  fi
done

sh "$here/use.sh" "$cmake" "$root" "$scratch"

echo 'only what the headers declare is visible'
nm -D --defined-only "$(find "$root" -name 'libseg.so')" | awk '{ print $3 }' |
  grep -v -e '^seg_' -e '^_' >"$scratch/strange" && fail "symbols: $(cat "$scratch/strange")"
echo ok
