# shellcheck shell=bash
# containerd's images and content. Images are notes (name, digest, size) in the folder IMAGES, contents are files in
# BLOBS named by digest; layers are not kept. Expects notes.sh.

readonly MANIFEST_TYPE=application/vnd.docker.distribution.manifest.v2+json

# Puts text $1 into the store; its digest into REPLY.
blob_put() {
  mkdir -p "$BLOBS"
  digest < <(printf '%s' "$1")
  REPLY=sha256:$REPLY
  printf '%s' "$1" >"$BLOBS/$REPLY"
}

# image_put NAME DIGEST SIZE
image_put() {
  mkdir -p "$IMAGES"
  file_name "$1"
  printf 'name=%s\ndigest=%s\nsize=%s\n' "$1" "$2" "$3" >"$IMAGES/$REPLY"
}

# The notes of image $1 into REPLY; fails where there is none.
image_notes() {
  file_name "$1"
  REPLY=$IMAGES/$REPLY
  if [[ ! -e $REPLY ]]; then
    printf 'ctr: image "%s": not found\n' "$1" >&2
    return 1
  fi
}

# manifest_put CONFIG SIZE: a manifest for a configuration with one layer of that size; its digest into REPLY.
manifest_put() {
  local config
  blob_put "$1"
  config=$REPLY
  local text="{\"schemaVersion\":2,\"mediaType\":\"$MANIFEST_TYPE\",\"config\":{\"mediaType\":"
  text+="\"application/vnd.docker.container.image.v1+json\",\"size\":${#1},\"digest\":\"$config\"},\"layers\":["
  text+="{\"mediaType\":\"application/vnd.docker.image.rootfs.diff.tar\",\"size\":$2,\"digest\":\"$config\"}]}"
  blob_put "$text"
}

# images_list HEAD WORD [FILTER]: a row for each image, or the one that name==FILTER names.
images_list() {
  local check=$1 filter=${2:-} file name row
  for file in "$IMAGES"/*; do
    [[ -e $file ]] || continue
    note "$file" name
    name=$REPLY
    [[ -z $filter || $filter == "name==$name" ]] || continue
    note "$file" digest
    row="$name $MANIFEST_TYPE $REPLY "
    note "$file" size
    if ((check)); then
      printf '%scomplete (2/2) %s.0 MiB/%s.0 MiB true\n' "$row" "$((REPLY / 1048576))" "$((REPLY / 1048576))"
    else
      printf '%s%s.0 MiB linux/arm64 -\n' "$row" "$((REPLY / 1048576))"
    fi
  done
}

images_import() {
  local given='' archive table config name size manifest
  while (($#)); do
    case $1 in
      --index-name | --base-name)
        given=$2
        shift
        ;;
    esac
    shift
  done
  archive=$(mktemp)
  # shellcheck disable=SC2064 # the file as it is called now
  trap "rm -f '$archive'" EXIT
  cat >"$archive"
  size=$(stat -c %s "$archive")
  if table=$(tar -xOf "$archive" manifest.json 2>/dev/null) && [[ $table =~ \"Config\":\"([^\"]+)\" ]]; then
    config=$(tar -xOf "$archive" "${BASH_REMATCH[1]}")
    if [[ $table =~ \"RepoTags\":\[\"([^\"]+)\" ]]; then
      name=${BASH_REMATCH[1]}
      [[ $name == */* ]] || name=library/$name
      [[ ${name%%/*} == *[.:]* ]] || name=docker.io/$name
    fi
    name=${given:-$name}
    manifest_put "$config" "$size"
    manifest=$REPLY
  elif table=$(tar -xOf "$archive" index.json 2>/dev/null) && [[ $table =~ \"digest\":\ *\"(sha256:[0-9a-f]+)\" ]]; then
    manifest=${BASH_REMATCH[1]}
    name=$given
    if [[ $table =~ \"io.containerd.image.name\":\ *\"([^\"]+)\" ]]; then
      name=${BASH_REMATCH[1]}
    fi
    mkdir -p "$BLOBS"
    table=$(tar -xOf "$archive" "blobs/sha256/${manifest#sha256:}")
    printf '%s' "$table" >"$BLOBS/$manifest"
    if [[ $table =~ \"config\":\ *\{[^}]*\"digest\":\ *\"(sha256:[0-9a-f]+)\" ]]; then
      tar -xOf "$archive" "blobs/sha256/${BASH_REMATCH[1]#sha256:}" >"$BLOBS/${BASH_REMATCH[1]}"
    fi
  else
    echo 'ctr: unrecognized image format' >&2
    return 1
  fi
  printf 'unpacking %s (%s)...' "$name" "$manifest"
  pause 4
  image_put "$name" "$manifest" "$size"
  echo 'done'
}

images_pull() {
  local name=${!#} layers=(a1 b2 c3) size=240 at layer row
  if fault registry no-network; then
    printf 'ctr: failed to resolve reference "%s": failed to do request: Head "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host\n' "$name" >&2
    return 1
  fi
  printf '%s: resolving |--------------------------------------|\n' "$name"
  pause 2
  for at in 40 120 200 240; do
    printf '%s: resolved |++++++++++++++++++++++++++++++++++++++|\n' "$name"
    for layer in "${layers[@]}"; do
      digest <<<"$name$layer"
      row="layer-sha256:$REPLY:"
      if ((at == size)); then
        printf '%s done           |++++++++++++++++++++++++++++++++++++++|\n' "$row"
      else
        printf '%s downloading    |++++++++++++++------------------------| %d.0 MiB/%d.0 MiB\n' "$row" "$at" "$size"
      fi
    done
    printf 'elapsed: 1.0 s  total:  %d.0 M (61.0 MiB/s)\n' "$((at * ${#layers[@]}))"
    pause 6
  done
  manifest_put "{\"architecture\":\"arm64\",\"os\":\"linux\",\"config\":{\"Entrypoint\":[\"vllm\",\"serve\"],\"Labels\":{\"practice\":\"$name\"}}}" \
    "$((size * ${#layers[@]} * 1048576))"
  image_put "$name" "$REPLY" "$((size * ${#layers[@]} * 1048576))"
  printf 'unpacking linux/arm64/v8 %s...\ndone: 1.2s\n' "$REPLY"
}

images() {
  local verb=$1 name
  shift
  if [[ " $* " == *' --help '* ]]; then
    printf 'NAME:\n   ctr images %s\n' "$verb"
    return 0
  fi
  case $verb in
    ls | list)
      if [[ ${1:-} == -q ]]; then
        images_list 0 "${2:-}" | while read -r name _; do echo "$name"; done
      else
        echo 'REF TYPE DIGEST SIZE PLATFORMS LABELS'
        images_list 0 "${1:-}"
      fi
      ;;
    check)
      echo 'REF TYPE DIGEST STATUS SIZE UNPACKED'
      images_list 1 "${1:-}"
      ;;
    import) images_import "$@" ;;
    pull) images_pull "$@" ;;
    tag)
      [[ $1 != --force ]] || shift
      image_notes "$1" || return 1
      name=$REPLY
      note "$name" digest
      local found=$REPLY
      note "$name" size
      image_put "$2" "$found" "$REPLY"
      echo "$2"
      ;;
    rm | remove | del | delete)
      for name in "$@"; do
        [[ $name != -* ]] || continue
        image_notes "$name" || return 1
        rm -f "$REPLY"
        echo "$name"
      done
      ;;
    *) echo "ctr: no command images $verb" >&2 && return 1 ;;
  esac
}

content() {
  case $1 in
    get)
      if [[ ! -e $BLOBS/$2 ]]; then
        printf 'ctr: content %s: not found\n' "$2" >&2
        return 1
      fi
      cat "$BLOBS/$2"
      ;;
    active) printf 'REF SIZE AGE\n' ;;
    ls | list) ls "$BLOBS" ;;
    *) echo "ctr: no command content $1" >&2 && return 1 ;;
  esac
}
