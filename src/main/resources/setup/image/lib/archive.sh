# shellcheck shell=bash
# needs: stage image/json image/look image/store
# What an image archive holds, read from its table and its small files: tar passes over the layers without reading them.
# The archive is somebody else's work: every read of it is bounded, and all names it brings are known before containerd
# sees it. Parameters: ARCHIVE (its path on the host), ARCHIVE_SHA256 (empty: not compared).

readonly IMAGE_MOST_MEMBERS=20000 IMAGE_MOST_SECONDS=30 IMAGE_MOST_MEMORY=524288 IMAGE_MOST_NAMES=32
# Where containerd puts what an archive gives no whole name: short names of an OCI layout.
readonly IMAGE_BASE=katagpu.invalid/import
declare -A IMAGE_MEMBERS=()

# tar over the archive, bounded in time and memory (KiB).
image_tar() (
  ulimit -v "$IMAGE_MOST_MEMORY" 2>/dev/null || true # it is lower already
  exec timeout --foreground -k 2 "$IMAGE_MOST_SECONDS" tar "$@"
)

image_odd_archive() {
  kg_fail image.odd_archive "$1" "$ARCHIVE"
}

# A small file of the archive into REPLY; false where there is none, or a large one, which is a finding.
image_member() {
  local status=0 text
  REPLY=
  [[ -n $1 && -n ${IMAGE_MEMBERS[$1]:-} ]] || return 1
  text=$(image_tar --occurrence=1 -xOf "$ARCHIVE_FILE" -- "$1" 2>/dev/null | head -c "$((IMAGE_JSON_MOST + 1))" |
    tr -d '\0') || status=$?
  # 141: more came than was wanted.
  if ((${#text} > IMAGE_JSON_MOST || status == 141 || status == 124)); then
    image_odd_archive "${1:0:200}: more than $((IMAGE_JSON_MOST / 1024)) KiB"
    return 1
  fi
  REPLY=$text
  return "$status"
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

# A name the archive brings, in full, into ARCHIVE_NAMES: containerd would set it. One of another form than containerd
# gives names is no honest archive's, and could be read in two ways.
image_archive_name() {
  image_full_name "$1"
  if [[ ! $REPLY =~ $IMAGE_NAME ]] || ((${#REPLY} > 300 || ${#ARCHIVE_NAMES[@]} >= IMAGE_MOST_NAMES)); then
    image_odd_archive "name: ${1:0:200}"
  elif [[ " ${ARCHIVE_NAMES[*]} " != *" $REPLY "* ]]; then
    ARCHIVE_NAMES+=("$REPLY")
  fi
}

# docker save's own table, which newer versions write beside an OCI one: configuration and names of the only image.
image_read_docker_table() {
  local i config=''
  if ! image_json "$REPLY" || ((IMAGE_JSON_ODD)); then
    image_odd_archive manifest.json
    return 0
  fi
  for ((i = 0; i < ${#IMAGE_JSON_PATHS[@]}; i++)); do
    if [[ ${IMAGE_JSON_ITEMS[i]} != 0 ]]; then
      kg_fail image.many "manifest.json: a second image" "$ARCHIVE"
      return 0
    fi
    case ${IMAGE_JSON_PATHS[i]} in
      '[].config') config=${IMAGE_JSON_VALUES[i]} ;;
      '[].repotags[]') image_archive_name "${IMAGE_JSON_VALUES[i]}" ;;
    esac
  done
  image_member "$config" || true
  ARCHIVE_CONFIG=$REPLY
  image_json_text "$ARCHIVE_CONFIG" .architecture
  ARCHIVE_ARCH=$REPLY
  image_archive_config_id "$config"
}

# The digest of the configuration $1 into ARCHIVE_ID: Docker names the file after it, other makers do not.
image_archive_config_id() {
  local name=${1##*/} sum
  name=${name%.json}
  if [[ ! $name =~ ^[0-9a-f]{64}$ && -n $1 && -n ${IMAGE_MEMBERS[$1]:-} ]]; then
    sum=$(image_tar --occurrence=1 -xOf "$ARCHIVE_FILE" -- "$1" 2>/dev/null | head -c "$IMAGE_JSON_MOST" | sha256sum) || sum=
    name=${sum%% *}
  fi
  ARCHIVE_ID=${name:+sha256:$name}
}

# The names of an OCI layout's index: whole ones, and short ones, which come to stand under IMAGE_BASE.
image_read_oci_names() {
  local i short
  if ! image_json "$1" || ((IMAGE_JSON_ODD)); then
    image_odd_archive index.json
    return 0
  fi
  for ((i = 0; i < ${#IMAGE_JSON_PATHS[@]}; i++)); do
    case ${IMAGE_JSON_PATHS[i]} in
      *.annotations.io.containerd.image.name) image_archive_name "${IMAGE_JSON_VALUES[i]}" ;;
      *.annotations.org.opencontainers.image.ref.name)
        short=${IMAGE_JSON_VALUES[i]}
        # One with a path of its own is left out by containerd, unless it is under IMAGE_BASE.
        ARCHIVE_SHORT=1
        if [[ $short != *[/:@]* ]]; then
          image_archive_name "$IMAGE_BASE:$short"
        elif [[ $short == "$IMAGE_BASE"* ]]; then
          image_odd_archive "name: ${short:0:200}"
        fi
        ;;
    esac
  done
}

image_read_oci_index() {
  local index=$REPLY digest manifest
  image_manifest_of "$index"
  digest=$REPLY
  if [[ -n $digest ]]; then
    image_blob "$digest" || true
    manifest=$REPLY
    image_manifest_of "$manifest"
    if [[ -n $REPLY ]]; then
      image_blob "$REPLY" || true
      manifest=$REPLY
    fi
    image_config_of "$manifest"
    ARCHIVE_ID=$REPLY
    image_blob "$ARCHIVE_ID" || true
    ARCHIVE_CONFIG=$REPLY
    image_json_text "$ARCHIVE_CONFIG" .architecture
    ARCHIVE_ARCH=$REPLY
  else
    # None of its platforms is this host's.
    ARCHIVE_ARCH=other
  fi
}

# Lists the archive's members into IMAGE_MEMBERS. A table that is there twice, or in a place that is only nearly its
# own, would be one file to this script and another to containerd.
image_list_members() {
  local listed line name count=0 tables=' '
  IMAGE_MEMBERS=()
  # With -R it also tells whether it came to the archive's end mark: passing over a layer that is cut is no error to it.
  exec {listed}< <(image_tar -tRf "$ARCHIVE_FILE" 2>&1 || echo "ended $?")
  while IFS= read -r -n 4096 -u "$listed" line; do
    if [[ $line == 'ended 124' || $line == 'ended 137' ]]; then
      image_odd_archive "tar -t: no end in $IMAGE_MOST_SECONDS s"
    fi
    [[ $line =~ ^block\ [0-9]+:\ (.*)$ ]] || continue
    name=${BASH_REMATCH[1]:-/}
    name=${name#./}
    if ((${#line} > 4000 || (count += 1) > IMAGE_MOST_MEMBERS)) || [[ /${name%/} == */../* || /$name/ == */../* ||
      /${name%/} == *//* || /${name%/}/ == */./* ]]; then
      image_odd_archive "${name:0:200}${name:+, }$count"
      break
    fi
    name=${name%/}
    case ${name##*/} in
      manifest.json | index.json | oci-layout)
        if [[ $tables == *" ${name##*/} "* ]]; then
          image_odd_archive "${name:0:200} twice"
          break
        fi
        tables+="${name##*/} "
        ;;
    esac
    IMAGE_MEMBERS[${BASH_REMATCH[1]:-/}]=1
  done
  exec {listed}<&-
}

image_archive_parameters() {
  [[ $ARCHIVE == /* && $ARCHIVE != *$'\n'* ]] || kg_bad_parameter image ARCHIVE
  [[ $ARCHIVE_SHA256 =~ ^([0-9a-f]{64})?$ ]] || kg_bad_parameter image ARCHIVE_SHA256
  ARCHIVE_FILE=${KATAGPU_ROOT:-}$ARCHIVE
}

# Findings on the archive; where there is none, ARCHIVE_SIZE, ARCHIVE_ID (its configuration's digest), ARCHIVE_NAMES.
image_examine_archive() {
  ARCHIVE_SIZE=0 ARCHIVE_CONFIG='' ARCHIVE_ID='' ARCHIVE_ARCH='' ARCHIVE_SHORT=0
  ARCHIVE_NAMES=()
  if [[ ! -f $ARCHIVE_FILE ]]; then
    kg_fail image.no_file '' "$ARCHIVE"
    return 0
  fi
  REPLY=$(stat -L -c %s -- "$ARCHIVE_FILE") && kg_number "$REPLY" || REPLY=0
  ARCHIVE_SIZE=$REPLY
  if image_archive_compressed; then
    kg_fail image.compressed '' "$ARCHIVE" "$REPLY"
    return 0
  fi
  image_list_members
  if [[ -z ${IMAGE_MEMBERS['** Block of NULs **']:-} ]] && ((!KG_FAILED)); then
    unset 'IMAGE_MEMBERS[** End of File **]'
    if ((${#IMAGE_MEMBERS[@]} > 0)); then
      kg_fail image.cut 'no end mark' "$ARCHIVE"
    else
      kg_fail image.no_archive '' "$ARCHIVE"
    fi
  fi
  ((KG_FAILED)) || image_read_tables
  if ((!KG_FAILED)) && [[ $ARCHIVE_ARCH != "$IMAGE_ARCH" ]]; then
    kg_fail image.wrong_arch "architecture: ${ARCHIVE_ARCH:-none told}" "$ARCHIVE" "$IMAGE_ARCH"
  fi
}

# Where both tables are there, containerd may go by either: the names of both count.
image_read_tables() {
  local index=''
  if image_member index.json; then
    index=$REPLY
    image_read_oci_names "$index"
  fi
  if image_member manifest.json; then
    image_read_docker_table
  elif [[ -n $index ]]; then
    REPLY=$index
    image_read_oci_index
  elif ((!KG_FAILED)); then
    kg_fail image.no_archive '' "$ARCHIVE"
  fi
}

# Reads the whole archive once to compare its checksum, telling how far it is.
image_check_sum() {
  local sum
  sum=$(image_read_through "$ARCHIVE_FILE" | sha256sum) || {
    kg_fail image.unreadable '' "$ARCHIVE"
    exit 1
  }
  sum=${sum%% *}
  if [[ $sum != "$ARCHIVE_SHA256" ]]; then
    kg_fail image.wrong_sum "sha256 $sum, expected $ARCHIVE_SHA256" "$ARCHIVE"
    exit 1
  fi
  echo "Checksum as expected: $sum"
}
