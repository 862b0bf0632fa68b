# shellcheck shell=bash
# The runner of one job: keeps the lock of its scope (descriptor 8) while the job's script runs, and leaves its exit
# status. It leads the job's session; the job itself holds no lock, so that a daemon it leaves behind cannot either.
set -uo pipefail
umask 077
dir=$1
# Signals to the whole group are for the job; the runner stays to tell how it ended.
trap : HUP INT QUIT TERM
cd / || exit 1

line=''
IFS= read -r -d '' line </proc/$$/stat
read -r -a stat <<<"${line##*) }"
read -r boot </proc/sys/kernel/random/boot_id
cgroup=-
while IFS=: read -r _ controllers path; do
  if [[ (-z $controllers || $controllers == name=systemd) && $path == *katagpu-job-* ]]; then
    cgroup=$path
  fi
done </proc/self/cgroup
printf '%s %s %s %s\n' "$$" "${stat[19]}" "$boot" "$cgroup" >"$dir/pid.new" && mv "$dir/pid.new" "$dir/pid" || exit 1

status=0
KATAGPU_JOB=${dir##*/} bash "$dir/script" <&9 >>"$dir/log" 2>&1 8>&- 9<&- || status=$?
# A script that was killed (by the host for want of memory, say) could not end what it had started.
((status != 137)) || kill -TERM -- "-$$"
size=$(stat -c %s "$dir/log")
printf '%s %s\n' "$status" "$size" 1<>"$dir/exit.room"
mv "$dir/exit.room" "$dir/exit"
