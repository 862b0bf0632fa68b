# shellcheck shell=bash
# needs: network/look
# Which IPv4 networks this host already uses, and one that is free. Calls: ip.

# What is in use: a network in CIDR form, and who uses it.
NET_USED=() NET_USED_BY=()
# Where CNI and Podman keep networks, besides the folder chosen.
readonly NET_CNI_FOLDER=/etc/cni/net.d NET_PODMAN_FOLDER=/etc/containers/networks
readonly NET_PODMAN_SUBNET=10.88.0.0/16
# The guide's own, then networks that Docker, Podman, Kubernetes and common sites leave alone by default.
readonly NET_CANDIDATES="$NET_PODMAN_SUBNET 10.189.0.0/16 10.213.0.0/16 172.30.88.0/24 192.168.188.0/24 192.168.213.0/24"
readonly NET_CIDR='^([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})(/([0-9]{1,2}))?$'

# net_cidr TEXT: first and last address as numbers into NET_FIRST and NET_LAST. Returns 1 for what is no network.
net_cidr() {
  local i size number=0
  local -a octet
  [[ $1 =~ $NET_CIDR ]] || return 1
  octet=("${BASH_REMATCH[@]}")
  for i in 1 2 3 4; do
    kg_number "${octet[i]}" 255 || return 1
    number=$((number << 8 | REPLY))
  done
  kg_number "${octet[6]:-32}" 32 || return 1
  size=$((1 << (32 - REPLY)))
  NET_FIRST=$((number / size * size))
  NET_LAST=$((NET_FIRST + size - 1))
}

# A number as an address into REPLY.
net_address() {
  REPLY=$(($1 >> 24)).$(($1 >> 16 & 255)).$(($1 >> 8 & 255)).$(($1 & 255))
}

# Whether two networks share an address.
net_overlap() {
  local first last
  net_cidr "$1" || return 1
  first=$NET_FIRST last=$NET_LAST
  net_cidr "$2" || return 1
  ((first <= NET_LAST && NET_FIRST <= last))
}

net_use() {
  if [[ $1 =~ $NET_CIDR ]]; then
    NET_USED+=("$1")
    NET_USED_BY+=("$2")
  fi
}

# net_used_by_value KEY VALUE FILE: a string of another's CNI configuration that is a network, whatever it stands under:
# host-local's subnet, whereabouts' range (also FIRST-LAST/BITS), static's addresses, calico's pools. Where a route leads to
# is another matter, and what is left out of a range lies in it.
net_used_by_value() {
  local value=$2
  case $1 in
    dst | exclude | omit_ranges) return 0 ;;
    range_start | range_end | rangeStart | rangeEnd) ;;
    *)
      [[ $value == */* ]] || return 0
      if [[ $value == *-*/* ]]; then
        value=${value%%-*}/${value##*/}
      fi
      ;;
  esac
  if [[ $value != 0.0.0.0/0 ]]; then
    net_use "$value" "$3"
  fi
}

# Routes of every table, but those on the bridge that is ours. A default route, also one in two halves, clashes with
# nothing.
net_used_by_routes() {
  local own=$1 routes line to dev
  local -a word=()
  if ! routes=$(ip -4 -o route show table all 2>&1); then
    net_fail no_routes "$routes"
    return 0
  fi
  while IFS= read -r line; do
    read -ra word <<<"$line"
    to=${word[0]-}
    case $to in
      local | broadcast | multicast | unreachable | blackhole | prohibit | throw | nat | anycast) to=${word[1]-} ;;
    esac
    dev=
    if [[ $line =~ \ dev\ ([^ ]+) ]]; then
      dev=${BASH_REMATCH[1]}
    fi
    if [[ $to != @(default|0.0.0.0/1|128.0.0.0/1) && ($dev != "$own" || -z $own) ]]; then
      net_use "$to" "${dev:-$to}"
    fi
  done <<<"$routes"
}

# The host's name servers must stay reachable.
net_used_by_names() {
  local word address
  if [[ -r ${KATAGPU_ROOT:-}/etc/resolv.conf ]]; then
    while read -r word address _; do
      if [[ $word == nameserver ]]; then
        net_use "$address" /etc/resolv.conf
      fi
    done <"${KATAGPU_ROOT:-}/etc/resolv.conf"
  fi
}

# Podman's default network needs no file, and no interface while no container runs.
net_used_by_podman() {
  local podman
  podman=$(type -P podman) || return 0
  net_use "$NET_PODMAN_SUBNET" "${podman##*/}"
}

# net_clash SUBNET: who uses it already into REPLY. Returns 1 where nobody does.
net_clash() {
  local i
  for i in "${!NET_USED[@]}"; do
    if net_overlap "$1" "${NET_USED[i]}"; then
      REPLY="${NET_USED[i]} (${NET_USED_BY[i]})"
      return 0
    fi
  done
  return 1
}

# The first candidate nobody uses into REPLY. Returns 1 where none is free.
net_propose() {
  local candidate
  for candidate in $NET_CANDIDATES; do
    if ! net_clash "$candidate"; then
      REPLY=$candidate
      return 0
    fi
  done
  return 1
}
