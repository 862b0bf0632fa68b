# shellcheck shell=bash
# needs: pci sysfs
# By which node a VM gets a bound function. Parameter: NODES, the kinds the host's Kata takes, the one to be tried first
# before the others: "group" (/dev/vfio/81), "cdev" (/dev/vfio/devices/vfio3, through /dev/iommu), "none".

# kg_vfio_node BDF: the node below /dev/vfio into REPLY; false with those that are missing.
kg_vfio_node() {
  local bdf=$1 kind entry name missing=''
  for kind in $NODES; do
    case $kind in
      group)
        kg_pci_group "$bdf"
        if [[ -n $REPLY && -e $KG_DEV/vfio/$REPLY ]]; then
          return 0
        fi
        missing+=" /dev/vfio/${REPLY:-?}"
        ;;
      cdev)
        name='?'
        for entry in "$KG_SYS/bus/pci/devices/$bdf"/vfio-dev/vfio*; do
          [[ ! -e $entry ]] || name=${entry##*/}
        done
        REPLY=devices/$name
        if [[ -e $KG_DEV/vfio/$REPLY && -e $KG_DEV/iommu ]]; then
          return 0
        fi
        [[ -e $KG_DEV/vfio/$REPLY ]] || missing+=" /dev/vfio/$REPLY"
        [[ -e $KG_DEV/iommu ]] || missing+=" /dev/iommu"
        ;;
    esac
  done
  REPLY=${missing# }
  return 1
}
