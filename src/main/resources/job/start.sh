# shellcheck shell=bash disable=SC2154 # kg_* come from lib.sh, which stands before it
# Launches a job, detached. Descriptor 9 brings "SCRIPTBYTES SECRETBYTES", the script, the secrets, and an end mark.
# Nothing is done before all of it is here. Expects JOB_ID, JOB_NAME, JOB_OWNER, JOB_SCOPE,
# JOB_LOCK (the file of the scope's lock), JOB_NONCE, JOB_RUNNER.
# Answers: started | exists | locked JOB… | busy | tool NAME | incomplete | abandoned | failed
for tool in flock setsid; do
  command -v "$tool" >/dev/null || {
    kg_reply tool "$tool"
    exit 0
  }
done

script_bytes='' secret_bytes='' end=''
IFS=' ' read -r -u 9 script_bytes secret_bytes || :
[[ $script_bytes =~ ^[0-9]{1,9}$ && $secret_bytes =~ ^[0-9]{1,5}$ ]] || {
  kg_reply incomplete "head: ${script_bytes:0:20} ${secret_bytes:0:20}"
  exit 0
}
script=$(
  head -c "$script_bytes" <&9
  printf x # keeps the newlines at the end
)
script=${script%x}
exec 6< <(exec head -c "$secret_bytes" <&9) # secrets rest in this pipe, never in a file
wait "$!" || :
IFS= read -r -u 9 end || :
[[ ${#script} -eq $script_bytes && $end == "$KATAGPU_WORD end" ]] || {
  kg_reply incomplete "${#script} of $script_bytes bytes"
  exit 0
}

mkdir -p "$kg_jobs"
exec 8>>"$kg_home/$JOB_LOCK"
holder_is() {
  holder=''
  [[ ! -f $kg_home/$JOB_LOCK.holder ]] || IFS= read -r holder <"$kg_home/$JOB_LOCK.holder" || :
  [[ $holder ]] && kg_load "$holder" && kg_judge && [[ $kg_state == "$1" ]]
}
tries=60
until flock -n 8; do
  if holder_is running; then
    kg_reply_job locked "$holder"
    exit 0
  fi
  # A runner that is just ending, or a start that has not yet said whose it is.
  ((tries--)) || {
    kg_reply busy
    exit 0
  }
  kg_nap 0.05
done
# A runner killed from outside loses the lock, yet what it ran may go on.
if holder_is vanished && kg_left_behind "$holder"; then
  kg_reply_job locked "$holder"
  exit 0
fi

# A host that is set up again and again keeps the newest jobs only. What it costs is nothing to the start.
kg_prune_many() {
  local folders=("$kg_jobs"/*/)
  ((${#folders[@]} <= 80)) || kg_prune 60 || :
}

dir=$kg_jobs/$JOB_ID
mkdir "$dir" 2>/dev/null || {
  kg_reply exists
  exit 0
}
launched=''
trap '[[ $launched ]] || rm -rf -- "$dir"' EXIT
printf '%s\n' "$JOB_ID" >"$kg_home/$JOB_LOCK.holder"
printf '%s' "$script" >"$dir/script"
printf '%s\n' "$JOB_RUNNER" >"$dir/runner"
printf '%s\n' "$JOB_NAME" "$JOB_OWNER" "$JOB_NONCE" "$(date +%s%3N)" "$JOB_SCOPE" >"$dir/meta"
: >"$dir/log"
# Room for the exit status is taken now, so that it can be told even if the disk fills up.
printf '%63s\n' '' >"$dir/exit.room"

# Who makes the claim decides. The other one is a caller that lost its link and gave this start up (claim.sh).
launched=1
(set -o noclobber && printf 'launched\n' >"$dir/claim") 2>/dev/null || {
  kg_reply abandoned
  exit 0
}
launch=(setsid bash "$dir/runner" "$dir")
if [[ -d ${KATAGPU_ROOT:-}/run/systemd/system ]] && command -v systemd-run >/dev/null; then
  # In a scope of its own it is outside the login session, which logind may end with all its processes.
  scope=(systemd-run --scope --quiet --collect)
  # shellcheck disable=SC2016 # for the inner shell
  if "${scope[@]}" "--unit=katagpu-probe-$JOB_ID" bash -c '[[ -e /proc/self/fd/8 && -e /proc/self/fd/9 ]]' \
    9<&6 </dev/null >/dev/null 2>&1; then
    launch=("${scope[@]}" "--unit=katagpu-job-$JOB_ID" "${launch[@]}")
  fi
fi
"${launch[@]}" 9<&6 6<&- 7<&- </dev/null >/dev/null 2>"$dir/runner.err" &
for ((tries = 200; tries > 0; tries--)); do
  if [[ -f $dir/pid ]]; then
    kg_reply started
    kg_prune_many
    exit 0
  fi
  kg_nap 0.05
done
cat -- "$dir/runner.err" >&2
kg_reply failed
