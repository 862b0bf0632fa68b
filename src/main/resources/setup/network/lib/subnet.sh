# shellcheck shell=bash
# needs: stage network/look
# Which IPv4 networks this host already uses, and one that is free. Calls: ip.

# What is in use: a network in CIDR form, and who uses it.
NETWORK_USED=() NETWORK_USED_BY=()
# Where CNI and Podman keep networks, besides the folder chosen.
readonly NETWORK_CNI_FOLDER=/etc/cni/net.d NETWORK_PODMAN_FOLDER=/etc/containers/networks
readonly NETWORK_PODMAN_SUBNET=10.88.0.0/16
# The guide's own, then networks that Docker, Podman, Kubernetes and common sites leave alone by default.
readonly NETWORK_CANDIDATES="$NETWORK_PODMAN_SUBNET 10.189.0.0/16 10.213.0.0/16 172.30.88.0/24 192.168.188.0/24 192.168.213.0/24"
readonly NETWORK_CIDR='^([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})(/([0-9]{1,2}))?$'

# network_cidr TEXT: first and last address as numbers into NETWORK_FIRST and NETWORK_LAST. Returns 1 for what is no
# network.
network_cidr() {
  local i size number=0
  local -a octet
  [[ $1 =~ $NETWORK_CIDR ]] || return 1
  octet=("${BASH_REMATCH[@]}")
  for i in 1 2 3 4; do
    kg_number "${octet[i]}" 255 || return 1
    number=$((number << 8 | REPLY))
  done
  kg_number "${octet[6]:-32}" 32 || return 1
  size=$((1 << (32 - REPLY)))
  NETWORK_FIRST=$((number / size * size))
  NETWORK_LAST=$((NETWORK_FIRST + size - 1))
}

# A number as an address into REPLY.
network_address() {
  REPLY=$(($1 >> 24)).$(($1 >> 16 & 255)).$(($1 >> 8 & 255)).$(($1 & 255))
}

# Whether two networks share an address.
network_overlap() {
  local first last
  network_cidr "$1" || return 1
  first=$NETWORK_FIRST last=$NETWORK_LAST
  network_cidr "$2" || return 1
  ((first <= NETWORK_LAST && NETWORK_FIRST <= last))
}

network_use() {
  if [[ $1 =~ $NETWORK_CIDR ]]; then
    NETWORK_USED+=("$1")
    NETWORK_USED_BY+=("$2")
  fi
}

# network_used_by_value KEY VALUE FILE: a string of another's CNI configuration that is a network, whatever it stands
# under: host-local's subnet, whereabouts' range (also FIRST-LAST/BITS), static's addresses, calico's pools. Where a
# route leads to is another matter, and what is left out of a range lies in it.
network_used_by_value() {
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
    network_use "$value" "$3"
  fi
}

# Routes of every table, but those on the bridge that is ours. A default route, also one in two halves, clashes with
# nothing.
network_used_by_routes() {
  local own=$1 routes line to dev
  local -a word=()
  if ! routes=$(ip -4 -o route show table all 2>&1); then
    kg_fail network.no_routes "$routes"
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
      network_use "$to" "${dev:-$to}"
    fi
  done <<<"$routes"
}

# The host's name servers must stay reachable.
network_used_by_names() {
  local word address
  if [[ -r ${KATAGPU_ROOT:-}/etc/resolv.conf ]]; then
    while read -r word address _; do
      if [[ $word == nameserver ]]; then
        network_use "$address" /etc/resolv.conf
      fi
    done <"${KATAGPU_ROOT:-}/etc/resolv.conf"
  fi
}

# Podman's default network needs no file, and no interface while no container runs.
network_used_by_podman() {
  local podman
  podman=$(type -P podman) || return 0
  network_use "$NETWORK_PODMAN_SUBNET" "${podman##*/}"
}

# network_clash SUBNET: who uses it already into REPLY. Returns 1 where nobody does.
network_clash() {
  local i
  for i in "${!NETWORK_USED[@]}"; do
    if network_overlap "$1" "${NETWORK_USED[i]}"; then
      REPLY="${NETWORK_USED[i]} (${NETWORK_USED_BY[i]})"
      return 0
    fi
  done
  return 1
}

# The first candidate nobody uses into REPLY. Returns 1 where none is free.
network_propose() {
  local candidate
  for candidate in $NETWORK_CANDIDATES; do
    if ! network_clash "$candidate"; then
      REPLY=$candidate
      return 0
    fi
  done
  return 1
}
