#!/bin/sh
# Builds everything with the sanitizers, warnings being errors, and runs all tests.
# SEG_SAMPLES may name a folder with more sample pages, SEG_EVAL one with development sets.
set -eu
cd "$(dirname "$0")/.."

sh tools/install-packages.sh test
cmake --preset asan -DSEG_SAMPLES="${SEG_SAMPLES-}" -DSEG_EVAL="${SEG_EVAL-}"
cmake --build --preset asan --parallel "$(nproc)"
ctest --preset asan --parallel "$(nproc)"
