# shellcheck shell=bash
# needs: docker stage image/build image/buildx image/look image/record image/uploads image/work
# Takes back what apply did, from its records: the image's name in containerd points again to what it pointed to, what
# Docker built loses its name, the Buildx plugin and uploaded archives go. Docker's build cache stays: it is not this
# stage's alone. With PREVIEW=yes it tells the same and changes nothing.

PREVIEW=${PREVIEW:-}

# image_announce_undo ID [ARG …]: tells what is taken back next; whether it is to be done now.
image_announce_undo() {
  local id=$1
  shift
  IMAGE_ANY=1
  IMAGE_UNDOES=$id
  IMAGE_UNDOES_ARGS=("$@")
  [[ $PREVIEW != yes ]] || kg_change "$id" false "$@"
  [[ $PREVIEW != yes ]]
}

image_undone() {
  kg_change "$IMAGE_UNDOES" true "${IMAGE_UNDOES_ARGS[@]}"
}

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
    kg_fail image.in_use "$used" "$REFERENCE" "$used"
  fi
}

# One name of a record just read.
image_undo_stored() {
  local before=${KG_RECORD[before]} digest=${KG_RECORD[digest]}
  image_find "$REFERENCE"
  if [[ -n $IMAGE_DIGEST && -n $digest && $IMAGE_DIGEST != "$digest" ]]; then
    kg_finding image.changed_since warn "$IMAGE_DIGEST" "$REFERENCE" "$NAMESPACE"
  elif [[ -n $before && $IMAGE_DIGEST != "$before" ]]; then
    if image_announce_undo image.restore "$REFERENCE" "$NAMESPACE"; then
      if ! image_ask images tag --force "$REFERENCE-before-katagpu" "$REFERENCE"; then
        kg_fail image.not_undone "$REPLY" "$REFERENCE"
        exit 1
      fi
      image_undone
    fi
  elif [[ -n $IMAGE_DIGEST && -z $before ]]; then
    if image_announce_undo image.remove "$REFERENCE" "$NAMESPACE"; then
      if ! image_ask images rm "$REFERENCE"; then
        kg_fail image.not_undone "$REPLY" "$REFERENCE"
        exit 1
      fi
      image_undone
    fi
  fi
  if [[ $PREVIEW != yes ]]; then
    image_ask images rm "$REFERENCE-before-katagpu" "$REFERENCE-last-katagpu" || true
  fi
}

image_undo_built() {
  local name=${KG_RECORD[name]} id=${KG_RECORD[id]}
  if [[ $PREVIEW == yes ]] && kg_docker_sleeps; then
    image_announce_undo image.unbuild "$name" || true
    return 0
  fi
  if image_docker_ask image inspect --format '{{.Id}}' "$name" && [[ $REPLY == "$id" ]] &&
    image_announce_undo image.unbuild "$name"; then
    if ! REPLY=$(timeout --foreground -k 2 120 docker image rm "$name" 2>&1); then
      kg_fail image.not_undone "$REPLY" "$name"
      exit 1
    fi
    image_undone
  fi
  if [[ $PREVIEW != yes ]]; then
    rm -rf -- "$IMAGE_WORK/vllm" "$IMAGE_WORK/Dockerfile" "$IMAGE_WORK/Dockerfile.dockerignore"
    kg_record_remove built
  fi
}

image_undo_buildx() {
  local sum=''
  [[ ! -f $IMAGE_BUILDX || -L $IMAGE_BUILDX ]] || sum=$(sha256sum <"$IMAGE_BUILDX")
  if [[ ${sum%% *} == "${KG_RECORD[sum]}" ]] && image_announce_undo image.unbuildx "${IMAGE_BUILDX#"${KATAGPU_ROOT:-}"}"; then
    rm -f -- "$IMAGE_BUILDX"
    if [[ -e $IMAGE_BUILDX.before-katagpu ]]; then
      mv -f -- "$IMAGE_BUILDX.before-katagpu" "$IMAGE_BUILDX"
    fi
    image_undone
  fi
  if [[ $PREVIEW != yes ]]; then
    kg_record_remove buildx
  fi
}

# image_for_each_name ACT: the act for every name recorded, as it was then: the plan may say otherwise by now.
image_for_each_name() {
  local file
  for file in "$KG_RECORDS"/image.*; do
    if [[ -e $file ]] && kg_record_read "${file##*/}"; then
      IMAGE_RECORDS=1
      REFERENCE=${KG_RECORD[reference]}
      NAMESPACE=${KG_RECORD[namespace]}
      "$1"
      if [[ $1 == image_undo_stored && $PREVIEW != yes ]]; then
        kg_record_remove "${file##*/}"
      fi
    fi
  done
}

# What a killed run left is taken away first; a preview says that it would be.
image_undo_leftovers() {
  if [[ $PREVIEW != yes ]]; then
    image_leftovers
  elif kg_record_read work && image_run_is_gone; then
    image_announce_undo image.sweep "${KG_RECORD[folder]}" || true
  fi
}

image_undo() {
  IMAGE_ANY=0 IMAGE_RECORDS=0
  image_read_parameters
  image_host_arch
  kg_step 1 2 image.look
  image_undo_leftovers
  image_for_each_name image_users
  if ((IMAGE_RECORDS)); then
    image_examine_containerd
  fi
  if ((KG_FAILED)); then
    kg_state blocked
    exit 2
  fi
  kg_step 2 2 image.undo
  image_for_each_name image_undo_stored
  if kg_record_read built; then
    image_undo_built
  fi
  if kg_record_read buildx; then
    image_undo_buildx
  fi
  image_sweep_uploads 0
  if [[ $PREVIEW == yes ]] && ((!IMAGE_ANY && !IMAGE_UPLOADS_GO)); then
    kg_state 'done'
    return 0
  elif ((!IMAGE_ANY && !IMAGE_RECORDS && !IMAGE_UPLOADS_GO)); then
    echo "Nothing to take back."
  fi
  kg_state needed
}

image_undo
