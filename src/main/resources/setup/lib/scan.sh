# shellcheck shell=bash disable=SC2034 # variables are for the scripts after this library
# Reading a host without changing it. Root for files: KATAGPU_ROOT.

ROOT=${KATAGPU_ROOT:-}

# kg_first_line FILE: its first line into REPLY; false and empty when it cannot be read. Built-ins only.
kg_first_line() {
  REPLY=''
  { IFS= read -r REPLY <"$1"; } 2>/dev/null || [[ -n $REPLY ]]
}

# kg_redact_address TEXT: an address without its user name and password, into REPLY. A password may hold any sign, a
# slash and an "@" too: all before the last "@" goes.
kg_redact_address() {
  REPLY=$1
  if [[ $REPLY == *@* ]]; then
    REPLY="***@${1##*@}"
    if [[ $1 =~ ^([A-Za-z][A-Za-z0-9+.-]*://) ]]; then
      REPLY=${BASH_REMATCH[1]}$REPLY
    fi
  fi
}

# kg_unknown KIND REASON [DETAIL]: a fact that could not be read. Reasons: no-tool, not-permitted, timeout, failed,
# absent; texts: host.unknown.<reason>
kg_unknown() {
  kg_fact "$1" unknown "$2" detail "${3:-}"
}

# kg_try SECONDS COMMAND …: what it prints, on both streams, into REPLY; its status. Bounded in time.
kg_try() {
  local seconds=$1
  shift
  REPLY=''
  type -P "$1" >/dev/null || [[ -x $1 ]] || return 127
  REPLY=$(timeout -k 2 "$seconds" "$@" 2>&1 </dev/null)
}

# kg_failed KIND STATUS: the unknown fact for a kg_try that failed; REPLY is what the command printed.
kg_failed() {
  local last=${REPLY##*$'\n'}
  case $2 in
    124 | 137) kg_unknown "$1" timeout "$last" ;;
    126 | 127) kg_unknown "$1" no-tool "$last" ;;
    *) kg_unknown "$1" failed "${last:-exit $2}" ;;
  esac
}

# JSON object of name/value pairs, all strings, of the associative array named $1, into REPLY. The names may have been
# read, too: they hold what they hold.
kg_json_map() {
  local -n map=$1
  local name out=''
  for name in "${!map[@]}"; do
    kg_json_string "$name"
    out+=${out:+,}$REPLY:
    kg_json_string "${map[$name]}"
    out+=$REPLY
  done
  REPLY="{$out}"
}
