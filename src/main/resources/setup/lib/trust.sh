# shellcheck shell=bash disable=SC2034 # results are for the scripts after this library
# What root may believe on a machine with other users: no process by its name, no program and no folder that anybody but
# root can write. Changes nothing.
#
# On a practice host (KATAGPU_ROOT set) everything below that folder is its owner's: there nothing is asked.

KG_UNTRUSTED=''

# kg_trusted_path PATH: whether nobody but root (or, without root's rights, who runs this) can change what lies there or
# lead it elsewhere: every folder on the way, every link followed and where it leads. An ACL that lets others write
# shows in the group's bits. Otherwise false, with the place and the reason in KG_UNTRUSTED.
kg_trusted_path() {
  local rest=$1 at='' part mode owner links=0 places=0
  KG_UNTRUSTED=''
  [[ -z ${KATAGPU_ROOT:-} ]] || return 0
  if [[ $rest != /* ]]; then
    KG_UNTRUSTED="${rest:0:200}: no absolute path"
    return 1
  fi
  if ((${#rest} > 4096)); then
    KG_UNTRUSTED="${rest:0:200}…: a path of more than 4,096 characters"
    return 1
  fi
  kg_trusted_place / || return 1
  rest=${rest#/}
  while [[ -n $rest ]]; do
    part=${rest%%/*}
    if [[ $rest == */* ]]; then rest=${rest#*/}; else rest=''; fi
    case $part in
      '' | .) continue ;;
      ..)
        at=${at%/*}
        continue
        ;;
    esac
    at+=/$part
    if ((++places > 400)); then
      KG_UNTRUSTED="${at:0:200}: a path of more than 400 places"
      return 1
    fi
    kg_trusted_place "$at" || return 1
    if [[ -L $at ]]; then
      if ((++links > 40)); then
        KG_UNTRUSTED="$at: links without end"
        return 1
      fi
      REPLY=$(readlink -n -- "$at" && printf .) || return 1
      REPLY=${REPLY%.}
      if [[ $REPLY == /* ]]; then at=''; else at=${at%/*}; fi
      rest=${REPLY#/}${rest:+/$rest}
      if ((${#at} + ${#rest} > 4096)); then
        KG_UNTRUSTED="${at:0:200}/${rest:0:200}…: links lead to a path of more than 4,096 characters"
        return 1
      fi
    fi
  done
  return 0
}

# One place on the way: owned by root, and writable by nobody else. In a folder with the sticky bit others cannot take
# away or rename what is root's, so that such a folder will do.
kg_trusted_place() {
  local owner mode
  if ! REPLY=$(stat -c '%u %f' -- "$1" 2>/dev/null) || [[ ! $REPLY =~ ^([0-9]{1,10})\ ([0-9a-f]{1,8})$ ]]; then
    KG_UNTRUSTED="$1: not to be had"
    return 1
  fi
  owner=${BASH_REMATCH[1]} mode=$((16#${BASH_REMATCH[2]}))
  if [[ $owner != 0 && $owner != "$EUID" ]]; then
    KG_UNTRUSTED="$1: owner $owner"
    return 1
  fi
  # A link's own mode means nothing.
  if (((mode & 0170000) == 0120000)); then
    return 0
  fi
  if ((mode & 022 && !(mode & 01000 && (mode & 0170000) == 0040000))); then
    printf -v KG_UNTRUSTED '%s: mode %04o' "$1" "$((mode & 07777))"
    return 1
  fi
}

# kg_trusted_program NAME PATH: the program a PATH-like list leads to, into REPLY; false when there is none, or (then
# KG_UNTRUSTED says why) when it is not to be believed. What stands behind it in the list does not count: it is not what
# would run.
kg_trusted_program() {
  local folder found=''
  local -a folders
  KG_UNTRUSTED=''
  IFS=: read -r -a folders <<<"$2"
  for folder in "${folders[@]}"; do
    if [[ $folder == /* && -f ${KATAGPU_ROOT:-}$folder/$1 && -x ${KATAGPU_ROOT:-}$folder/$1 ]]; then
      found=$folder/$1
      break
    fi
  done
  REPLY=''
  if [[ -z $found ]]; then
    return 1
  fi
  kg_trusted_path "$found" || return 1
  REPLY=$found
}

# kg_trusted_process PID [NAMESPACE …]: whether it runs as root and nothing else, and is in these namespaces of the
# first process (where even root may not ask of that one, in a container, in those of this script); told none: it sees
# the same files and users. Without root's rights nothing of this can be seen, and it is not trusted.
kg_trusted_process() {
  local line space key r e s f ids='' ours
  local -a spaces=("${@:2}")
  ((${#spaces[@]})) || spaces=(mnt user)
  KG_UNTRUSTED=''
  [[ $1 =~ ^[1-9][0-9]{0,9}$ ]] || return 1
  [[ -z ${KATAGPU_ROOT:-} ]] || return 0
  while IFS= read -r line; do
    if [[ $line == Uid:* ]]; then
      read -r key r e s f _ <<<"$line"
      ids="$r $e $s $f"
      break
    fi
  done 2>/dev/null <"/proc/$1/status"
  if [[ $ids != '0 0 0 0' ]]; then
    KG_UNTRUSTED="pid $1: uids ${ids:-not told}"
    return 1
  fi
  for space in "${spaces[@]}"; do
    ours=$(readlink -- "/proc/1/ns/$space" 2>/dev/null || readlink -- "/proc/self/ns/$space") || ours=''
    REPLY=$(readlink -- "/proc/$1/ns/$space" 2>/dev/null) || REPLY=''
    if [[ -z $REPLY || $REPLY != "$ours" ]]; then
      KG_UNTRUSTED="pid $1: $space namespace ${REPLY:-not told}"
      return 1
    fi
  done
}

# kg_service_process NAME SOCKET [UNIT]: the process of a service into REPLY: systemd's own word for its unit where
# systemd runs (an empty UNIT: it is no service of systemd's), otherwise who listens on its socket. A name is only where
# to look first. False where there is none that is trusted; on a practice host the last of that name will do.
kg_service_process() {
  local pid unit=${3-$1.service}
  REPLY=''
  if [[ -z ${KATAGPU_ROOT:-} && -n $unit && -d /run/systemd/system ]] && type -P systemctl >/dev/null; then
    pid=$(timeout -k 2 5 systemctl show -p MainPID --value -- "$unit" 2>/dev/null </dev/null) || pid=''
    if [[ $pid =~ ^[1-9][0-9]{0,9}$ ]] && kg_trusted_process "$pid"; then
      REPLY=$pid
      return 0
    fi
  fi
  kg_named_processes "$1"
  kg_listening_inodes "$2"
  for pid in "${KG_NAMED[@]}"; do
    if kg_trusted_process "$pid" && kg_has_socket "$pid"; then
      REPLY=$pid
      return 0
    fi
  done
  REPLY=''
  if [[ -n ${KATAGPU_ROOT:-} ]] && ((${#KG_NAMED[@]})); then
    REPLY=${KG_NAMED[-1]}
  fi
  [[ -n $REPLY ]]
}

# Whether a process has one of the sockets in KG_INODES open.
kg_has_socket() {
  local fd link inode
  ((${#KG_INODES[@]})) || return 1
  for fd in "${KATAGPU_ROOT:-}/proc/$1/fd/"*; do
    link=$(readlink -- "$fd" 2>/dev/null) || continue
    for inode in "${KG_INODES[@]}"; do
      [[ $link != "socket:[$inode]" ]] || return 0
    done
  done
  return 1
}

# The ids of all processes of a name, into KG_NAMED: of anybody's.
kg_named_processes() {
  local path name restore
  KG_NAMED=()
  restore=$(shopt -p nullglob) || :
  shopt -s nullglob
  for path in "${KATAGPU_ROOT:-}"/proc/[0-9]*/comm; do
    name=''
    { IFS= read -r name <"$path"; } 2>/dev/null || continue
    if [[ $name == "$1" ]]; then
      path=${path%/comm}
      KG_NAMED+=("${path##*/}")
    fi
  done
  $restore
}

# The sockets that listen at a path, into KG_INODES. Others may have bound one of the same path where they see other
# files: the process that has it open decides.
kg_listening_inodes() {
  local flags inode path
  KG_INODES=()
  [[ -r ${KATAGPU_ROOT:-}/proc/net/unix ]] || return 0
  while read -r _ _ _ flags _ _ inode path; do
    if [[ $path == "$1" && $flags == 00010000 && $inode =~ ^[0-9]{1,18}$ ]]; then
      KG_INODES+=("$inode")
    fi
  done <"${KATAGPU_ROOT:-}/proc/net/unix"
}

# kg_process_environment PID: the variables a process was started with, into KG_ENVIRONMENT; false unless it is trusted,
# still the same after they were read.
kg_process_environment() {
  local began
  KG_ENVIRONMENT=()
  kg_trusted_process "$1" || return 1
  kg_process_began "$1" || return 1
  began=$REPLY
  { mapfile -d '' -t KG_ENVIRONMENT <"${KATAGPU_ROOT:-}/proc/$1/environ"; } 2>/dev/null || return 1
  if ! kg_trusted_process "$1" || ! kg_process_began "$1" || [[ $REPLY != "$began" ]]; then
    KG_ENVIRONMENT=()
    return 1
  fi
}

# When a process began, in the kernel's ticks, into REPLY. On a practice host it does not tell.
kg_process_began() {
  local -a field
  REPLY=''
  [[ -z ${KATAGPU_ROOT:-} ]] || return 0
  { IFS= read -r -d '' REPLY <"/proc/$1/stat" || [[ -n $REPLY ]]; } 2>/dev/null || return 1
  # The name in brackets may hold blanks and brackets of its own.
  read -r -a field <<<"${REPLY##*)}"
  REPLY=${field[19]-}
  [[ -n $REPLY ]]
}
