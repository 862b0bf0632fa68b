# shellcheck shell=bash
# needs: control fetch image/json image/look
# What an image says it needs: its configuration is some kilobytes, and can be read before gigabytes are pulled. Asked of
# the registry without an account, in seconds; where it does not answer nothing is told. Parameters: SOURCE_IMAGE,
# PLAIN_HTTP. Changes nothing.

IMAGE_TOKEN=

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

# image_remote_get URL ACCEPT [HEADERS]: a small answer into REPLY; false for any but 200. HEADERS: a file for its head.
image_remote_get() {
  kg_fetch_small "$1" "$IMAGE_JSON_MOST" "${PLAIN_HTTP:+http,}https" "$IMAGE_TOKEN" -H "Accept: $2" ${3:+-D "$3"}
}

# image_remote_token HEAD REPOSITORY: what the registry lets anybody have, into IMAGE_TOKEN.
image_remote_token() {
  local head=$1 realm service=''
  [[ $head =~ [Rr]ealm=\"(https?://[A-Za-z0-9._:/~-]+)\" ]] || return 1
  realm=${BASH_REMATCH[1]}
  [[ ! $head =~ [Ss]ervice=\"([A-Za-z0-9._:~-]+)\" ]] || service=${BASH_REMATCH[1]}
  image_remote_get "$realm?service=$service&scope=repository:$2:pull" application/json || return 1
  image_json "$REPLY" || return 1
  image_json_at .token
  [[ -n $REPLY ]] || image_json_at .access_token
  [[ $REPLY =~ ^[A-Za-z0-9._~+/=-]{1,8000}$ ]] || return 1
  IMAGE_TOKEN=$REPLY
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
  IMAGE_TOKEN=''
  folder=$(mktemp -d) || return 0
  image_remote_get "$base/manifests/$tag" "$accept" "$folder/head" || refused=1
  head=$(grep -a -i '^www-authenticate: bearer' -- "$folder/head" 2>/dev/null | head -c 2000) || true
  rm -rf -- "$folder"
  if ((refused)); then
    image_remote_token "$head" "$repository" && image_remote_get "$base/manifests/$tag" "$accept" || return 0
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
    image_remote_get "$base/manifests/$REPLY" "$accept" || return 0
    image_config_of "$REPLY"
  fi
  [[ -n $REPLY ]] && image_remote_get "$base/blobs/$REPLY" '*/*' || return 0
  head=$REPLY
  image_json_text "$head" .architecture
  image_tell_needs "$SOURCE_IMAGE" "${architectures:-$REPLY}" "$head"
}
