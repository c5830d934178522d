#!/bin/sh
# Runs the tools as their users do.
#
#   run.sh [--update] FOLDER [CASE]...
#
# FOLDER holds the built tools. Each case is NAME.sh beside this script; without CASE all run.
# A case runs in an empty folder of its own with the tools in PATH. Beside it may stand
#   NAME.stdout.exact   its standard output
#   NAME.stderr.glob    patterns for the lines of its standard error; without it: nothing
#   NAME.exit           its exit status; without it: 0
# A case that cannot run here says why and exits with 77. --update writes the output and exit
# status that were found.
set -u
LC_ALL=C
export LC_ALL

update=no
if [ "${1-}" = --update ]; then
  update=yes
  shift
fi
if [ $# -eq 0 ] || [ ! -d "$1" ]; then
  echo "usage: run.sh [--update] FOLDER [CASE]..." >&2
  exit 2
fi
here=$(cd "$(dirname "$0")" && pwd)
tools=$(cd "$1" && pwd)
shift
[ $# -gt 0 ] || set -- "$here"/*.sh
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
trap 'exit 2' HUP INT TERM

# Whether each line of a file matches the pattern on the same line of another.
lines_match() {
  exec 3<"$1" 4<"$2"
  while IFS= read -r pattern <&4; do
    IFS= read -r line <&3 || return 1
    case $line in
      $pattern) ;;
      *) return 1 ;;
    esac
  done
  ! IFS= read -r line <&3
}

# Runs $case; what it prints goes to out and err, and what is wrong to wrong.
run_case() {
  rm -rf "$scratch/work"
  mkdir "$scratch/work"
  (cd "$scratch/work" && PATH=$tools:$PATH SUPPORT=$here/support sh "$here/$case.sh") \
    >"$scratch/out" 2>"$scratch/err" </dev/null
  status=$?
  [ "$status" -ne 77 ] || return 77
  wanted=0
  [ ! -f "$here/$case.exit" ] || wanted=$(cat "$here/$case.exit")
  {
    [ "$status" -eq "$wanted" ] || echo "exit status $status instead of $wanted"
    if [ -f "$here/$case.stdout.exact" ]; then
      diff -au "$here/$case.stdout.exact" "$scratch/out" | tail -n +3
    fi
    if [ -f "$here/$case.stderr.glob" ]; then
      lines_match "$scratch/err" "$here/$case.stderr.glob" ||
        diff "$here/$case.stderr.glob" "$scratch/err"
    else
      cat "$scratch/err"
    fi
  } >"$scratch/wrong"
  [ ! -s "$scratch/wrong" ]
}

update_case() {
  [ ! -s "$scratch/out" ] || cp "$scratch/out" "$here/$case.stdout.exact"
  rm -f "$here/$case.exit"
  [ "$status" -eq 0 ] || echo "$status" >"$here/$case.exit"
}

passed=0 failed=0 skipped=0
for path in "$@"; do
  case=$(basename "$path" .sh)
  [ "$case" != run ] || continue
  run_case
  result=$?
  if [ "$update" = yes ] && [ "$result" -eq 1 ]; then
    update_case
    echo "$case updated"
    run_case
    result=$?
  fi
  case $result in
    0) passed=$((passed + 1)) ;;
    77)
      skipped=$((skipped + 1))
      echo "$case skipped: $(cat "$scratch/out")"
      ;;
    *)
      failed=$((failed + 1))
      echo "$case failed:"
      sed 's/^/  /' "$scratch/wrong"
      ;;
  esac
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
