# What of the machine is no file on its disk.
set -Eeuo pipefail
tell() {
  local kind=$1 line
  shift
  while IFS= read -r line; do
    [[ -z $line ]] || printf '%s %s\n' "$kind" "$line"
  done < <("$@" 2>/dev/null)
}
# Number and parent number of a mount are its own; so are a tmpfs's numbers.
tell mount awk '{ print $5, $4, $6, $(NF-2), $(NF-1) }' /proc/1/mountinfo
tell run find /run -xdev -mindepth 1 ! -path '/run/udev*' ! -path '/run/containerd*' ! -path '/run/sudo*' \
  ! -path '/run/lock*' ! -path '/run/user*' ! -path '/run/motd*' -printf '%p %y %#m\n'
tell link ip -o link show
# Link-local addresses come and settle by themselves, some seconds after a link.
tell address bash -c 'ip -o addr show | grep -v " fe80:"'
tell route bash -c 'ip -o route show table all | grep -v "fe80:"'
tell neighbour true
tell netns ip netns list
for table in filter nat mangle raw; do
  tell "rule $table" iptables -w 5 -t "$table" -S
done
tell nft nft list ruleset
tell forward cat /proc/sys/net/ipv4/ip_forward
tell device find /dev ! -path '/dev/block*' ! -path '/dev/disk*' ! -path '/dev/pts/*' ! -path '/dev/shm/*' -printf '%p %y %#m\n'
for device in /sys/bus/pci/devices/*; do
  if [[ -e $device ]]; then
    driver=$(readlink "$device/driver" || true)
    printf 'pci %s driver=%s override=%s\n' "${device##*/}" "${driver##*/}" "$(<"$device/driver_override")"
  fi
done
tell module cat /proc/modules
# Namespaces that processes live in, counted, since their numbers are never the same.
for kind in mnt net pid user uts ipc cgroup; do
  printf 'namespaces %s %s\n' "$kind" "$(readlink /proc/[0-9]*/ns/"$kind" 2>/dev/null | sort -u | wc -l)"
done
tell process bash -c 'for p in /proc/[0-9]*; do [[ -e $p/cmdline ]] && tr "\0" " " <"$p/cmdline" && echo; done |
  grep -Ev "^(bash -s|bash -c for p|sshd: |tr |sort |grep |sudo |find |\(sd-|\(udev-)" | sort'
if [[ -S /run/containerd/containerd.sock ]]; then
  for space in $(ctr namespaces ls -q); do
    printf 'containerd namespace %s\n' "$space"
    for what in 'images ls -q' 'containers ls -q' 'tasks ls -q' 'snapshots ls' 'content ls -q' 'leases ls -q'; do
      # shellcheck disable=SC2086
      tell "containerd $space ${what%% *}" bash -c 'ctr -n "$0" "$@" | grep -v "^KEY "' "$space" $what
    done
  done
fi
