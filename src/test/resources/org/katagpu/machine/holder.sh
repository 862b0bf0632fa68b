#!/bin/bash
# Holds what outlives a restart of the machine (its disk), and boots and ends it as standard input says; the end of
# standard input, which the end of whoever started this is, too, ends all. Runs as root in a mount namespace of its own.
#
#   holder.sh FOLDER SCRIPTS
#
# FOLDER: where the disk is mounted (a tmpfs, seen in this namespace alone): upper/ and work/ of the overlay over this
# machine's own root; keep/ for what is no overlay (files of the real one may change under it while the machine runs).
# SCRIPTS: the folder with boot.sh and hardware/. Says "machine PID ADDRESS" and "ready", or "failed".
set -Eeuo pipefail
base=$1 scripts=$2
tag=kgm$$
init='' starter='' cable='' outer='' inner=''
mount -t tmpfs -o mode=755 machine "$base"
mkdir "$base"/{upper,work,root,keep,sysfs}
mkdir -m 700 "$base/keep/root"
mkdir "$base"/keep/{home,log,lib,tmp,containerd}
chmod 1777 "$base/keep/tmp"
cp -a /etc "$base/keep/etc"
for entry in /var/lib/*; do
  case ${entry##*/} in
    containerd | docker | katagpu | cni) ;;
    dpkg | apt) mkdir "$base/keep/lib/${entry##*/}" ;;
    *) cp -a -- "$entry" "$base/keep/lib/" ;;
  esac
done

# A /30 nobody here has, out of the range kept for measurements (RFC 2544).
pick_addresses() {
  local taken number
  taken=$(ip -4 -o addr show)
  while :; do
    number=$((SRANDOM % 16384 * 4))
    outer=198.19.$((number >> 8)).$(((number & 255) + 1))
    inner=198.19.$((number >> 8)).$(((number & 255) + 2))
    [[ $taken == *" ${outer%.*}."* ]] || return 0
  done
}

# Joins this shell to a group of each hierarchy, so that what the machine makes of groups is below it.
enter_groups() {
  local folder file
  for folder in /sys/fs/cgroup/*/; do
    if [[ -e $folder/cgroup.procs ]]; then
      mkdir -p "$folder$tag"
      for file in cpuset.cpus cpuset.mems; do
        [[ ! -e $folder$tag/$file ]] || cat "$folder$file" >"$folder$tag/$file"
      done
      echo "$BASHPID" >"$folder$tag/cgroup.procs"
    fi
  done
}

drop_groups() {
  local tries folder
  for folder in /sys/fs/cgroup/*/"$tag"; do
    if [[ -d $folder ]]; then
      for ((tries = 0; tries < 200; tries++)); do
        find "$folder" -depth -type d -exec rmdir {} + 2>/dev/null || true
        [[ -d $folder ]] || break
        sleep 0.05
      done
    fi
  done
}

boot() {
  local name
  pick_addresses
  cable=${tag}c
  (
    enter_groups
    exec setpriv --pdeathsig KILL unshare --mount --pid --net --uts --ipc --cgroup --propagation private --fork \
      --kill-child=KILL bash "$scripts/boot.sh" "$base" "$scripts" "$inner" "$outer" </dev/null 2>"$base/boot.log"
  ) &
  starter=$!
  init=
  # unshare's one child is it; what the shell runs before it becomes unshare is not.
  while [[ -z $init ]]; do
    if ! read -r name 2>/dev/null <"/proc/$starter/comm"; then
      echo failed
      return 0
    elif [[ $name == unshare ]]; then
      read -r init _ <"/proc/$starter/task/$starter/children" || :
    fi
    [[ -n $init ]] || sleep 0.01
  done
  ip link add "$cable" type veth peer name enp3s0 netns "$init"
  ip addr add "$outer/30" dev "$cable"
  ip link set "$cable" up
  echo "machine $init $inner"
}

# Loop devices of this host whose file lies in the machine: on its disk, or in a file system only it has mounted.
loops() {
  local own device name back known
  own=" $(cut -d' ' -f3 "/proc/$init/mountinfo" | tr '\n' ' ')$(stat -c '%Hd:%Ld' "$base") "
  known=" $(cut -d' ' -f3 /proc/1/mountinfo | tr '\n' ' ')"
  while read -r name back; do
    if [[ -n $back && $own == *" $back "* && $known != *" $back "* ]]; then
      device+=" $name"
    fi
  done < <(losetup --list --noheadings --output NAME,BACK-MAJ:MIN)
  REPLY=${device-}
}

halt() {
  local device tries
  REPLY=
  [[ -z $init ]] || loops || true
  [[ -z $starter ]] || kill -KILL "$starter" ${init:+"$init"} 2>/dev/null || true
  wait 2>/dev/null || true
  # Its processes end with it, but not at once.
  for ((tries = 0; tries < 600; tries++)); do
    [[ -n $init && -d /proc/$init ]] || break
    sleep 0.05
  done
  for device in $REPLY; do
    losetup --detach "$device" || true
  done
  # The cable goes with the other end's namespace, which the kernel clears away a little later.
  ip link delete "$cable" 2>/dev/null || true
  drop_groups
  init='' starter=''
}

trap halt EXIT
boot
while read -r word; do
  case $word in
    restart)
      halt
      boot
      ;;
    loops)
      loops
      echo "loops$REPLY"
      ;;
    *) break ;;
  esac
done
