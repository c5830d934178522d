# The version says what results depend on.
. "$SUPPORT/transcript.sh"
for tool in $all_tools; do
  try "$tool --version" | sed 's/[0-9][0-9]*\.[0-9][0-9.]*/N.N/g'
done
