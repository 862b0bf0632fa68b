# shellcheck shell=bash
fuzz_one() {
  local status=0
  network_json "$2" || status=1
  printf '%s %s\n' "$status" "$((${#NETWORK_JSON_KEYS[@]} > 9 ? 9 : ${#NETWORK_JSON_KEYS[@]}))"
}
