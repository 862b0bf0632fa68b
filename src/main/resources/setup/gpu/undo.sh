# shellcheck shell=bash
# Gives back what apply took, from the records it left: of the devices chosen, or of all where none is chosen. A
# device that somebody else has moved since is left as it is.

GPU_SIGNAL=0
GPU_BACK=()
GPU_FORGET=()

# A device is never left half way: a signal is heeded between two of them.
gpu_checkpoint() {
  if ((GPU_SIGNAL)); then
    echo "Asked to stop; the rest stays as it is."
    exit "$GPU_SIGNAL"
  fi
}

gpu_recorded() {
  local file bdf
  GPU_RECORDED=()
  for file in "$KG_RECORDS"/*:*:*.*; do
    bdf=${file##*/}
    if [[ -e $file && $bdf =~ $KG_PCI_ADDRESS ]]; then
      if ((${#GPU_DEVICES[@]} == 0)) || gpu_is_chosen "$bdf"; then
        GPU_RECORDED+=("$bdf")
      fi
    fi
  done
}

# Whether and how one device goes back; nothing is changed yet.
gpu_consider() {
  local bdf=$1 driver held
  if ! kg_record_read "$bdf"; then
    kg_finding gpu.torn_record warn '' "$bdf"
    GPU_FORGET+=("$bdf")
    return 0
  fi
  kg_pci_identity "$bdf"
  if [[ $REPLY != "${KG_RECORD[identity]-}" ]]; then
    kg_finding gpu.gone warn "${REPLY//:::/}" "$bdf" "${KG_RECORD[identity]-}"
    GPU_FORGET+=("$bdf")
    return 0
  fi
  kg_pci_driver "$bdf"
  driver=$REPLY
  if [[ $driver == vfio-pci ]]; then
    kg_holders "$bdf"
    held=$REPLY
    if [[ -n $held ]]; then
      gpu_fail gpu.group_open "$KG_EVIDENCE" "$bdf" "$held"
    else
      GPU_BACK+=("$bdf")
    fi
  elif ! gpu_record_of_this_boot; then
    echo "$bdf: not bound since the host was started; nothing to take back."
    GPU_FORGET+=("$bdf")
  elif [[ ${KG_RECORD[state]-} == stuck ]]; then
    gpu_fail gpu.stuck "${KG_RECORD[reason]-}" "$bdf"
  elif [[ ${KG_RECORD[state]-} == bound ]]; then
    kg_finding gpu.moved_since warn "driver ${driver:-none}" "$bdf" "${driver:--}"
    GPU_FORGET+=("$bdf")
  else
    GPU_BACK+=("$bdf")
  fi
}

gpu_give_back() {
  local bdf=$1 status=0 reason key
  local -a keep=()
  kg_record_read "$bdf"
  KG_RECORD[state]=restoring
  gpu_boot_id
  KG_RECORD[boot]=$REPLY
  for key in state identity driver module override boot; do
    keep+=("$key" "${KG_RECORD[$key]-}")
  done
  kg_record_write "$bdf" "${keep[@]}" || {
    gpu_fail gpu.no_record '' "$KG_RECORDS"
    exit 1
  }
  kg_vfio_restore "$bdf" "${KG_RECORD[driver]}" "${KG_RECORD[module]}" "${KG_RECORD[override]}" || status=$?
  reason=$REPLY
  if ((status == KG_STUCK)); then
    keep[1]=stuck
    kg_record_write "$bdf" "${keep[@]}" reason "$reason" || true
    gpu_fail gpu.stuck "$reason" "$bdf"
  elif ((status)); then
    gpu_fail gpu.not_given_back "$reason" "$bdf" "${KG_RECORD[driver]:--}"
  else
    kg_record_remove "$bdf"
    kg_change gpu.unbind true "$bdf" "${KG_RECORD[driver]:--}"
  fi
}

# The unit first, so that no restart in between binds again; it goes on for devices that stay.
gpu_unpersist() {
  local file
  local -a rest=()
  for file in "$KG_RECORDS"/*:*:*.*; do
    if [[ -e $file && " ${GPU_RECORDED[*]-} " != *" ${file##*/} "* ]]; then
      rest+=("${file##*/}")
    fi
  done
  if ((${#rest[@]} > 0)); then
    GPU_DEVICES=("${rest[@]}")
    if gpu_persist_is_on; then
      return 0
    fi
    gpu_persist_on || gpu_persist_failed
    kg_change gpu.persist true "$GPU_UNIT"
  else
    gpu_persist_off || gpu_persist_failed
    kg_change gpu.unpersist true "$GPU_UNIT"
  fi
}

gpu_persist_failed() {
  gpu_fail gpu.not_persistent "$REPLY" "$GPU_UNIT"
  exit 1
}

gpu_restart_persistenced() {
  if kg_record_read persistenced; then
    if kg_bounded 30 systemctl start nvidia-persistenced.service; then
      kg_record_remove persistenced
      kg_change gpu.persistenced_start true
    else
      kg_finding gpu.persistenced_off warn "$REPLY"
    fi
  fi
}

# The module this stage loaded goes with the last device, where nobody else's is bound to it.
gpu_unload_module() {
  local file
  for file in "$KG_RECORDS"/*:*:*.*; do
    if [[ -e $file ]]; then
      return 0
    fi
  done
  if kg_record_read module; then
    if ! gpu_record_of_this_boot || ! kg_vfio_loaded; then
      kg_record_remove module
    elif kg_vfio_unload; then
      kg_record_remove module
      kg_change gpu.module_unload true vfio-pci
    else
      echo "vfio-pci stays loaded: $REPLY"
      kg_record_remove module
    fi
  fi
}

gpu_undo() {
  local bdf n=1 of persisted=0
  gpu_read_parameters
  trap 'GPU_SIGNAL=143' TERM
  trap 'GPU_SIGNAL=130' INT
  trap 'GPU_SIGNAL=129' HUP
  gpu_recorded
  if gpu_persist_exists; then
    persisted=1
  fi
  kg_step 1 0 gpu.look
  if ((${#GPU_RECORDED[@]} + persisted == 0)); then
    echo "Nothing to take back."
    kg_state needed
    return 0
  fi
  if ! kg_open_scan; then
    GPU_FAILED=1
    kg_finding gpu.holders_unknown unknown ''
  fi
  for bdf in ${GPU_RECORDED[@]+"${GPU_RECORDED[@]}"}; do
    gpu_consider "$bdf"
  done
  of=$((1 + persisted + ${#GPU_BACK[@]}))
  if ((GPU_FAILED)); then
    kg_state blocked
    exit 2
  fi
  if ((persisted)); then
    n=$((n + 1))
    kg_step "$n" "$of" gpu.unpersist "$GPU_UNIT"
    gpu_unpersist
  fi
  for bdf in ${GPU_FORGET[@]+"${GPU_FORGET[@]}"}; do
    kg_record_remove "$bdf"
  done
  for bdf in ${GPU_BACK[@]+"${GPU_BACK[@]}"}; do
    gpu_checkpoint
    n=$((n + 1))
    kg_step "$n" "$of" gpu.restore "$bdf"
    gpu_give_back "$bdf"
  done
  if ((GPU_FAILED)); then
    exit 1
  fi
  gpu_unload_module
  gpu_restart_persistenced
  kg_state needed
}

gpu_undo
