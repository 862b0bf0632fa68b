# shellcheck shell=bash
# needs: rootfs/choice rootfs/work
# Says what is inside the guest image, what apply would change, and what stands against it. Changes nothing but what
# a killed run left lying.

rf_check() {
  rf_read_parameters
  kg_step 1 1 rootfs.look
  rf_leftovers
  rf_examine
  if ((RF_FAILED == 0)); then
    rf_changes 0
    if ((RF_CHANGES)); then
      rf_examine_space
      if ((RF_DONE_BEFORE == 0)); then
        kg_finding rootfs.measured warn '' "$IMAGE"
      fi
    else
      kg_finding rootfs.ready pass '' "$DRIVER_VERSION" "$RF_RELEASE"
    fi
    rf_changes 1
  fi
  if ((RF_FAILED)); then
    kg_state blocked
  elif ((RF_CHANGES)); then
    kg_state needed
  else
    kg_state 'done'
  fi
}

rf_check
