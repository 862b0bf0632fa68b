# shellcheck shell=bash
# Who has a device open. Needs sysfs.sh.

# Open files of all processes that lead to a device a GPU may be behind, as "PID PATH" in KG_OPEN. One pass, bounded:
# returns 1 when it did not get through in time, so that "none found" is not believed.
kg_open_scan() {
  local line status=0
  KG_OPEN=()
  while IFS= read -r line; do
    case $line in
      'status 124' | 'status 137' | 'status 127') return 1 ;;
      'status '*) return 0 ;;
    esac
    line=${line#"$KG_PROC"/}
    KG_OPEN+=("${line%%/*} ${line#* }")
  done < <(
    timeout -k 1 4 find "$KG_PROC"/[0-9]*/fd -maxdepth 1 \
      \( -lname '*/dev/nvidia*' -o -lname '*/dev/vfio/*' -o -lname '*/dev/dri/*' \) -printf '%h %l\n' 2>/dev/null ||
      status=$?
    echo "status $status"
  )
  return 1
}

# Device nodes (below /dev) by which a process can hold a PCI function, into KG_LIST: the NVIDIA minor, its DRM nodes,
# and the vfio group of a running VM.
kg_device_nodes() {
  local bdf=$1 dev=$KG_SYS/bus/pci/devices/$1 line entry minor=''
  KG_LIST=()
  kg_pci_driver "$bdf"
  if [[ $REPLY == nvidia ]]; then
    if [[ -r $KG_PROC/driver/nvidia/gpus/$bdf/information ]]; then
      while IFS= read -r line; do
        if [[ $line == 'Device Minor:'* && $line =~ ([0-9]+)[[:space:]]*$ ]]; then
          minor=${BASH_REMATCH[1]}
        fi
      done <"$KG_PROC/driver/nvidia/gpus/$bdf/information"
    fi
    # Where the driver does not say which minor is whose, any of them may be this one.
    KG_LIST+=("nvidia${minor:-[0-9]*}")
  fi
  for entry in "$dev"/drm/*; do
    if [[ -e $entry ]]; then
      KG_LIST+=("dri/${entry##*/}")
    fi
  done
  for entry in "$dev"/vfio-dev/*; do
    if [[ -e $entry ]]; then
      KG_LIST+=("vfio/devices/${entry##*/}")
    fi
  done
  kg_pci_group "$bdf"
  if [[ -n $REPLY ]]; then
    KG_LIST+=("vfio/$REPLY")
  fi
}

# Holders of a PCI function, "python3(4711), qemu(12)", into REPLY; which node each has open into KG_EVIDENCE; their
# names, each once, into KG_HOLDER_NAMES. Needs kg_open_scan before.
kg_holders() {
  local open node pid path name out='' seen=' '
  KG_EVIDENCE=
  KG_HOLDER_NAMES=' '
  kg_device_nodes "$1"
  for open in ${KG_OPEN[@]+"${KG_OPEN[@]}"}; do
    pid=${open%% *}
    path=${open#* }
    for node in "${KG_LIST[@]}"; do
      # The node may hold a pattern on purpose.
      # shellcheck disable=SC2053
      if [[ $path == */dev/$node ]]; then
        KG_EVIDENCE+="${KG_EVIDENCE:+$'\n'}/proc/$pid/fd -> /dev/${path##*/dev/}"
        if [[ $seen != *" $pid "* ]]; then
          seen+="$pid "
          kg_read "$KG_PROC/$pid/comm"
          name=${REPLY:-?}
          out+="${out:+, }$name($pid)"
          if [[ $KG_HOLDER_NAMES != *" $name "* ]]; then
            KG_HOLDER_NAMES+="$name "
          fi
        fi
        break
      fi
    done
  done
  REPLY=$out
}
