# shellcheck shell=bash
# needs: docker stage image/buildx image/look image/record image/source
# Building the image with Docker. Parameters: DOCKERFILE (its text), BASE_IMAGE, MAX_JOBS, NVCC_THREADS, CUDA_ARCHES,
# FLASH_ATTN_ARCHES, APT_MIRROR, PIP_INDEX, GITHUB (mirrors; empty: the usual places), ROOM_DOCKER and ROOM_RESULT
# (bytes in Docker's folder and of the image, estimates); those of the source and of Buildx are named where they are
# used.

image_build_parameters() {
  local name
  for name in BASE_IMAGE APT_MIRROR PIP_INDEX GITHUB; do
    [[ ${!name} =~ $IMAGE_PLAIN ]] || kg_bad_parameter image "$name"
  done
  image_source_parameters
  image_buildx_parameters
  [[ $MAX_JOBS =~ ^[1-9][0-9]{0,3}$ ]] || kg_bad_parameter image MAX_JOBS
  [[ $NVCC_THREADS =~ ^[1-9][0-9]?$ ]] || kg_bad_parameter image NVCC_THREADS
  [[ $CUDA_ARCHES =~ ^[0-9.+PTX\ ]+$ ]] || kg_bad_parameter image CUDA_ARCHES
  [[ $FLASH_ATTN_ARCHES =~ ^[0-9a-z\;-]+$ ]] || kg_bad_parameter image FLASH_ATTN_ARCHES
  [[ $ROOM_DOCKER =~ ^[1-9][0-9]{0,14}$ ]] || kg_bad_parameter image ROOM_DOCKER
  [[ $ROOM_RESULT =~ ^[1-9][0-9]{0,14}$ ]] || kg_bad_parameter image ROOM_RESULT
  [[ -n $DOCKERFILE ]] || kg_bad_parameter image DOCKERFILE
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
    kg_fail image.no_docker "no docker in PATH=$PATH"
    return 0
  fi
  if kg_docker_sleeps; then
    kg_fail image.docker_sleeps 'docker.socket: active, docker.service: inactive'
    return 0
  fi
  if ! image_docker_ask version --format '{{.Server.Version}}' || [[ ! $REPLY =~ ^([0-9]{1,9})\.([0-9]{1,9}) ]]; then
    kg_fail image.no_docker_daemon "${REPLY##*$'\n'}"
    return 0
  fi
  said=$REPLY
  minor=${BASH_REMATCH[2]}
  kg_number "${BASH_REMATCH[1]}"
  major=$REPLY
  kg_number "$minor"
  if ((major < 19 || (major == 19 && REPLY < 3))); then
    kg_fail image.old_docker "$said" "$said"
  fi
}

# What the image is made of, as one word: a build with the same one need not be repeated. What only says how or from
# which mirror it is built is not in it. Into IMAGE_WANTED.
image_inputs() {
  IMAGE_WANTED=$(printf '%s\n' "$DOCKERFILE" "$BASE_IMAGE" "$IMAGE_COMMIT" "$CUDA_ARCHES" "$FLASH_ATTN_ARCHES" \
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

# What this build takes by name alone, so that nobody can tell beforehand that it is what it was: told, not refused.
image_tell_unpinned() {
  local what='' line tag=''
  [[ $BASE_IMAGE == *@sha256:* ]] || what="FROM $BASE_IMAGE"$'\n'
  while IFS= read -r line; do
    if [[ $line =~ git\ clone\ .*--branch\ ([^ ]+) ]]; then
      tag=${BASH_REMATCH[1]}
    elif [[ -n $tag && $line =~ \}(/[^\"]+)\.git ]]; then
      what+="git clone ${GITHUB:-https://github.com}${BASH_REMATCH[1]} $tag"$'\n'
      tag=
    fi
  done <<<"$DOCKERFILE"
  what+="apt-get install"$'\n'"pip install"
  kg_finding image.by_tag warn "$what" "$BASE_IMAGE"
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
      # shellcheck disable=SC2153 # of image/plan, in apply
      kg_step "$KG_STEP" "$KG_STEPS" image.build_step "$stage" "$step" "$steps" "${title[$number]:0:160}"
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
    --label "org.katagpu.inputs=$IMAGE_WANTED" --label "org.katagpu.commit=$IMAGE_COMMIT" "${arguments[@]}" \
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
    kg_fail image.build_lost "$REPLY" "$name"
    exit 1
  fi
  kg_record_write built name "$name" id "$IMAGE_ID" source "$SOURCE_URL" asked "$SOURCE_COMMIT" \
    commit "$IMAGE_COMMIT" || true
  image_source_title
  kg_change image.build true "$name" "$REPLY"
}

# The failing step comes first, then why.
image_build_explain() {
  local step=$1 text=$2
  echo "Failed step: $step"
  case ${text,,} in
    *'killed'* | *'signal terminated program'* | *'out of memory'* | *'exit code: 137'*)
      kg_fail image.build_memory "$text" "$step" "$MAX_JOBS" ;;
    *'no space left on device'*) kg_fail image.disk_full "$text" ;;
    *)
      if image_is_network "$text"; then
        kg_fail image.no_network "$text" "$step"
      else
        kg_fail image.build_failed "$text" "$step"
      fi
      ;;
  esac
}
