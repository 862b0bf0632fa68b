# shellcheck shell=bash
# needs: rootfs/choice rootfs/inside
# Work in namespaces of its own: what is mounted there is seen by nobody else and is gone, loop devices included, when
# its last process is, however that came about. Nothing in there can load or remove a module of the host's kernel.

# Every function, and the variables named, as a program that calls $1. One that is not set stays so: on a real host
# KATAGPU_ROOT never is.
rootfs_program() {
  local call=$1 name
  shift
  printf 'set -Eeuo pipefail\nexport LC_ALL=C\numask 022\nexec 9<&-\n'
  for name in KATAGPU_NONCE "$@"; do
    if declare -p "$name" >/dev/null 2>&1; then
      declare -p "$name"
    fi
  done
  declare -f
  printf '{ %s </dev/null; exit; }\n' "$call"
}

# rootfs_run_isolated FUNCTION VARIABLE …: becomes the process that runs the function apart; to be called in a
# subshell, whose parent's end is the end of all of it.
rootfs_run_isolated() {
  exec setpriv --pdeathsig KILL --inh-caps -all --bounding-set -sys_module,-sys_rawio,-sys_boot,-sys_time,-mknod -- \
    unshare --mount --propagation private --pid --fork --kill-child --mount-proc bash -s < <(rootfs_program "$@")
}

# Mounts the file system of image ROOTFS_SOURCE read-only below an empty tmpfs and reports what is inside: nothing is
# written to the image, its journal is not replayed. What a tool complains of goes to standard error, as evidence.
rootfs_inspect() {
  local options=ro,noload,loop,nosuid,nodev place
  if ((ROOTFS_OFFSET)); then
    options+=,offset=$ROOTFS_OFFSET,sizelimit=$ROOTFS_LENGTH
  fi
  for place in "${KATAGPU_ROOT:-}"/{mnt,media,opt} /mnt /media /opt; do
    if [[ -d $place && $ROOTFS_SOURCE != "$place"/* ]]; then
      break
    fi
  done
  mount -t tmpfs -o mode=700 katagpu "$place"
  mkdir "$place/image"
  if ! mount -t ext4 -o "$options" -- "$ROOTFS_SOURCE" "$place/image"; then
    rootfs_emit mount_failed yes
    return 1
  fi
  rootfs_report "$place/image" "$ROOTFS_RELEASE" "$DRIVER_VERSION"
  umount "$place/image"
}
