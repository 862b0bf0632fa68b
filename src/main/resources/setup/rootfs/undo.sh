# shellcheck shell=bash
# needs: record stage rootfs/choice rootfs/image rootfs/work
# Puts the original image back in its place, from the record apply left: of the image chosen, or of every image where
# none is chosen. An image that somebody else has put there since is left as it is. With PREVIEW=yes it only says so.

rootfs_undo_one() {
  local name=$1 image backup root
  kg_record_read "$name" || return 0
  image=${KATAGPU_ROOT:-}${KG_RECORD[image]} backup=${KATAGPU_ROOT:-}${KG_RECORD[backup]}
  if [[ ! -f $backup ]]; then
    kg_fail rootfs.backup_gone '' "${KG_RECORD[backup]}"
    return 0
  fi
  rootfs_identity "$image"
  if [[ $REPLY != "${KG_RECORD[identity]}" ]]; then
    kg_fail rootfs.moved_since "$REPLY, was ${KG_RECORD[identity]}" "${KG_RECORD[image]}" "${KG_RECORD[backup]}"
    return 0
  fi
  rootfs_users "$image"
  if [[ -n $REPLY ]]; then
    kg_fail rootfs.busy "$ROOTFS_EVIDENCE" "${KG_RECORD[image]}" "$REPLY"
    return 0
  fi
  ROOTFS_UNDONE=$((ROOTFS_UNDONE + 1))
  if [[ -n ${PREVIEW:-} ]]; then
    kg_change rootfs.restore false "${KG_RECORD[image]}"
    return 0
  fi
  if ! mv -f -- "$backup" "$image"; then
    kg_fail rootfs.not_swapped '' "${KG_RECORD[image]}"
    return 0
  fi
  root=${KG_RECORD[root]-}
  kg_record_remove "$name"
  [[ -z $root ]] || kg_finding rootfs.unbound warn "$root" "${KG_RECORD[image]}" "$root"
  kg_change rootfs.restore true "${KG_RECORD[image]}"
}

rootfs_undo() {
  local file chosen='' kept=0
  ROOTFS_UNDONE=0
  rootfs_read_parameters
  kg_step 1 2 rootfs.look
  [[ -n ${PREVIEW:-} ]] || rootfs_leftovers
  if [[ -n $IMAGE ]]; then
    chosen=$(readlink -m -- "${KATAGPU_ROOT:-}$IMAGE") || chosen=${KATAGPU_ROOT:-}$IMAGE
    rootfs_record_name "${chosen#"${KATAGPU_ROOT:-}"}"
    chosen=$REPLY
  fi
  kg_step 2 2 rootfs.restore
  for file in "$KG_RECORDS"/image-*; do
    if [[ ! -f $file ]]; then
      continue
    elif [[ -z $chosen || ${file##*/} == "$chosen" ]]; then
      rootfs_undo_one "${file##*/}"
    else
      kept=1
    fi
  done
  if ((KG_FAILED)); then
    kg_state blocked
    exit 2
  fi
  # The downloads go with the last image.
  if [[ -d $ROOTFS_CACHE ]] && ((kept == 0)); then
    ROOTFS_UNDONE=$((ROOTFS_UNDONE + 1))
    if [[ -n ${PREVIEW:-} ]]; then
      kg_change rootfs.uncache false
    else
      rm -rf --one-file-system -- "$ROOTFS_CACHE"
      kg_change rootfs.uncache true
    fi
  fi
  if [[ -n ${PREVIEW:-} ]] && ((ROOTFS_UNDONE == 0)); then
    kg_state 'done'
  else
    kg_state needed
  fi
}

rootfs_undo
