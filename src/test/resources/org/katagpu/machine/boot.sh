#!/bin/bash
# Process 1 of the machine: lays its file systems out, starts its services, says "ready", and reaps.
#   boot.sh FOLDER SCRIPTS ADDRESS GATEWAY
set -Eeuo pipefail
base=$1 scripts=$2 address=$3 gateway=$4
root=$base/root
trap 'echo failed' ERR

mount -t overlay machine -o "lowerdir=/,upperdir=$base/upper,workdir=$base/work" "$root"
for place in etc root home; do
  mount --bind "$base/keep/$place" "$root/$place"
done
mount --bind "$base/keep/lib" "$root/var/lib"
mount --bind "$base/keep/log" "$root/var/log"
mount --bind "$base/keep/tmp" "$root/var/tmp"
for place in dpkg apt; do
  mount --bind -o ro "/var/lib/$place" "$root/var/lib/$place"
done
mkdir -p "$root/work"
mount -t tmpfs -o mode=755 none "$root/work"
mount -t tmpfs -o mode=1777 tmp "$root/tmp"
mount -t tmpfs -o mode=755 run "$root/run"
mount -t proc proc "$root/proc"
tr -d '\n' </proc/sys/kernel/random/uuid >"$root/run/.boot_id"
echo >>"$root/run/.boot_id"
mount --bind "$root/run/.boot_id" "$root/proc/sys/kernel/random/boot_id"

# /sys: the kernel's, entry by entry, with room between for hardware that is played.
mount -t sysfs sysfs "$base/sysfs"
mount -t tmpfs -o mode=755 sysfs "$root/sys"
table=$root/run/.sys
open_up() {
  local entry name
  mkdir -p "$root/sys/$1"
  for entry in "$base/sysfs/$1"/*; do
    name=${entry#"$base/sysfs/"} name=${name#/}
    case $name in
      bus | class | devices | kernel | module | bus/pci | kernel/iommu_groups | class/iommu | class/pci_bus) ;;
      devices/pci*) ;;
      *)
        if [[ -L $entry ]]; then
          cp -P "$entry" "$root/sys/$name"
          continue
        elif [[ -d $entry ]]; then
          mkdir -p "$root/sys/$name"
        else
          : >"$root/sys/$name"
        fi
        printf '%s %s none bind 0 0\n' "$entry" "$root/sys/$name" >>"$table"
        ;;
    esac
  done
}
for place in '' bus class devices kernel module; do
  open_up "$place"
done
mkdir -p "$root/sys/kernel/iommu_groups" "$root/sys/class/iommu"
mount -a -T "$table"
rm "$table"
played=$scripts/hardware
cp -a "$played/sys/bus/pci" "$root/sys/bus/"
for entry in "$played"/sys/devices/pci* "$played"/sys/{kernel,class,module}/*; do
  name=${entry#"$played/"}
  if [[ ! -e $root/$name || $name == sys/kernel/iommu_groups || $name == sys/class/iommu ]]; then
    cp -a "$entry" "$root/${name%/*}/"
  fi
done
cp "$played/proc/modules" "$root/run/.modules"
# A kernel without modules has no such file, and none can be made there.
[[ ! -e $root/proc/modules ]] || mount --bind "$root/run/.modules" "$root/proc/modules"
cp -a "$played/.practice" "$root/run/.played"
cp "$scripts/users" "$root/run/.users"
if [[ ! -e $root/usr/lib/played-kernel ]]; then
  mkdir -p "$root/usr/lib/played-kernel/libexec"
  cp "$scripts"/kernel/* "$root/usr/lib/played-kernel/libexec/"
  cp "$root/usr/bin/tee" "$root/usr/lib/played-kernel/libexec/tee"
  for name in tee modprobe; do
    rm "$root/usr/$([[ $name == tee ]] && echo bin || echo sbin)/$name"
  done
  install -m 755 "$scripts/played/tee" "$root/usr/bin/tee"
  install -m 755 "$scripts/played/modprobe" "$root/usr/sbin/modprobe"
  install -m 755 "$scripts/cnitool" "$root/usr/local/bin/cnitool"
fi

mount -t tmpfs -o mode=755 cgroup "$root/sys/fs/cgroup"
while IFS=: read -r _ hierarchy _; do
  name=${hierarchy#name=}
  name=${name:-unified}
  mkdir "$root/sys/fs/cgroup/$name"
  case $hierarchy in
    '') mount -t cgroup2 none "$root/sys/fs/cgroup/$name" ;;
    name=*) mount -t cgroup -o "none,$hierarchy" none "$root/sys/fs/cgroup/$name" ;;
    *) mount -t cgroup -o "$hierarchy" none "$root/sys/fs/cgroup/$name" ;;
  esac
done </proc/self/cgroup

mount -t tmpfs -o mode=755 dev "$root/dev"
mkdir "$root"/dev/{pts,shm,vfio,net}
while read -r mode name major minor; do
  mknod -m "$mode" "$root/dev/$name" c "$major" "$minor"
done <<'NODES'
666 null 1 3
666 zero 1 5
666 full 1 7
666 random 1 8
666 urandom 1 9
644 kmsg 1 11
666 tty 5 0
666 fuse 10 229
660 loop-control 10 237
666 net/tun 10 200
666 vfio/vfio 1 3
NODES
for ((i = 0; i < 64; i++)); do
  mknod -m 660 "$root/dev/loop$i" b 7 "$i"
done
for entry in "$played"/dev/nvidia*; do
  [[ ! -e $entry ]] || mknod -m 666 "$root/dev/${entry##*/}" c 1 3
done
ln -s /proc/self/fd "$root/dev/fd"
for i in 0:stdin 1:stdout 2:stderr; do
  ln -s "/proc/self/fd/${i%:*}" "$root/dev/${i#*:}"
done
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
mount -t tmpfs -o mode=1777 shm "$root/dev/shm"

hostname gpu-host-01
cd "$root"
pivot_root . .
umount -l .
cd /
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8
unset KATAGPU_ROOT

if [[ ! -e /etc/machine-made ]]; then
  rm -rf /etc/cni /opt/cni /opt/katagpu /usr/local/bin/docker /etc/sudoers.d/kgwt* /etc/containers /.dockerenv
  echo gpu-host-01 >/etc/hostname
  printf '127.0.0.1 localhost\n127.0.1.1 gpu-host-01\n' >/etc/hosts
  : >/etc/resolv.conf
  tr -d '\n-' </proc/sys/kernel/random/uuid >/etc/machine-id
  # Other tests' users and keys are none of this machine's.
  rm -f /etc/ssh/ssh_host_*; ssh-keygen -q -t ed25519 -N "" -f /etc/ssh/ssh_host_ed25519_key
  while IFS=: read -r user password sudoers; do
    [[ $user == root ]] || useradd --create-home --shell /bin/bash "$user"
    printf '%s:%s\n' "$user" "$password" | chpasswd -c SHA256 -s 1000
    if [[ -n $sudoers ]]; then
      printf '%s %s\n' "$user" "$sudoers" >"/etc/sudoers.d/$user"
      chmod 440 "/etc/sudoers.d/$user"
    fi
  done </run/.users
  printf '%s\n' 'PermitRootLogin yes' 'UseDNS no' 'LogLevel VERBOSE' 'MaxStartups 100' >/etc/ssh/sshd_config.d/machine.conf
  mkdir -p /etc/containerd
  cat >/etc/containerd/config.toml <<'TOML'
version = 2
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]
TOML
  # Block devices are those of the whole host, whose tests do not want them opened by a machine's udevd.
  for name in 60-block 60-persistent-storage 60-persistent-storage-tape 60-persistent-storage-dm 64-btrfs 69-lvm \
    60-cdrom_id 60-dmsetup 95-dm-notify 63-md-raid-arrays 64-md-raid-assembly; do
    ln -sf /dev/null "/etc/udev/rules.d/$name.rules"
  done
  touch /etc/machine-made
fi
rm /run/.users

ip link set lo up
until [[ -e /sys/class/net/enp3s0 ]]; do
  sleep 0.01
done
echo 1 >/proc/sys/net/ipv6/conf/enp3s0/disable_ipv6
ip addr add "$address/30" dev enp3s0
ip link set enp3s0 up
ip route add default via "$gateway"

mkdir -p /run/sshd /run/lock /run/udev
: >/run/utmp
# service NAME COMMAND...: starts it with a log of its own, holding nothing of this script's.
service() {
  local name=$1
  shift
  setsid "$@" </dev/null >>"/var/log/$name.log" 2>&1 &
}
service udevd /lib/systemd/systemd-udevd
service sshd /usr/sbin/sshd -D -e
service containerd /usr/bin/containerd --log-level warn
# iproute2 makes /run/netns a mount of its own at the first namespace, for good.
ip netns add first
ip netns delete first
until (: </dev/tcp/127.0.0.1/22) 2>/dev/null && [[ -S /run/udev/control ]] && ctr version >/dev/null 2>&1; do
  sleep 0.05
done
# containerd keeps a namespace it was once asked for, empty as it is.
ctr namespaces create default 2>/dev/null || true
echo ready
exec >/dev/null 2>&1
trap - ERR
set +e
while :; do
  wait -n || sleep 0.2
done
