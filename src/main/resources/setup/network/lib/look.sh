# shellcheck shell=bash
# needs: record sysfs network/firewall network/json network/parts network/subnet network/users
# The network chosen, the one an earlier run made, and what the host says of both: the same examination before a change
# is offered (check) and at the moment it is made (apply).
#
# Parameters: NAME (of the CNI network and of the namespace), BRIDGE, SUBNET (empty: the first free one), MASQUERADE and
# HAIRPIN (0 or 1), FOLDER (of the configuration), OPEN_FORWARD (0 or 1), RESET (1: anew even where all is well), for
# PLUGINS and CNITOOL each _WAY (present, download, file, build), _URL, _FILE, _SHA256, and PROXY.
#
# Commands, besides bash and GNU coreutils: `ip` (-4 -o route show table all; -4 -o route show default; -n NAME -4 -o
# addr show dev eth0; -n NAME -4 -o route show default; netns add|del NAME; link delete BRIDGE type bridge), `cnitool`
# (add|check|del NAME PATH), the plugins bridge and host-local (CNI_COMMAND=VERSION), `iptables` (-w 5 [-t nat] -S
# CHAIN; -C, -I, -D, -F, -X), `firewall-cmd` and `ping` where there are any; `curl`, `tar`, `go` where a part is fetched
# or built. Files read and written: /var/lib/cni/{networks,results}, /var/run/netns, /sys/class/net, /proc/*/ns/net,
# /proc/sys/net/ipv4/ip_forward.

KG_RECORDS=${KATAGPU_ROOT:-}/var/lib/katagpu/network
NET_STATE=${KATAGPU_ROOT:-}/var/lib/cni
NET_CLASS=$KG_SYS/class/net
NET_FORWARDING=$KG_PROC/sys/net/ipv4/ip_forward
NET_FAILED=0
# What the record of an earlier run says; empty where there is none.
declare -A NET_OWN=()
# Whether that network is the one chosen; whether it stands and works; why not (a finding's id and its evidence).
NET_SAME=0 NET_UP=0 NET_WHY='' NET_EVIDENCE=''
NET_SUBNET='' NET_LEASE='' NET_USERS='' NET_CHANGES=0 NET_MADE=()

net_fail() {
  local id=network.$1
  shift
  NET_FAILED=1
  kg_finding "$id" fail "$@"
}

net_bad_parameter() {
  echo "Parameter $1 is not what this script takes." >&2
  net_fail parameter '' "$1"
  exit 64
}

# net_form NAME PATTERN: the parameter's whole value follows the pattern.
net_form() {
  [[ ${!1} =~ ^($2)$ && ${!1} != *[[:cntrl:]]* ]] || net_bad_parameter "$1"
}

net_read_parameters() {
  local part
  net_form NAME '[A-Za-z0-9][A-Za-z0-9_.-]{0,62}'
  net_form BRIDGE '[A-Za-z0-9][A-Za-z0-9_.-]{0,14}'
  [[ $BRIDGE != @(lo|all|default) ]] || net_bad_parameter BRIDGE
  net_form SUBNET '([0-9]{1,3}(\.[0-9]{1,3}){3}/[0-9]{1,2})?'
  if [[ -n $SUBNET ]]; then
    net_cidr "$SUBNET" || net_bad_parameter SUBNET
    net_address "$NET_FIRST"
    [[ $SUBNET == "$REPLY"/* ]] || net_bad_parameter SUBNET
  fi
  net_form FOLDER '/[A-Za-z0-9_./-]*[A-Za-z0-9_-]'
  [[ $FOLDER != *..* ]] || net_bad_parameter FOLDER
  for part in MASQUERADE HAIRPIN OPEN_FORWARD RESET; do
    net_form "$part" '[01]'
  done
  for part in PLUGINS CNITOOL; do
    net_form "${part}_WAY" 'present|download|file|build'
    net_form "${part}_URL" '(https?://[^ @"'\'']+)?'
    net_form "${part}_FILE" '(/.*)?'
    net_form "${part}_SHA256" '([0-9a-f]{64})?'
  done
  net_form PROXY '(https?://[^ @"'\'']+)?'
}

# The namespace as commands know it, and as a file.
net_namespace() {
  NET_NAMESPACE=/var/run/netns/$1
  NET_NAMESPACE_FILE=${KATAGPU_ROOT:-}$NET_NAMESPACE
}

# cnitool's name for a container in this namespace.
net_container() {
  local sum
  sum=$(printf '%s' "/var/run/netns/$1" | sha512sum)
  REPLY=cnitool-${sum:0:20}
}

net_boot() {
  kg_read "$KG_PROC/sys/kernel/random/boot_id"
}

# The configuration as a file of JSON into REPLY.
net_configuration() {
  local masquerade=false hairpin=false
  ((!MASQUERADE)) || masquerade=true
  ((!HAIRPIN)) || hairpin=true
  REPLY='{
  "cniVersion": "0.4.0",
  "name": "'$NAME'",
  "type": "bridge",
  "bridge": "'$BRIDGE'",
  "isDefaultGateway": true,
  "forceAddress": false,
  "ipMasq": '$masquerade',
  "hairpinMode": '$hairpin',
  "ipam": {
    "type": "host-local",
    "subnet": "'$NET_SUBNET'"
  }
}'
}

# net_read_own: the record of the network an earlier run made, into NET_OWN.
net_read_own() {
  local key
  NET_OWN=()
  if kg_record_read network; then
    for key in "${!KG_RECORD[@]}"; do
      NET_OWN[$key]=${KG_RECORD[$key]}
    done
  elif [[ -e $KG_RECORDS/network ]]; then
    kg_finding network.torn_record warn '' "${KG_RECORDS#"${KATAGPU_ROOT:-}"}/network"
  fi
}

# Address of our lease in network $1, for container $2, into REPLY; empty where there is none. The name of the file is
# the address.
net_lease() {
  local file line
  REPLY=
  for file in "$NET_STATE/networks/$1"/*.*.*.*; do
    if [[ -f $file ]]; then
      kg_read "$file"
      line=${REPLY%$'\r'}
      if [[ $line == "$2" ]]; then
        REPLY=${file##*/}
        return 0
      fi
    fi
  done
  REPLY=
}

# Ports of a bridge, one word each, into NET_PORTS.
net_ports() {
  local port
  NET_PORTS=()
  for port in "$NET_CLASS/$1/brif"/*; do
    if [[ -e $port || -L $port ]]; then
      NET_PORTS+=("${port##*/}")
    fi
  done
}

# net_cni add|check|del NAME FOLDER: runs cnitool; what it complains of into REPLY.
net_cni() {
  local status=0
  REPLY=$(env -u CNI_IFNAME -u CNI_ARGS -u CAP_ARGS "CNI_PATH=$NET_PLUGINS" "NETCONFPATH=${KATAGPU_ROOT:-}$3" \
    timeout -k 2 60 "$NET_CNITOOL" "$1" "$2" "/var/run/netns/$2" 2>&1) || status=$?
  return "$status"
}

# net_cni_check NAME FOLDER: cnitool's own check, without its word on hardware addresses: udev gives a link another one
# right after it was made (MACAddressPolicy=persistent; containernetworking/plugins#805), and nothing depends on it here.
# Any other complaint into REPLY.
net_cni_check() {
  local mac="^[^"$'\n'"]*[Ii]nterface [^ ]+ Mac( [0-9a-f:]+)? doesn't match[^"$'\n'"]*\$"
  if net_cni check "$1" "$2"; then
    return 0
  fi
  [[ $REPLY =~ $mac ]] || return 1
  echo "cnitool check: $REPLY (udev has given the link another address; it does not matter here)"
}

# net_stands NAME BRIDGE SUBNET: the network as read by ourselves, whatever cnitool says of it: the address leased is on
# eth0, the way out leads over the bridge's address, and the other end of eth0 is a port of the bridge. Why not into REPLY.
net_stands() {
  local bridge=$2 index port gateway routes line
  REPLY=$(ip -n "$1" -4 -o addr show dev eth0 2>&1) || return 1
  [[ -n $NET_LEASE && "$REPLY " == *" $NET_LEASE/"* ]] || return 1
  index=${REPLY%%:*}
  net_cidr "$3" || return 1
  net_address $((NET_FIRST + 1))
  gateway=$REPLY
  REPLY=$(ip -n "$1" -4 -o route show default 2>&1) || return 1
  [[ "$REPLY " == "default via $gateway "* ]] || {
    REPLY="default route: ${REPLY:-none}"
    return 1
  }
  REPLY=$(ip -4 -o route show table all 2>&1) || return 1
  routes=$REPLY REPLY="$bridge: no address $gateway"
  while IFS= read -r line; do
    if [[ $line == *" dev $bridge "* && "$line " == *" src $gateway "* ]]; then
      REPLY=
    fi
  done <<<"$routes"
  [[ -z $REPLY ]] || return 1
  net_ports "$bridge"
  for port in ${NET_PORTS[@]+"${NET_PORTS[@]}"}; do
    kg_read "$NET_CLASS/$port/iflink"
    if [[ ${REPLY:-$index} == "$index" ]]; then
      return 0
    fi
  done
  REPLY="$bridge: the other end of eth0 is no port of it (${NET_PORTS[*]-})"
  return 1
}

# Every configuration of others on the host: what they use, and whether it is one at all.
net_examine_configurations() {
  local folder file seen=''
  for folder in "$FOLDER" "$NET_CNI_FOLDER" "$NET_PODMAN_FOLDER"; do
    if [[ " $seen " == *" $folder "* ]]; then
      continue
    fi
    seen+=" $folder"
    for file in "${KATAGPU_ROOT:-}$folder"/*.{conflist,conf,json}; do
      if [[ -f $file && ${file#"${KATAGPU_ROOT:-}"} != "${NET_OWN[file]-}" ]]; then
        net_examine_configuration "$folder" "${file#"${KATAGPU_ROOT:-}"}"
      fi
    done
  done
}

# net_examine_configuration FOLDER FILE
net_examine_configuration() {
  local folder=$1 file=$2 i
  if ! net_json "${KATAGPU_ROOT:-}$file"; then
    if [[ $folder == "$FOLDER" ]]; then
      net_fail malformed_here '' "$file"
    else
      kg_finding network.malformed warn '' "$file"
    fi
    return 0
  fi
  for i in "${!NET_JSON_KEYS[@]}"; do
    net_used_by_value "${NET_JSON_KEYS[i]}" "${NET_JSON_VALUES[i]//\\/}" "$file"
    case ${NET_JSON_KEYS[i]}:${NET_JSON_DEPTHS[i]} in
      name:1)
        if [[ ${NET_JSON_VALUES[i]} == "$NAME" && $folder != "$NET_PODMAN_FOLDER" ]]; then
          net_fail name_taken '' "$NAME" "$file"
        fi
        ;;
      bridge:* | network_interface:*)
        if [[ ${NET_JSON_VALUES[i]} == "$BRIDGE" ]]; then
          net_fail bridge_planned '' "$BRIDGE" "$file"
        fi
        ;;
    esac
  done
}

# In a folder that containerd's CRI or kubelet read, the first file is the network of every pod.
net_examine_order() {
  local file
  if [[ $FOLDER != "$NET_CNI_FOLDER" ]]; then
    return 0
  fi
  for file in "${KATAGPU_ROOT:-}$FOLDER"/*.{conflist,conf,json}; do
    if [[ -f $file && ${file#"${KATAGPU_ROOT:-}"} < $NET_FILE ]]; then
      return 0
    fi
  done
  kg_finding network.first warn '' "$NET_FILE"
}

# The subnet: the one typed, or that of our network, or the first free one. NET_SUBNET.
net_examine_subnet() {
  net_used_by_routes "${NET_OWN[bridge]-}"
  net_used_by_names
  net_used_by_podman
  NET_SUBNET=${SUBNET:-${NET_OWN[subnet]-}}
  if [[ -n $NET_SUBNET ]]; then
    if ! net_clash "$NET_SUBNET"; then
      return 0
    elif [[ ${NET_OWN[subnet]-} == "$NET_SUBNET" && -e $NET_NAMESPACE_FILE ]]; then
      kg_finding network.subnet_shared warn "$REPLY" "$NET_SUBNET" "$REPLY"
      return 0
    elif [[ -n $SUBNET ]]; then
      net_fail subnet_taken "$REPLY" "$NET_SUBNET" "$REPLY"
      return 0
    fi
  fi
  if net_propose; then
    NET_SUBNET=$REPLY
  else
    net_fail no_subnet "${NET_USED[*]}"
  fi
}

# What has our names already and is not ours.
net_examine_names() {
  net_boot
  if [[ -e $NET_CLASS/$BRIDGE && (${NET_OWN[bridge]-} != "$BRIDGE" || ${NET_OWN[boot]} != "$REPLY") ]]; then
    # One of before the last reboot cannot be ours.
    net_fail bridge_taken '' "$BRIDGE"
  elif [[ -e $NET_CLASS/$BRIDGE && ! -d $NET_CLASS/$BRIDGE/bridge ]]; then
    net_fail no_bridge '' "$BRIDGE"
  fi
  if [[ -e $NET_NAMESPACE_FILE && ${NET_OWN[name]-} != "$NAME" ]]; then
    net_fail namespace_taken '' "$NAME"
  fi
  if [[ -e ${KATAGPU_ROOT:-}$NET_FILE && ${NET_OWN[file]-} != "$NET_FILE" ]]; then
    net_fail file_taken '' "$NET_FILE"
  fi
}

net_examine_same() {
  local key parameter
  NET_SAME=0
  if [[ -z ${NET_OWN[name]-} ]]; then
    return 0
  fi
  NET_SAME=1
  for key in NAME:name BRIDGE:bridge NET_SUBNET:subnet MASQUERADE:masquerade HAIRPIN:hairpin NET_FILE:file; do
    parameter=${key%:*} key=${key#*:}
    if [[ ${!parameter} != "${NET_OWN[$key]-}" ]]; then
      NET_SAME=0
    fi
  done
}

# net_not_up FINDING EVIDENCE
net_not_up() {
  NET_UP=0 NET_WHY=network.$1 NET_EVIDENCE=$2
}

# Whether the network of the record stands and works; why not.
net_examine_health() {
  local file text
  NET_UP=0
  if [[ -z ${NET_OWN[name]-} ]]; then
    return 0
  fi
  net_lease "${NET_OWN[name]}" "${NET_OWN[container]}"
  NET_LEASE=$REPLY
  net_namespace_users
  NET_USERS=$REPLY
  NET_UP=1
  if [[ ${NET_OWN[state]} != added ]]; then
    net_not_up interrupted "${NET_OWN[state]}"
    return 0
  elif [[ ! -e $NET_NAMESPACE_FILE ]]; then
    net_not_up stale "${NET_LEASE:-no lease}"
    return 0
  elif [[ -z $NET_LEASE || ! -e $NET_CLASS/${NET_OWN[bridge]} ]]; then
    net_not_up damaged "lease: ${NET_LEASE:-none}; bridge ${NET_OWN[bridge]}"
    return 0
  fi
  file=${KATAGPU_ROOT:-}${NET_OWN[file]} text=
  if [[ -r $file ]]; then
    text=$(<"$file")
  fi
  net_configuration
  if ((NET_SAME)) && [[ $text != "$REPLY" ]]; then
    net_not_up file_changed "${NET_OWN[file]}"
    return 0
  fi
  # A running VM has taken the address into itself.
  if [[ -n $NET_USERS ]]; then
    return 0
  fi
  text=$(ip -n "${NET_OWN[name]}" -4 -o addr show dev eth0 2>&1) || {
    net_not_up damaged "$text"
    return 0
  }
  if [[ "$text " != *" $NET_LEASE/"* ]]; then
    net_not_up worn "$text"
  elif ! net_stands "${NET_OWN[name]}" "${NET_OWN[bridge]}" "${NET_OWN[subnet]}"; then
    net_not_up damaged "$REPLY"
  elif ((NET_SAME && NET_PARTS_READY)) && ! net_cni_check "${NET_OWN[name]}" "${NET_OWN[folder]}"; then
    net_not_up damaged "$REPLY"
  fi
}

# Looks at everything the choice names.
net_examine() {
  net_namespace "$NAME"
  NET_FILE=$FOLDER/99-$NAME.conf
  net_read_own
  if ! type -P ip >/dev/null; then
    net_fail tool '' ip
    return 0
  fi
  net_examine_parts
  net_examine_configurations
  net_examine_subnet
  net_examine_names
  net_examine_same
  net_namespace "${NET_OWN[name]:-$NAME}"
  net_examine_health
  net_examine_order
  if [[ -n $NET_USERS ]] && ((!NET_SAME || !NET_UP || RESET)); then
    net_fail in_use "$NET_USERS" "${NET_OWN[name]}" "$NET_USERS"
  fi
  net_examine_forward
  if [[ -n $NET_WHY ]]; then
    kg_finding "$NET_WHY" warn "$NET_EVIDENCE" "${NET_OWN[name]}"
  fi
}

# The network as it is now, or as it would be, as one fact. The serve stage and the page read it:
#   name, namespace (path on the host), present (true: it can be used now), address (of the container; empty: none yet),
#   gateway, subnet, bridge, ports (of the bridge), leases (addresses taken from the subnet, ours and others'),
#   users (who is in the namespace or holds it), folder (of the configuration), recorded (whether undo has something to take back)
net_tell() {
  local name=${NET_OWN[name]:-$NAME} bridge=${NET_OWN[bridge]:-$BRIDGE} subnet=${NET_OWN[subnet]:-$NET_SUBNET}
  local file gateway='' ports leases present=false recorded=false
  local -a taken=()
  if net_cidr "$subnet"; then
    net_address $((NET_FIRST + 1))
    gateway=$REPLY
  fi
  for file in "$NET_STATE/networks/$name"/*.*.*.*; do
    if [[ -f $file ]]; then
      taken+=("${file##*/}")
    fi
  done
  net_ports "$bridge"
  kg_json_array ${NET_PORTS[@]+"${NET_PORTS[@]}"}
  ports=$REPLY
  kg_json_array ${taken[@]+"${taken[@]}"}
  leases=$REPLY
  if ((NET_UP)); then
    present=true
  fi
  for file in "$KG_RECORDS"/*; do
    if [[ -f $file ]]; then
      recorded=true
    fi
  done
  kg_fact network name "$name" namespace "/var/run/netns/$name" present= "$present" address "$NET_LEASE" \
    gateway "$gateway" subnet "$subnet" bridge "$bridge" ports= "$ports" leases= "$leases" users "$NET_USERS" \
    folder "${NET_OWN[folder]:-$FOLDER}" recorded= "$recorded"
}

net_change() {
  local say=$1 id=network.$2
  shift 2
  NET_CHANGES=$((NET_CHANGES + 1))
  NET_MADE+=("$id" "$#" "$@")
  if ((say)); then
    kg_change "$id" false "$@"
  fi
}

# What apply would change, as control lines where SAY is 1; NET_CHANGES their number.
net_changes() {
  local say=$1
  NET_CHANGES=0 NET_MADE=()
  if ((NET_TODO_PLUGINS)); then
    net_change "$say" plugins "$NET_PARTS"
  fi
  if ((NET_TODO_CNITOOL)); then
    net_change "$say" cnitool "$NET_PARTS"
  fi
  if [[ -n ${NET_OWN[name]-} ]] && ((!NET_SAME)); then
    net_change "$say" replace "${NET_OWN[name]}" "${NET_OWN[bridge]}" "${NET_OWN[subnet]}"
  elif [[ -n ${NET_OWN[name]-} ]] && ((!NET_UP || RESET)); then
    net_change "$say" renew "$NAME"
  fi
  if ((!NET_UP || !NET_SAME || RESET)); then
    net_change "$say" file "$NET_FILE"
    net_change "$say" add "$NAME" "$BRIDGE" "$NET_SUBNET"
  fi
  if ((NET_TODO_OPEN)); then
    net_change "$say" open "$BRIDGE" "$NET_FIREWALL"
  elif ((NET_TODO_CLOSE)); then
    net_change "$say" close "$BRIDGE"
  fi
}
