# shellcheck shell=bash
# What an image archive holds, read from its table and its small files: tar passes over the layers without reading
# them. Needs image-look.sh. Parameters: ARCHIVE (its path on the host), ARCHIVE_SHA256 (empty: not compared).

declare -A IMAGE_MEMBERS=()

# A small file of the archive into REPLY.
image_member() {
  REPLY=
  [[ -n ${IMAGE_MEMBERS[$1]:-} ]] && REPLY=$(tar --occurrence=1 -xOf "$ARCHIVE_FILE" -- "$1" 2>/dev/null)
}

# Its file's first bytes: compressed archives begin otherwise than tar does.
image_archive_compressed() {
  local bytes
  bytes=$(od -An -v -tx1 -N 6 "$ARCHIVE_FILE" 2>/dev/null) || bytes=
  bytes=${bytes//[[:space:]]/}
  case $bytes in
    1f8b*) REPLY=gzip ;;
    28b52ffd*) REPLY=zstd ;;
    fd377a585a00*) REPLY=xz ;;
    425a68*) REPLY=bzip2 ;;
    *) REPLY= && return 1 ;;
  esac
}

# The blob a digest names, into REPLY.
image_blob() {
  image_member "blobs/sha256/${1#sha256:}"
}

# docker save's own table, which newer versions write beside an OCI one: configuration and name of the only image.
image_read_docker_table() {
  local table=$REPLY config rest
  image_json_text "$table" Config
  config=$REPLY
  rest=${table#*\"Config\"}
  if [[ $rest == *\"Config\"* ]]; then
    image_fail image.many '' "$ARCHIVE"
    return 0
  fi
  ARCHIVE_NAME=
  if [[ $table =~ \"RepoTags\"[[:space:]]*:[[:space:]]*\[[[:space:]]*\"([^\"]+)\" ]]; then
    ARCHIVE_NAME=${BASH_REMATCH[1]}
  fi
  image_member "$config" || true
  image_json_text "$REPLY" architecture
  ARCHIVE_ARCH=$REPLY
  config=${config##*/}
  ARCHIVE_ID=sha256:${config%.json}
}

image_read_oci_index() {
  local index=$REPLY digest manifest
  ARCHIVE_NAME=
  if [[ $index =~ \"io.containerd.image.name\"[[:space:]]*:[[:space:]]*\"([^\"]+)\" ]]; then
    ARCHIVE_NAME=${BASH_REMATCH[1]}
  fi
  image_manifest_of "$index"
  digest=$REPLY
  if [[ -n $digest ]]; then
    image_blob "$digest" || true
    manifest=$REPLY
    if [[ $manifest == *\"manifests\"* ]]; then
      image_manifest_of "$manifest"
      digest=$REPLY
      image_blob "$digest" || true
      manifest=$REPLY
    fi
    image_config_of "$manifest"
    ARCHIVE_ID=$REPLY
    image_blob "$ARCHIVE_ID" || true
    image_json_text "$REPLY" architecture
    ARCHIVE_ARCH=$REPLY
  else
    # None of its platforms is this host's.
    ARCHIVE_ARCH=other
  fi
}

# Findings on the archive; where there is none, ARCHIVE_SIZE, ARCHIVE_ID (its configuration's digest), ARCHIVE_NAME.
image_examine_archive() {
  local line listed=0
  [[ $ARCHIVE == /* && $ARCHIVE != *$'\n'* ]] || image_bad_parameter ARCHIVE
  [[ $ARCHIVE_SHA256 =~ ^([0-9a-f]{64})?$ ]] || image_bad_parameter ARCHIVE_SHA256
  ARCHIVE_FILE=${KATAGPU_ROOT:-}$ARCHIVE
  ARCHIVE_SIZE=0 ARCHIVE_ID='' ARCHIVE_NAME='' ARCHIVE_ARCH=''
  if [[ ! -f $ARCHIVE_FILE ]]; then
    image_fail image.no_file '' "$ARCHIVE"
    return 0
  fi
  ARCHIVE_SIZE=$(stat -L -c %s -- "$ARCHIVE_FILE")
  if image_archive_compressed; then
    image_fail image.compressed '' "$ARCHIVE" "$REPLY"
    return 0
  fi
  IMAGE_MEMBERS=()
  # With -R it also tells whether it came to the archive's end mark: passing over a layer that is cut is no error to it.
  exec {listed}< <(tar -tRf "$ARCHIVE_FILE" 2>&1 || true)
  while IFS= read -r -u "$listed" line; do
    if [[ $line =~ ^block\ [0-9]+:\ (.*)$ ]]; then
      IMAGE_MEMBERS[${BASH_REMATCH[1]:-/}]=1
    fi
  done
  exec {listed}<&-
  if [[ -z ${IMAGE_MEMBERS['** Block of NULs **']:-} ]]; then
    unset 'IMAGE_MEMBERS[** End of File **]'
    if ((${#IMAGE_MEMBERS[@]} > 0)); then
      image_fail image.cut 'no end mark' "$ARCHIVE"
    else
      image_fail image.no_archive '' "$ARCHIVE"
    fi
    return 0
  fi
  if image_member manifest.json; then
    image_read_docker_table
  elif image_member index.json; then
    image_read_oci_index
  else
    image_fail image.no_archive '' "$ARCHIVE"
    return 0
  fi
  if ((!IMAGE_FAILED)) && [[ $ARCHIVE_ARCH != "$IMAGE_ARCH" ]]; then
    image_fail image.wrong_arch "architecture: ${ARCHIVE_ARCH:-none told}" "$ARCHIVE" "$IMAGE_ARCH"
  fi
}

# Reads the whole archive once to compare its checksum, telling how far it is.
image_check_sum() {
  local sum
  sum=$(image_read_through "$ARCHIVE_FILE" | sha256sum) || {
    image_fail image.unreadable '' "$ARCHIVE"
    exit 1
  }
  sum=${sum%% *}
  if [[ $sum != "$ARCHIVE_SHA256" ]]; then
    image_fail image.wrong_sum "sha256 $sum, expected $ARCHIVE_SHA256" "$ARCHIVE"
    exit 1
  fi
  echo "Checksum as expected: $sum"
}
