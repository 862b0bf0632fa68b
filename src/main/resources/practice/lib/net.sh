# shellcheck shell=bash
# The practice machine's network beyond what its notes say: namespaces and bridges. A namespace is a file under
# /var/run/netns and, once it has an address, notes (address, prefix, gateway, port) under .practice/netns; a bridge is
# a folder under /sys/class/net, its address (with prefix, then the network) in .practice/bridges. Expects notes.sh.

readonly NETNS=$ROOT/var/run/netns NETNS_NOTES=$NOTES/netns BRIDGES=$NOTES/bridges INTERFACES=$ROOT/sys/class/net
readonly CNI_STATE=$ROOT/var/lib/cni

# Dotted address $1 as a number into REPLY.
address_number() {
  local part
  IFS=. read -r -a part <<<"$1"
  REPLY=$((part[0] << 24 | part[1] << 16 | part[2] << 8 | part[3]))
}

number_address() {
  REPLY=$(($1 >> 24)).$(($1 >> 16 & 255)).$(($1 >> 8 & 255)).$(($1 & 255))
}

# Namespace $1 loses its interface; the bridge its port.
namespace_clear() {
  local port
  note "$NETNS_NOTES/$1" port
  port=$REPLY
  note "$NETNS_NOTES/$1" bridge
  [[ -z $port ]] || rm -rf "${INTERFACES:?}/$port" "${INTERFACES:?}/$REPLY/brif/$port"
  rm -f "$NETNS_NOTES/$1"
}

# bridge_up NAME ADDRESS/PREFIX NETWORK/PREFIX
bridge_up() {
  mkdir -p "$INTERFACES/$1/bridge" "$INTERFACES/$1/brif" "$BRIDGES"
  echo up >"$INTERFACES/$1/operstate"
  echo 1500 >"$INTERFACES/$1/mtu"
  printf 'address=%s\nnetwork=%s\n' "$2" "$3" >"$BRIDGES/$1"
  echo 1 >"$ROOT/proc/sys/net/ipv4/ip_forward"
}
