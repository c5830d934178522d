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

expected='Sie kam am 3. Mai.
Er blieb.'

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

echo 'pkg-config'
pc=$(dirname "$(find "$root" -name libseg.pc)")
# shellcheck disable=SC2046,SC2086 # lists of words
"$CC" $CFLAGS "$here/main.c" -o "$scratch/by-pkg-config" \
  $(PKG_CONFIG_PATH=$pc pkg-config --cflags --libs libseg)
[ "$(LD_LIBRARY_PATH=$(dirname "$pc") "$scratch/by-pkg-config")" = "$expected" ] ||
  fail 'wrong output by pkg-config'

echo 'find_package'
"$cmake" -S "$here" -B "$scratch/by-cmake" -DCMAKE_PREFIX_PATH="$root" -DCMAKE_C_COMPILER="$CC" \
  -DCMAKE_C_FLAGS="$CFLAGS" >"$scratch/cmake.log"
"$cmake" --build "$scratch/by-cmake" >>"$scratch/cmake.log"
[ "$("$scratch/by-cmake/consumer")" = "$expected" ] || fail 'wrong output by find_package'

echo 'only what the headers declare is visible'
nm -D --defined-only "$(find "$root" -name 'libseg.so')" | awk '{ print $3 }' |
  grep -v -e '^seg_' -e '^_' >"$scratch/strange" && fail "symbols: $(cat "$scratch/strange")"
echo ok
