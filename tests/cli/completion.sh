# Completion in an interactive bash: each line is typed with the tabulator key where * stands, and
# shown as bash remembers it.
command -v bash >/dev/null || { echo 'no bash'; exit 77; }
tab=$(printf '\t')
HISTFILE=history HISTSIZE=1000 HISTCONTROL= INPUTRC=/dev/null TERM=dumb
export HISTFILE HISTSIZE HISTCONTROL INPUTRC TERM
# Looking for leaks at the end of each of the many runs would take half of the time.
ASAN_OPTIONS=detect_leaks=0
export ASAN_OPTIONS
echo Text >page.txt
cp page.txt gold.txt
mkdir folder
sed "s/\*/$tab/g" >typed <<'LINES'
. "$SUPPORT/../../../tools/completion.bash"
segsplit --form*js* --hel* pa*
segsplit --paragraphs wr* - go* --help
segsplit --thres*0.5 --threshold p* --help
segsplit --input-format=x*-0 seg* --help
segrepair -o go* --also=furniture,ent* --help
segeval sp* --help
segtrain al* --roun*2 --help
segtrain fol* --eff*1 --help
exit
LINES
script -qec 'bash --norc --noprofile -i' /dev/null <typed >terminal
cat history

# Each option of each tool can be completed.
cat >every <<'BASH'
. "$SUPPORT/../../../tools/completion.bash"
compopt() { :; }
for tool in segrepair segsplit segalign segeval segnoise segtrain segreport seg-slurm; do
  COMP_WORDS=("$tool" --) COMP_CWORD=1
  _seg_complete "$tool" -- "$tool"
  printf '%s\n' "${COMPREPLY[@]%=}" | sort >found
  "$tool" --help | sed -n 's/^  *\(-., \)\{0,1\}\(--[a-z0-9-]*\).*/\2/p' | sort | diff - found
done
BASH
bash every
