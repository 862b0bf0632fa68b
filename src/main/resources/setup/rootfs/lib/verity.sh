# shellcheck shell=bash
# needs: stage rootfs/build rootfs/choice rootfs/image rootfs/run
# dm-verity: a tree of hashes over the image's file system. Its root hash goes into the guest kernel's command line, which
# is measured; the guest then reads no block that was changed. Without a superblock, as Kata's own images have it: all
# that is needed to open it comes with the command line. A plain image has the tree behind its file system, a
# partitioned one in a partition of its own.

readonly ROOTFS_BLOCK=4096
ROOTFS_TREE='' ROOTFS_ONLY_VERITY=0
# What the record says of the tree: names and values.
ROOTFS_BOUND=()

# What the guest's kernel lacks to open such a root file system by itself, before anything is mounted: into REPLY.
rootfs_verity_lacks() {
  local name lacking=''
  for name in CONFIG_BLK_DEV_DM CONFIG_DM_INIT CONFIG_DM_VERITY CONFIG_CRYPTO_SHA256; do
    rootfs_config "${KATAGPU_ROOT:-}$KERNEL_TREE" "$name"
    if [[ $REPLY != y ]]; then
      lacking+="${lacking:+ }$name${REPLY:+=$REPLY}"
    fi
  done
  REPLY=$lacking
}

rootfs_examine_verity() {
  ((VERITY)) || return 0
  rootfs_verity_lacks
  if [[ -n $REPLY ]]; then
    kg_fail rootfs.kernel_no_verity "$REPLY" "$KERNEL_TREE" "$REPLY"
  fi
  # Kata looks for the file system in the first partition, for the tree in the second.
  if [[ $ROOTFS_LAYOUT == partitioned ]] && ((ROOTFS_PART != 1 || !ROOTFS_LAST)); then
    kg_fail rootfs.verity_place '' "$IMAGE"
  fi
}

# Blocks of hashes over $1 blocks, into REPLY.
rootfs_verity_blocks() {
  local level=$1 all=0
  while ((level > 1)); do
    level=$(((level + 127) / 128))
    all=$((all + level))
  done
  REPLY=$all
}

# Bytes of the file system that begins at byte $2 of $1, by its superblock, into REPLY; 0 when that cannot be read.
rootfs_verity_length() {
  local blocks unit
  blocks=$(od -An -v -tu4 -j "$(($2 + 1028))" -N 4 -- "$1") || blocks=
  unit=$(od -An -v -tu4 -j "$(($2 + 1048))" -N 4 -- "$1") || unit=
  kg_number "${blocks//[[:space:]]/}" || REPLY=0
  blocks=$REPLY
  kg_number "${unit//[[:space:]]/}" 6 || REPLY=0
  REPLY=$((blocks * (1024 << REPLY)))
}

# A partition for COUNT blocks of hashes behind the file system's, its first byte into REPLY.
rootfs_verity_partition() {
  local mib=$((1 << 20)) start size
  start=$(((ROOTFS_OFFSET + ROOTFS_LENGTH + mib - 1) / mib * mib))
  size=$((($1 * ROOTFS_BLOCK + mib - 1) / mib * mib))
  truncate -s "$((start + size + mib))" -- "$ROOTFS_FOLDER/image" || rootfs_failed_step full '' "${IMAGE%/*}"
  if [[ $ROOTFS_TABLE == gpt ]]; then
    rootfs_tell sfdisk -q --no-reread --relocate gpt-bak-std -- "$ROOTFS_FOLDER/image" ||
      rootfs_failed_step partitions sfdisk "$IMAGE"
  fi
  rootfs_tell sfdisk -q --no-reread --append -- "$ROOTFS_FOLDER/image" \
    <<<"start=$((start / 512)), size=$((size / 512)), type=L" || rootfs_failed_step partitions sfdisk "$IMAGE"
  rootfs_layout "$ROOTFS_FOLDER/image"
  REPLY=$start
}

# Makes the tree in the copy, and has it read back by the tool that made it: every block, against the root hash.
rootfs_bind() {
  local bytes blocks tree at start=0 salt root line
  local -a verity
  rootfs_step verity "$IMAGE"
  rootfs_verity_length "$ROOTFS_FOLDER/image" "$ROOTFS_OFFSET"
  kg_number "$REPLY" || REPLY=0
  bytes=$REPLY
  blocks=$(((bytes + ROOTFS_BLOCK - 1) / ROOTFS_BLOCK))
  if [[ $ROOTFS_LAYOUT == partitioned ]]; then
    blocks=$((ROOTFS_LENGTH / ROOTFS_BLOCK))
  fi
  rootfs_size "$ROOTFS_FOLDER/image"
  if ((bytes == 0 || bytes > REPLY || bytes > blocks * ROOTFS_BLOCK)); then
    kg_stop rootfs.verity_failed "$bytes B, $blocks blocks" "$IMAGE"
  fi
  rootfs_verity_blocks "$blocks"
  tree=$REPLY
  if [[ $ROOTFS_LAYOUT == partitioned ]]; then
    rootfs_verity_partition "$tree"
    at=$REPLY
  else
    # What lies behind the file system, an earlier tree, is not kept.
    at=$((blocks * ROOTFS_BLOCK)) start=$blocks
    truncate -s "$at" -- "$ROOTFS_FOLDER/image" || rootfs_failed_step full '' "${IMAGE%/*}"
  fi
  salt=$(od -An -v -tx1 -N 32 /dev/urandom) || kg_stop rootfs.verity_failed /dev/urandom "$IMAGE"
  salt=${salt//[[:space:]]/}
  rootfs_attach_loop
  verity=(--no-superblock --hash=sha256 "--data-block-size=$ROOTFS_BLOCK" "--hash-block-size=$ROOTFS_BLOCK"
    "--data-blocks=$blocks" "--hash-offset=$at" "--salt=$salt")
  rootfs_run_quiet veritysetup format "${verity[@]}" -- "$ROOTFS_DEVICE" "$ROOTFS_FOLDER/image"
  ((KG_OUTCOME == 0)) || rootfs_failed_step verity_failed "veritysetup $KG_OUTCOME" "$IMAGE"
  root=
  while IFS= read -r line; do
    if [[ $line =~ ^Root\ hash:[[:space:]]+([0-9a-f]{64})$ ]]; then
      root=${BASH_REMATCH[1]}
    fi
  done < <(head -c 4000 -- "$ROOTFS_FOLDER/said")
  rootfs_run_quiet veritysetup verify "${verity[@]}" -- "$ROOTFS_DEVICE" "$ROOTFS_FOLDER/image" "${root:--}"
  ((KG_OUTCOME == 0)) || rootfs_failed_step verity_failed "veritysetup $KG_OUTCOME" "$IMAGE"
  rootfs_release
  ROOTFS_BOUND=(root "$root" salt "$salt" blocks "$blocks" layout "$ROOTFS_LAYOUT" start "$start")
  kg_fact rootfs.bound root "$root" salt "$salt" blocks= "$blocks" layout "$ROOTFS_LAYOUT"
  ROOTFS_TREE=$root
}

# The image stays as it is, and is no longer held to its tree.
rootfs_unbind() {
  if ! kg_record_read "$ROOTFS_RECORD" || ! kg_record_write "$ROOTFS_RECORD" image "${KG_RECORD[image]}" \
    backup "${KG_RECORD[backup]}" identity "${KG_RECORD[identity]}"; then
    kg_stop rootfs.no_record '' "$KG_RECORDS"
  fi
}
