#!/bin/sh
# How far the scores of beads can be trusted: the beads with both sides in ten classes by score, and
# the expected calibration error, the mean distance of score and share right weighed by beads.
# usage: calibration.sh GOLD BEADS; both as segalign --format=beads writes them
set -eu
if [ $# -ne 2 ]; then
  echo 'usage: calibration.sh GOLD BEADS' >&2
  exit 2
fi
awk -F ':' '
  { gsub(/ /, "") }
  NR == FNR { gold[$1 ":" $2] = 1; next }
  $1 == "[]" || $2 == "[]" { next }
  {
    class = int($3 * 10); if (class > 9) class = 9
    beads[class]++; score[class] += $3; right[class] += ($1 ":" $2) in gold; all++
  }
  END {
    printf "%-10s %7s %7s %7s\n", "score", "beads", "mean", "right"
    for (c = 0; c < 10; c++) {
      if (!beads[c]) continue
      mean = score[c] / beads[c]; share = right[c] / beads[c]
      error += beads[c] / all * (mean > share ? mean - share : share - mean)
      printf "%.1f to %.1f %7d %7.3f %7.3f\n", c / 10, (c + 1) / 10, beads[c], mean, share
    }
    printf "expected calibration error %.4f\n", error
  }' "$1" "$2"
