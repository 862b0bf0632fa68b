# shellcheck shell=bash
# needs: pci sysfs vfio
# IOMMU groups that come late. On arm64 before kernel 6.15 the firmware's tables are evaluated when a driver is first
# tried on a device: until then it has no group, which says nothing of the SMMU. Of two functions on a conventional PCI
# bus, which share a stream, only the first one tried gets a group.

# Whether this machine's kernel makes groups so late: an SMMU, and a kernel before 6.15.
kg_groups_come_late() {
  local entry
  kg_read "$KG_PROC/sys/kernel/osrelease"
  if [[ $REPLY =~ ^([0-9]{1,4})\.([0-9]{1,4}) ]] &&
    ((10#${BASH_REMATCH[1]} > 6 || 10#${BASH_REMATCH[1]} == 6 && 10#${BASH_REMATCH[2]} >= 15)); then
    return 1
  fi
  for entry in "$KG_SYS"/class/iommu/smmu*; do
    [[ ! -e $entry ]] || return 0
  done
  [[ $(uname -m) == aarch64 ]] || return 1
  for entry in "$KG_SYS"/kernel/iommu_groups/*; do
    [[ ! -e $entry ]] || return 0
  done
  return 1
}

# Whether the function's group is not known yet: no driver was tried on it.
kg_pci_group_is_late() {
  kg_pci_group "$1"
  [[ -z $REPLY ]] || return 1
  kg_pci_driver "$1"
  [[ -z $REPLY ]] && kg_groups_come_late
}

# All endpoints that share the function's conventional PCI bus, itself included, into KG_LIST; none where its link is
# PCI Express. Only PCI Express functions have link attributes.
kg_pci_bus_mates() {
  local top
  KG_LIST=()
  kg_real_folder "$KG_SYS/bus/pci/devices/$1"
  top=${REPLY%/*}
  if [[ -z $REPLY || -e $REPLY/max_link_speed || ! ${top##*/} =~ $KG_PCI_ADDRESS ]]; then
    return 0
  fi
  while [[ ! -e $top/max_link_speed && ${top%/*} =~ /[0-9a-f:]+\.[0-7]$ ]]; do
    top=${top%/*}
  done
  kg_pci_endpoints_below "$top"
}

# Whether the function goes along with another one of its conventional bus: reserved for vfio-pci, without driver and
# group of its own, while that one is vfio-pci's. Its name into REPLY.
kg_vfio_rides() {
  local bdf=$1 mate
  kg_pci_group "$bdf"
  [[ -z $REPLY ]] || return 1
  kg_pci_driver "$bdf"
  [[ -z $REPLY ]] || return 1
  kg_pci_override "$bdf"
  [[ $REPLY == vfio-pci ]] || return 1
  kg_pci_bus_mates "$bdf"
  for mate in ${KG_LIST[@]+"${KG_LIST[@]}"}; do
    if [[ $mate != "$bdf" ]] && kg_vfio_bound "$mate"; then
      REPLY=$mate
      return 0
    fi
  done
  return 1
}
