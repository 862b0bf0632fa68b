# shellcheck shell=bash
# needs: bounded holders pci record stage vfio gpu/choice gpu/persist
# Gives back what apply took, from the records it left: of the devices chosen, or of all where none is chosen. A
# device that somebody else has moved since is left as it is.

GPU_SIGNAL=0
GPU_BACK=()
GPU_FORGET=()

# A device is never left half way: a signal is acted on between two of them.
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
      kg_fail gpu.group_open "$KG_EVIDENCE" "$bdf" "$held"
    else
      GPU_BACK+=("$bdf")
    fi
  elif ! gpu_record_of_this_boot; then
    echo "$bdf: not bound since the host was started; nothing to take back."
    GPU_FORGET+=("$bdf")
  elif [[ ${KG_RECORD[state]-} == stuck ]]; then
    kg_fail gpu.stuck "${KG_RECORD[reason]-}" "$bdf"
  elif [[ ${KG_RECORD[state]-} == bound ]] && ! gpu_still_reserved "$bdf"; then
    kg_finding gpu.moved_since warn "driver ${driver:-none}" "$bdf" "${driver:--}"
    GPU_FORGET+=("$bdf")
  else
    GPU_BACK+=("$bdf")
  fi
}

# A function that went along with another one of its bus has no driver, but is still reserved for vfio-pci.
gpu_still_reserved() {
  kg_pci_driver "$1"
  [[ -z $REPLY ]] || return 1
  kg_pci_override "$1"
  [[ $REPLY == vfio-pci ]]
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
    kg_fail gpu.no_record '' "$KG_RECORDS"
    exit 1
  }
  kg_vfio_restore "$bdf" "${KG_RECORD[driver]}" "${KG_RECORD[module]}" "${KG_RECORD[override]}" || status=$?
  reason=$REPLY
  if ((status == KG_STUCK)); then
    keep[1]=stuck
    kg_record_write "$bdf" "${keep[@]}" reason "$reason" || true
    kg_fail gpu.stuck "$reason" "$bdf"
  elif ((status)); then
    kg_fail gpu.not_given_back "$reason" "$bdf" "${KG_RECORD[driver]:--}"
  else
    kg_record_remove "$bdf"
    kg_change gpu.unbind true "$bdf" "${KG_RECORD[driver]:--}"
  fi
}

# The unit first, so that no restart in between binds again; it goes on for devices that stay.
gpu_unpersist() {
  gpu_persist_after
  case $REPLY in
    gpu.persist) gpu_persist_on || gpu_persist_failed ;;
    gpu.unpersist) gpu_persist_off || gpu_persist_failed ;;
    *) return 0 ;;
  esac
  kg_change "$GPU_UNPERSIST" true "$GPU_UNIT"
}

# What becomes of the unit into REPLY and GPU_UNPERSIST: gpu.persist (for the devices that stay, which are then
# GPU_DEVICES), gpu.unpersist, or nothing.
gpu_persist_after() {
  local file
  local -a rest=()
  for file in "$KG_RECORDS"/*:*:*.*; do
    if [[ -e $file && " ${GPU_RECORDED[*]-} " != *" ${file##*/} "* ]]; then
      rest+=("${file##*/}")
    fi
  done
  REPLY=gpu.unpersist
  if ((${#rest[@]} > 0)); then
    GPU_DEVICES=("${rest[@]}")
    REPLY=gpu.persist
    if gpu_persist_is_on; then
      REPLY=
    else
      REPLY=gpu.persist
    fi
  fi
  GPU_UNPERSIST=$REPLY
}

gpu_persist_failed() {
  kg_fail gpu.not_persistent "$REPLY" "$GPU_UNIT"
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

# Whether the module, or the service, is to be taken back once no device's record is left but those in GPU_BACK and
# GPU_FORGET.
gpu_all_go_back() {
  local file
  for file in "$KG_RECORDS"/*:*:*.*; do
    if [[ -e $file && " ${GPU_BACK[*]-} ${GPU_FORGET[*]-} " != *" ${file##*/} "* ]]; then
      return 1
    fi
  done
}

# What undo would take back, as changes to come; nothing is changed.
gpu_preview() {
  local bdf persisted=$1 changes=0
  if ((persisted)); then
    gpu_persist_after
    if [[ -n $REPLY ]]; then
      gpu_preview_change "$REPLY" "$GPU_UNIT"
    fi
  fi
  for bdf in ${GPU_BACK[@]+"${GPU_BACK[@]}"}; do
    kg_record_read "$bdf" || continue
    gpu_preview_change gpu.unbind "$bdf" "${KG_RECORD[driver]:--}"
  done
  if gpu_all_go_back && kg_record_read module && gpu_record_of_this_boot && kg_vfio_loaded && gpu_vfio_only_ours; then
    gpu_preview_change gpu.module_unload vfio-pci
  fi
  if kg_record_read persistenced; then
    gpu_preview_change gpu.persistenced_start
  fi
  if ((KG_FAILED)); then
    kg_state blocked
  elif ((changes + ${#GPU_FORGET[@]})); then
    kg_state needed
  else
    kg_state 'done'
  fi
}

gpu_preview_change() {
  changes=$((changes + 1))
  kg_change "$1" false "${@:2}"
}

# Whether no device but those that go back is bound to vfio-pci.
gpu_vfio_only_ours() {
  local device
  for device in "$KG_DRIVERS"/vfio-pci/*:*:*.*; do
    if [[ -e $device && " ${GPU_BACK[*]-} " != *" ${device##*/} "* ]]; then
      return 1
    fi
  done
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
  if ((${#GPU_RECORDED[@]} + persisted == 0)) && [[ ! -e $KG_RECORDS/persistenced && ! -e $KG_RECORDS/module ]]; then
    echo "Nothing to take back."
    if [[ ${PREVIEW:-} == yes ]]; then
      kg_state 'done'
    else
      kg_state needed
    fi
    return 0
  fi
  if ! kg_open_scan; then
    KG_FAILED=1
    kg_finding gpu.holders_unknown unknown ''
  fi
  for bdf in ${GPU_RECORDED[@]+"${GPU_RECORDED[@]}"}; do
    gpu_consider "$bdf"
  done
  if [[ ${PREVIEW:-} == yes ]]; then
    gpu_preview "$persisted"
    return 0
  fi
  of=$((1 + persisted + ${#GPU_BACK[@]}))
  if ((KG_FAILED)); then
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
  if ((KG_FAILED)); then
    exit 1
  fi
  gpu_unload_module
  gpu_restart_persistenced
  kg_state needed
}

gpu_undo
