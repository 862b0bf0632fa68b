# shellcheck shell=bash
# needs: bounded holders pci pci-use sysfs vfio gpu/late
# The binding made anew at each boot: a systemd unit of ours and the script it runs, which is made of the very functions
# above and refuses when another device sits at an address.

readonly GPU_UNIT=katagpu-vfio.service
readonly GPU_UNITS=${KATAGPU_ROOT:-}/etc/systemd/system
readonly GPU_LIBEXEC=/usr/local/libexec/katagpu
readonly GPU_MARK='# Made by Kata GPU Wizard; its undo removes this file.'

# Runs at boot, without the wizard: no control lines. Expects GPU_DEVICES and GPU_IDENTITIES.
gpu_boot() {
  local i bdf driver module failed=0
  for i in "${!GPU_DEVICES[@]}"; do
    kg_pci_identity "${GPU_DEVICES[i]}"
    if [[ $REPLY != "${GPU_IDENTITIES[i]}" ]]; then
      echo "Refused: at ${GPU_DEVICES[i]} is ${REPLY//:::/nothing}, not ${GPU_IDENTITIES[i]}. No device was touched."
      return 1
    fi
  done
  if ! kg_vfio_loaded && ! kg_vfio_load; then
    echo "vfio-pci cannot be loaded: $REPLY"
    return 1
  fi
  if ! kg_open_scan; then
    echo "Refused: cannot tell in time which processes use the devices."
    return 1
  fi
  for bdf in "${GPU_DEVICES[@]}"; do
    if kg_vfio_bound "$bdf" || kg_vfio_rides "$bdf"; then
      continue
    fi
    kg_holders "$bdf"
    if [[ -n $REPLY ]]; then
      echo "Refused: $bdf is held by $REPLY"
      failed=1
      continue
    fi
    kg_pci_driver "$bdf"
    driver=$REPLY
    kg_link_name "$KG_SYS/bus/pci/devices/$bdf/driver/module"
    module=$REPLY
    if kg_vfio_release "$bdf" && { kg_vfio_probe "$bdf" || kg_vfio_rides "$bdf"; }; then
      echo "$bdf: ${driver:-no driver} -> vfio-pci"
    else
      echo "$bdf could not be bound: $REPLY"
      failed=1
      kg_vfio_restore "$bdf" "$driver" "$module" '' || echo "$bdf could not be given back to ${driver:-none}: $REPLY"
    fi
  done
  return "$failed"
}

# The boot script's text for GPU_DEVICES into REPLY.
gpu_persist_script() {
  local bdf
  local -a identities=()
  for bdf in "${GPU_DEVICES[@]}"; do
    kg_pci_identity "$bdf"
    identities+=("$REPLY")
  done
  REPLY="#!/bin/bash
$GPU_MARK
set -Euo pipefail
export LC_ALL=C
GPU_DEVICES=(${GPU_DEVICES[*]})
GPU_IDENTITIES=(${identities[*]})
PATIENCE=$PATIENCE
KG_TIMED_OUT=$KG_TIMED_OUT
KG_STUCK=$KG_STUCK
KG_PCI_ADDRESS='$KG_PCI_ADDRESS'
KG_OPEN_NODE='$KG_OPEN_NODE'
KG_NVIDIA_MAJOR=$KG_NVIDIA_MAJOR
KG_SYS=\${KATAGPU_ROOT:-}/sys
KG_PROC=\${KATAGPU_ROOT:-}/proc
KG_DEV=\${KATAGPU_ROOT:-}/dev
KG_DRIVERS=\$KG_SYS/bus/pci/drivers
$(declare -f kg_detached kg_bounded kg_read kg_real_folder kg_link_name kg_write kg_pci_driver kg_pci_group \
    kg_pci_identity kg_pci_override kg_pci_class kg_pci_is_bridge kg_pci_endpoints_below kg_pci_bus_mates \
    kg_is_vfio kg_vfio_rides kg_open_links kg_open_nodes kg_open_add kg_open_pass kg_open_files kg_process_name \
    kg_open_scan kg_device_nodes kg_holders kg_vfio_loaded kg_vfio_load \
    kg_vfio_release kg_vfio_probe kg_vfio_bound kg_vfio_restore gpu_boot)
gpu_boot"
}

gpu_persist_unit() {
  REPLY="$GPU_MARK
[Unit]
Description=Bind the GPUs chosen in Kata GPU Wizard to vfio-pci
After=systemd-modules-load.service
Before=nvidia-persistenced.service containerd.service docker.service display-manager.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/bash $GPU_LIBEXEC/vfio-bind.sh
TimeoutStartSec=600

[Install]
WantedBy=multi-user.target"
}

gpu_persist_file_is() {
  [[ -r $1 && $(<"$1") == "$2" ]]
}

# Whether the unit is there, of this making, whatever devices it names.
gpu_persist_exists() {
  [[ -r $GPU_UNITS/$GPU_UNIT && $(<"$GPU_UNITS/$GPU_UNIT") == "$GPU_MARK"* ]]
}

# Whether a unit of that name is there that is none of ours.
gpu_persist_foreign() {
  [[ -e $GPU_UNITS/$GPU_UNIT ]] && ! gpu_persist_exists
}

# Whether the next boot would bind exactly GPU_DEVICES.
gpu_persist_is_on() {
  gpu_persist_unit
  gpu_persist_file_is "$GPU_UNITS/$GPU_UNIT" "$REPLY" || return 1
  gpu_persist_script
  gpu_persist_file_is "${KATAGPU_ROOT:-}$GPU_LIBEXEC/vfio-bind.sh" "$REPLY" || return 1
  kg_bounded 10 systemctl -q is-enabled "$GPU_UNIT"
}

# Which change PERSIST asks for into REPLY: gpu.persist, gpu.unpersist or nothing.
gpu_persist_change() {
  if ((PERSIST)) && ! gpu_persist_is_on; then
    REPLY=gpu.persist
  elif ((!PERSIST)) && gpu_persist_exists; then
    REPLY=gpu.unpersist
  else
    REPLY=
  fi
}

# gpu_persist_put FILE MODE TEXT
gpu_persist_put() {
  printf '%s\n' "$3" >"$1.katagpu-new" && chmod "$2" "$1.katagpu-new" && mv -f -- "$1.katagpu-new" "$1"
}

gpu_persist_on() {
  local libexec=${KATAGPU_ROOT:-}$GPU_LIBEXEC
  (umask 022 && mkdir -p -- "$libexec" "$GPU_UNITS") || return 1
  gpu_persist_script
  gpu_persist_put "$libexec/vfio-bind.sh" 755 "$REPLY" || return 1
  gpu_persist_unit
  gpu_persist_put "$GPU_UNITS/$GPU_UNIT" 644 "$REPLY" || return 1
  kg_bounded 30 systemctl daemon-reload || return
  kg_bounded 30 systemctl enable "$GPU_UNIT" || return
  if ! gpu_persist_is_on; then
    REPLY="$GPU_UNIT is not enabled after systemctl enable"
    return 1
  fi
}

gpu_persist_off() {
  local libexec=${KATAGPU_ROOT:-}$GPU_LIBEXEC
  if gpu_persist_foreign; then
    REPLY="/etc/systemd/system/$GPU_UNIT was made by another hand"
    return 1
  fi
  kg_bounded 30 systemctl disable "$GPU_UNIT" || return
  rm -f -- "$GPU_UNITS/$GPU_UNIT" "$libexec/vfio-bind.sh" || return
  rmdir -- "$libexec" 2>/dev/null || true
  kg_bounded 30 systemctl daemon-reload || return
  if kg_bounded 10 systemctl -q is-enabled "$GPU_UNIT"; then
    REPLY="$GPU_UNIT is still enabled after systemctl disable"
    return 1
  fi
}
