# shellcheck shell=bash
# What the practice kernel does with plain files is done with device nodes here; /proc takes nothing that is played.
settle_group_node() {
  local group=$1 member
  for member in "/sys/kernel/iommu_groups/$group/devices"/*; do
    if driver_of "$member" && is_vfio "$REPLY"; then
      [[ -e /dev/vfio/$group ]] || mknod -m 600 "/dev/vfio/$group" c 1 3
      return 0
    fi
  done
  rm -f "/dev/vfio/$group"
}

nvidia_traces() {
  note "$NOTES/pci/$1" minor
  [[ -z $REPLY || -e /dev/nvidia$REPLY ]] || mknod -m 666 "/dev/nvidia$REPLY" c 1 3
}

