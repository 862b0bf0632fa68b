# shellcheck shell=bash
# needs: record stage sysfs image/look serve/common serve/guest serve/server serve/vm
# Our container: run, and removed. The container's first process is a small launcher that waits for its go-ahead, so
# that VM and GPUs can be proved before the model starts, and that nothing secret stands in containerd's database: what
# is started comes later, through a pipe, into a tmpfs of the guest.

# What a log may take on the disk, in bytes; what the environment says instead (KATAGPU_MOST_LOG) is for tests.
kg_number "${KATAGPU_MOST_LOG:-}" && ((REPLY >= 65536)) || REPLY=67108864
readonly SERVE_MOST_LOG=$REPLY

# The launcher, for any POSIX shell. It tells on the container's output how each server run ended, and goes on waiting.
serve_launcher() {
  cat <<'LAUNCHER'
d=/run/katagpu
umask 077
grep -q "^[^ ]* /run tmpfs " /proc/mounts || { echo "[katagpu] /run is no tmpfs"; exit 70; }
mkdir -p "$d" && rm -f "$d"/* && mkfifo "$d/go" || exit 71
child=
trap 'kill $child 2>/dev/null; exit 0' TERM INT
# Processes a server left are ours now.
orphans() {
  for status in /proc/[0-9]*/status; do
    while read -r name value; do
      [ "$name" = PPid: ] || continue
      pid=${status#/proc/}
      [ "$value" != "$$" ] || kill -KILL "${pid%/status}"
      break
    done <"$status"
  done 2>/dev/null
}
echo "[katagpu] waiting"
while :; do
  run=
  read -r run <"$d/go" || continue
  [ -n "$run" ] || continue
  printf '%s' "$run" >"$d/alive"
  sh "$d/run" </dev/null &
  child=$!
  echo "$child" >"$d/pid"
  wait "$child"
  ended=$?
  child=
  orphans
  orphans
  rm -f "$d/pid" "$d/alive"
  echo "[katagpu] $run ended with $ended"
done
LAUNCHER
}

# Whether the model is spread over several GPUs; vLLM's processes then share memory.
serve_uses_several_gpus() {
  ((PARALLEL > 1 || (PARALLEL == 0 && SERVE_GPUS > 1)))
}

# Keeps the log's room on the disk bounded as long as our record of this container stands and its first process is
# there, whoever looks on: its beginning and its newest stay, what is between becomes a hole, so that places in it stay
# what they were. One for each log: that of a container before this one of the name goes within two seconds.
serve_log_keeper() {
  cat <<'KEEPER'
log=$1 record=$2 most=$3 pid=$4
head=$((most / 64 / 4096 * 4096))
began() {
  read -r line <"/proc/$pid/stat" || return 1
  set -- ${line##*)}
  echo "${20}"
}
exec 2>/dev/null
[ -z "$pid" ] || first=$(began) || pid=
exec 8>>"$log.keeper" && flock -w 10 8 || exit 0
while sleep 2 && [ -f "$record" ] && [ -f "$log" ] && { [ -z "$pid" ] || [ "$(began)" = "$first" ]; }; do
  used=$(($(stat -c %b -- "$log") * 512))
  size=$(stat -c %s -- "$log")
  to=$(((size - most / 2) / 4096 * 4096))
  if [ "$used" -gt "$most" ] && [ "$to" -gt "$head" ]; then
    fallocate --punch-hole --offset "$head" --length $((to - head)) -- "$log" || truncate -s "$head" -- "$log"
  fi
done
rm -f -- "$log.keeper"
KEEPER
}

serve_keep_log() {
  local -a keeper=(sh -c "$(serve_log_keeper)" katagpu-log "$SERVE_LOG" "$KG_RECORDS/$SERVE_NAME" "$SERVE_MOST_LOG")
  serve_task || SERVE_TASK_PID=
  keeper+=("$SERVE_TASK_PID")
  if [[ -z ${KATAGPU_ROOT:-} && -d /run/systemd/system ]] && type -P systemd-run >/dev/null; then
    # Out of this job's own unit, which ends with the job.
    systemd-run --quiet --collect --description "Keeps the log of $CONTAINER bounded" -- "${keeper[@]}" </dev/null &&
      return 0
  fi
  (
    for fd in /proc/self/fd/*; do
      fd=${fd##*/}
      if kg_number "$fd" 1023 && ((REPLY > 2 && REPLY != 255)); then
        exec {fd}>&-
      fi
    done
    exec setsid --fork "${keeper[@]}" </dev/null >/dev/null 2>&1
  )
}

# Says that the middle of the log is gone, where it is.
serve_tell_log() {
  local size
  serve_log_size
  size=$REPLY
  if kg_number "$(stat -c %b -- "$SERVE_LOG" 2>/dev/null)" && ((size - REPLY * 512 > 1048576)); then
    kg_finding serve.log_cut pass "${SERVE_LOG#"${KATAGPU_ROOT:-}"}: $size bytes written, $((REPLY * 512)) kept" \
      "${SERVE_LOG#"${KATAGPU_ROOT:-}"}" "$((SERVE_MOST_LOG / 1048576))"
  fi
}

# Runs it. Its output goes to the log on this host from its first byte on, whoever follows.
serve_run_container() {
  local group status=0 said
  local -a options=(--detach --runtime "$RUNTIME" --label "$SERVE_LABEL=$SERVE_NAME" --log-uri "file://$SERVE_LOG"
    --with-ns "network:$SERVE_NETNS" --env NVIDIA_VISIBLE_DEVICES=all
    --env "NVIDIA_DRIVER_CAPABILITIES=compute,utility")
  for group in "${SERVE_GROUPS[@]}"; do
    options+=(--device "$KG_DEV/vfio/$group")
  done
  if serve_uses_several_gpus; then
    # For making /dev/shm larger inside: containerd's own is of 64 MiB, and Kata takes no other.
    options+=(--cap-add CAP_SYS_ADMIN)
  fi
  mkdir -p -- "${SERVE_LOG%/*}"
  rm -f -- "$SERVE_PROOF"
  : >"$SERVE_LOG"
  kg_record_remove "$SERVE_NAME"
  # From here on a run that is cancelled has something to take back.
  SERVE_MADE=1
  serve_record container "$CONTAINER" namespace "$NAMESPACE" socket "$CONTAINERD" snapshotter "$SNAPSHOTTER" \
    address "$SERVE_ADDRESS" netns "$NETNS" vm ''
  said=$(image_where timeout -k 5 1200 ctr run "${options[@]}" "$REFERENCE" "$CONTAINER" /bin/sh -c \
    "$(serve_launcher)" 2>&1 </dev/null | head -c "$SERVE_MOST" | tr -d '\0') || status=$?
  [[ -z $said ]] || printf '%s\n' "$said"
  if ((status)); then
    serve_explain_run "$said" "$status"
    exit 2
  fi
  serve_record vm "$SERVE_VM_INPUTS"
  SERVE_UP=1
  serve_keep_log
}

# What ctr's complaint means. The reason often stands in Kata's own log alone.
serve_explain_run() {
  local text=$1 status=$2 kata=''
  if kata=$(timeout -k 2 10 journalctl --quiet --no-pager -t kata -n 30 -o cat 2>/dev/null | head -c "$SERVE_MOST") && [[ -n $kata ]]; then
    echo 'The last lines of Kata in the journal:'
    printf '%s\n' "$kata"
  fi
  serve_tail "$text"
  serve_link vm failed "$REPLY"
  case $text in
    *'already exists'*) kg_fail serve.exists "$REPLY" "$CONTAINER" "$NAMESPACE" ;;
    *'executable file not found'* | *'failed to start shim: failed to resolve runtime path'* | *'runtime "'*'not found'*)
      kg_fail serve.no_shim "$REPLY" "$RUNTIME" "$RUNTIME" ;;
    *'esource busy'*) kg_fail serve.vfio_busy "$REPLY" "$CONTAINER" ;;
    *) kg_fail serve.not_run "$REPLY" "$CONTAINER" "$status" ;;
  esac
}

# serve_remove GRACE: our container goes, task, container and snapshot, whatever of them there is. What runs in it gets
# TERM and GRACE seconds first. Fails with containerd's words in REPLY.
serve_remove() {
  local grace=$1 deadline
  serve_container && serve_task || return 1
  [[ $SERVE_OWNER != other ]] || return 0
  if [[ $SERVE_TASK == RUNNING ]]; then
    if ((grace)); then
      image_ask tasks kill --signal SIGTERM "$CONTAINER" || true
      serve_await_stop "$grace" || true
    fi
    image_ask tasks kill --signal SIGKILL "$CONTAINER" || true
    serve_await_stop 6 || true
  fi
  if [[ -n $SERVE_TASK ]]; then
    image_ask tasks rm --force "$CONTAINER" || [[ $REPLY == *'not found'* ]] || return 1
  fi
  if [[ $SERVE_OWNER == ours ]]; then
    image_ask containers rm "$CONTAINER" || [[ $REPLY == *'not found'* ]] || return 1
  fi
  # Its own snapshot goes with a container; one is left where the container never came to be.
  if image_ask snapshots info "$CONTAINER"; then
    image_ask snapshots rm "$CONTAINER" || [[ $REPLY == *'not found'* ]] || return 1
  fi
  deadline=$((SECONDS + 10))
  while serve_find_vm "$CONTAINER" && [[ -n $SERVE_VM_PID ]] && ((SECONDS < deadline)); do
    sleep 0.2
  done
  if [[ -n $SERVE_VM_PID ]]; then
    kg_finding serve.vm_left warn "$SERVE_VM_PID" "$CONTAINER" "$SERVE_VM_PID"
  fi
  REPLY=
}

serve_await_stop() {
  local deadline=$((SECONDS + $1))
  while serve_task && [[ $SERVE_TASK == RUNNING ]]; do
    ((SECONDS < deadline)) || return 1
    sleep 0.2
  done
}

# Its record and what lies beside it; the log stays for who wants to know.
serve_forget() {
  rm -f -- "$SERVE_LOG.keeper"
  rm -f -- "$SERVE_PROOF" "$SERVE_CERTIFICATE"
  kg_record_remove "$SERVE_NAME"
}
