# shellcheck shell=bash disable=SC2154 # kg_* come from lib.sh, which stands before it
# Streams the log of JOB_ID from byte JOB_OFFSET until the job has ended.
# Answers: missing, or: log NONCE, the log's bytes as they are, end STATE STATUS CANCELLED LOGSIZE.
kg_load "$JOB_ID" || {
  kg_reply missing
  exit 0
}
kg_reply log "$kg_nonce"
kg_judge
# What a killed runner left may go on changing the host: the job is over once none of it is left.
if [[ $kg_state == running ]] || { [[ $kg_state == vanished ]] && kg_left_behind "$JOB_ID"; }; then
  # tail ends shortly after the process it watches: one that waits for the job, or for this shell to be gone.
  (
    trap - EXIT
    while [[ ! -f $kg_dir/exit && -d /proc/$$ ]] && { kg_runner_lives || kg_left_behind "$JOB_ID"; }; do
      kg_nap 0.05
    done
  ) >/dev/null 2>&1 &
  watcher=$!
  trap 'kill "$watcher" 2>/dev/null || :' EXIT
  # Its warnings must not get among the log, where a terminal joins both streams.
  tail -c "+$((JOB_OFFSET + 1))" -f -s 0.05 "--pid=$watcher" -- "$kg_dir/log" 2>/dev/null
  kg_judge
else
  tail -c "+$((JOB_OFFSET + 1))" -- "$kg_dir/log"
fi
[[ $kg_state == ended ]] || kg_size=$(stat -c %s -- "$kg_dir/log")
cancelled=-
[[ ! -f $kg_dir/cancelled ]] || cancelled=cancelled
kg_reply end "$kg_state" "$kg_exit" "$cancelled" "$kg_size"
