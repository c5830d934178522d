# A report in a real browser: it renders, its filters work, by keyboard too, and nothing complains.
for python in python3 /usr/bin/python3 ''; do
  ! $python -c 'import selenium' 2>&- || break
done
[ -n "$python" ] && [ -x /usr/bin/chromedriver ] || { echo 'no Chromium to drive'; exit 77; }
printf '%s\n' 'Ein Titel' '' 'Der Markt Ã¶ffnet auf dem Kirchplatz.Mehr Händler kommen.' \
  '</script><script>intruder = true</script>' '"><img src=x onerror="intruder = true">Dann kam er.Wir auch.' >page
segrepair --edits=edits -o text page
{
  cat text
  i=0
  while [ $((i += 1)) -le 399 ]; do printf '\nSatz %s steht hier.\n' $i; done
} | segsplit --format=jsonl -o segments
printf '%s\t%s\t%s\n' 0.98 'Ein Satz.' 'A sentence.' 0.21 'Noch <b>einer</b>.' 'One more.' \
  0 'Allein.' '' >beads
segreport --title='Markt & <i>mehr</i>' --text=text --edits=edits --segments=segments \
  --alignment=beads -o report.html
HOME=$PWD $python "$SUPPORT/browse.py" report.html
