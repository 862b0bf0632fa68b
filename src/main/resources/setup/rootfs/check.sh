# shellcheck shell=bash
# needs: rootfs/choice rootfs/work
# Says what is inside the guest image, what apply would change, and what stands against it. Changes nothing but what
# a killed run left lying.

rootfs_check() {
  rootfs_read_parameters
  kg_step 1 1 rootfs.look
  rootfs_leftovers
  rootfs_examine
  if ((KG_FAILED == 0)); then
    rootfs_changes 0
    if ((KG_CHANGES)); then
      rootfs_examine_space
      if ((ROOTFS_DONE_BEFORE == 0 && VERITY == 0)); then
        kg_finding rootfs.measured warn '' "$IMAGE"
      fi
    else
      kg_finding rootfs.ready pass '' "$DRIVER_VERSION" "$ROOTFS_RELEASE"
      ((VERITY == 0)) || kg_finding rootfs.bound pass "$ROOTFS_TREE" "$IMAGE" "$ROOTFS_TREE"
    fi
    rootfs_changes 1
  fi
  if ((KG_FAILED)); then
    kg_state blocked
  elif ((KG_CHANGES)); then
    kg_state needed
  else
    kg_state 'done'
  fi
}

rootfs_check
