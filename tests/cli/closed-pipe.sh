# A reader that has seen enough ends the tool quietly.
. "$SUPPORT/transcript.sh"
yes 'Das ist ein Satz.' | head -n 200000 >long
for tool in segrepair segsplit; do
  try "$tool long | head -n 1"
  try "{ $tool long; echo \$? >status; } | head -n 1"
  try "cat status"
done
try 'segsplit --format=jsonl long | head -n 1'
seq 3000 | sed 's/$/ Wörter stehen hier in einem Satz./' >few
try "segalign few few | head -n 1 | $pairs"
