# shellcheck shell=bash
# needs: sysfs
# What a guest image file is and who uses it. Changes nothing.

# Bytes of a file, COUNT of them from SKIP on, as hex digits into REPLY.
rootfs_bytes() {
  REPLY=$(od -An -v -tx1 -j "$2" -N "$3" -- "$1" 2>/dev/null) || REPLY=
  REPLY=${REPLY//[[:space:]]/}
}

# A file's inode, size and time of change into REPLY: what tells one image from another put in its place.
rootfs_identity() {
  REPLY=$(stat -c '%i:%s:%Y' -- "$1" 2>/dev/null) || REPLY=
}

rootfs_size() {
  REPLY=$(stat -c %s -- "$1" 2>/dev/null) || REPLY=0
  kg_number "$REPLY" || REPLY=0
}

# Bytes free for root's use on the file system that holds $1, into REPLY.
rootfs_free() {
  REPLY=$(df --output=avail -B1 -- "$1" 2>/dev/null) || REPLY=0
  REPLY=${REPLY##*$'\n'}
  kg_number "${REPLY//[[:space:]]/}" || REPLY=0
}

# The layout of an image file: ROOTFS_LAYOUT is ext4, partitioned, qcow2, verity, none (partitions without ext4), other
# or unread; the file system is ROOTFS_LENGTH bytes from ROOTFS_OFFSET on (0: to the end), in partition ROOTFS_PART;
# ROOTFS_LAST is 1 where nothing lies behind it, so that it can grow.
rootfs_layout() {
  local file=$1 line start size number end=0
  ROOTFS_LAYOUT=other ROOTFS_OFFSET=0 ROOTFS_LENGTH=0 ROOTFS_PART=0 ROOTFS_LAST=1 ROOTFS_TABLE=
  if [[ ! -r $file ]]; then
    ROOTFS_LAYOUT=unread
    return 0
  fi
  rootfs_bytes "$file" 1080 2
  if [[ $REPLY == 53ef ]]; then
    ROOTFS_LAYOUT=ext4
    return 0
  fi
  rootfs_bytes "$file" 0 4
  if [[ $REPLY == 514649fb ]]; then
    ROOTFS_LAYOUT=qcow2
    return 0
  fi
  rootfs_bytes "$file" 510 2
  if [[ $REPLY != 55aa ]]; then
    return 0
  fi
  ROOTFS_LAYOUT=none
  while IFS= read -r line; do
    if [[ $line =~ ^label:\ ([a-z]+) ]]; then
      ROOTFS_TABLE=${BASH_REMATCH[1]}
    elif [[ $line =~ ([0-9]{1,3})\ :\ start=\ *([0-9]{1,15}),\ size=\ *([0-9]{1,15})(,|$) ]]; then
      number=$((10#${BASH_REMATCH[1]})) start=$((10#${BASH_REMATCH[2]} * 512)) size=$((10#${BASH_REMATCH[3]} * 512))
      rootfs_bytes "$file" "$start" 6
      if [[ $REPLY == 766572697479 ]]; then
        ROOTFS_LAYOUT=verity
        return 0
      fi
      rootfs_bytes "$file" $((start + 1080)) 2
      if [[ $REPLY == 53ef ]] && ((size > ROOTFS_LENGTH)); then
        ROOTFS_LAYOUT=partitioned ROOTFS_OFFSET=$start ROOTFS_LENGTH=$size ROOTFS_PART=$number
      fi
      end=$((start + size > end ? start + size : end))
    fi
  done < <(sfdisk -d -- "$file" 2>/dev/null)
  ROOTFS_LAST=$((ROOTFS_OFFSET + ROOTFS_LENGTH == end))
}

# Where a loop device is mounted, from a look at the mounts of process 1 (its namespace is the host's), into REPLY.
rootfs_mounted_at() {
  local device=$1 fields
  REPLY=
  [[ -r $KG_PROC/1/mountinfo ]] || return 0
  while read -r -a fields; do
    if [[ " ${fields[*]} " == *" - "*" /dev/$device "* ]]; then
      REPLY+=${REPLY:+, }${fields[4]}
    fi
  done <"$KG_PROC/1/mountinfo"
}

# Who uses an image file: loop devices and their mounts, processes that have it open, machines named it in their
# command line. REPLY for people; empty: nobody. ROOTFS_EVIDENCE what was read.
rootfs_users() {
  local file=$1 path device backing fd pid name used='' cmdline
  ROOTFS_EVIDENCE=
  for path in "$KG_SYS"/block/loop*/loop/backing_file; do
    kg_read "$path"
    backing=$REPLY
    if [[ -n $backing && $backing -ef $file ]]; then
      device=${path%/loop/backing_file}
      device=${device##*/}
      rootfs_mounted_at "$device"
      used+="${used:+, }/dev/$device${REPLY:+ ($REPLY)}"
      ROOTFS_EVIDENCE+="/dev/$device: $backing"$'\n'
    fi
  done
  for path in "$KG_PROC"/[0-9]*; do
    pid=${path##*/}
    if [[ $pid == "$$" || $pid == "$BASHPID" ]]; then
      continue
    fi
    cmdline=()
    { mapfile -t -d '' cmdline <"$path/cmdline"; } 2>/dev/null || continue
    kg_read "$path/comm"
    name=$REPLY
    if [[ $name == qemu* && " ${cmdline[*]-}" == *[=\ ,]"${file#"${KATAGPU_ROOT:-}"}"* ]]; then
      used+="${used:+, }$name ($pid)"
      ROOTFS_EVIDENCE+="$pid: ${cmdline[*]}"$'\n'
      continue
    fi
    for fd in "$path"/fd/*; do
      if [[ $fd -ef $file ]]; then
        used+="${used:+, }$name ($pid)"
        ROOTFS_EVIDENCE+="$pid: ${fd#"${KATAGPU_ROOT:-}"}"$'\n'
        break
      fi
    done
  done
  ROOTFS_EVIDENCE=${ROOTFS_EVIDENCE%$'\n'}
  REPLY=$used
}

# A setting of a kernel's .config into REPLY; empty when it is not set, or the file is no plain one.
rootfs_config() {
  local line lines=0
  REPLY=
  [[ -f $1/.config && ! -L $1/.config ]] || return 0
  while ((lines++ < 200000)) && IFS= read -r -n 4000 line; do
    if [[ $line == "$2="* ]]; then
      REPLY=${line#*=}
      return 0
    fi
  done <"$1/.config"
}
