# A Slurm cluster of this machine's loopback: munged, slurmctld and two nodes of two processors each,
# with all files in the folder $cluster and ports that were free. Needs $cluster to be set.

# Waits until a shell command succeeds, at most the given number of seconds.
wait_until() {
  deadline=$(($(date +%s) + $1))
  until eval "$2"; do
    [ "$(date +%s)" -lt "$deadline" ] || {
      echo "waited $1 s in vain for: $2" >&2
      return 1
    }
    sleep 0.1
  done
}

free_ports() {
  python3 -c '
import socket, sys
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(int(sys.argv[1]))]
print(*[s.getsockname()[1] for s in sockets])' "$1"
}

configure() {
  user=$(id -un)
  ports=$(free_ports 3)
  # shellcheck disable=SC2086 # a list of numbers
  set -- $ports
  cat <<CONFIGURATION
ClusterName=test
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort=$1
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
AuthInfo=socket=$cluster/munge.socket,cred_expire=5
CryptoType=crypto/munge
StateSaveLocation=$cluster/state
SlurmdSpoolDir=$cluster/%n
SlurmctldPidFile=$cluster/slurmctld.pid
SlurmdPidFile=$cluster/slurmd.%n.pid
SlurmctldLogFile=$cluster/slurmctld.log
SlurmdLogFile=$cluster/slurmd.%n.log
# Without systemd and its control groups.
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
MailProg=/bin/true
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
# A node that comes back is used again, and everything happens soon.
ReturnToService=2
SlurmctldTimeout=10
SlurmdTimeout=10
KillWait=2
SchedulerParameters=batch_sched_delay=0,sched_interval=5,sched_min_interval=0
# So few that the test needs several arrays.
MaxArraySize=10
NodeName=n1 NodeHostname=localhost NodeAddr=127.0.0.1 Port=$2 CPUs=2 RealMemory=1000
NodeName=n2 NodeHostname=localhost NodeAddr=127.0.0.1 Port=$3 CPUs=2 RealMemory=1000
PartitionName=all Nodes=ALL Default=YES State=UP
CONFIGURATION
}

# Starts a daemon in the foreground of a job of its own; its process goes to NAME.process.
start_daemon() {
  name=$1
  shift
  "$@" >>"$cluster/$name.out" 2>&1 &
  echo $! >"$cluster/$name.process"
}

start_controller() { start_daemon slurmctld /usr/sbin/slurmctld -D; }
start_node() { start_daemon "$1" /usr/sbin/slurmd -D -N "$1"; }

start_cluster() {
  mkdir -p "$cluster/state"
  chmod 755 "$cluster" # munged wants its socket to be reached by all
  SLURM_CONF=$cluster/slurm.conf
  export SLURM_CONF
  configure >"$SLURM_CONF"
  /usr/sbin/mungekey --create --keyfile="$cluster/munge.key"
  start_daemon munged /usr/sbin/munged --foreground --key-file="$cluster/munge.key" \
    --socket="$cluster/munge.socket" --pid-file="$cluster/munge.pid" \
    --log-file="$cluster/munge.log" --seed-file="$cluster/munge.seed" --num-threads=1
  wait_until 10 '[ -S "$cluster/munge.socket" ]'
  start_controller
  start_node n1
  start_node n2
  wait_until 30 '[ "$(sinfo -h -t idle -o %D 2>/dev/null)" = 2 ]'
}

# Ends a daemon, not what it has started, by a signal.
kill_daemon() {
  kill -s "$2" "$(cat "$cluster/$1.process")"
  wait "$(cat "$cluster/$1.process")" 2>/dev/null || :
}

# Ends all tasks and daemons; also half a cluster.
stop_cluster() {
  if [ -e "$cluster/slurmctld.process" ]; then
    timeout 10 scancel -u "$(id -un)" || :
    wait_until 20 '[ -z "$(timeout 5 squeue -h 2>&1)" ]' || :
  fi
  for name in n1 n2 slurmctld munged; do
    [ -e "$cluster/$name.process" ] || continue
    process=$(cat "$cluster/$name.process")
    kill "$process" 2>/dev/null || continue
    wait_until 10 '! kill -0 "$process" 2>/dev/null' || kill -9 "$process"
  done
}
