# shellcheck shell=bash
# needs: stage image/json
# The model image stage's ground: parameters, the questions put to containerd, room on disks, and what a tool's
# complaint means. Parameters: MODE (build, registry, import), REFERENCE (the image's full name in containerd),
# NAMESPACE, CONTAINERD (its socket), SNAPSHOTTER (empty: containerd's own choice), PROXY, NO_PROXY_FOR; those of a mode
# are named where they are used.

# shellcheck disable=SC2034
readonly IMAGE_WORK=${KATAGPU_ROOT:-}/var/lib/katagpu/build
readonly IMAGE_SHA256='sha256:[0-9a-f]{64}'
readonly IMAGE_NAME='^[a-z0-9][a-z0-9.-]*(:[0-9]+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$'
readonly IMAGE_PLAIN='^[A-Za-z0-9._:,/@+=~-]*$'
readonly IMAGE_MOST_ANSWER=4194304 IMAGE_MOST_KIB=9007199254740991
# The run's own folder for what tools say; apply makes it.
IMAGE_TEMP=

image_read_parameters() {
  local name
  # shellcheck disable=SC2153 # a parameter
  [[ $MODE =~ ^(build|registry|import)$ ]] || kg_bad_parameter image MODE
  [[ $REFERENCE =~ $IMAGE_NAME ]] || kg_bad_parameter image REFERENCE
  [[ $NAMESPACE =~ ^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$ ]] || kg_bad_parameter image NAMESPACE
  [[ $CONTAINERD == /* && $CONTAINERD =~ $IMAGE_PLAIN ]] || kg_bad_parameter image CONTAINERD
  for name in SNAPSHOTTER PROXY NO_PROXY_FOR; do
    [[ ${!name} =~ $IMAGE_PLAIN ]] || kg_bad_parameter image "$name"
  done
  if [[ -n $PROXY ]]; then
    export HTTP_PROXY=$PROXY HTTPS_PROXY=$PROXY http_proxy=$PROXY https_proxy=$PROXY
    export NO_PROXY=$NO_PROXY_FOR no_proxy=$NO_PROXY_FOR
  fi
  if [[ -n $SNAPSHOTTER ]]; then
    export CONTAINERD_SNAPSHOTTER=$SNAPSHOTTER
  fi
}

# The name Docker gives the image: without the registry that is meant where none is named.
image_docker_name() {
  REPLY=${REFERENCE#docker.io/}
  REPLY=${REPLY#library/}
}

# image_where COMMAND …: with ctr's socket and namespace as they are now.
image_where() {
  CONTAINERD_ADDRESS=$CONTAINERD CONTAINERD_NAMESPACE=$NAMESPACE "$@"
}

# One question to containerd, bounded in time and length; the answer, both streams, into REPLY.
image_ask() {
  local status=0
  REPLY=$(image_where timeout --foreground -k 2 60 ctr "$@" 2>&1 | head -c "$IMAGE_MOST_ANSWER" | tr -d '\0') ||
    status=$?
  return "$status"
}

# A long act of containerd's, on this shell's streams.
image_ctr() {
  image_where ctr "$@"
}

# image_local COMMAND: containerd 2 hands pull and import to its transfer service, which knows neither this script's
# proxy nor every unpacker; its ctr then takes --local. The option, or nothing, into REPLY.
image_local() {
  if image_ask images "$1" --help && [[ $REPLY == *--local* ]]; then
    REPLY=--local
  else
    REPLY=
  fi
}

# This host's architecture as images name it, into IMAGE_ARCH.
image_host_arch() {
  IMAGE_ARCH=$(uname -m)
  case $IMAGE_ARCH in
    aarch64) IMAGE_ARCH=arm64 ;;
    x86_64) IMAGE_ARCH=amd64 ;;
  esac
}

image_examine_containerd() {
  if ! type -P ctr >/dev/null; then
    kg_fail image.no_ctr "no ctr in PATH=$PATH"
  elif ! image_ask version; then
    kg_fail image.no_containerd "${REPLY##*$'\n'}" "$CONTAINERD"
  fi
}

# The digest of the configuration a manifest names, into REPLY.
image_config_of() {
  image_json_text "$1" .config.digest
  [[ $REPLY =~ ^$IMAGE_SHA256$ ]] || REPLY=
}

# The digest of this host's manifest in an index (the only one, where none names a platform), into REPLY.
image_manifest_of() {
  local i only='' count=0
  local -A digests=() platform=()
  REPLY=
  image_json "$1" || return 0
  for ((i = 0; i < ${#IMAGE_JSON_PATHS[@]}; i++)); do
    case ${IMAGE_JSON_PATHS[i]} in
      .manifests[[][]].digest) digests[${IMAGE_JSON_ITEMS[i]}]=${IMAGE_JSON_VALUES[i]} ;;
      .manifests[[][]].platform.architecture) platform[${IMAGE_JSON_ITEMS[i]}]=${IMAGE_JSON_VALUES[i]} ;;
    esac
  done
  for i in "${!digests[@]}"; do
    [[ ${digests[$i]} =~ ^$IMAGE_SHA256$ ]] || continue
    count=$((count + 1))
    if [[ ${platform[$i]:-} == "$IMAGE_ARCH" ]]; then
      REPLY=${digests[$i]}
      return 0
    elif [[ -z ${platform[$i]:-} ]]; then
      only=${digests[$i]}
    fi
  done
  if ((count == 1)); then
    REPLY=$only
  fi
}

# image_find REFERENCE: how the image stands in the namespace. IMAGE_DIGEST (empty: not there), IMAGE_CONFIG,
# IMAGE_INPUTS (what this stage built it from, see image/lib/build.sh), IMAGE_HAS_ARCH, IMAGE_WHOLE (1: every byte
# there, and unpacked).
image_find() {
  local line text
  IMAGE_DIGEST='' IMAGE_CONFIG='' IMAGE_INPUTS='' IMAGE_HAS_ARCH='' IMAGE_WHOLE=0 IMAGE_CONFIG_TEXT=''
  image_ask images ls "name==$1" || return 0
  while IFS= read -r line; do
    if [[ $line =~ ^"$1"[[:space:]].*[[:space:]]($IMAGE_SHA256)[[:space:]] ]]; then
      IMAGE_DIGEST=${BASH_REMATCH[1]}
    fi
  done <<<"$REPLY"
  [[ -n $IMAGE_DIGEST ]] || return 0
  image_ask content get "$IMAGE_DIGEST" || return 0
  text=$REPLY
  image_config_of "$text"
  if [[ -z $REPLY ]]; then
    image_manifest_of "$text"
    if [[ -n $REPLY ]] && image_ask content get "$REPLY"; then
      image_config_of "$REPLY"
    fi
  fi
  IMAGE_CONFIG=$REPLY
  if [[ $IMAGE_CONFIG =~ ^$IMAGE_SHA256$ ]] && image_ask content get "$IMAGE_CONFIG"; then
    IMAGE_CONFIG_TEXT=$REPLY
    image_json_text "$IMAGE_CONFIG_TEXT" .architecture
    IMAGE_HAS_ARCH=$REPLY
    image_json_at .config.labels.org.katagpu.inputs
    IMAGE_INPUTS=$REPLY
  fi
  if image_ask images check "name==$1"; then
    while IFS= read -r line; do
      line=${line%"${line##*[![:space:]]}"}
      if [[ $line == "$1"* && $line == *" complete ("* && $line == *true ]]; then
        IMAGE_WHOLE=1
      fi
    done <<<"$REPLY"
  fi
}

# Whether a digest names what image_find found: Docker's id of an image is its configuration's digest or, with
# containerd as its store, the manifest's.
image_has_digest() {
  [[ -n $1 && ($1 == "$IMAGE_CONFIG" || $1 == "$IMAGE_DIGEST") ]]
}

# Whether what image_find found can be run here.
image_usable() {
  [[ -n $IMAGE_DIGEST && $IMAGE_WHOLE == 1 && $IMAGE_HAS_ARCH == "$IMAGE_ARCH" ]]
}

# Where containerd keeps content and unpacked layers, into IMAGE_CONTENT and IMAGE_SNAPSHOTS: as its plugins tell, else
# where they are by default.
image_store_folders() {
  local snapshotter=${SNAPSHOTTER:-overlayfs} line plugin=
  IMAGE_CONTENT=${KATAGPU_ROOT:-}/var/lib/containerd
  IMAGE_SNAPSHOTS=$IMAGE_CONTENT
  image_ask plugins ls -d "id==content" "id==$snapshotter" || return 0
  while read -r line; do
    case $line in
      Type:*content*) plugin=content ;;
      Type:*snapshotter*) plugin=snapshotter ;;
      Type:*) plugin= ;;
      *root*[[:space:]]/*)
        line=/${line#*/}
        if [[ $plugin == content ]]; then
          IMAGE_CONTENT=$line
        elif [[ $plugin == snapshotter ]]; then
          IMAGE_SNAPSHOTS=$line
        fi
        ;;
    esac
  done <<<"$REPLY"
}

# By file system: the estimate of what is needed, what is needed for certain, what is free.
declare -A IMAGE_NEED=() IMAGE_CERTAIN=() IMAGE_FREE=()

# image_space_need PATH BYTES [CERTAIN]: adds to what the file system of a folder, there or yet to be made, must have
# free.
image_space_need() {
  local path=$1 bytes=$2 certain=${3:-0} free mount before
  while [[ ! -e $path && $path == /*/* ]]; do
    path=${path%/*}
  done
  REPLY=$(timeout --foreground -k 2 10 df -P -k "$path" 2>/dev/null) || return 0
  read -r _ _ _ free _ mount <<<"${REPLY##*$'\n'}"
  kg_number "$free" "$IMAGE_MOST_KIB" && [[ -n $mount ]] || return 0
  IMAGE_FREE[$mount]=$((REPLY * 1024))
  before=${IMAGE_NEED[$mount]:-0}
  IMAGE_NEED[$mount]=$((before + bytes))
  before=${IMAGE_CERTAIN[$mount]:-0}
  IMAGE_CERTAIN[$mount]=$((before + certain))
}

# Figures for people, into REPLY: 12.3 GiB. Takes a number that was checked.
image_size() {
  if (($1 < 1048576000)); then
    REPLY="$((($1 + 1048575) / 1048576)) MiB"
  else
    REPLY="$(($1 / 1073741824)).$(($1 % 1073741824 * 10 / 1073741824)) GiB"
  fi
}

# What is needed is an estimate and warns; only too little for what is certain stands in the way.
image_examine_space() {
  local mount need certain free wanted there
  for mount in "${!IMAGE_NEED[@]}"; do
    need=${IMAGE_NEED[$mount]} certain=${IMAGE_CERTAIN[$mount]} free=${IMAGE_FREE[$mount]}
    image_size "$((free < certain ? certain : need))"
    wanted=$REPLY
    image_size "$free"
    there=$REPLY
    if ((free < certain)); then
      kg_fail image.no_room "$mount: $there free, at least $wanted needed" "$mount" "$there" "$wanted"
    elif ((free < need)); then
      kg_finding image.little_room warn "$mount: $there free, $wanted estimated" "$mount" "$there" "$wanted"
    else
      echo "$mount: $there free, $wanted estimated."
    fi
  done
}

# Whether a complaint is of a place that does not answer, or stops in the middle of its answer.
image_is_network() {
  [[ ${1,,} =~ no\ such\ host|could\ not\ resolve|connection\ refused|network\ is\ unreachable|i/o\ timeout|timed\ out|\
handshake\ timeout|no\ route\ to\ host|failed\ to\ connect|connection\ reset|temporary\ failure\ in\ name|\
cannot\ assign\ requested\ address|failed\ to\ do\ request:\ .*:\ eof|"couldn't connect" ]]
}

# image_explain WHAT TEXT [ARG …]: the finding that fits a tool's complaint, else image.WHAT with it as evidence.
image_explain() {
  local what=$1 text=$2 tail ending=()
  shift 2
  mapfile -t ending <<<"$text"
  ((${#ending[@]} <= 12)) || ending=("${ending[@]: -12}")
  printf -v tail '%s\n' "${ending[@]}"
  tail=${tail%$'\n'}
  if [[ ${text,,} == *'too slow'* ]]; then
    kg_fail image.slow "$tail" "$1" "${PATIENCE:-60}"
    return 0
  elif [[ ${text,,} == *'proxyconnect'* || ${text,,} == *'from proxy after connect'* ]]; then
    kg_fail image.proxy "$tail" "$1"
    return 0
  elif image_is_network "$text"; then
    kg_fail image.no_network "$tail" "$1"
    return 0
  fi
  case ${text,,} in
    *'no space left on device'*) kg_fail image.disk_full "$tail" ;;
    *'no match for platform'* | *'might be filtered out'* | *'no matching manifest'*)
      kg_fail image.wrong_arch "$tail" "$1" "$IMAGE_ARCH" ;;
    *'snapshotter not loaded'* | *'snapshotter "'*'": not found'*) kg_fail image.no_snapshotter "$tail" "$1" ;;
    *'failed to convert whiteout'* | *'operation not supported'*) kg_fail image.no_overlay "$tail" ;;
    *'no processor for media-type'* | *'failed to get stream processor'*) kg_fail image.layer_kind "$tail" "$1" ;;
    *'unexpected commit digest'* | *'invalid tar header'* | *'checksum mismatch'*)
      kg_fail image.damaged "$tail" "$1" ;;
    # A part of the image, not its name.
    *'could not fetch content descriptor'* | *'content digest sha256:'*': not found'* | \
      *'failed to get reader from content store'* | *'failed to stat snapshot'* | *'blob unknown'*)
      kg_fail image.part_missing "$tail" "$1" ;;
    *'toomanyrequests'* | *'too many requests'*) kg_fail image.rate_limit "$tail" "$1" ;;
    *'gave http response to https client'*) kg_fail image.no_tls "$tail" "$1" ;;
    *'unauthorized'* | *'authorization failed'* | *'access denied'* | *'403 forbidden'* | *'error: 403'*)
      kg_fail image.denied "$tail" "$1" ;;
    *'x509'* | *'certificate'*) kg_fail image.tls "$tail" "$1" ;;
    *'500 internal server error'* | *'502 bad gateway'* | *'503 service unavailable'* | *'504 gateway timeout'* | \
      *'returned error: 50'[0234]*) kg_fail image.server_unwell "$tail" "$1" ;;
    *'error: 404'* | *'404 not found'* | *'manifest unknown'* | *'failed to resolve reference '*': not found'*)
      kg_fail image.not_found "$tail" "$1" ;;
    *'unexpected eof'* | *'failed to read expected number of bytes'*) kg_fail image.cut "$tail" "$1" ;;
    *'unrecognized image format'*) kg_fail image.no_archive "$tail" "$1" ;;
    *) kg_fail "image.$what" "$tail" "$@" ;;
  esac
}
