# 100 MB without a newline: done in bounded time, and every character is there.
. "$SUPPORT/transcript.sh"
megabytes=${SEG_LONG_LINE:-100}
yes 'Das ist ein Satz, der z. B. am 3. Mai endet.' | tr '\n' ' ' | head -c "${megabytes}000000" >long
sum() {
  tr -d ' \n' | cksum
}
wanted=$(sum <long)
for tool in segrepair segsplit 'segsplit -l en' 'segsplit --format=plain --paragraphs=wrapped'; do
  [ "$($tool long | sum)" = "$wanted" ] || echo "$tool: characters were lost"
done
head -c "${megabytes}000000" /dev/zero | tr '\0' a >long
wanted=$(sum <long)
for tool in segrepair segsplit 'segsplit -l en'; do
  [ "$($tool long | sum)" = "$wanted" ] || echo "$tool: letters were lost"
done
