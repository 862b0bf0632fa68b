# shellcheck shell=bash
# Takes back what apply did, from its records: the image's name in containerd points again to what it pointed to, what
# Docker built loses its name, the Buildx plugin goes. Docker's build cache stays: it is not this stage's alone.

# Containers made from the image, in its namespace: they would lose it.
image_users() {
  local line used=''
  local -a field=()
  image_ask containers ls || return 0
  while IFS= read -r line; do
    read -ra field <<<"$line"
    if ((${#field[@]} >= 2)) && [[ ${field[1]} == "$REFERENCE" ]]; then
      used+="${used:+, }${field[0]}"
    fi
  done <<<"$REPLY"
  if [[ -n $used ]]; then
    image_fail image.in_use "$used" "$REFERENCE" "$used"
  fi
}

# One name of a record just read.
image_undo_stored() {
  local before=${KG_RECORD[before]} digest=${KG_RECORD[digest]}
  image_find "$REFERENCE"
  if [[ -n $IMAGE_DIGEST && -n $digest && $IMAGE_DIGEST != "$digest" ]]; then
    kg_finding image.changed_since warn "$IMAGE_DIGEST" "$REFERENCE" "$NAMESPACE"
  elif [[ -n $before && $IMAGE_DIGEST != "$before" ]]; then
    if ! image_ask images tag --force "$REFERENCE-before-katagpu" "$REFERENCE"; then
      image_fail image.not_undone "$REPLY" "$REFERENCE"
      exit 1
    fi
    kg_change image.restore true "$REFERENCE" "$NAMESPACE"
  elif [[ -n $IMAGE_DIGEST && -z $before ]]; then
    if ! image_ask images rm "$REFERENCE"; then
      image_fail image.not_undone "$REPLY" "$REFERENCE"
      exit 1
    fi
    kg_change image.remove true "$REFERENCE" "$NAMESPACE"
  fi
  image_ask images rm "$REFERENCE-before-katagpu" "$REFERENCE-last-katagpu" || true
}

image_undo_built() {
  local name=${KG_RECORD[name]} id=${KG_RECORD[id]}
  if REPLY=$(timeout --foreground -k 2 60 docker image inspect --format '{{.Id}}' "$name" 2>&1) && [[ $REPLY == "$id" ]]; then
    if ! REPLY=$(timeout --foreground -k 2 120 docker image rm "$name" 2>&1); then
      image_fail image.not_undone "$REPLY" "$name"
      exit 1
    fi
    kg_change image.unbuild true "$name"
  fi
  rm -rf -- "$IMAGE_WORK/vllm" "$IMAGE_WORK/Dockerfile" "$IMAGE_WORK/Dockerfile.dockerignore"
  kg_record_remove built
}

image_undo_buildx() {
  local sum=''
  [[ ! -f $IMAGE_BUILDX ]] || sum=$(sha256sum <"$IMAGE_BUILDX")
  if [[ ${sum%% *} == "${KG_RECORD[sum]}" ]]; then
    rm -f -- "$IMAGE_BUILDX"
    if [[ -e $IMAGE_BUILDX.before-katagpu ]]; then
      mv -f -- "$IMAGE_BUILDX.before-katagpu" "$IMAGE_BUILDX"
    fi
    kg_change image.unbuildx true "${IMAGE_BUILDX#"${KATAGPU_ROOT:-}"}"
  fi
  kg_record_remove buildx
}

# image_each ACT: the act for every name recorded, as it was then: the plan may say otherwise by now.
image_each() {
  local file
  for file in "$KG_RECORDS"/image.*; do
    if [[ -e $file ]] && kg_record_read "${file##*/}"; then
      IMAGE_ANY=1
      REFERENCE=${KG_RECORD[reference]}
      NAMESPACE=${KG_RECORD[namespace]}
      "$1"
      if [[ $1 == image_undo_stored ]]; then
        kg_record_remove "${file##*/}"
      fi
    fi
  done
}

image_undo() {
  IMAGE_ANY=0
  image_read_parameters
  image_host_arch
  kg_step 1 2 image.look
  image_leftovers
  image_each image_users
  if ((IMAGE_ANY)); then
    image_examine_containerd
  fi
  if ((IMAGE_FAILED)); then
    kg_state blocked
    exit 2
  fi
  kg_step 2 2 image.undo
  image_each image_undo_stored
  if kg_record_read built; then
    IMAGE_ANY=1
    image_undo_built
  fi
  if kg_record_read buildx; then
    IMAGE_ANY=1
    image_undo_buildx
  fi
  if ((!IMAGE_ANY)); then
    echo "Nothing to take back."
  fi
  kg_state needed
}

image_undo
