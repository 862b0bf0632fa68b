# shellcheck shell=bash
# needs: rootfs/build rootfs/choice rootfs/fetch rootfs/run rootfs/work
# Makes a new guest image from a copy of the old one and puts it in its place; the old one is kept. Until the very end
# the old image is where it was, and whatever happens, nothing else of this run stays.

rf_apply() {
  local i count
  rf_read_parameters
  RF_STEPS=11
  rf_step look
  rf_leftovers
  rf_examine
  if ((RF_FAILED == 0)); then
    rf_changes 0
    if ((RF_CHANGES == 0)); then
      echo 'Nothing to change.'
      kg_state 'done'
      return 0
    fi
    rf_examine_space
  fi
  if ((RF_FAILED)); then
    kg_state blocked
    exit 2
  fi
  ((RF_ASKED == 0)) || rf_wait_for_answer
  RF_SOURCE=${RF_BACKUP:-$RF_IMAGE}
  rf_traps
  rf_open_folder
  rf_driver
  rf_repository
  rf_copy
  rf_grow
  rf_build
  rf_step swap "$IMAGE"
  # From here to its end nothing is left half way; a signal is acted on after it.
  trap '' TERM INT HUP
  rf_swap
  for ((i = 0; i < ${#RF_MADE[@]}; i += count + 2)); do
    count=${RF_MADE[i + 1]}
    kg_change "${RF_MADE[i]}" true "${RF_MADE[@]:i+2:count}"
  done
  kg_state 'done'
}

rf_apply
