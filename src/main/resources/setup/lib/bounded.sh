# shellcheck shell=bash
# Commands that may never come back. A write to sysfs can hang in the kernel in a way no signal ends; then the script
# must not hang with it, so such a command runs in a process of its own which is left behind when it is stuck.

readonly KG_TIMED_OUT=124
readonly KG_STUCK=99

# Runs the rest of the arguments under `timeout`, holding none of the script's descriptors: a process left behind must
# not keep a lock or the log open. Ends with a line of MARK and the command's status.
kg_detached() {
  local mark=$1 seconds=$2 fd status=0
  shift 2
  for fd in /proc/self/fd/*; do
    fd=${fd##*/}
    if [[ $fd =~ ^[0-9]+$ ]] && ((fd > 2 && fd != 255)); then
      exec {fd}>&-
    fi
  done
  { timeout -k 1 "$seconds" "$@" >/dev/null; } 2>&1 || status=$?
  printf '\n%s%s\n' "$mark" "$status"
}

# kg_bounded SECONDS COMMAND [ARG …]: runs a command with this call's standard input; what it complains of (its
# standard error) comes into REPLY. Returns its status, KG_TIMED_OUT when it had to be ended, or KG_STUCK when it
# hangs in the kernel and was left behind.
kg_bounded() {
  local seconds=$1 from line status=$KG_STUCK read_status deadline mark
  local -a complaints=()
  shift
  deadline=$((SECONDS + seconds + 3))
  # Not to be guessed by a command: its complaints come the same way as its status.
  mark=$'\036'$RANDOM-$RANDOM-$RANDOM:
  exec {from}< <(kg_detached "$mark" "$seconds" "$@")
  while ((SECONDS <= deadline)); do
    read_status=0
    IFS= read -r -t 1 -u "$from" line || read_status=$?
    if ((read_status > 128)); then
      continue
    elif ((read_status != 0)); then
      # No status and nobody left who could tell it: the process was ended by somebody else, a cancelled job.
      status=143
      break
    elif [[ $line == "$mark"* ]]; then
      status=${line#"$mark"}
      [[ $status =~ ^[0-9]{1,3}$ ]] || status=143
      break
    elif [[ -n $line ]]; then
      complaints+=("$line")
    fi
  done
  exec {from}<&-
  REPLY=${complaints[*]-}
  # TERM alone ends a process that waits in an ordinary way; one that needed KILL was held by the kernel.
  if ((status == 137)); then
    status=$KG_STUCK
  fi
  return "$status"
}
