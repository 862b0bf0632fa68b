# shellcheck shell=bash
# Building the image with Docker. Needs image-look.sh, image-store.sh. Parameters: DOCKERFILE (its text), BASE_IMAGE,
# SOURCE_URL and SOURCE_COMMIT (vLLM's source), MAX_JOBS, NVCC_THREADS, CUDA_ARCHES, FLASH_ATTN_ARCHES, APT_MIRROR,
# PIP_INDEX, GITHUB (mirrors; empty: the usual places), BUILDX_VERSION, BUILDX_URL (without the file's name),
# BUILDX_FILE (its path on the host instead of a download; empty: none), ROOM_DOCKER and ROOM_RESULT (bytes in
# Docker's folder and of the image, estimates).

readonly IMAGE_BUILDX=${KATAGPU_ROOT:-}/usr/local/lib/docker/cli-plugins/docker-buildx

image_build_parameters() {
  local name
  for name in BASE_IMAGE SOURCE_URL APT_MIRROR PIP_INDEX GITHUB BUILDX_URL BUILDX_FILE; do
    [[ ${!name} =~ $IMAGE_PLAIN ]] || image_bad_parameter "$name"
  done
  [[ $SOURCE_COMMIT =~ ^[0-9a-f]{40}$ ]] || image_bad_parameter SOURCE_COMMIT
  [[ $MAX_JOBS =~ ^[1-9][0-9]{0,3}$ ]] || image_bad_parameter MAX_JOBS
  [[ $NVCC_THREADS =~ ^[1-9][0-9]?$ ]] || image_bad_parameter NVCC_THREADS
  [[ $CUDA_ARCHES =~ ^[0-9.+PTX\ ]+$ ]] || image_bad_parameter CUDA_ARCHES
  [[ $FLASH_ATTN_ARCHES =~ ^[0-9a-z\;-]+$ ]] || image_bad_parameter FLASH_ATTN_ARCHES
  [[ $BUILDX_VERSION =~ ^v[0-9]+\.[0-9]+\.[0-9]+$ ]] || image_bad_parameter BUILDX_VERSION
  [[ $ROOM_DOCKER =~ ^[1-9][0-9]{0,14}$ ]] || image_bad_parameter ROOM_DOCKER
  [[ $ROOM_RESULT =~ ^[1-9][0-9]{0,14}$ ]] || image_bad_parameter ROOM_RESULT
  [[ -n $DOCKERFILE ]] || image_bad_parameter DOCKERFILE
}

# One question to Docker, bounded in time.
image_docker_ask() {
  local status=0
  REPLY=$(timeout --foreground -k 2 60 docker "$@" 2>&1 | head -c "$IMAGE_MOST_ANSWER" | tr -d '\0') || status=$?
  return "$status"
}

image_examine_docker() {
  local said major minor
  if ! type -P docker >/dev/null; then
    image_fail image.no_docker ''
    return 0
  fi
  if ! image_docker_ask version --format '{{.Server.Version}}' || [[ ! $REPLY =~ ^([0-9]{1,9})\.([0-9]{1,9}) ]]; then
    image_fail image.no_docker_daemon "${REPLY##*$'\n'}"
    return 0
  fi
  said=$REPLY
  minor=${BASH_REMATCH[2]}
  kg_number "${BASH_REMATCH[1]}"
  major=$REPLY
  kg_number "$minor"
  if ((major < 19 || (major == 19 && REPLY < 3))); then
    image_fail image.old_docker "$said" "$said"
  fi
}

# What the image is made of, as one word: a build with the same one need not be repeated. What only says how or from
# which mirror it is built is not in it. Into IMAGE_WANTED.
image_inputs() {
  IMAGE_WANTED=$(printf '%s\n' "$DOCKERFILE" "$BASE_IMAGE" "$SOURCE_COMMIT" "$CUDA_ARCHES" "$FLASH_ATTN_ARCHES" \
    "$IMAGE_ARCH" | sha256sum)
  IMAGE_WANTED=${IMAGE_WANTED%% *}
}

# Whether Docker already has the image wanted; its id into IMAGE_ID.
image_is_built() {
  local inputs
  IMAGE_ID=
  image_docker_name
  if image_docker_ask image inspect --format '{{index .Config.Labels "org.katagpu.inputs"}} {{.Id}}' "$REPLY" &&
    [[ $REPLY =~ ^([0-9a-f]{64})\ ($IMAGE_SHA256)$ ]]; then
    inputs=${BASH_REMATCH[1]}
    IMAGE_ID=${BASH_REMATCH[2]}
  fi
  [[ -n $IMAGE_ID && $inputs == "$IMAGE_WANTED" ]]
}

# The version of the plugin there is, into REPLY; false when there is none that works.
image_buildx_version() {
  image_docker_ask buildx version && [[ $REPLY =~ (v[0-9]+\.[0-9]+\.[0-9]+) ]] && REPLY=${BASH_REMATCH[1]}
}

# Any version from the wanted one on serves.
image_buildx_serves() {
  local have
  image_buildx_version || return 1
  have=$REPLY
  [[ $(printf '%s\n' "$have" "$BUILDX_VERSION" | sort -V | head -n 1) == "$BUILDX_VERSION" ]]
}

# The checksum of the published file where this wizard knows it, into REPLY; else empty.
image_buildx_sum() {
  case $BUILDX_VERSION/$IMAGE_ARCH in
    v0.19.2/arm64) REPLY=bd54f0e28c29789da1679bad2dd94c1923786ccd2cd80dd3a0a1d560a6baf10c ;;
    v0.19.2/amd64) REPLY=a5ff61c0b6d2c8ee20964a9d6dac7a7a6383c4a4a0ee8d354e983917578306ea ;;
    *) REPLY= ;;
  esac
}

# image_download URL FILE: goes on with a part of the file that is there; gives up on a link that all but stands still.
image_download() {
  local said=$IMAGE_TEMP/download.log
  if ! type -P curl >/dev/null; then
    image_fail image.no_tool '' curl
    exit 1
  fi
  if ! curl --fail --location --silent --show-error --proto '=https,http' --proto-redir '=https,http' \
    --connect-timeout 30 --speed-limit 1024 --speed-time "$PATIENCE" --retry 3 --retry-delay 2 \
    --retry-max-time "$PATIENCE" --continue-at - \
    --output "$2" -- "$1" 2>"$said"; then
    cat -- "$said"
    image_explain download_failed "$(<"$said")" "$1"
    exit 1
  fi
}

image_install_buildx() {
  local file=$IMAGE_WORK/docker-buildx.part from sum wanted
  image_buildx_sum
  wanted=$REPLY
  mkdir -p -- "$IMAGE_WORK"
  if [[ -n $BUILDX_FILE ]]; then
    from=$BUILDX_FILE
    if ! cp -- "${KATAGPU_ROOT:-}$BUILDX_FILE" "$file"; then
      image_fail image.no_file '' "$BUILDX_FILE"
      exit 1
    fi
  else
    from=$BUILDX_URL/$BUILDX_VERSION/buildx-$BUILDX_VERSION.linux-$IMAGE_ARCH
    if [[ -z $wanted && $BUILDX_URL != https://* ]]; then
      image_fail image.unknown_sum '' "$from"
      exit 1
    fi
    image_download "$from" "$file"
  fi
  sum=$(sha256sum <"$file")
  sum=${sum%% *}
  echo "SHA-256 of $from: $sum"
  if [[ -z $wanted ]]; then
    kg_finding image.unknown_sum warn "sha256 $sum" "$from"
  elif [[ $sum != "$wanted" ]]; then
    rm -f -- "$file"
    image_fail image.wrong_sum "sha256 $sum, expected $wanted" "$from"
    exit 1
  fi
  if [[ -e $IMAGE_BUILDX ]] && ! kg_record_read buildx; then
    mv -f -- "$IMAGE_BUILDX" "$IMAGE_BUILDX.before-katagpu"
  fi
  kg_record_write buildx sum "$sum" || {
    image_fail image.no_record '' "$KG_RECORDS"
    exit 1
  }
  (umask 022 && mkdir -p -- "${IMAGE_BUILDX%/*}")
  chmod 0755 -- "$file"
  mv -f -- "$file" "$IMAGE_BUILDX"
  if ! image_buildx_serves; then
    image_fail image.buildx_failed "$REPLY" "$BUILDX_VERSION"
    exit 1
  fi
  kg_change image.buildx true "$BUILDX_VERSION" "${IMAGE_BUILDX#"${KATAGPU_ROOT:-}"}"
}

# vLLM's source at the commit the Dockerfile fits, with its history: its version is told from it.
image_fetch_source() {
  local tree=$IMAGE_WORK/vllm said=$IMAGE_TEMP/git.log
  local -a fetch=(git -C "$IMAGE_WORK/vllm" -c http.sslVerify=true -c http.lowSpeedLimit=1024
    -c "http.lowSpeedTime=$PATIENCE" fetch --force)
  if ! type -P git >/dev/null; then
    image_fail image.no_tool '' git
    exit 1
  fi
  export GIT_TERMINAL_PROMPT=0 GIT_CONFIG_NOSYSTEM=1
  umask 022
  mkdir -p -- "$tree"
  [[ -d $tree/.git ]] || git init -q -- "$tree"
  if ! git -C "$tree" cat-file -e "$SOURCE_COMMIT^{commit}" 2>/dev/null; then
    # A mirror may hand out branches only; one that stands still is not asked again.
    if ! "${fetch[@]}" "$SOURCE_URL" "$SOURCE_COMMIT" >"$said" 2>&1 && { [[ $(<"$said") == *'too slow'* ]] ||
      ! "${fetch[@]}" --tags "$SOURCE_URL" '+refs/heads/*:refs/remotes/source/*' >>"$said" 2>&1; }; then
      cat -- "$said"
      image_explain source_failed "$(<"$said")" "$SOURCE_URL"
      exit 1
    fi
  fi
  if ! git -C "$tree" checkout -q --force --detach "$SOURCE_COMMIT" >"$said" 2>&1; then
    image_fail image.no_commit "$(<"$said")" "$SOURCE_COMMIT" "$SOURCE_URL"
    exit 1
  fi
  git -C "$tree" clean -fdxq
  umask 077
  echo "Source: $SOURCE_URL at $SOURCE_COMMIT"
}

# Reads BuildKit's plain output: passes it on as log and tells which stage and step is under way, how many are done,
# and, when one fails, which one, with its last lines, in IMAGE_TEMP/failed.
image_tell_build() {
  local line number text stage step steps key done=0 total=0 failed=''
  local -A title=() of=() finished=() tail=()
  while IFS= read -r line; do
    printf '%s\n' "$line"
    [[ $line =~ ^#([0-9]{1,6})\ (.*)$ ]] || continue
    number=${BASH_REMATCH[1]}
    text=${BASH_REMATCH[2]}
    if [[ $text =~ ^\[(([^]\ ]+)\ +)?([0-9]{1,4})/([0-9]{1,4})\]\ (.*)$ ]]; then
      stage=${BASH_REMATCH[2]:-image} step=${BASH_REMATCH[3]} steps=${BASH_REMATCH[4]}
      [[ -z ${title[$number]:-} ]] || continue
      title[$number]=${BASH_REMATCH[5]:0:1000}
      if [[ -z ${of[$stage]:-} ]] && kg_number "$steps"; then
        of[$stage]=$steps
        total=$((total + REPLY))
      fi
      kg_step "$IMAGE_STEP" "$IMAGE_STEPS" image.build_step "$stage" "$step" "$steps" "${title[$number]:0:160}"
    elif [[ $text =~ ^\[[^]]+\] ]]; then
      # What is around the stages: loading the Dockerfile, the base image's description.
      title[$number]=${title[$number]:-$text}
      finished[$number]=aside
    elif [[ $text == CACHED || $text =~ ^DONE\ [0-9.]+s$ ]]; then
      if [[ -n ${title[$number]:-} && -z ${finished[$number]:-} ]]; then
        finished[$number]=1
        done=$((done + 1))
        kg_progress "$done" "$total" count
      fi
    elif [[ $text == ERROR:* ]]; then
      if [[ -z $failed ]]; then
        failed=$number
        printf '%s\n%s%s\n' "${title[$number]:-step $number}" "${tail[$number]:-}" "$text" >"$IMAGE_TEMP/failed"
      fi
    else
      # "12.34 text": the time since the step began, and what its command wrote. The last lines are enough.
      [[ $text =~ ^[0-9]+\.[0-9]+\ (.*)$ ]] && text=${BASH_REMATCH[1]}
      key=${tail[$number]:-}$text$'\n'
      if ((${#key} > 4000)); then
        key=${key: -2000}
        key=${key#*$'\n'}
      fi
      tail[$number]=$key
    fi
  done
}

image_build() {
  local status name value said step
  local -a arguments=()
  image_docker_name
  name=$REPLY
  printf '%s\n' "$DOCKERFILE" >"$IMAGE_WORK/Dockerfile"
  # The source's own list would keep from the build what this Dockerfile needs.
  : >"$IMAGE_WORK/Dockerfile.dockerignore"
  for value in max_jobs="$MAX_JOBS" nvcc_threads="$NVCC_THREADS" torch_cuda_arch_list="$CUDA_ARCHES" \
    flash_attn_arches="$FLASH_ATTN_ARCHES" base_image="$BASE_IMAGE" ${APT_MIRROR:+apt_mirror="$APT_MIRROR"} \
    ${PIP_INDEX:+PIP_INDEX_URL="$PIP_INDEX"} ${GITHUB:+github="$GITHUB"} \
    ${PROXY:+HTTP_PROXY="$PROXY" HTTPS_PROXY="$PROXY" NO_PROXY="$NO_PROXY_FOR"}; do
    arguments+=(--build-arg "$value")
  done
  set +e
  docker buildx build --builder default --progress plain --provenance=false --platform "linux/$IMAGE_ARCH" \
    --label "org.katagpu.inputs=$IMAGE_WANTED" --label "org.katagpu.commit=$SOURCE_COMMIT" "${arguments[@]}" \
    --tag "$name" --file "$IMAGE_WORK/Dockerfile" "$IMAGE_WORK/vllm" 2>&1 | tee "$IMAGE_TEMP/build.tail" |
    image_tell_build
  status=${PIPESTATUS[0]}
  set -e
  if ((status)); then
    if [[ -s $IMAGE_TEMP/failed ]]; then
      said=$(<"$IMAGE_TEMP/failed")
      step=${said%%$'\n'*}
      image_build_explain "$step" "${said#*$'\n'}"
    else
      image_explain build_failed "$(tail -n 20 "$IMAGE_TEMP/build.tail")" "docker buildx build" "$status"
    fi
    exit 1
  fi
  if ! image_is_built; then
    image_fail image.build_lost "$REPLY" "$name"
    exit 1
  fi
  kg_record_write built name "$name" id "$IMAGE_ID" || true
  kg_change image.build true "$name" "${SOURCE_COMMIT:0:12}"
}

# The failing step comes first, then why.
image_build_explain() {
  local step=$1 text=$2
  echo "Failed step: $step"
  case ${text,,} in
    *'killed'* | *'signal terminated program'* | *'out of memory'* | *'exit code: 137'*)
      image_fail image.build_memory "$text" "$step" "$MAX_JOBS" ;;
    *'no space left on device'*) image_fail image.disk_full "$text" ;;
    *)
      if image_is_network "$text"; then
        image_fail image.no_network "$text" "$step"
      else
        image_fail image.build_failed "$text" "$step"
      fi
      ;;
  esac
}
