#!/bin/sh
# Builds a small program of somebody else against an installed library, both ways, and runs it.
# usage: use.sh CMAKE PREFIX SCRATCH; CC and CFLAGS are those of the build.
set -eu
cmake=$1 prefix=$2 scratch=$3
here=$(cd "$(dirname "$0")" && pwd)
expected='Sie kam am 3. Mai.
Er blieb.'

fail() {
  echo "install: $*" >&2
  exit 1
}

echo 'pkg-config'
pc=$(dirname "$(find "$prefix" -name libseg.pc)")
# shellcheck disable=SC2046,SC2086 # lists of words
"$CC" $CFLAGS "$here/main.c" -o "$scratch/by-pkg-config" \
  $(PKG_CONFIG_PATH=$pc pkg-config --cflags --libs libseg)
[ "$(LD_LIBRARY_PATH=$(dirname "$pc") "$scratch/by-pkg-config")" = "$expected" ] ||
  fail 'wrong output by pkg-config'

echo 'find_package'
rm -rf "$scratch/by-cmake"
"$cmake" -S "$here" -B "$scratch/by-cmake" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_C_COMPILER="$CC" \
  -DCMAKE_C_FLAGS="$CFLAGS" >"$scratch/cmake.log"
"$cmake" --build "$scratch/by-cmake" >>"$scratch/cmake.log"
[ "$("$scratch/by-cmake/consumer")" = "$expected" ] || fail 'wrong output by find_package'
