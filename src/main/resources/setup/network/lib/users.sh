# shellcheck shell=bash
# needs: sysfs
# Who uses the network's namespace. A virtual machine's processes are in it; but a shim may hold it by a descriptor or
# by its container alone, and only a thread of it may be in there. Calls: find, stat, grep.

NETWORK_SEEN_USERS=''
declare -A NETWORK_SEEN_PIDS=()

# network_user PID: notes a process. What it calls itself is told, nothing is concluded from it.
network_user() {
  if [[ -z ${NETWORK_SEEN_PIDS[$1]-} ]]; then
    NETWORK_SEEN_PIDS[$1]=1
    kg_read "$KG_PROC/$1/comm"
    NETWORK_SEEN_USERS+="${NETWORK_SEEN_USERS:+, }${REPLY:-?} ($1)"
  fi
}

# Users of the namespace NETWORK_NAMESPACE_FILE into REPLY: NAME (PID), container NAME, mount PATH; empty: it is free. A
# descriptor counts only where root has it: anybody may open the file, and must not hold up a change by that.
network_namespace_users() {
  local file inode='' name=${NETWORK_NAMESPACE##*/} pid
  NETWORK_SEEN_USERS='' NETWORK_SEEN_PIDS=() REPLY=
  [[ -e $NETWORK_NAMESPACE_FILE ]] || return 0
  for file in "$KG_PROC"/[0-9]*/ns/net "$KG_PROC"/[0-9]*/task/[0-9]*/ns/net; do
    if [[ $file -ef $NETWORK_NAMESPACE_FILE ]]; then
      pid=${file#"$KG_PROC/"}
      network_user "${pid%%/*}"
    fi
  done
  inode=$(stat -L -c %i -- "$NETWORK_NAMESPACE_FILE" 2>/dev/null) || inode=
  if kg_number "$inode"; then
    inode=$REPLY
    while IFS= read -r -d '' file; do
      pid=${file#"$KG_PROC/"}
      network_user "${pid%%/*}"
    done < <(find "$KG_PROC"/[0-9]*/fd -maxdepth 1 -user 0 \( -lname "net:\\[$inode\\]" -o -lname "*/netns/$name" \) \
      -print0 2>/dev/null)
    network_users_by_mount "$inode" "$name"
  fi
  network_users_by_container "$name"
  REPLY=$NETWORK_SEEN_USERS
}

# A namespace mounted elsewhere stays when ours is deleted.
network_users_by_mount() {
  local root point
  { while read -r _ _ _ root point _; do
    if [[ $root == "net:[$1]" && $point != */run/netns/"$2" ]]; then
      NETWORK_SEEN_USERS+="${NETWORK_SEEN_USERS:+, }mount $point"
    fi
  done <"$KG_PROC/self/mountinfo"; } 2>/dev/null || :
}

# A containerd shim works in its container's bundle, whose config.json names the namespace. Only shims of root in this
# mount namespace: others could lead anywhere.
network_users_by_container() {
  local file pid bundle
  while IFS= read -r -d '' file && IFS= read -r -d '' bundle; do
    pid=${file#"$KG_PROC/"} pid=${pid%%/*}
    if [[ $KG_PROC/$pid/ns/mnt -ef $KG_PROC/self/ns/mnt && -f $bundle/config.json && ! -L $bundle/config.json ]] &&
      grep -qE "\"path\": ?\"(/var)?/run/netns/$1\"" < <(head -c 4194304 -- "$bundle/config.json" 2>/dev/null); then
      NETWORK_SEEN_USERS+="${NETWORK_SEEN_USERS:+, }container ${bundle##*/}"
    fi
  done < <(find "$KG_PROC"/[0-9]*/cwd -maxdepth 0 -user 0 -lname '*/io.containerd.runtime.v2.task/*' \
    -printf '%p\0%l\0' 2>/dev/null)
}
