# A run that is killed leaves nothing under the final name, and an old file as it was.
. "$SUPPORT/transcript.sh"
mkfifo input
for tool in segrepair segsplit; do
  echo old >$tool.old
  for out in $tool.new $tool.old; do
    $tool -o $out input &
    exec 3>input
    yes 'Das ist ein Satz.' | head -n 100000 >&3
    kill -KILL $!
    wait $! 2>/dev/null
    exec 3>&-
  done
done
try 'ls'
try 'cat segrepair.old segsplit.old'
