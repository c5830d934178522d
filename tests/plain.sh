#!/bin/sh
# Builds what the Debian packages hold, for the tests that look at that.
# usage: plain.sh CMAKE SOURCE BUILD; CC is the compiler.
set -eu
cmake=$1 source=$2 build=$3
cd "$source"
mkdir -p "$build"
quietly() {
  "$@" >"$build/log" 2>&1 && return
  tail -n 20 "$build/log" >&2
  exit 1
}
quietly "$cmake" --preset debian -B "$build" -DCMAKE_COMPILE_WARNING_AS_ERROR=ON
quietly "$cmake" --build "$build" --parallel 2
