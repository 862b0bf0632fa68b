# shellcheck shell=bash
# Takes apart the JSON of images (tables, indexes, manifests, configurations), which comes from archives and
# registries: in time that grows with its length alone, and never more than IMAGE_JSON_MOST bytes of it. Built-ins
# only. No validator: whoever reads what was found here checks its form.

readonly IMAGE_JSON_MOST=524288 IMAGE_JSON_DEEPEST=64 IMAGE_JSON_LONGEST_GAP=1024 IMAGE_JSON_MOST_STRINGS=12000
readonly IMAGE_JSON_LONGEST_PATH=1024

# Of every string that is a value: where it stands (.manifests[].platform.architecture, keys in lower case, since Go
# reads them so), in which member of the outermost list, and itself, escapes as they are written.
IMAGE_JSON_PATHS=() IMAGE_JSON_ITEMS=() IMAGE_JSON_VALUES=()
# Whether a key is written in a way that others may read as another one.
IMAGE_JSON_ODD=0

# image_json TEXT: returns 1 for a text that is too large or too deep, or whose keys are without end: each string bears
# all keys around it.
image_json() {
  local gap string expects_key=0 depth=0 list=0 i at
  local -a token=() kind=() counted=()
  # Where the next string of a container stands, by depth.
  local -a here=('')
  IMAGE_JSON_PATHS=() IMAGE_JSON_ITEMS=() IMAGE_JSON_VALUES=() IMAGE_JSON_ODD=0
  ((${#1} <= IMAGE_JSON_MOST)) || return 1
  mapfile -d '"' -t token <<<"$1"
  ((${#token[@]} <= 2 * IMAGE_JSON_MOST_STRINGS)) || return 1
  for ((i = 0; i < ${#token[@]}; i++)); do
    gap=${token[i]}
    ((${#gap} <= IMAGE_JSON_LONGEST_GAP)) || return 1
    gap=${gap//[!][\{\}:,]/}
    for ((at = 0; at < ${#gap}; at++)); do
      case ${gap:at:1} in
        '{' | '[')
          depth=$((depth + 1))
          ((depth <= IMAGE_JSON_DEEPEST)) || return 1
          kind[depth]=${gap:at:1} counted[depth]=0
          if [[ ${kind[depth]} == '[' ]]; then
            here[depth]=${here[depth - 1]}'[]'
            list=$((list > 0 ? list : depth))
          else
            here[depth]=${here[depth - 1]}.
          fi
          expects_key=1
          ;;
        '}' | ']')
          depth=$((depth > 0 ? depth - 1 : 0))
          list=$((list > depth ? 0 : list))
          ;;
        ',')
          counted[depth]=$((${counted[depth]:-0} + 1))
          expects_key=1
          ;;
        ':') expects_key=0 ;;
      esac
    done
    i=$((i + 1))
    ((i < ${#token[@]})) || break
    string=${token[i]}
    # A quote after an odd number of backslashes does not end it. Of a very long string the beginning is enough.
    while [[ ${token[i]} == *\\ && ${token[i]} =~ (^|[^\\])(\\\\)*\\$ ]] && ((i + 1 < ${#token[@]})); do
      i=$((i + 1))
      ((${#string} > 8192)) || string+="\"${token[i]}"
    done
    if ((depth > 0 && expects_key)) && [[ ${kind[depth]} == '{' ]]; then
      [[ $string != *[!\ -~]* && $string != *\\* ]] || IMAGE_JSON_ODD=1
      ((${#here[depth - 1]} + ${#string} <= IMAGE_JSON_LONGEST_PATH)) || return 1
      here[depth]=${here[depth - 1]}.${string,,}
    elif ((depth > 0)); then
      IMAGE_JSON_PATHS+=("${here[depth]}")
      IMAGE_JSON_ITEMS+=("$((list > 0 ? counted[list] : 0))")
      IMAGE_JSON_VALUES+=("$string")
    fi
  done
}

# image_json_at PATH: the last string that stands there, as Go takes it, into REPLY; empty where there is none.
image_json_at() {
  local i
  REPLY=
  for ((i = ${#IMAGE_JSON_PATHS[@]} - 1; i >= 0; i--)); do
    if [[ ${IMAGE_JSON_PATHS[i]} == "$1" ]]; then
      REPLY=${IMAGE_JSON_VALUES[i]}
      return 0
    fi
  done
}

# image_json_text TEXT PATH: the same, of a text not yet taken apart.
image_json_text() {
  REPLY=
  image_json "$1" || return 0
  image_json_at "$2"
}
