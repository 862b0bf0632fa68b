# shellcheck shell=bash
# needs: record stage sysfs rootfs/choice rootfs/image rootfs/run
# The folder a run works in, beside the image so that the new one can take its place by a rename, and what an
# interrupted run left.

readonly ROOTFS_FOLDER_FORM='^/.*/\.katagpu-rootfs\.[0-9]+-[0-9]+$'
ROOTFS_FOLDER=''

# Whether the process of a record still runs: PID and start time. Scripts are real processes even on a practice host.
rootfs_lives() {
  local stat
  kg_read "/proc/${1%%:*}/stat"
  stat=${REPLY##*) }
  read -r -a stat <<<"$stat"
  [[ -n ${stat[0]-} && ${stat[0]} != [ZX] && ${stat[19]-} == "${1##*:}" ]]
}

rootfs_own_process() {
  local stat
  kg_read "/proc/$$/stat"
  read -r -a stat <<<"${REPLY##*) }"
  REPLY=$$:${stat[19]-}
}

# Waits until no loop device uses a file in the folder: the kernel frees those of a namespace just gone a moment later.
rootfs_detach() {
  local folder=$1 path backing device tries
  for ((tries = 50; tries > 0; tries--)); do
    device=
    for path in "$KG_SYS"/block/loop*/loop/backing_file; do
      kg_read "$path"
      backing=$REPLY
      if [[ $backing == "$folder"/* ]]; then
        device=${path%/loop/backing_file}
        device=/dev/${device##*/}
        losetup -d "$device" 2>/dev/null || true
      fi
    done
    if [[ -z $device ]]; then
      return 0
    fi
    sleep 0.1
  done
  echo "$device stays in use."
  return 1
}

# Takes the work folder of a record away with all that is in it, and the record.
rootfs_sweep() {
  local folder=$1 target
  if [[ ! $folder =~ $ROOTFS_FOLDER_FORM ]]; then
    return 1
  fi
  while read -r _ _ _ _ target _; do
    if [[ $target == "$folder"/* ]]; then
      umount -l -- "$target" || return 1
    fi
  done < <(sort -r -k5 "/proc/self/mountinfo")
  rootfs_detach "$folder" || return 1
  rm -rf --one-file-system -- "$folder" && kg_record_remove work
}

# Cleans up after a run that was killed: only what its record names, and only when it is no longer going on.
rootfs_leftovers() {
  local file target
  if kg_record_read work; then
    if rootfs_lives "${KG_RECORD[owner]-}"; then
      kg_finding rootfs.running warn "${KG_RECORD[owner]}"
      return 0
    fi
    target=${KG_RECORD[folder]-}
    if rootfs_sweep "${KATAGPU_ROOT:-}$target"; then
      kg_finding rootfs.swept pass '' "$target"
    else
      kg_fail rootfs.leftovers '' "$target"
    fi
  elif [[ -e $KG_RECORDS/work ]]; then
    kg_record_remove work
  fi
  for file in "$KG_RECORDS"/image-*; do
    if [[ -f $file ]] && kg_record_read "${file##*/}" && [[ -n ${KG_RECORD[next]-} ]]; then
      rootfs_finish_swap "${file##*/}"
    fi
  done
}

# A swap that was cut short: the new image is in place, or it is not.
rootfs_finish_swap() {
  local name=$1 image=${KATAGPU_ROOT:-}${KG_RECORD[image]} backup=${KATAGPU_ROOT:-}${KG_RECORD[backup]}
  rootfs_identity "$image"
  if [[ $REPLY == "${KG_RECORD[next]}" ]]; then
    if [[ -n ${KG_RECORD[root]-} ]]; then
      ROOTFS_BOUND=(root "${KG_RECORD[root]}" salt "${KG_RECORD[salt]-}" blocks "${KG_RECORD[blocks]-}"
        layout "${KG_RECORD[layout]-}" start "${KG_RECORD[start]-}")
    fi
    kg_record_write "$name" image "${KG_RECORD[image]}" backup "${KG_RECORD[backup]}" identity "$REPLY" \
      ${ROOTFS_BOUND[@]+"${ROOTFS_BOUND[@]}"}
    ROOTFS_BOUND=()
  elif [[ -n ${KG_RECORD[identity]-} ]]; then
    kg_record_write "$name" image "${KG_RECORD[image]}" backup "${KG_RECORD[backup]}" identity "${KG_RECORD[identity]}"
  else
    if [[ $backup -ef $image ]]; then
      rm -f -- "$backup"
    fi
    kg_record_remove "$name"
  fi
}

rootfs_open_folder() {
  ROOTFS_FOLDER=${ROOTFS_IMAGE%/*}/.katagpu-rootfs.$$-$RANDOM
  rootfs_own_process
  kg_record_write work folder "${ROOTFS_FOLDER#"${KATAGPU_ROOT:-}"}" owner "$REPLY" || kg_stop rootfs.no_record '' "$KG_RECORDS"
  mkdir -m 700 -- "$ROOTFS_FOLDER" || kg_stop rootfs.full '' "${ROOTFS_IMAGE%/*}"
  mkdir -- "$ROOTFS_FOLDER"/{mnt,share,share/tmp,share/kernel,dnf,repos} || kg_stop rootfs.full '' "${ROOTFS_IMAGE%/*}"
  chmod 755 "$ROOTFS_FOLDER"/{share,share/kernel,dnf} && chmod 1777 "$ROOTFS_FOLDER/share/tmp"
}

# The new image takes the old one's place in one moment; the old one stays as the backup.
rootfs_swap() {
  local new=$ROOTFS_FOLDER/image backup identity='' next
  rootfs_identity "$ROOTFS_IMAGE"
  if [[ $REPLY != "$ROOTFS_IDENTITY" ]]; then
    kg_stop rootfs.changed_meanwhile "$REPLY, was $ROOTFS_IDENTITY" "$IMAGE"
  fi
  rootfs_users "$ROOTFS_IMAGE"
  if [[ -n $REPLY ]]; then
    kg_stop rootfs.busy "$ROOTFS_EVIDENCE" "$IMAGE" "$REPLY"
  fi
  backup=${ROOTFS_BACKUP:-$ROOTFS_IMAGE.katagpu-original}
  if [[ -n ${ROOTFS_BACKUP-} ]]; then
    identity=$ROOTFS_IDENTITY
  elif [[ -e $backup ]]; then
    kg_stop rootfs.backup_taken '' "${backup#"${KATAGPU_ROOT:-}"}"
  fi
  sync -- "$new"
  rootfs_identity "$new"
  next=$REPLY
  rootfs_record_swap "$backup" "$identity" "$next"
  if [[ -z ${ROOTFS_BACKUP-} ]]; then
    ln -- "$ROOTFS_IMAGE" "$backup" || kg_stop rootfs.not_swapped '' "$IMAGE"
  fi
  mv -f -- "$new" "$ROOTFS_IMAGE" || kg_stop rootfs.not_swapped '' "$IMAGE"
  rootfs_record_swap "$backup" "$next" ''
}

# rootfs_record_swap BACKUP IDENTITY NEXT
rootfs_record_swap() {
  kg_record_write "$ROOTFS_RECORD" image "${ROOTFS_IMAGE#"${KATAGPU_ROOT:-}"}" backup "${1#"${KATAGPU_ROOT:-}"}" \
    identity "$2" next "$3" ${ROOTFS_BOUND[@]+"${ROOTFS_BOUND[@]}"} || kg_stop rootfs.no_record '' "$KG_RECORDS"
}
