# shellcheck shell=bash
fuzz_one() {
  if net_cidr "$1"; then
    ((0 <= NET_FIRST && NET_FIRST <= NET_LAST && NET_LAST < 1 << 32)) || echo "out of range: $NET_FIRST" >&2
    net_address "$NET_FIRST"
    printf '%s\n' "$REPLY"
  fi
  NET_USED=() NET_USED_BY=()
  net_use "$1" "$1"
  net_clash 10.88.0.0/16 || :
  net_propose || :
}
