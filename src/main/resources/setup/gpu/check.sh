# shellcheck shell=bash
# needs: pci gpu/choice
# Says whether the chosen devices are vfio-pci's, what apply would change, and what stands against it. Reads only.

gpu_left_behind() {
  local file bdf
  for file in "$KG_RECORDS"/*:*:*.*; do
    bdf=${file##*/}
    if [[ -e $file ]] && ! gpu_is_chosen "$bdf"; then
      kg_pci_driver "$bdf"
      if [[ $REPLY == vfio-pci ]]; then
        kg_finding gpu.left warn "driver $REPLY" "$bdf"
      fi
    fi
  done
}

gpu_check() {
  gpu_read_parameters
  kg_step 1 1 gpu.look
  gpu_examine
  gpu_left_behind
  gpu_changes 1
  if ((KG_FAILED)); then
    kg_state blocked
  elif ((KG_CHANGES)); then
    kg_state needed
  else
    kg_state 'done'
  fi
}

gpu_check
