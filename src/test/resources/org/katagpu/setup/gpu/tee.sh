#!/bin/bash
# The kernel behind a tree of files: what a write to sysfs does. Faults are files under $KATAGPU_ROOT/fault, named
# after the write and the device: hang, refuse, ignore, pause, or the driver that probing gives.
set -u
path=$1
read -r value || value=''
root=$KATAGPU_ROOT
pci=$root/sys/bus/pci

fault() {
  local name=$1 what=''
  if [[ -r $root/fault/$name ]]; then
    read -r what <"$root/fault/$name"
  fi
  case $what in
    refuse)
      echo "tee: $path: Device or resource busy" >&2
      exit 1
      ;;
    ignore) exit 0 ;;
    hang)
      trap '' TERM
      exec -a hung sleep 60
      ;;
    pause)
      : >"$root/reached"
      for _ in {1..2000}; do
        if [[ -e $root/go ]]; then
          break
        fi
        sleep 0.01
      done
      ;;
  esac
  FAULT=$what
}

nodes() {
  local group member any=''
  group=$(readlink "$pci/devices/$1/iommu_group") || return 0
  for member in "$pci/devices/$1/iommu_group/devices"/*; do
    if [[ $(readlink "$member/driver") == */vfio-pci ]]; then
      any=1
    fi
  done
  if [[ $any ]]; then
    : >"$root/dev/vfio/${group##*/}"
  else
    rm -f "$root/dev/vfio/${group##*/}"
  fi
}

echo "$path $value" >>"$root/writes"
case $path in
  */driver_override)
    bdf=${path%/*}
    bdf=${bdf##*/}
    fault "override-$bdf"
    printf '%s\n' "${value:-(null)}" >"$path"
    ;;
  */driver/unbind)
    fault "unbind-$value"
    rm "$pci/devices/$value/driver/$value" "$pci/devices/$value/driver" || exit 1
    nodes "$value"
    ;;
  */drivers_probe)
    fault "probe-$value"
    dev=$pci/devices/$value
    if [[ -e $dev/driver ]]; then
      exit 0
    fi
    read -r driver <"$dev/driver_override"
    if [[ $driver == '(null)' ]]; then
      driver=$(<"$root/native/$value")
    fi
    if [[ -n ${FAULT:-} && $FAULT != pause && -d $pci/drivers/$FAULT ]]; then
      driver=$FAULT
    fi
    if [[ -n $driver && -r $root/late/$value && ! -e $dev/iommu_group ]]; then
      # The group comes with the first driver that is tried; "-": behind the same stream as another, none comes.
      read -r group <"$root/late/$value"
      if [[ $group != - ]]; then
        mkdir -p "$root/sys/kernel/iommu_groups/$group/devices"
        ln -s "$dev" "$root/sys/kernel/iommu_groups/$group/devices/$value"
        ln -s "$root/sys/kernel/iommu_groups/$group" "$dev/iommu_group"
      fi
    fi
    if [[ $driver == vfio-pci && ! -e $dev/iommu_group ]]; then
      exit 0
    fi
    if [[ -n $driver && -d $pci/drivers/$driver ]]; then
      ln -s "$pci/drivers/$driver" "$dev/driver"
      ln -s "$dev" "$pci/drivers/$driver/$value"
      nodes "$value"
    fi
    ;;
  *)
    echo "tee: $path: Permission denied" >&2
    exit 1
    ;;
esac
