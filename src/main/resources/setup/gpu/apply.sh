# shellcheck shell=bash
# needs: bounded pci record stage sysfs vfio vfio-node gpu/choice gpu/late gpu/persist
# Hands the chosen devices to vfio-pci: all of them or, when anything fails, none. What is to be taken back later is
# written down before it is changed.

GPU_TOUCHED=()
GPU_PERSIST_TOUCHED=0
GPU_STOPPED=0
GPU_LOADED=0
GPU_COMMITTED=0
GPU_SIGNAL=0
# 0: not known yet
KG_STEPS=0
GPU_MADE=()

# A signal is acted on here, between two writes: one that is under way would otherwise race with its being undone.
gpu_checkpoint() {
  if ((GPU_SIGNAL)); then
    echo "Asked to stop; taking back what this run changed."
    exit "$GPU_SIGNAL"
  fi
}

# A cancelled job's processes get the signal one after another: where it ended a write, ours is on its way.
gpu_await_signal() {
  local i
  for ((i = 0; i < 20 && !GPU_SIGNAL; i++)); do
    sleep 0.1
  done
  gpu_checkpoint
}

# The steps to come are known once it was looked at the devices.
gpu_count_steps() {
  KG_STEPS=$((2 + GPU_STOP + ${#GPU_TODO[@]} * 2))
  KG_STEPS=$((KG_STEPS + ${#GPU_LATE[@]}))
  if ((${#GPU_TODO[@]} > 0)) && ! kg_vfio_loaded; then
    KG_STEPS=$((KG_STEPS + 1))
  fi
  if [[ -n $GPU_PERSIST ]]; then
    KG_STEPS=$((KG_STEPS + 1))
  fi
}

# gpu_give_up STATUS FINDING REASON [ARG …]: the finding and the end; leaving takes back what was done.
gpu_give_up() {
  local status=$1
  shift
  kg_fail "$@"
  if ((status == KG_STUCK)); then
    exit 3
  fi
  exit 1
}

# A device whose write hangs in the kernel is left out of the rollback: touching it would hang the rollback too.
gpu_skip_hung() {
  local bdf=$1 reason=$2 touched
  local -a rest=()
  kg_record_read "$bdf" || KG_RECORD=()
  gpu_record "$bdf" stuck "${KG_RECORD[driver]-}" "${KG_RECORD[module]-}" "${KG_RECORD[override]-}" "$reason" || true
  for touched in "${GPU_TOUCHED[@]}"; do
    if [[ $touched != "$bdf" ]]; then
      rest+=("$touched")
    fi
  done
  GPU_TOUCHED=(${rest[@]+"${rest[@]}"})
}

# gpu_record BDF STATE DRIVER MODULE OVERRIDE [REASON]
gpu_record() {
  local identity
  kg_pci_identity "$1"
  identity=$REPLY
  gpu_boot_id
  kg_record_write "$1" state "$2" identity "$identity" driver "$3" module "$4" override "$5" boot "$REPLY" \
    reason "${6-}"
}

# Writes down what the device has now, unless a run cut short already wrote down what it had before.
gpu_remember() {
  local bdf=$1 driver module override
  if kg_record_read "$bdf" && [[ ${KG_RECORD[state]} == @(binding|restoring) ]] && gpu_record_of_this_boot; then
    return 0
  fi
  kg_pci_driver "$bdf"
  driver=$REPLY
  kg_link_name "$KG_SYS/bus/pci/devices/$bdf/driver/module"
  module=$REPLY
  kg_pci_override "$bdf"
  override=$REPLY
  gpu_record "$bdf" binding "$driver" "$module" "$override"
}

gpu_stop_persistenced() {
  kg_next_step gpu.persistenced
  kg_record_write persistenced state stopped || gpu_give_up 1 gpu.no_record '' "$KG_RECORDS"
  GPU_STOPPED=1
  kg_bounded 30 systemctl stop nvidia-persistenced.service || gpu_give_up $? gpu.persistenced_stays "$REPLY"
  KG_FAILED=0
  gpu_examine_holders
  if ((KG_FAILED)); then
    exit 1
  fi
}

gpu_load_module() {
  kg_next_step gpu.module vfio-pci
  gpu_boot_id
  kg_record_write module state loaded boot "$REPLY" || gpu_give_up 1 gpu.no_record '' "$KG_RECORDS"
  GPU_LOADED=1
  kg_vfio_load || gpu_give_up $? gpu.no_vfio "$REPLY"
}

gpu_bind() {
  local bdf=$1 status=0 reason
  gpu_checkpoint
  kg_next_step gpu.release "$bdf"
  gpu_remember "$bdf" || gpu_give_up 1 gpu.no_record '' "$KG_RECORDS"
  GPU_TOUCHED+=("$bdf")
  kg_vfio_release "$bdf" || status=$?
  if ((status == 0)); then
    gpu_checkpoint
    kg_next_step gpu.probe "$bdf"
    kg_vfio_probe "$bdf" || status=$?
  fi
  if ((status == 1)) && gpu_is_late "$bdf"; then
    reason=$REPLY
    if kg_vfio_rides "$bdf"; then
      echo "$bdf has no group of its own: it goes along with $REPLY, whose stream it shares."
      status=0
    else
      kg_pci_group "$bdf"
      [[ -n $REPLY ]] || gpu_give_up 1 gpu.no_group "$reason" "$bdf"
    fi
    REPLY=$reason
  fi
  if ((status == 129 || status == 130 || status == 143)); then
    gpu_await_signal
  fi
  if ((status == KG_STUCK)); then
    reason=$REPLY
    gpu_skip_hung "$bdf" "$reason"
    gpu_give_up "$status" gpu.stuck "$reason" "$bdf"
  elif ((status)); then
    reason=$REPLY
    gpu_checkpoint
    gpu_give_up "$status" gpu.not_bound "$reason" "$bdf"
  fi
}

# A group that was not known before the bind is judged before the next device is touched; leaving takes the bind back.
gpu_judge() {
  local bdf=$1
  gpu_checkpoint
  kg_next_step gpu.judge "$bdf"
  kg_pci_group "$bdf"
  echo "$bdf: IOMMU group ${REPLY:-none of its own}"
  gpu_examine_groups
  if ((KG_FAILED)); then
    exit 1
  fi
}

# Every chosen device once more, now that all of them are moved.
gpu_verify() {
  local bdf group
  kg_next_step gpu.verify
  for bdf in "${GPU_DEVICES[@]}"; do
    if kg_vfio_rides "$bdf"; then
      echo "$bdf: goes along with $REPLY"
      continue
    fi
    kg_vfio_bound "$bdf" || gpu_give_up 1 gpu.not_bound "$REPLY" "$bdf"
    kg_pci_group "$bdf"
    group=$REPLY
    if kg_vfio_node "$bdf"; then
      echo "$bdf: vfio-pci, IOMMU group $group, /dev/vfio/$REPLY"
    elif [[ $NODES == cdev ]]; then
      kg_finding gpu.no_cdev warn "$REPLY" "$bdf" "$REPLY"
    else
      echo "$bdf: vfio-pci, IOMMU group $group, /dev/vfio/$group"
    fi
  done
  gpu_examine_groups
  if ((${#GPU_LATE[@]} > 0)); then
    gpu_examine_root_ports
  fi
  if ((KG_FAILED)); then
    exit 1
  fi
  if ((${#GPU_LATE[@]} > 0)); then
    kg_finding gpu.isolated pass '' "${GPU_DEVICES[*]}"
  fi
}

gpu_persist() {
  kg_next_step "$GPU_PERSIST" "$GPU_UNIT"
  GPU_PERSIST_TOUCHED=1
  if [[ $GPU_PERSIST == gpu.persist ]]; then
    gpu_persist_on || gpu_give_up $? gpu.not_persistent "$REPLY" "$GPU_UNIT"
  else
    gpu_persist_off || gpu_give_up $? gpu.not_persistent "$REPLY" "$GPU_UNIT"
  fi
}

# The other GPUs of the host want the service back. Without another GPU on the driver it could not start: it stays
# noted, and undo starts it.
gpu_start_persistenced() {
  local device
  for device in "$KG_DRIVERS"/nvidia/*:*:*.*; do
    if [[ -e $device ]]; then
      if kg_bounded 30 systemctl start nvidia-persistenced.service; then
        kg_record_remove persistenced
      else
        kg_finding gpu.persistenced_off warn "$REPLY"
      fi
      return 0
    fi
  done
}

gpu_commit() {
  local bdf
  for bdf in "${GPU_DEVICES[@]}"; do
    if kg_record_read "$bdf" && [[ ${KG_RECORD[state]} != bound ]]; then
      gpu_record "$bdf" bound "${KG_RECORD[driver]}" "${KG_RECORD[module]}" "${KG_RECORD[override]}" ||
        gpu_give_up 1 gpu.no_record '' "$KG_RECORDS"
    fi
  done
  GPU_COMMITTED=1
}

gpu_roll_back() {
  local i bdf status
  echo "Taking back what this run changed."
  if ((GPU_PERSIST_TOUCHED)); then
    if [[ $GPU_PERSIST == gpu.persist && $GPU_PERSISTED == 0 ]]; then
      gpu_persist_off || kg_fail gpu.not_persistent "$REPLY" "$GPU_UNIT"
    else
      kg_finding gpu.persist_unclear warn '' "$GPU_UNIT"
    fi
  fi
  for ((i = ${#GPU_TOUCHED[@]} - 1; i >= 0; i--)); do
    bdf=${GPU_TOUCHED[i]}
    status=0
    if ! kg_record_read "$bdf"; then
      kg_fail gpu.not_rolled_back 'its record is gone' "$bdf" -
      continue
    fi
    kg_vfio_restore "$bdf" "${KG_RECORD[driver]}" "${KG_RECORD[module]}" "${KG_RECORD[override]}" || status=$?
    if ((status)); then
      kg_fail gpu.not_rolled_back "$REPLY" "$bdf" "${KG_RECORD[driver]:--}"
    else
      kg_record_remove "$bdf"
      kg_finding gpu.rolled_back pass "driver ${KG_RECORD[driver]:-none}" "$bdf" "${KG_RECORD[driver]:--}"
    fi
  done
  if ((GPU_LOADED)); then
    if kg_vfio_loaded && ! kg_vfio_unload; then
      echo "vfio-pci stays loaded: $REPLY"
    else
      kg_record_remove module
    fi
  fi
  if ((GPU_STOPPED)); then
    gpu_start_persistenced
  fi
}

gpu_leave() {
  local status=$?
  trap - EXIT
  trap : TERM INT HUP
  if ((!GPU_COMMITTED && ${#GPU_TOUCHED[@]} + GPU_PERSIST_TOUCHED + GPU_STOPPED + GPU_LOADED > 0)); then
    gpu_roll_back
  fi
  exit "$status"
}

# Those whose group is not known yet come first: they are the likeliest to be taken back.
gpu_late_first() {
  local bdf
  local -a order=(${GPU_LATE[@]+"${GPU_LATE[@]}"})
  for bdf in ${GPU_TODO[@]+"${GPU_TODO[@]}"}; do
    gpu_is_late "$bdf" || order+=("$bdf")
  done
  GPU_TODO=(${order[@]+"${order[@]}"})
}

gpu_apply() {
  local bdf driver
  gpu_read_parameters
  trap gpu_leave EXIT
  trap 'GPU_SIGNAL=143' TERM
  trap 'GPU_SIGNAL=130' INT
  trap 'GPU_SIGNAL=129' HUP
  kg_next_step gpu.look
  gpu_examine
  if ((KG_FAILED)); then
    kg_state blocked
    exit 2
  fi
  gpu_changes 0
  gpu_count_steps
  if ((KG_CHANGES == 0)); then
    gpu_commit
    echo "Nothing to change."
    kg_state 'done'
    return 0
  fi
  GPU_PERSISTED=0
  if gpu_persist_exists; then
    GPU_PERSISTED=1
  fi
  if ((GPU_STOP)); then
    gpu_stop_persistenced
  fi
  if ((${#GPU_TODO[@]} > 0)) && ! kg_vfio_loaded; then
    gpu_load_module
    GPU_MADE+=(gpu.module vfio-pci '')
  fi
  gpu_late_first
  for bdf in ${GPU_TODO[@]+"${GPU_TODO[@]}"}; do
    kg_pci_driver "$bdf"
    driver=${REPLY:--}
    gpu_bind "$bdf"
    if gpu_is_late "$bdf"; then
      gpu_judge "$bdf"
    fi
    GPU_MADE+=(gpu.bind "$bdf" "$driver")
  done
  gpu_checkpoint
  gpu_verify
  if [[ -n $GPU_PERSIST ]]; then
    gpu_persist
    GPU_MADE+=("$GPU_PERSIST" "$GPU_UNIT" '')
  fi
  gpu_checkpoint
  gpu_commit
  # Told only now: until here a failure would have taken them back.
  if ((GPU_STOPPED)); then
    gpu_start_persistenced
    kg_change gpu.persistenced_stop true
  fi
  set -- ${GPU_MADE[@]+"${GPU_MADE[@]}"}
  while (($#)); do
    kg_change "$1" true "$2" ${3:+"$3"}
    shift 3
  done
  kg_state 'done'
}

gpu_apply
