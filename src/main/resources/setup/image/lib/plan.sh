# shellcheck shell=bash
# needs: stage image/archive image/build image/buildx image/look image/needs image/record image/source image/store image/uploads
# needs: image/work
# What is to be done for the model image: the same look before it is offered (check) and when it is done (apply).
# Parameters besides theirs: SOURCE_IMAGE (what to pull), SOURCE_BYTES (its size, an
# estimate; 0: unknown), PLAIN_HTTP (1: a registry on this host or network without TLS), PATIENCE (seconds without
# anything to speak of from a download, then it is given up).

IMAGE_NOTHING=0
IMAGE_TODO_BUILDX=0
IMAGE_ASKED=0
IMAGE_TODO_BUILD=0
IMAGE_FOUND=

# image_begin STEPS
image_begin() {
  KG_STEPS=$1
  image_read_parameters
  [[ $PATIENCE =~ ^[1-9][0-9]{0,3}$ ]] || kg_bad_parameter image PATIENCE
  case $MODE in
    build) image_build_parameters ;;
    import) image_archive_parameters ;;
    registry)
      [[ $SOURCE_IMAGE =~ ${IMAGE_NAME%\$}(@$IMAGE_SHA256)?$ ]] || kg_bad_parameter image SOURCE_IMAGE
      [[ $SOURCE_BYTES =~ ^[0-9]{1,15}$ ]] || kg_bad_parameter image SOURCE_BYTES
      [[ $PLAIN_HTTP =~ ^1?$ ]] || kg_bad_parameter image PLAIN_HTTP
      ;;
  esac
  image_host_arch
}

# Findings; IMAGE_NOTHING where all is as it should be.
image_look() {
  kg_next_step image.look
  image_leftovers
  image_examine_containerd
  ((!KG_FAILED)) || return 0
  image_store_folders
  "image_look_$MODE"
  if ((!KG_FAILED && !IMAGE_NOTHING)); then
    image_examine_space
  fi
}

image_look_build() {
  local size
  image_resolve_commit
  ((!KG_FAILED)) || return 0
  image_inputs
  image_find "$REFERENCE"
  if image_usable && [[ $IMAGE_INPUTS == "$IMAGE_WANTED" ]]; then
    IMAGE_NOTHING=1
    return 0
  fi
  image_examine_docker
  ((!KG_FAILED)) || return 0
  if ! image_is_built; then
    IMAGE_TODO_BUILD=1
    image_buildx_serves || image_examine_buildx
    image_tell_fit
    image_tell_unpinned
    image_space_docker "$ROOM_DOCKER"
    image_space_store "$ROOM_RESULT"
  else
    image_built_size
    size=$REPLY
    image_space_docker "$size"
    image_space_store "$size"
  fi
}

# Room in Docker's folder: besides what a build leaves, docker save lays the layers aside there before it streams them.
image_space_docker() {
  local bytes=$1
  image_docker_ask info --format '{{.DockerRootDir}}' || REPLY=/var/lib/docker
  image_space_need "${KATAGPU_ROOT:-}${REPLY##*$'\n'}" "$bytes"
}

image_built_size() {
  image_docker_name
  if ! image_docker_ask image inspect --format '{{.Size}}' "$REPLY" || ! kg_number "$REPLY" "$IMAGE_MOST_KIB"; then
    REPLY=0
  fi
}

# image_space_store BYTES [CERTAIN]: room in containerd's store: the layers as they come, which is certain where their
# size is known, and unpacked, and a tenth for what the figures leave out.
# With Docker's own copy and what it lays aside, that is about four times the image.
image_space_store() {
  image_space_need "$IMAGE_CONTENT" "$1" "${2:-0}"
  image_space_need "$IMAGE_SNAPSHOTS" "$(($1 * 11 / 10))"
}

image_look_registry() {
  local pinned=''
  [[ $SOURCE_IMAGE != *@* ]] || pinned=${SOURCE_IMAGE#*@}
  image_find "$REFERENCE"
  if image_usable; then
    if [[ -n $pinned ]]; then
      [[ $IMAGE_DIGEST != "$pinned" ]] || IMAGE_NOTHING=1
    elif [[ $SOURCE_IMAGE == "$REFERENCE" ]]; then
      IMAGE_NOTHING=1
    else
      image_record_name
      if kg_record_read "$REPLY" && [[ ${KG_RECORD[source]} == "$SOURCE_IMAGE" &&
        ${KG_RECORD[digest]} == "$IMAGE_DIGEST" ]]; then
        IMAGE_NOTHING=1
      fi
    fi
  fi
  if ((IMAGE_NOTHING)); then
    image_tell_needs "$REFERENCE" "$IMAGE_HAS_ARCH" "$IMAGE_CONFIG_TEXT"
  elif [[ ${IMAGE_CHECKING:-} == 1 ]]; then
    image_ask_registry
  fi
  if ((!IMAGE_NOTHING)) && [[ -z $pinned ]]; then
    kg_finding image.by_tag warn "$SOURCE_IMAGE" "$SOURCE_IMAGE"
  fi
  if ((!IMAGE_NOTHING)) && kg_number "$SOURCE_BYTES" && ((REPLY > 0)); then
    # Registries hold layers compressed, to about half.
    image_space_need "$IMAGE_CONTENT" "$SOURCE_BYTES"
    image_space_need "$IMAGE_SNAPSHOTS" "$((SOURCE_BYTES * 2))"
  fi
}

image_look_import() {
  local name
  if [[ ! -e $ARCHIVE_FILE ]]; then
    # It may go once it served; what came of it is known from the record.
    image_find "$REFERENCE"
    image_record_name
    if image_usable && kg_record_read "$REPLY" && [[ ${KG_RECORD[source]} == "$ARCHIVE" &&
      ${KG_RECORD[digest]} == "$IMAGE_DIGEST" ]]; then
      IMAGE_NOTHING=1
      image_tell_needs "$REFERENCE" "$IMAGE_HAS_ARCH" "$IMAGE_CONFIG_TEXT"
      return 0
    fi
  fi
  image_examine_archive
  ((!KG_FAILED)) || return 0
  image_tell_needs "$ARCHIVE" "$ARCHIVE_ARCH" "$ARCHIVE_CONFIG"
  IMAGE_FOUND=${ARCHIVE_NAMES[0]:-}
  IMAGE_SHORT=$ARCHIVE_SHORT
  for name in ${ARCHIVE_NAMES[@]+"${ARCHIVE_NAMES[@]}"}; do
    [[ $name != "$REFERENCE" ]] || IMAGE_FOUND=$REFERENCE
    image_remember_name "$name"
    if [[ $name != "$REFERENCE" && -n $IMAGE_DIGEST ]] && ! image_has_digest "$ARCHIVE_ID"; then
      kg_fail image.name_taken "$IMAGE_DIGEST" "$name" "$NAMESPACE"
    fi
  done
  image_find "$REFERENCE"
  if image_usable && image_has_digest "$ARCHIVE_ID"; then
    IMAGE_NOTHING=1
  else
    image_space_store "$ARCHIVE_SIZE" "$ARCHIVE_SIZE"
  fi
}

image_tell_changes() {
  if ((IMAGE_TODO_BUILDX)); then
    kg_change image.buildx false "${BUILDX_FILE:-$BUILDX_VERSION}" "${IMAGE_BUILDX#"${KATAGPU_ROOT:-}"}"
  fi
  case $MODE in
    build)
      image_docker_name
      local built=$REPLY
      image_source_title
      ((!IMAGE_TODO_BUILD)) || kg_change image.build false "$built" "$REPLY"
      kg_change image.store false "$built" "$REFERENCE" "$NAMESPACE"
      ;;
    registry) kg_change image.pull false "$SOURCE_IMAGE" "$REFERENCE" "$NAMESPACE" ;;
    import)
      kg_change image.store false "$ARCHIVE" "$REFERENCE" "$NAMESPACE"
      ! image_is_upload "$ARCHIVE" || kg_change image.drop_upload false "$ARCHIVE"
      ;;
  esac
  PREVIEW=yes image_sweep_uploads "$IMAGE_UPLOAD_DAYS"
  if [[ -n $IMAGE_DIGEST ]]; then
    kg_finding image.replaces warn "$IMAGE_DIGEST" "$REFERENCE" "$NAMESPACE"
  fi
}
