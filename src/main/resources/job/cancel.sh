# shellcheck shell=bash disable=SC2154 # kg_* come from lib.sh, which stands before it
# Ends everything of job JOB_ID: TERM, so that its traps run; after JOB_GRACE_MS what is left gets KILL.
# Answers: missing | cancelled | stuck PID…
kg_load "$JOB_ID" || {
  kg_reply missing
  exit 0
}
kg_judge
if [[ $kg_state == ended ]]; then
  kg_reply cancelled
  exit 0
fi

# kg_signal NAME TARGET …: some may be gone already.
kg_signal() {
  local name=$1 target
  shift
  for target in "$@"; do
    kill "-$name" -- "$target" 2>/dev/null || :
  done
}

kg_find_members "$JOB_ID"
# Once only, by whoever makes the marker: a second TERM would hit the commands of the traps. By group, so that a fork
# cannot slip through. On a full disk there may be no marker; the job is ended all the same.
if (set -o noclobber && : >"$kg_dir/cancelled") 2>/dev/null || [[ ! -f $kg_dir/cancelled ]]; then
  kg_signal TERM "${kg_groups[@]/#/-}"
fi
# A stopped process sees TERM only when it goes on.
kg_signal CONT "${kg_groups[@]/#/-}" "$kg_pid"

# Since the host's start, in hundredths of a second, into REPLY.
kg_clock() {
  read -r REPLY _ </proc/uptime
  REPLY=$((10#${REPLY/./}))
}

# kg_await_none MS [SIGNAL]: until no process of the job is left; what is found gets the signal. False when too late.
kg_await_none() {
  kg_clock
  local deadline=$((REPLY + $1 / 10))
  while :; do
    kg_find_members "$JOB_ID"
    ((${#kg_members[@]})) || return 0
    kg_clock
    ((REPLY <= deadline)) || return 1
    [[ ! ${2:-} ]] || kg_signal "$2" "${kg_members[@]}"
    kg_nap 0.05
  done
}
if ! kg_await_none "$JOB_GRACE_MS" && ! kg_await_none 10000 KILL; then
  kg_reply stuck "${kg_members[@]}"
  exit 0
fi
# The runner leaves the exit status and the lock.
for ((rounds = 200; rounds > 0; rounds--)); do
  kg_runner_lives || break
  kg_nap 0.05
done
kg_reply cancelled
