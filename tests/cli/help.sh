# Help goes to standard output, fits 80 columns and names the options of the manual page.
. "$SUPPORT/transcript.sh"
for tool in $all_tools seg-slurm; do
  $tool --help >help || echo "$tool --help: exit $?"
  head -n 1 help
  awk -v tool=$tool 'length > 80 { print tool " --help: longer than 80 columns: " $0 }' help
  sed -n 's/^  *\(-., \)\{0,1\}--\([a-z0-9-]*\).*/\2/p' help | sort >in-help
  grep '^\.It' "$SUPPORT/../../../tools/man/$tool.1" | tr ' ' '\n' |
    sed -n 's/^-\([a-z]\)/\1/p' | sort -u >in-manual
  diff in-help in-manual
done
