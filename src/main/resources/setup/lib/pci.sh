# shellcheck shell=bash
# needs: sysfs
# PCI functions as sysfs shows them. A function is named by its address, 0000:3b:00.0. Meanings:
# Documentation/ABI/testing/sysfs-bus-pci of the kernel.

readonly KG_PCI_ADDRESS='^[0-9a-f]{4,8}:[0-9a-f]{2}:[01][0-9a-f]\.[0-7]$'

kg_pci_driver() {
  kg_link_name "$KG_SYS/bus/pci/devices/$1/driver"
}

# The IOMMU group's number into REPLY; empty without an IOMMU. It may change with each boot: never kept.
kg_pci_group() {
  kg_link_name "$KG_SYS/bus/pci/devices/$1/iommu_group"
  if [[ ! $REPLY =~ ^[0-9]+$ ]]; then
    REPLY=
  fi
}

# What kind of device sits at the address, 10de:26ba:10de:1851 (vendor, device, subsystem), into REPLY.
kg_pci_identity() {
  local part out=''
  for part in vendor device subsystem_vendor subsystem_device; do
    kg_read "$KG_SYS/bus/pci/devices/$1/$part"
    out+=${out:+:}${REPLY#0x}
  done
  REPLY=$out
}

# Class without its 0x, 030200, into REPLY.
kg_pci_class() {
  kg_read "$KG_SYS/bus/pci/devices/$1/class"
  REPLY=${REPLY#0x}
}

# Whether it is a bridge, which vfio leaves alone. NVSwitch says 0680, "other bridge", and is an endpoint.
kg_pci_is_bridge() {
  kg_pci_class "$1"
  [[ $REPLY == 06* && $REPLY != 0680* ]]
}

# The override as written, into REPLY; empty where there is none.
kg_pci_override() {
  kg_read "$KG_SYS/bus/pci/devices/$1/driver_override"
  if [[ $REPLY == '(null)' ]]; then
    REPLY=
  fi
}

# All endpoints of a function's IOMMU group, itself included, into KG_LIST.
kg_pci_group_endpoints() {
  local entry
  KG_LIST=()
  for entry in "$KG_SYS/bus/pci/devices/$1/iommu_group/devices"/*; do
    entry=${entry##*/}
    if [[ $entry =~ $KG_PCI_ADDRESS ]] && ! kg_pci_is_bridge "$entry"; then
      KG_LIST+=("$entry")
    fi
  done
}

# The root port above a function: its address into REPLY, and every endpoint below it into KG_LIST. REPLY is empty
# for an endpoint integrated in the root complex.
kg_pci_root_port() {
  local path part port=''
  KG_LIST=()
  kg_real_folder "$KG_SYS/bus/pci/devices/$1"
  path=$REPLY
  REPLY=
  while [[ $path == */* ]]; do
    part=${path##*/}
    if [[ $part == pci[0-9a-f]* ]]; then
      break
    elif [[ $part =~ $KG_PCI_ADDRESS ]]; then
      port=$path
    fi
    path=${path%/*}
  done
  if [[ -z $port || ${port##*/} == "$1" ]]; then
    return 0
  fi
  kg_pci_endpoints_below "$port"
  REPLY=${port##*/}
}

kg_pci_endpoints_below() {
  local folder
  for folder in "$1"/*:*:*.*/; do
    folder=${folder%/}
    if [[ -L $folder || ! ${folder##*/} =~ $KG_PCI_ADDRESS ]]; then
      continue
    elif kg_pci_is_bridge "${folder##*/}"; then
      kg_pci_endpoints_below "$folder"
    else
      KG_LIST+=("${folder##*/}")
    fi
  done
}
