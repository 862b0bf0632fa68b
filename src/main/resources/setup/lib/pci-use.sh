# shellcheck shell=bash
# Who uses a PCI function: the processes that have one of its nodes open, and whether its driver is one of vfio's. A
# node is told by the device itself (major and minor number), never by the path it was opened by: a file of any user may
# lie at /tmp/x/dev/vfio/12, and a container calls its nodes as it likes. Threads with files of their own and nodes that
# are only mapped count too. Nothing another user chose is read here: on a host, find and stat print names below /proc
# and numbers. KG_SYS and KG_PROC: where they differ from the machine's own.

# Nodes a GPU can be held by, below /dev. Those all GPUs share (nvidiactl, nvidia-uvm, vfio/vfio) hold none.
KG_OPEN_NODE='^(nvidia[0-9]{1,3}|vfio/[0-9]{1,9}|vfio/devices/vfio[0-9]{1,9}|dri/(card|renderD)[0-9]{1,4})$'
# NV_MAJOR_DEVICE_NUMBER of NVIDIA's nv.h; its minors 254 and 255 are shared nodes.
KG_NVIDIA_MAJOR=195
KG_OPEN=()
KG_OPEN_PARTLY=0

# kg_open_links SECONDS WHERE FIND-ACTION …: links to open files below /proc that lead to WHERE (a pattern), with what
# find is to do with each. Mapped files and files of single threads are many: of these only what lies below a dev.
kg_open_links() {
  local seconds=$1 where=$2 proc=${KG_PROC:-${KATAGPU_ROOT:-}/proc}
  shift 2
  timeout -k 1 "$seconds" find "$proc" -mindepth 1 -maxdepth 5 \
    -type d ! -name '[0-9]*' ! -name fd ! -name task ! -name map_files -prune -o \
    -type l \( -path '*/fd/*' ! -path '*/task/*' -lname "$where" -o -path '*/task/*/fd/*' -lname '*/dev/*' -o \
    -path '*/map_files/*' -lname '*/dev/*' \) "$@" 2>/dev/null
}

# Device number, "MAJOR:MINOR" in hex as stat prints it, to node below /dev, into KG_NODES.
kg_open_nodes() {
  local sys=${KG_SYS:-${KATAGPU_ROOT:-}/sys} class file line name key
  KG_NODES=()
  for class in vfio vfio-dev drm; do
    for file in "$sys/class/$class"/*/dev; do
      line=''
      { IFS= read -r line <"$file"; } 2>/dev/null || [[ -n $line ]] || continue
      [[ $line =~ ^([0-9]{1,7}):([0-9]{1,7})$ ]] || continue
      name=${file%/dev}
      name=${name##*/}
      printf -v key '%x:%x' "$((10#${BASH_REMATCH[1]}))" "$((10#${BASH_REMATCH[2]}))"
      case $class in
        vfio) KG_NODES[$key]=vfio/$name ;;
        vfio-dev) KG_NODES[$key]=vfio/devices/$name ;;
        drm) KG_NODES[$key]=dri/$name ;;
      esac
    done
  done
}

# kg_open_add PID NODE: once each
kg_open_add() {
  if [[ $1 =~ ^[1-9][0-9]{0,9}$ && $2 =~ $KG_OPEN_NODE && -z ${KG_OPEN_SEEN[$1 $2]-} ]]; then
    KG_OPEN_SEEN[$1 $2]=1
    KG_OPEN+=("$1 $2")
  fi
}

# kg_open_files SECONDS [SECONDS]: the open nodes of all processes, as "PID NODE" (NODE below /dev), into KG_OPEN. False
# when it did not get through in time, so that "none found" is not believed. Looking at a file of a network mount that
# answers no more hangs: then only what lies below a folder dev is looked at, in the second time (as long as the first
# where none is given), and KG_OPEN_PARTLY is 1.
kg_open_files() {
  # shellcheck disable=SC2034 # for the caller
  KG_OPEN_PARTLY=0
  kg_open_pass "$1" '/*' && return 0
  KG_OPEN_PARTLY=1
  kg_open_pass "${2:-$1}" '*/dev/*'
}

# kg_open_pass SECONDS WHERE
kg_open_pass() {
  local seconds=$1 at=$2 root=${KATAGPU_ROOT:-} proc=${KG_PROC:-${KATAGPU_ROOT:-}/proc} status=0 line where node i
  local major=$KG_NVIDIA_MAJOR
  local -a links=()
  local -A KG_OPEN_SEEN=() KG_NODES=()
  KG_OPEN=()
  if [[ -n $root ]]; then
    # A tree of files instead of a machine has no devices: there a node is the file at its place in the tree.
    mapfile -d '' -t links < <(kg_open_links "$seconds" "$at" -printf '%p\0%l\0')
    wait "$!" || status=$?
    for ((i = 0; i + 1 < ${#links[@]}; i += 2)); do
      where=${links[i]#"$proc"/}
      node=${links[i + 1]#"$root"}
      [[ $node != /dev/* ]] || kg_open_add "${where%%/*}" "${node#/dev/}"
    done
  else
    kg_open_nodes
    mapfile -t links < <(kg_open_links "$seconds" "$at" -exec stat -L --printf '%f %t:%T %n\n' {} + |
      grep -a '^2... ' || exit "${PIPESTATUS[0]}")
    wait "$!" || status=$?
    for line in ${links[@]+"${links[@]}"}; do
      read -r _ node where <<<"$line"
      [[ $node =~ ^([0-9a-f]{1,8}):([0-9a-f]{1,8})$ ]] || continue
      where=${where#"$proc"/}
      if ((16#${BASH_REMATCH[1]} == major && 16#${BASH_REMATCH[2]} < 254)); then
        kg_open_add "${where%%/*}" "nvidia$((16#${BASH_REMATCH[2]}))"
      else
        kg_open_add "${where%%/*}" "${KG_NODES[$node]-}"
      fi
    done
  fi
  # find says 1 where a process was gone before it came there.
  ((status <= 1))
}

# A process's name as the kernel keeps it, into REPLY: its owner chose it, so nothing in it ends a line or a list.
kg_process_name() {
  local proc=${KG_PROC:-${KATAGPU_ROOT:-}/proc}
  REPLY=''
  { IFS= read -r REPLY <"$proc/$1/comm"; } 2>/dev/null || :
  REPLY=${REPLY:0:64}
  REPLY=${REPLY//[[:cntrl:](),]/_}
  REPLY=${REPLY:-?}
}

# Whether a driver hands its device to a VM, or keeps its hands off it: the kernel's rule is the driver's
# driver_managed_dma. vfio-pci's variants bear its name (drivers/vfio/pci of the kernel: mlx5_vfio_pci,
# hisi-acc-vfio-pci, nvgrace-gpu-vfio-pci, …); those that do not are told by the aliases of their module.
kg_is_vfio() {
  local driver=$1 sys=${KG_SYS:-${KATAGPU_ROOT:-}/sys} module release
  [[ $driver =~ (^|[-_])vfio[-_]pci$ || $driver == pci-stub ]] && return 0
  [[ -n $driver && $driver != */* && -d $sys/bus/pci/drivers/$driver/module ]] || return 1
  module=$(cd -P -- "$sys/bus/pci/drivers/$driver/module" && printf '%s' "${PWD##*/}") || return 1
  [[ $module =~ ^[A-Za-z0-9_]+$ ]] || return 1
  release=''
  { IFS= read -r release <"${KG_PROC:-${KATAGPU_ROOT:-}/proc}/sys/kernel/osrelease"; } 2>/dev/null || :
  [[ -n $release && $release != */* ]] || return 1
  grep -qE "^alias vfio_pci:[^ ]* ${module//_/[-_]}\$" \
    "${KATAGPU_ROOT:-}/lib/modules/$release/modules.alias" 2>/dev/null
}
