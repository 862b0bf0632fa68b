# shellcheck shell=bash
# needs: stage rootfs/build rootfs/choice rootfs/fetch rootfs/run rootfs/verity rootfs/work
# Makes a new guest image from a copy of the old one and puts it in its place; the old one is kept. Until the very end
# the old image is where it was, and whatever happens, nothing else of this run stays.

rootfs_apply() {
  local i count
  rootfs_read_parameters
  KG_STEPS=$((11 + VERITY))
  rootfs_step look
  rootfs_leftovers
  rootfs_examine
  if ((KG_FAILED == 0)); then
    rootfs_changes 0
    if ((KG_CHANGES == 0)); then
      echo 'Nothing to change.'
      kg_state 'done'
      return 0
    fi
    rootfs_examine_space
  fi
  if ((KG_FAILED)); then
    kg_state blocked
    exit 2
  fi
  ((ROOTFS_ASKED == 0)) || rootfs_wait_for_answer
  if [[ ${KG_MADE[0]} == rootfs.unverity ]]; then
    rootfs_unbind
    kg_tell_made
    kg_state 'done'
    return 0
  fi
  ROOTFS_SOURCE=${ROOTFS_BACKUP:-$ROOTFS_IMAGE}
  rootfs_traps
  rootfs_open_folder
  if ((ROOTFS_ONLY_VERITY)) && rootfs_layout "$ROOTFS_IMAGE" && ((ROOTFS_LAST)); then
    KG_STEPS=4 ROOTFS_SOURCE=$ROOTFS_IMAGE
    rootfs_copy
  else
    rootfs_driver
    rootfs_repository
    rootfs_copy
    rootfs_grow
    rootfs_build
  fi
  ((VERITY == 0)) || rootfs_bind
  rootfs_step swap "$IMAGE"
  # From here to its end nothing is left half way; a signal is acted on after it.
  trap '' TERM INT HUP
  rootfs_swap
  kg_tell_made
  ((VERITY == 0)) || kg_finding rootfs.bound pass "$ROOTFS_TREE" "$IMAGE" "$ROOTFS_TREE"
  kg_state 'done'
}

rootfs_apply
