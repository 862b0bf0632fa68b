# shellcheck shell=bash
# Reads the CNI configurations of others: whether they are JSON at all, and which networks they are for. With shell
# built-ins, since jq is rarely on a host.

NET_TEXT=''
# Every string in the document: the key it stands under (that of its array), its depth, its value.
NET_JSON_KEYS=() NET_JSON_DEPTHS=() NET_JSON_VALUES=()
readonly NET_JSON_MOST=16384 NET_JSON_DEEPEST=32
readonly NET_JSON_LITERAL='^(true|false|null|-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?)'

# net_json FILE: takes the file apart. Returns 1 where it is no JSON, or too large to be a network's configuration.
net_json() {
  NET_TEXT='' NET_JSON_KEYS=() NET_JSON_DEPTHS=() NET_JSON_VALUES=()
  if [[ ! -r $1 ]]; then
    return 1
  fi
  IFS= read -r -d '' -n "$NET_JSON_MOST" NET_TEXT <"$1" || true
  if ((${#NET_TEXT} >= NET_JSON_MOST)); then
    return 1
  fi
  net_json_value '' 0 || return 1
  net_json_space
  [[ -z $NET_TEXT ]]
}

net_json_space() {
  NET_TEXT=${NET_TEXT#"${NET_TEXT%%[!$' \t\r\n']*}"}
}

# Takes one character, which must be there.
net_json_take() {
  net_json_space
  [[ ${NET_TEXT:0:1} == "$1" ]] || return 1
  NET_TEXT=${NET_TEXT:1}
}

# A string into REPLY; escapes stay as they are written.
net_json_string() {
  local part
  net_json_take '"' || return 1
  REPLY=
  while :; do
    part=${NET_TEXT%%[\"\\]*}
    if [[ $part == "$NET_TEXT" || $part == *[[:cntrl:]]* ]]; then
      return 1
    fi
    REPLY+=$part
    NET_TEXT=${NET_TEXT:${#part}}
    if [[ ${NET_TEXT:0:1} == '"' ]]; then
      NET_TEXT=${NET_TEXT:1}
      return 0
    fi
    REPLY+=${NET_TEXT:0:2}
    NET_TEXT=${NET_TEXT:2}
  done
}

# net_json_value KEY DEPTH
net_json_value() {
  local key=$1 depth=$2
  if ((depth > NET_JSON_DEEPEST)); then
    return 1
  fi
  net_json_space
  case ${NET_TEXT:0:1} in
    '{' | '[') net_json_many "$key" "$((depth + 1))" "${NET_TEXT:0:1}" ;;
    '"')
      net_json_string || return 1
      NET_JSON_KEYS+=("$key")
      NET_JSON_DEPTHS+=("$depth")
      NET_JSON_VALUES+=("$REPLY")
      ;;
    *)
      [[ $NET_TEXT =~ $NET_JSON_LITERAL ]] || return 1
      NET_TEXT=${NET_TEXT:${#BASH_REMATCH[0]}}
      ;;
  esac
}

# An object or an array.
net_json_many() {
  local key=$1 depth=$2 close='}'
  if [[ $3 == '[' ]]; then
    close=']'
  fi
  net_json_take "$3" || return 1
  if net_json_take "$close"; then
    return 0
  fi
  while :; do
    if [[ $close == '}' ]]; then
      net_json_string || return 1
      key=$REPLY
      net_json_take : || return 1
    fi
    net_json_value "$key" "$depth" || return 1
    if net_json_take "$close"; then
      return 0
    fi
    net_json_take , || return 1
  done
}
