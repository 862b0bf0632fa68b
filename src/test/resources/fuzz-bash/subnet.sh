# shellcheck shell=bash
fuzz_one() {
  if network_cidr "$1"; then
    ((0 <= NETWORK_FIRST && NETWORK_FIRST <= NETWORK_LAST && NETWORK_LAST < 1 << 32)) || echo "out of range: $NETWORK_FIRST" >&2
    network_address "$NETWORK_FIRST"
    printf '%s\n' "$REPLY"
  fi
  NETWORK_USED=() NETWORK_USED_BY=()
  network_use "$1" "$1"
  network_clash 10.88.0.0/16 || :
  network_propose || :
}
