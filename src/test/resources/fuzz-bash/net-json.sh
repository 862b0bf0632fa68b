# shellcheck shell=bash
fuzz_one() {
  local status=0
  net_json "$2" || status=1
  printf '%s %s\n' "$status" "$((${#NET_JSON_KEYS[@]} > 9 ? 9 : ${#NET_JSON_KEYS[@]}))"
}
