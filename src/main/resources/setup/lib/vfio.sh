# shellcheck shell=bash
# needs: bounded pci pci-use sysfs
# Handing one PCI function to vfio-pci and back. Parameter: PATIENCE, the seconds a driver gets to let go or to probe.
# Each function returns 0, or not with the reason in REPLY; KG_STUCK when a write hangs in the kernel: the function must
# not be touched again before a reboot, even its override's lock is held.

readonly KG_DRIVERS=$KG_SYS/bus/pci/drivers

kg_vfio_loaded() {
  [[ -d $KG_DRIVERS/vfio-pci ]]
}

# Loads vfio-pci. Idle GPUs that it puts to sleep (D3cold) may not wake again, hence the parameter.
kg_vfio_load() {
  kg_bounded 30 modprobe vfio-pci disable_idle_d3=1 || return
  if ! kg_vfio_loaded; then
    REPLY='modprobe succeeded but the driver is not registered'
    return 1
  fi
}

# Unloads vfio-pci again, unless a device is bound to it.
kg_vfio_unload() {
  local device
  for device in "$KG_DRIVERS"/vfio-pci/*:*:*.*; do
    if [[ -e $device ]]; then
      REPLY="${device##*/} is bound to it"
      return 1
    fi
  done
  kg_bounded 30 modprobe -r vfio-pci || return
  if kg_vfio_loaded; then
    REPLY='modprobe -r left it loaded'
    return 1
  fi
}

# Reserves the function for vfio-pci and takes it from the driver it has.
kg_vfio_release() {
  local bdf=$1 dev=$KG_SYS/bus/pci/devices/$1
  kg_write "$dev/driver_override" vfio-pci || return
  kg_pci_driver "$bdf"
  if [[ -n $REPLY ]]; then
    kg_write "$dev/driver/unbind" "$bdf" "$PATIENCE" || return
    kg_pci_driver "$bdf"
    if [[ -n $REPLY ]]; then
      REPLY="$REPLY still drives it"
      return 1
    fi
  fi
}

# Lets vfio-pci take the function and reads back that it did.
kg_vfio_probe() {
  local bdf=$1
  kg_write "$KG_SYS/bus/pci/drivers_probe" "$bdf" "$PATIENCE" || return
  kg_vfio_bound "$bdf"
}

# Whether the function is vfio-pci's, or a variant's of it, and its group can be opened.
kg_vfio_bound() {
  local bdf=$1
  kg_pci_driver "$bdf"
  if [[ $REPLY == pci-stub ]] || ! kg_is_vfio "$REPLY"; then
    REPLY="driver is ${REPLY:-none}, not vfio-pci"
    return 1
  fi
  kg_pci_group "$bdf"
  if [[ -z $REPLY ]]; then
    REPLY='it is in no IOMMU group'
    return 1
  elif [[ ! -e $KG_DEV/vfio/$REPLY ]]; then
    REPLY="/dev/vfio/$REPLY is missing"
    return 1
  fi
}

# kg_vfio_restore BDF DRIVER MODULE OVERRIDE: gives the function back to the driver it had (none where empty).
kg_vfio_restore() {
  local bdf=$1 driver=$2 module=$3 override=$4 dev=$KG_SYS/bus/pci/devices/$1
  kg_pci_driver "$bdf"
  if [[ -n $REPLY && $REPLY != "$driver" ]]; then
    kg_write "$dev/driver/unbind" "$bdf" "$PATIENCE" || return
  fi
  kg_pci_driver "$bdf"
  if [[ -n $driver && $REPLY != "$driver" ]]; then
    # An override, ours or an earlier one, would keep the driver off.
    kg_write "$dev/driver_override" '' || return
    if [[ ! -d $KG_DRIVERS/$driver && -n $module ]]; then
      kg_bounded 60 modprobe "$module" || return
    fi
    kg_write "$KG_SYS/bus/pci/drivers_probe" "$bdf" "$PATIENCE" || return
  fi
  kg_pci_override "$bdf"
  if [[ $REPLY != "$override" ]]; then
    kg_write "$dev/driver_override" "$override" || return
  fi
  kg_pci_driver "$bdf"
  if [[ $REPLY != "$driver" ]]; then
    REPLY="driver is ${REPLY:-none}, not ${driver:-none}"
    return 1
  fi
}
