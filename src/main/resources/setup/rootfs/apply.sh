# shellcheck shell=bash
# needs: rootfs/build rootfs/choice rootfs/fetch rootfs/run rootfs/work
# Makes a new guest image from a copy of the old one and puts it in its place; the old one is kept. Until the very end
# the old image is where it was, and whatever happens, nothing else of this run stays.

rootfs_apply() {
  local i count
  rootfs_read_parameters
  ROOTFS_STEPS=11
  rootfs_step look
  rootfs_leftovers
  rootfs_examine
  if ((ROOTFS_FAILED == 0)); then
    rootfs_changes 0
    if ((ROOTFS_CHANGES == 0)); then
      echo 'Nothing to change.'
      kg_state 'done'
      return 0
    fi
    rootfs_examine_space
  fi
  if ((ROOTFS_FAILED)); then
    kg_state blocked
    exit 2
  fi
  ((ROOTFS_ASKED == 0)) || rootfs_wait_for_answer
  ROOTFS_SOURCE=${ROOTFS_BACKUP:-$ROOTFS_IMAGE}
  rootfs_traps
  rootfs_open_folder
  rootfs_driver
  rootfs_repository
  rootfs_copy
  rootfs_grow
  rootfs_build
  rootfs_step swap "$IMAGE"
  # From here to its end nothing is left half way; a signal is acted on after it.
  trap '' TERM INT HUP
  rootfs_swap
  for ((i = 0; i < ${#ROOTFS_MADE[@]}; i += count + 2)); do
    count=${ROOTFS_MADE[i + 1]}
    kg_change "${ROOTFS_MADE[i]}" true "${ROOTFS_MADE[@]:i+2:count}"
  done
  kg_state 'done'
}

rootfs_apply
