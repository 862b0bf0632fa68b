# shellcheck shell=bash disable=SC2034 # read by the scripts it stands before
# What the job scripts share. A job's folder holds:
#   script, runner   what runs; no secret is in them
#   meta             name, owner, nonce, start (ms since the epoch), scope of its lock, a line each
#   claim            made once, by whoever decides whether the job is launched
#   pid              "PID START BOOT CGROUP" of the runner; START and BOOT keep a reused number from being taken for it
#   log, exit        output; "STATUS LOGSIZE" once ended
#   cancelled        there once a cancel began
# Expects KATAGPU_WORD, the random word by which the caller knows this run's answers among other output.
kg_home=${KATAGPU_ROOT:-}/var/lib/katagpu
kg_jobs=$kg_home/jobs
exec 7<> <(:) # a pipe that stays empty, to wait on without a process

kg_nap() {
  local nothing
  IFS= read -r -t "$1" -u 7 nothing || :
}

# kg_reply KIND [FIELD …]
kg_reply() {
  local IFS=$'\t'
  printf '\036%s\t%s\n' "$KATAGPU_WORD" "$*"
}

# State, parent, group, session and start time of process $1 into kg_stat; false when there is none.
kg_process() {
  local line=''
  { IFS= read -r -d '' line || :; } 2>/dev/null <"/proc/$1/stat" || return 1
  [[ $line ]] || return 1
  # The name in parentheses may hold anything, even blanks and newlines.
  read -r -a kg_stat <<<"${line##*) }"
  kg_stat=("${kg_stat[0]}" "${kg_stat[1]}" "${kg_stat[2]}" "${kg_stat[3]}" "${kg_stat[19]}")
}

# An end without an answer says where it came from: a status alone tells the admin nothing.
trap 'printf "line %s: status %s: %s\n" "$LINENO" "$?" "${BASH_COMMAND%%$'"'\\n'"'*}" >&2' ERR

# Reads the folder of job $1: kg_dir, kg_name, kg_owner, kg_nonce, kg_started, kg_scope, kg_pid, kg_start, kg_boot, kg_cgroup.
# False where there is no launched job.
kg_load() {
  kg_dir=$kg_jobs/$1
  [[ -f $kg_dir/meta && -f $kg_dir/pid ]] || return 1
  {
    IFS= read -r -n 4096 kg_name
    IFS= read -r -n 4096 kg_owner
    IFS= read -r -n 4096 kg_nonce
    IFS= read -r -n 4096 kg_started
    IFS= read -r -n 4096 kg_scope || kg_scope=host # of a wizard that knew one lock only
  } 2>/dev/null <"$kg_dir/meta" || return 1
  { read -r -n 4096 kg_pid kg_start kg_boot kg_cgroup; } 2>/dev/null <"$kg_dir/pid" || return 1
  kg_is_sound
}

# Whether what was loaded has the form it was written in. A torn or strange file is no job: its numbers would be
# signalled as processes (1 and 0 are everybody's), and its words would be told as if they were answers.
kg_is_sound() {
  [[ $kg_name$kg_owner != *[[:cntrl:]]* && $kg_nonce =~ ^[0-9A-Za-z_-]+$ && $kg_started =~ ^[0-9]{1,15}$ &&
    $kg_scope =~ ^[a-z][a-z0-9-]{0,31}$ && $kg_pid =~ ^[1-9][0-9]{0,9}$ && $kg_pid -gt 1 &&
    $kg_start =~ ^[0-9]{1,18}$ && $kg_boot =~ ^[0-9A-Za-z-]+$ ]] || return 1
  [[ $kg_cgroup == - || ($kg_cgroup == /* && $kg_cgroup != */../* && $kg_cgroup != */..) ]]
}

kg_runner_lives() {
  local boot
  read -r boot </proc/sys/kernel/random/boot_id
  [[ $boot == "$kg_boot" ]] && kg_process "$kg_pid" && [[ ${kg_stat[0]} != [ZX] && ${kg_stat[4]} == "$kg_start" ]]
}

kg_ended() {
  kg_exit=- kg_size=0
  [[ -f $kg_dir/exit ]] || return 1
  { read -r -n 256 kg_exit kg_size; } 2>/dev/null <"$kg_dir/exit" || :
  if [[ ! $kg_exit =~ ^[0-9]{1,3}$ || ! $kg_size =~ ^[0-9]{1,18}$ ]]; then
    kg_exit=- kg_size=0
    return 1
  fi
}

# State of the loaded job into kg_state: running, ended (kg_exit, kg_size) or vanished.
kg_judge() {
  kg_exit=- kg_size=0 kg_state=vanished
  if kg_ended; then
    kg_state=ended
  elif kg_runner_lives; then
    kg_state=running
  elif kg_ended; then # it ended between the two looks
    kg_state=ended
  fi
}

# kg_prune KEEP: removes the folders of ended jobs but for the newest KEEP; and what starts that never came to be left
# behind, once it is a day old: until then a late start must still find it taken.
kg_prune() {
  local ended=() folder id entry day_ago made
  printf -v day_ago '%(%s)T' -1
  day_ago=$((day_ago - 86400))
  for folder in "$kg_jobs"/*/; do
    [[ -d $folder && ! -L ${folder%/} ]] || continue
    id=${folder%/}
    id=${id##*/}
    if kg_load "$id"; then
      kg_judge
      [[ $kg_state == running ]] || ended+=("$kg_started $id")
    else
      made=$(stat -c %Y -- "$folder") || continue
      ((made >= day_ago)) || rm -rf --one-file-system -- "$folder"
    fi
  done
  ((${#ended[@]} > $1)) || return 0
  mapfile -t ended < <(printf '%s\n' "${ended[@]}" | sort -rn)
  for entry in "${ended[@]:$1}"; do
    rm -rf --one-file-system -- "${kg_jobs:?}/${entry#* }"
  done
}

# kg_reply_job KIND ID: tells the loaded and judged job.
kg_reply_job() {
  local cancelled=-
  [[ ! -f $kg_dir/cancelled ]] || cancelled=cancelled
  kg_reply "$1" "$2" "$kg_state" "$kg_exit" "$cancelled" "$kg_started" "$kg_scope" "$kg_name" "$kg_owner"
}

# Every process of the loaded job $1 but its runner into kg_members, their groups into kg_groups: its session, its
# scope, whatever carries its mark in the environment, and all descendants of these.
kg_find_members() {
  local -A parent=() group=() member=()
  local pid entry session=$kg_pid boot mark="KATAGPU_JOB=$1" more environ variable
  kg_members=() kg_groups=()
  read -r boot </proc/sys/kernel/random/boot_id
  [[ $boot == "$kg_boot" ]] || return 0
  # The number of a session is free again once the session is empty.
  if kg_process "$kg_pid" && [[ ${kg_stat[4]} != "$kg_start" ]]; then session=none; fi
  for entry in /proc/[0-9]*; do
    pid=${entry#/proc/}
    kg_process "$pid" || continue
    [[ ${kg_stat[0]} != [ZX] && $pid != "$$" && $pid != "$BASHPID" ]] || continue
    parent[$pid]=${kg_stat[1]}
    group[$pid]=${kg_stat[2]}
    if [[ ${kg_stat[3]} == "$session" ]]; then
      member[$pid]=1
    elif ((kg_stat[1] != 2)); then # 2 is the parent of the kernel's threads
      environ=()
      { mapfile -t -d '' environ; } 2>/dev/null <"/proc/$pid/environ" || :
      for variable in "${environ[@]}"; do
        [[ $variable != "$mark" ]] || member[$pid]=1
      done
    fi
  done
  if [[ $kg_cgroup == *katagpu-job-* ]]; then
    for entry in /sys/fs/cgroup{,/systemd}"$kg_cgroup"{,/*}/cgroup.procs; do
      [[ -r $entry ]] || continue
      while read -r pid; do
        [[ ! ${parent[$pid]:-} ]] || member[$pid]=1
      done <"$entry"
    done
  fi
  [[ $session == none ]] || member[$kg_pid]=1
  more=1
  while [[ $more ]]; do
    more=''
    for pid in "${!parent[@]}"; do
      if [[ ! ${member[$pid]:-} && ${member[${parent[$pid]}]:-} ]]; then
        member[$pid]=1
        more=1
      fi
    done
  done
  unset "member[$kg_pid]"
  local -A groups=()
  for pid in "${!member[@]}"; do
    groups[${group[$pid]}]=1
  done
  kg_members=("${!member[@]}")
  kg_groups=("${!groups[@]}")
}

# kg_left_behind ID: whether anything of the loaded job still runs besides its runner; it is in kg_members and kg_groups.
kg_left_behind() {
  kg_find_members "$1"
  ((${#kg_members[@]}))
}
