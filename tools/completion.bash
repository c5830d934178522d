# Completion for bash of the tools of libseg, which are asked what there is to complete: --help lists
# the options, --list-kinds the kinds, and a tool that is given an empty value for an option with
# choices names them before it comes to --help.

# The options in the help on standard input, a line each: "-o|--output=|FILE".
_seg_options() {
  sed -n -E 's/^  (    |(-.), )(--[a-z0-9-]+=?)([A-Z]*).*/\2|\3|\4/p'
}

# Offers what begins with $1 of the words $2; $3 comes before each.
_seg_offer() {
  mapfile -t COMPREPLY < <(compgen -P "${3-}" -W "$2" -- "$1")
}

# The value $word of an option of $tool; $1 is its long name with "=", $2 what is wanted.
_seg_value() {
  local answer
  if answer=$("${tool[@]}" "$1" --help 2>&1 </dev/null); then
    if [[ $2 == KIND* ]]; then
      _seg_offer "${word##*,}" "$("${tool[@]}" --list-kinds | cut -f 1)" "${word%"${word##*,}"}"
    else
      compopt -o default
    fi
  elif [[ $answer == *' is none of '* ]]; then
    answer=${answer#*' is none of '}
    answer=${answer%%$'\n'*}
    _seg_offer "$word" "${answer//,/ }"
  fi
}

# The operand $word: a file, or first what the usage line $1 has in small letters.
_seg_operand() {
  local parts words
  read -ra parts <<<"${1#*...}"
  [[ $COMP_CWORD -gt 1 ]] || words=$(printf '%s\n' "${parts[@]}" | grep -xE '[a-z]+(\|[a-z]+)*')
  _seg_offer "$word" "${words//|/ }"
  compopt -o default
}

_seg_complete() {
  local tool=("$1") word=$2 before=$3 help options short long wanted
  COMPREPLY=()
  # "=" is a word of its own.
  [[ $word != = ]] || word=
  [[ $before != = ]] || before=${COMP_WORDS[COMP_CWORD - 2]}
  [[ $COMP_CWORD -eq 1 || ! ${COMP_WORDS[1]} =~ ^[a-z]+$ ]] || tool+=("${COMP_WORDS[1]}")
  help=$("${tool[@]}" --help 2>/dev/null </dev/null) || return
  options=$(_seg_options <<<"$help")
  while IFS='|' read -r short long wanted; do
    if [[ $long == "$before=" || ($short == "$before" && $long == *=) ]]; then
      _seg_value "$long" "$wanted"
      return
    fi
  done <<<"$options"
  if [[ $word == -* ]]; then
    _seg_offer "$word" "$(cut -d '|' -f 2 <<<"$options")"
    [[ ${COMPREPLY[0]-} != *= ]] || compopt -o nospace
  else
    _seg_operand "${help%%$'\n'*}"
  fi
}

complete -F _seg_complete segrepair segsplit segalign segeval segnoise segtrain segreport seg-slurm
