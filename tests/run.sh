#!/bin/sh
# Builds everything with the sanitizers, warnings being errors, and runs all tests.
# SEG_SAMPLES may name a folder with more sample pages, SEG_EVAL one with development sets,
# SEG_SCHEMAS one with the schemas of TMX, XLIFF and SRX.
set -eu
cd "$(dirname "$0")/.."

sh tools/install-packages.sh test
cmake --preset asan -DSEG_SAMPLES="${SEG_SAMPLES-}" -DSEG_EVAL="${SEG_EVAL-}" \
  -DSEG_SCHEMAS="${SEG_SCHEMAS-}"
cmake --build --preset asan --parallel "$(nproc)"
ctest --preset asan --parallel "$(nproc)"
