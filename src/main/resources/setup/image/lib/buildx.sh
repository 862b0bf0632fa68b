# shellcheck shell=bash
# needs: fetch stage image/build image/look image/record
# Docker's Buildx plugin: installed where there is none of the wanted version or later, and only as a file whose SHA-256
# is known here or confirmed by the admin. Parameters: BUILDX_VERSION, BUILDX_URL (without the file's name), BUILDX_FILE
# (its path on the host instead of a download; empty: none), BUILDX_SHA256 (the sum the admin confirmed; empty: none).

readonly IMAGE_BUILDX=${KATAGPU_ROOT:-}/usr/local/lib/docker/cli-plugins/docker-buildx
readonly IMAGE_MOST_BUILDX=536870912

image_buildx_parameters() {
  local name
  for name in BUILDX_URL BUILDX_FILE; do
    [[ ${!name} =~ $IMAGE_PLAIN ]] || kg_bad_parameter image "$name"
  done
  [[ $BUILDX_VERSION =~ ^v[0-9]+\.[0-9]+\.[0-9]+$ ]] || kg_bad_parameter image BUILDX_VERSION
  [[ $BUILDX_SHA256 =~ ^([0-9a-f]{64})?$ ]] || kg_bad_parameter image BUILDX_SHA256
}

# The version of the plugin there is, into REPLY; false when there is none that works.
image_buildx_version() {
  image_docker_ask buildx version && [[ $REPLY =~ (v[0-9]+\.[0-9]+\.[0-9]+) ]] && REPLY=${BASH_REMATCH[1]}
}

# Any version from the wanted one on serves; of the admin's own file, any that works.
image_buildx_serves() {
  local have
  image_buildx_version || return 1
  have=$REPLY
  [[ $(printf '%s\n' "$have" "$BUILDX_VERSION" | sort -V | head -n 1) != "$BUILDX_VERSION" ]] || return 0
  [[ -n $BUILDX_FILE && -f $IMAGE_BUILDX ]] && kg_sum "$IMAGE_BUILDX" && [[ $REPLY == "$BUILDX_SHA256" ]]
}

# The checksum of the published file where this wizard knows it, into REPLY; else empty.
image_buildx_sum() {
  case $BUILDX_VERSION/$IMAGE_ARCH in
    v0.19.2/arm64) REPLY=bd54f0e28c29789da1679bad2dd94c1923786ccd2cd80dd3a0a1d560a6baf10c ;;
    v0.19.2/amd64) REPLY=a5ff61c0b6d2c8ee20964a9d6dac7a7a6383c4a4a0ee8d354e983917578306ea ;;
    *) REPLY= ;;
  esac
}

# image_buildx_judge FILE SOURCE: whether the file may be installed. Where nobody has confirmed it yet, that is asked:
# of the admin's own file, which may be of any version, and where no sum is known. A download that is not the
# published file is refused.
image_buildx_judge() {
  local sum
  kg_sum "$1" || {
    kg_fail image.unreadable '' "$2"
    return 1
  }
  sum=$REPLY
  image_buildx_sum
  if [[ $sum == "${REPLY:-none}" || $sum == "${BUILDX_SHA256:-none}" ]]; then
    echo "SHA-256 of $2: $sum"
  elif [[ -z $BUILDX_FILE && -n $REPLY ]]; then
    kg_fail image.wrong_sum "sha256 $sum, expected $REPLY" "$2"
    return 1
  else
    IMAGE_ASKED=1
    kg_ask_checksum image.unconfirmed "${2##*/}" "$sum" "$2"
    return 1
  fi
}

# The admin's own file is looked at before anything is done.
image_examine_buildx() {
  IMAGE_TODO_BUILDX=1
  [[ -n $BUILDX_FILE ]] || return 0
  if [[ ! -f ${KATAGPU_ROOT:-}$BUILDX_FILE ]]; then
    kg_fail image.no_file '' "$BUILDX_FILE"
  else
    image_buildx_judge "${KATAGPU_ROOT:-}$BUILDX_FILE" "$BUILDX_FILE" || true
  fi
}

# Ends the run: nothing was installed.
image_stop() {
  ((!IMAGE_ASKED || KG_FAILED)) || {
    kg_state blocked
    exit 3
  }
  exit 1
}

# image_buildx_fetch FILE URL
image_buildx_fetch() {
  if ! type -P curl >/dev/null; then
    kg_fail image.no_tool "no curl in PATH=$PATH" curl
    exit 1
  fi
  if ! kg_fetch "$1" "$2" "$PROXY" "$IMAGE_MOST_BUILDX" "$PATIENCE"; then
    printf '%s\n' "$REPLY"
    if ! kg_fetch_told "$1" "$2" "$IMAGE_MOST_BUILDX"; then
      case $KG_FETCH/$KG_HTTP in
        slow/*) kg_fail image.slow "$REPLY" "$2" "$PATIENCE" ;;
        http/404) kg_fail image.not_found "$REPLY" "$2" ;;
        *) image_explain download_failed "$REPLY" "$2" ;;
      esac
    fi
    exit 1
  fi
}

image_install_buildx() {
  local file=$IMAGE_WORK/docker-buildx.new from
  (umask 077 && mkdir -p -- "$IMAGE_WORK")
  if [[ -n $BUILDX_FILE ]]; then
    from=$BUILDX_FILE
    rm -f -- "$file"
    if ! cp -- "${KATAGPU_ROOT:-}$BUILDX_FILE" "$file"; then
      kg_fail image.no_file '' "$BUILDX_FILE"
      exit 1
    fi
  else
    from=$BUILDX_URL/$BUILDX_VERSION/buildx-$BUILDX_VERSION.linux-$IMAGE_ARCH
    image_buildx_fetch "$file" "$from"
  fi
  image_buildx_judge "$file" "$from" || {
    rm -f -- "$file"
    image_stop
  }
  if [[ -e $IMAGE_BUILDX ]] && ! kg_record_read buildx; then
    mv -f -- "$IMAGE_BUILDX" "$IMAGE_BUILDX.before-katagpu"
  fi
  if ! kg_sum "$file" || ! kg_record_write buildx sum "$REPLY"; then
    kg_fail image.no_record '' "$KG_RECORDS"
    exit 1
  fi
  (umask 022 && mkdir -p -- "${IMAGE_BUILDX%/*}")
  chmod 0755 -- "$file"
  mv -f -- "$file" "$IMAGE_BUILDX"
  if ! image_buildx_serves; then
    kg_fail image.buildx_failed "$REPLY" "$BUILDX_VERSION"
    exit 1
  fi
  image_buildx_version
  kg_change image.buildx true "$REPLY" "${IMAGE_BUILDX#"${KATAGPU_ROOT:-}"}"
}
