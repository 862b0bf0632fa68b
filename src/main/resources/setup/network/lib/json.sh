# shellcheck shell=bash
# Reads the CNI configurations of others: whether they are JSON at all, and which networks they are for. With shell
# built-ins, since jq is rarely on a host.

NETWORK_TEXT=''
# Every string in the document: the key it stands under (that of its array), its depth, its value.
NETWORK_JSON_KEYS=() NETWORK_JSON_DEPTHS=() NETWORK_JSON_VALUES=()
readonly NETWORK_JSON_MOST=16384 NETWORK_JSON_DEEPEST=32
readonly NETWORK_JSON_LITERAL='^(true|false|null|-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?)'

# network_json FILE: takes the file apart. Returns 1 where it is no JSON, or too large to be a network's configuration.
network_json() {
  NETWORK_TEXT='' NETWORK_JSON_KEYS=() NETWORK_JSON_DEPTHS=() NETWORK_JSON_VALUES=()
  if [[ ! -r $1 ]]; then
    return 1
  fi
  IFS= read -r -d '' -n "$NETWORK_JSON_MOST" NETWORK_TEXT <"$1" || true
  if ((${#NETWORK_TEXT} >= NETWORK_JSON_MOST)); then
    return 1
  fi
  network_json_value '' 0 || return 1
  network_json_space
  [[ -z $NETWORK_TEXT ]]
}

network_json_space() {
  NETWORK_TEXT=${NETWORK_TEXT#"${NETWORK_TEXT%%[!$' \t\r\n']*}"}
}

# Takes one character, which must be there.
network_json_take() {
  network_json_space
  [[ ${NETWORK_TEXT:0:1} == "$1" ]] || return 1
  NETWORK_TEXT=${NETWORK_TEXT:1}
}

# A string into REPLY; escapes stay as they are written.
network_json_string() {
  local part
  network_json_take '"' || return 1
  REPLY=
  while :; do
    part=${NETWORK_TEXT%%[\"\\]*}
    if [[ $part == "$NETWORK_TEXT" || $part == *[[:cntrl:]]* ]]; then
      return 1
    fi
    REPLY+=$part
    NETWORK_TEXT=${NETWORK_TEXT:${#part}}
    if [[ ${NETWORK_TEXT:0:1} == '"' ]]; then
      NETWORK_TEXT=${NETWORK_TEXT:1}
      return 0
    fi
    REPLY+=${NETWORK_TEXT:0:2}
    NETWORK_TEXT=${NETWORK_TEXT:2}
  done
}

# network_json_value KEY DEPTH
network_json_value() {
  local key=$1 depth=$2
  if ((depth > NETWORK_JSON_DEEPEST)); then
    return 1
  fi
  network_json_space
  case ${NETWORK_TEXT:0:1} in
    '{' | '[') network_json_many "$key" "$((depth + 1))" "${NETWORK_TEXT:0:1}" ;;
    '"')
      network_json_string || return 1
      NETWORK_JSON_KEYS+=("$key")
      NETWORK_JSON_DEPTHS+=("$depth")
      NETWORK_JSON_VALUES+=("$REPLY")
      ;;
    *)
      [[ $NETWORK_TEXT =~ $NETWORK_JSON_LITERAL ]] || return 1
      NETWORK_TEXT=${NETWORK_TEXT:${#BASH_REMATCH[0]}}
      ;;
  esac
}

# An object or an array.
network_json_many() {
  local key=$1 depth=$2 close='}'
  if [[ $3 == '[' ]]; then
    close=']'
  fi
  network_json_take "$3" || return 1
  if network_json_take "$close"; then
    return 0
  fi
  while :; do
    if [[ $close == '}' ]]; then
      network_json_string || return 1
      key=$REPLY
      network_json_take : || return 1
    fi
    network_json_value "$key" "$depth" || return 1
    if network_json_take "$close"; then
      return 0
    fi
    network_json_take , || return 1
  done
}
