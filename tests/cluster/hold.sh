# A filter that notes that it runs and, while the file $HOLD/wanted is there, stops half-way. Then it
# tells in $HOLD/held.NODE.* its process group and the process above that, which is that of Slurm.
echo "$SLURM_JOB_ID" >>"$HOLD/ledger"
head -c 10000
if [ -e "$HOLD/wanted" ]; then
  group=$(cut -d ' ' -f 5 /proc/$$/stat)
  echo "$group $(cut -d ' ' -f 4 "/proc/$group/stat")" >"$HOLD/.$$"
  mv "$HOLD/.$$" "$HOLD/held.$SLURMD_NODENAME.$$"
  while [ -e "$HOLD/wanted" ]; do sleep 0.1; done
fi
exec cat
