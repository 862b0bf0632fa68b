# shellcheck shell=bash
# needs: control fetch image/json image/look
# What an image says it needs: its configuration is some kilobytes, and can be read before gigabytes are pulled. Asked of
# the registry without an account, in seconds; where it does not answer nothing is told. Parameters: SOURCE_IMAGE,
# PLAIN_HTTP. Changes nothing.

IMAGE_TOKEN='' IMAGE_REMOTE_UNTIL=0

# image_tell_needs SOURCE ARCHITECTURES CONFIGURATION: the fact the wizard judges the image by, told by the check alone.
image_tell_needs() {
  local i cuda='' requires='' arches='' architectures
  local -a words
  [[ ${IMAGE_CHECKING:-} == 1 ]] || return 0
  read -r -a words <<<"$2"
  kg_json_array ${words[@]+"${words[@]}"}
  architectures=$REPLY
  image_json "$3" || return 0
  for ((i = 0; i < ${#IMAGE_JSON_PATHS[@]}; i++)); do
    if [[ ${IMAGE_JSON_PATHS[i]} == '.config.env[]' ]]; then
      case ${IMAGE_JSON_VALUES[i]} in
        CUDA_VERSION=*) cuda=${IMAGE_JSON_VALUES[i]#*=} ;;
        TORCH_CUDA_ARCH_LIST=*) arches=${IMAGE_JSON_VALUES[i]#*=} ;;
        NVIDIA_REQUIRE_CUDA=*) requires=${IMAGE_JSON_VALUES[i]#*=} ;;
      esac
    fi
  done
  kg_fact image.needs source "$1" architectures= "$architectures" cuda "${cuda:0:40}" requires "${requires:0:4000}" \
    arches "${arches:0:200}" host "$IMAGE_ARCH"
}

# image_remote_get URL ACCEPT [OPTION …]: a small answer into REPLY; false for any but 200, and where the seconds for all
# of them are over.
image_remote_get() {
  local url=$1 accept=$2 left=$((IMAGE_REMOTE_UNTIL - SECONDS))
  shift 2
  KG_HTTP=''
  ((left > 0)) || return 1
  kg_fetch_small "$url" "$IMAGE_JSON_MOST" "${PLAIN_HTTP:+http,}https" "$IMAGE_TOKEN" -H "Accept: $accept" \
    --max-time "$((left < 8 ? left : 8))" "$@"
}

# image_remote_token HEAD REPOSITORY: what the registry lets anybody have, into IMAGE_TOKEN. It is asked where the
# registry says and nowhere else: who is sent on from there would bring back another's word for it.
image_remote_token() {
  local head=$1 realm service=''
  [[ $head =~ [Rr]ealm=\"(https?://[A-Za-z0-9._:/~-]+)\" ]] || return 1
  realm=${BASH_REMATCH[1]}
  [[ ! $head =~ [Ss]ervice=\"([A-Za-z0-9._:~-]+)\" ]] || service=${BASH_REMATCH[1]}
  if ! image_remote_get "$realm?service=$service&scope=repository:$2:pull" application/json; then
    image_remote_refused "$realm"
    return 1
  fi
  image_json "$REPLY" || return 1
  image_json_at .token
  [[ -n $REPLY ]] || image_json_at .access_token
  [[ $REPLY =~ ^[A-Za-z0-9._~+/=-]{1,8000}$ ]] || return 1
  IMAGE_TOKEN=$REPLY
}

# image_remote_refused URL: says what the last answer means where the pull will meet the same.
image_remote_refused() {
  case $KG_HTTP in
    401 | 403) kg_finding image.login_needed warn "GET $1: $KG_HTTP" "$SOURCE_IMAGE" ;;
    3??) kg_finding image.token_elsewhere warn "GET $1: $KG_HTTP" "$SOURCE_IMAGE" "$1" ;;
  esac
}

# The architectures of an index, into REPLY.
image_architectures_of() {
  local i found=' '
  if image_json "$1"; then
    for ((i = 0; i < ${#IMAGE_JSON_PATHS[@]}; i++)); do
      if [[ ${IMAGE_JSON_PATHS[i]} == '.manifests[].platform.architecture' &&
        ${IMAGE_JSON_VALUES[i]} =~ ^[a-z0-9]{1,16}$ && ${IMAGE_JSON_VALUES[i]} != unknown &&
        $found != *" ${IMAGE_JSON_VALUES[i]} "* ]]; then
        found+="${IMAGE_JSON_VALUES[i]} "
      fi
    done
  fi
  REPLY=${found# }
}

# What SOURCE_IMAGE says, as its registry has it now.
image_ask_registry() {
  local name=${SOURCE_IMAGE%%@*} tag host repository base head='' folder architectures='' refused=0
  local accept='application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.list.v2+json'
  accept+=', application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json'
  type -P curl >/dev/null || return 0
  tag=${name##*:}
  name=${name%:*}
  host=${name%%/*} repository=${name#*/}
  [[ $SOURCE_IMAGE != *@* ]] || tag=${SOURCE_IMAGE#*@}
  [[ $host != docker.io ]] || host=registry-1.docker.io
  base=${PLAIN_HTTP:+http}
  base=${base:-https}://$host/v2/$repository
  IMAGE_TOKEN='' IMAGE_REMOTE_UNTIL=$((SECONDS + 25))
  folder=$(mktemp -d) || return 0
  image_remote_get "$base/manifests/$tag" "$accept" -L -D "$folder/head" || refused=1
  head=$(grep -a -i '^www-authenticate: bearer' -- "$folder/head" 2>/dev/null | head -c 2000) || true
  rm -rf -- "$folder"
  if ((refused)) && [[ -z $head ]]; then
    # No token is offered: an account, or nothing that can be read.
    [[ $KG_HTTP != 40[13] ]] || image_remote_refused "$base/manifests/$tag"
    return 0
  elif ((refused)); then
    image_remote_token "$head" "$repository" || return 0
    if ! image_remote_get "$base/manifests/$tag" "$accept" -L; then
      [[ $KG_HTTP != 40[13] ]] || image_remote_refused "$base/manifests/$tag"
      return 0
    fi
  fi
  head=$REPLY
  image_config_of "$head"
  if [[ -z $REPLY ]]; then
    image_architectures_of "$head"
    architectures=$REPLY
    image_manifest_of "$head"
    if [[ -z $REPLY ]]; then
      image_tell_needs "$SOURCE_IMAGE" "$architectures" '{}'
      return 0
    fi
    image_remote_get "$base/manifests/$REPLY" "$accept" -L || return 0
    image_config_of "$REPLY"
  fi
  [[ -n $REPLY ]] && image_remote_get "$base/blobs/$REPLY" '*/*' -L || return 0
  head=$REPLY
  image_json_text "$head" .architecture
  image_tell_needs "$SOURCE_IMAGE" "${architectures:-$REPLY}" "$head"
}
