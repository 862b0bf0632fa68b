# shellcheck shell=bash
# needs: fetch stage image/archive image/build image/buildx image/look image/plan image/source image/store image/uploads
# needs: image/work
# Brings the model image into containerd's namespace: built, pulled or from an archive. What is under its name now is
# kept for undo; a run that ends early leaves no file and no half an image, and of one that is killed the next run or
# check takes them away.

IMAGE_TAKEN=
IMAGE_COMMITTED=0

# What this run began and did not finish goes; the name points again to what it pointed to.
image_leave() {
  local status=$?
  trap - EXIT
  trap : TERM INT HUP
  kg_end_child
  if [[ -n $IMAGE_TAKEN ]] && ((!IMAGE_COMMITTED)); then
    image_roll_back
  fi
  if [[ -n $IMAGE_TEMP ]]; then
    image_close_folder
  fi
  exit "$status"
}

image_apply_build() {
  if ((IMAGE_TODO_BUILDX)); then
    kg_next_step image.buildx "$BUILDX_VERSION"
    image_install_buildx
  fi
  image_docker_name
  IMAGE_GIVER=$REPLY
  if ((IMAGE_TODO_BUILD)); then
    kg_next_step image.source
    image_fetch_source
    kg_next_step image.build "$IMAGE_GIVER"
    image_build
  fi
  kg_next_step image.store "$IMAGE_GIVER" "$NAMESPACE"
  IMAGE_FOUND=$REFERENCE
  image_secure_name "$IMAGE_GIVER"
  image_built_size
  image_pipe "$REPLY" "docker save" docker save "$IMAGE_GIVER"
  IMAGE_EXPECTED=$IMAGE_ID
}

image_apply_registry() {
  IMAGE_GIVER=$SOURCE_IMAGE
  kg_next_step image.pull "$SOURCE_IMAGE"
  IMAGE_FOUND=$SOURCE_IMAGE
  IMAGE_EXPECTED=
  [[ $SOURCE_IMAGE != *@* ]] || IMAGE_EXPECTED=${SOURCE_IMAGE#*@}
  image_remember_name "$SOURCE_IMAGE"
  image_secure_name "$SOURCE_IMAGE"
  image_pull "$SOURCE_IMAGE"
}

image_apply_import() {
  IMAGE_GIVER=$ARCHIVE
  if [[ -n $ARCHIVE_SHA256 ]]; then
    kg_next_step image.sum "$ARCHIVE"
    image_check_sum
  fi
  kg_next_step image.store "$ARCHIVE" "$NAMESPACE"
  image_secure_name "$ARCHIVE"
  image_pipe "$ARCHIVE_SIZE" "$ARCHIVE" cat -- "$ARCHIVE_FILE"
  IMAGE_EXPECTED=$ARCHIVE_ID
}

image_apply() {
  image_begin 1
  exec {IMAGE_LOG}>&1
  trap image_leave EXIT
  trap 'exit 143' TERM
  trap 'exit 130' INT
  trap 'exit 129' HUP
  KG_STEPS=3
  image_look
  image_sweep_uploads "$IMAGE_UPLOAD_DAYS"
  if ((KG_FAILED)); then
    kg_state blocked
    exit 2
  elif ((IMAGE_ASKED)); then
    kg_state blocked
    exit 3
  elif ((IMAGE_NOTHING)); then
    echo "Nothing to change."
    kg_state 'done'
    return 0
  fi
  KG_STEPS=$((3 + IMAGE_TODO_BUILDX + 2 * IMAGE_TODO_BUILD))
  if [[ $MODE == import && -n $ARCHIVE_SHA256 ]]; then
    KG_STEPS=4
  fi
  image_open_folder
  "image_apply_$MODE"
  kg_next_step image.verify
  image_set_name
  image_read_back "$IMAGE_EXPECTED"
  image_commit
  if [[ $MODE == registry ]]; then
    kg_change image.pull true "$IMAGE_GIVER" "$REFERENCE" "$NAMESPACE"
  else
    kg_change image.store true "$IMAGE_GIVER" "$REFERENCE" "$NAMESPACE"
  fi
  if [[ $MODE == import ]] && image_is_upload "$ARCHIVE"; then
    image_drop_upload "$ARCHIVE_FILE"
  fi
  kg_state 'done'
}

image_apply
