# For cases that read like a terminal session:
#
#   $ segsplit missing.txt
#   ! segsplit: missing.txt: No such file or directory
#   exit 2

errors=$(cd .. && pwd)/errors
all_tools="segrepair segsplit segalign segeval segnoise"

# The operands that make a tool read FILE and little else.
reading() {
  case $1 in
    segalign) echo "$2 $2" ;;
    segeval) echo "split $2 $2" ;;
    *) echo "$2" ;;
  esac
}

# Runs a shell command and shows it, its standard output, its standard error behind "! ", and
# its exit status where that is not 0.
try() {
  printf '$ %s\n' "$1"
  sh -c "$1" 2>"$errors"
  status=$?
  sed 's/^/! /' "$errors"
  [ "$status" -eq 0 ] || echo "exit $status"
}

# try for each tool, @ standing for the tool's name and % for its operands that read FILE.
try_all() {
  for tool in $all_tools; do
    try "$(echo "$1" | sed "s|@|$tool|g; s|%|$(reading $tool "${2-}")|g")"
  done
}

# Filters: the places in the jsonl of segsplit, the texts of segalign, the figures of segeval split.
spans="sed 's/,.paragraph.*//'"
pairs='cut -f2-'
row='tail -n 1'
