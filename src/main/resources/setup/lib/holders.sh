# shellcheck shell=bash
# needs: pci pci-use sysfs
# Who has a device open.

# Open nodes of all processes into KG_OPEN; returns 1 when it did not get through in time.
kg_open_scan() {
  kg_open_files 8 30
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
        if [[ $line == 'Device Minor:'* && $line =~ ([0-9]{1,3})[[:space:]]*$ ]]; then
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
# ids into KG_HOLDER_PIDS. Needs kg_open_scan before.
kg_holders() {
  local open node pid path out='' seen=' '
  KG_EVIDENCE=
  KG_HOLDER_PIDS=()
  kg_device_nodes "$1"
  for open in ${KG_OPEN[@]+"${KG_OPEN[@]}"}; do
    pid=${open%% *}
    path=${open#* }
    for node in ${KG_LIST[@]+"${KG_LIST[@]}"}; do
      # The node may hold a pattern on purpose.
      # shellcheck disable=SC2053
      if [[ $path == $node ]]; then
        KG_EVIDENCE+="${KG_EVIDENCE:+$'\n'}/proc/$pid/fd -> /dev/$path"
        if [[ $seen != *" $pid "* ]]; then
          seen+="$pid "
          kg_process_name "$pid"
          out+="${out:+, }$REPLY($pid)"
          KG_HOLDER_PIDS+=("$pid")
        fi
        break
      fi
    done
  done
  REPLY=$out
}
