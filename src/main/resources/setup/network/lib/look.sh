# shellcheck shell=bash
# needs: record stage sysfs network/firewall network/json network/parts network/subnet network/users
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
NETWORK_STATE=${KATAGPU_ROOT:-}/var/lib/cni
NETWORK_CLASS=$KG_SYS/class/net
NETWORK_FORWARDING=$KG_PROC/sys/net/ipv4/ip_forward
# What the record of an earlier run says; empty where there is none.
declare -A NETWORK_OWN=()
# Whether that network is the one chosen; whether it stands and works; why not (a finding's id and its evidence).
NETWORK_SAME=0 NETWORK_UP=0 NETWORK_WHY='' NETWORK_EVIDENCE=''
NETWORK_SUBNET='' NETWORK_LEASE='' NETWORK_USERS=''

# network_form NAME PATTERN: the parameter's whole value follows the pattern.
network_form() {
  [[ ${!1} =~ ^($2)$ && ${!1} != *[[:cntrl:]]* ]] || kg_bad_parameter network "$1"
}

network_read_parameters() {
  local part
  network_form NAME '[A-Za-z0-9][A-Za-z0-9_.-]{0,62}'
  network_form BRIDGE '[A-Za-z0-9][A-Za-z0-9_.-]{0,14}'
  [[ $BRIDGE != @(lo|all|default) ]] || kg_bad_parameter network BRIDGE
  network_form SUBNET '([0-9]{1,3}(\.[0-9]{1,3}){3}/[0-9]{1,2})?'
  if [[ -n $SUBNET ]]; then
    network_cidr "$SUBNET" || kg_bad_parameter network SUBNET
    network_address "$NETWORK_FIRST"
    [[ $SUBNET == "$REPLY"/* ]] || kg_bad_parameter network SUBNET
  fi
  network_form FOLDER '/[A-Za-z0-9_./-]*[A-Za-z0-9_-]'
  [[ $FOLDER != *..* ]] || kg_bad_parameter network FOLDER
  for part in MASQUERADE HAIRPIN OPEN_FORWARD RESET; do
    network_form "$part" '[01]'
  done
  for part in PLUGINS CNITOOL; do
    network_form "${part}_WAY" 'present|download|file|build'
    network_form "${part}_URL" '(https?://[^ @"'\'']+)?'
    network_form "${part}_FILE" '(/.*)?'
    network_form "${part}_SHA256" '([0-9a-f]{64})?'
  done
  network_form PROXY '(https?://[^ @"'\'']+)?'
}

# The namespace as commands know it, and as a file.
network_namespace() {
  NETWORK_NAMESPACE=/var/run/netns/$1
  NETWORK_NAMESPACE_FILE=${KATAGPU_ROOT:-}$NETWORK_NAMESPACE
}

# cnitool's name for a container in this namespace.
network_container() {
  local sum
  sum=$(printf '%s' "/var/run/netns/$1" | sha512sum)
  REPLY=cnitool-${sum:0:20}
}

network_boot() {
  kg_read "$KG_PROC/sys/kernel/random/boot_id"
}

# The configuration as a file of JSON into REPLY.
network_configuration() {
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
    "subnet": "'$NETWORK_SUBNET'"
  }
}'
}

# network_read_own: the record of the network an earlier run made, into NETWORK_OWN.
network_read_own() {
  local key
  NETWORK_OWN=()
  if kg_record_read network; then
    for key in "${!KG_RECORD[@]}"; do
      NETWORK_OWN[$key]=${KG_RECORD[$key]}
    done
  elif [[ -e $KG_RECORDS/network ]]; then
    kg_finding network.torn_record warn '' "${KG_RECORDS#"${KATAGPU_ROOT:-}"}/network"
  fi
}

# Address of our lease in network $1, for container $2, into REPLY; empty where there is none. The name of the file is
# the address.
network_lease() {
  local file line
  REPLY=
  for file in "$NETWORK_STATE/networks/$1"/*.*.*.*; do
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

# Ports of a bridge, one word each, into NETWORK_PORTS.
network_ports() {
  local port
  NETWORK_PORTS=()
  for port in "$NETWORK_CLASS/$1/brif"/*; do
    if [[ -e $port || -L $port ]]; then
      NETWORK_PORTS+=("${port##*/}")
    fi
  done
}

# network_cni add|check|del NAME FOLDER: runs cnitool; what it complains of into REPLY.
network_cni() {
  local status=0
  REPLY=$(env -u CNI_IFNAME -u CNI_ARGS -u CAP_ARGS "CNI_PATH=$NETWORK_PLUGINS" "NETCONFPATH=${KATAGPU_ROOT:-}$3" \
    timeout -k 2 60 "$NETWORK_CNITOOL" "$1" "$2" "/var/run/netns/$2" 2>&1) || status=$?
  return "$status"
}

# network_cni_check NAME FOLDER: cnitool's own check, without its word on hardware addresses: udev gives a link another
# one right after it was made (MACAddressPolicy=persistent; containernetworking/plugins#805), and nothing depends on it
# here. Any other complaint into REPLY.
network_cni_check() {
  local mac="^[^"$'\n'"]*[Ii]nterface [^ ]+ Mac( [0-9a-f:]+)? doesn't match[^"$'\n'"]*\$"
  if network_cni check "$1" "$2"; then
    return 0
  fi
  [[ $REPLY =~ $mac ]] || return 1
  echo "cnitool check: $REPLY (udev has given the link another address; it does not matter here)"
}

# network_is_sound NAME BRIDGE SUBNET: the network as read by ourselves, whatever cnitool says of it: the address
# leased is on eth0, the way out leads over the bridge's address, and the other end of eth0 is a port of the bridge.
# Why not into REPLY.
network_is_sound() {
  local bridge=$2 index port gateway routes line
  REPLY=$(ip -n "$1" -4 -o addr show dev eth0 2>&1) || return 1
  [[ -n $NETWORK_LEASE && "$REPLY " == *" $NETWORK_LEASE/"* ]] || return 1
  index=${REPLY%%:*}
  network_cidr "$3" || return 1
  network_address $((NETWORK_FIRST + 1))
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
  network_ports "$bridge"
  for port in ${NETWORK_PORTS[@]+"${NETWORK_PORTS[@]}"}; do
    kg_read "$NETWORK_CLASS/$port/iflink"
    if [[ ${REPLY:-$index} == "$index" ]]; then
      return 0
    fi
  done
  REPLY="$bridge: the other end of eth0 is no port of it (${NETWORK_PORTS[*]-})"
  return 1
}

# Every configuration of others on the host: what they use, and whether it is one at all.
network_examine_configurations() {
  local folder file seen=''
  for folder in "$FOLDER" "$NETWORK_CNI_FOLDER" "$NETWORK_PODMAN_FOLDER"; do
    if [[ " $seen " == *" $folder "* ]]; then
      continue
    fi
    seen+=" $folder"
    for file in "${KATAGPU_ROOT:-}$folder"/*.{conflist,conf,json}; do
      if [[ -f $file && ${file#"${KATAGPU_ROOT:-}"} != "${NETWORK_OWN[file]-}" ]]; then
        network_examine_configuration "$folder" "${file#"${KATAGPU_ROOT:-}"}"
      fi
    done
  done
}

# network_examine_configuration FOLDER FILE
network_examine_configuration() {
  local folder=$1 file=$2 i
  if ! network_json "${KATAGPU_ROOT:-}$file"; then
    if [[ $folder == "$FOLDER" ]]; then
      kg_fail network.malformed_here '' "$file"
    else
      kg_finding network.malformed warn '' "$file"
    fi
    return 0
  fi
  for i in "${!NETWORK_JSON_KEYS[@]}"; do
    network_used_by_value "${NETWORK_JSON_KEYS[i]}" "${NETWORK_JSON_VALUES[i]//\\/}" "$file"
    case ${NETWORK_JSON_KEYS[i]}:${NETWORK_JSON_DEPTHS[i]} in
      name:1)
        if [[ ${NETWORK_JSON_VALUES[i]} == "$NAME" && $folder != "$NETWORK_PODMAN_FOLDER" ]]; then
          kg_fail network.name_taken '' "$NAME" "$file"
        fi
        ;;
      bridge:* | network_interface:*)
        if [[ ${NETWORK_JSON_VALUES[i]} == "$BRIDGE" ]]; then
          kg_fail network.bridge_planned '' "$BRIDGE" "$file"
        fi
        ;;
    esac
  done
}

# In a folder that containerd's CRI or kubelet read, the first file is the network of every pod.
network_examine_order() {
  local file
  if [[ $FOLDER != "$NETWORK_CNI_FOLDER" ]]; then
    return 0
  fi
  for file in "${KATAGPU_ROOT:-}$FOLDER"/*.{conflist,conf,json}; do
    if [[ -f $file && ${file#"${KATAGPU_ROOT:-}"} < $NETWORK_FILE ]]; then
      return 0
    fi
  done
  kg_finding network.first warn '' "$NETWORK_FILE"
}

# The subnet: the one typed, or that of our network, or the first free one. NETWORK_SUBNET.
network_examine_subnet() {
  network_used_by_routes "${NETWORK_OWN[bridge]-}"
  network_used_by_names
  network_used_by_podman
  NETWORK_SUBNET=${SUBNET:-${NETWORK_OWN[subnet]-}}
  if [[ -n $NETWORK_SUBNET ]]; then
    if ! network_clash "$NETWORK_SUBNET"; then
      return 0
    elif [[ ${NETWORK_OWN[subnet]-} == "$NETWORK_SUBNET" && -e $NETWORK_NAMESPACE_FILE ]]; then
      kg_finding network.subnet_shared warn "$REPLY" "$NETWORK_SUBNET" "$REPLY"
      return 0
    elif [[ -n $SUBNET ]]; then
      kg_fail network.subnet_taken "$REPLY" "$NETWORK_SUBNET" "$REPLY"
      return 0
    fi
  fi
  if network_propose; then
    NETWORK_SUBNET=$REPLY
  else
    kg_fail network.no_subnet "${NETWORK_USED[*]}"
  fi
}

# What has our names already and is not ours.
network_examine_names() {
  network_boot
  if [[ -e $NETWORK_CLASS/$BRIDGE && (${NETWORK_OWN[bridge]-} != "$BRIDGE" || ${NETWORK_OWN[boot]} != "$REPLY") ]]; then
    # One of before the last reboot cannot be ours.
    kg_fail network.bridge_taken '' "$BRIDGE"
  elif [[ -e $NETWORK_CLASS/$BRIDGE && ! -d $NETWORK_CLASS/$BRIDGE/bridge ]]; then
    kg_fail network.no_bridge '' "$BRIDGE"
  fi
  if [[ -e $NETWORK_NAMESPACE_FILE && ${NETWORK_OWN[name]-} != "$NAME" ]]; then
    kg_fail network.namespace_taken '' "$NAME"
  fi
  if [[ -e ${KATAGPU_ROOT:-}$NETWORK_FILE && ${NETWORK_OWN[file]-} != "$NETWORK_FILE" ]]; then
    kg_fail network.file_taken '' "$NETWORK_FILE"
  fi
}

network_examine_same() {
  local key parameter
  NETWORK_SAME=0
  if [[ -z ${NETWORK_OWN[name]-} ]]; then
    return 0
  fi
  NETWORK_SAME=1
  for key in NAME:name BRIDGE:bridge NETWORK_SUBNET:subnet MASQUERADE:masquerade HAIRPIN:hairpin NETWORK_FILE:file; do
    parameter=${key%:*} key=${key#*:}
    if [[ ${!parameter} != "${NETWORK_OWN[$key]-}" ]]; then
      NETWORK_SAME=0
    fi
  done
}

# network_not_up FINDING EVIDENCE
network_not_up() {
  NETWORK_UP=0 NETWORK_WHY=network.$1 NETWORK_EVIDENCE=$2
}

# Whether the network of the record stands and works; why not.
network_examine_health() {
  local file text
  NETWORK_UP=0
  if [[ -z ${NETWORK_OWN[name]-} ]]; then
    return 0
  fi
  network_lease "${NETWORK_OWN[name]}" "${NETWORK_OWN[container]}"
  NETWORK_LEASE=$REPLY
  network_namespace_users
  NETWORK_USERS=$REPLY
  NETWORK_UP=1
  if [[ ${NETWORK_OWN[state]} != added ]]; then
    network_not_up interrupted "${NETWORK_OWN[state]}"
    return 0
  elif [[ ! -e $NETWORK_NAMESPACE_FILE ]]; then
    network_not_up stale "${NETWORK_LEASE:-no lease}"
    return 0
  elif [[ -z $NETWORK_LEASE || ! -e $NETWORK_CLASS/${NETWORK_OWN[bridge]} ]]; then
    network_not_up damaged "lease: ${NETWORK_LEASE:-none}; bridge ${NETWORK_OWN[bridge]}"
    return 0
  fi
  file=${KATAGPU_ROOT:-}${NETWORK_OWN[file]} text=
  if [[ -r $file ]]; then
    text=$(<"$file")
  fi
  network_configuration
  if ((NETWORK_SAME)) && [[ $text != "$REPLY" ]]; then
    network_not_up file_changed "${NETWORK_OWN[file]}"
    return 0
  fi
  # A running VM has taken the address into itself.
  if [[ -n $NETWORK_USERS ]]; then
    return 0
  fi
  text=$(ip -n "${NETWORK_OWN[name]}" -4 -o addr show dev eth0 2>&1) || {
    network_not_up damaged "$text"
    return 0
  }
  if [[ "$text " != *" $NETWORK_LEASE/"* ]]; then
    network_not_up worn "$text"
  elif ! network_is_sound "${NETWORK_OWN[name]}" "${NETWORK_OWN[bridge]}" "${NETWORK_OWN[subnet]}"; then
    network_not_up damaged "$REPLY"
  elif ((NETWORK_SAME && NETWORK_PARTS_READY)) && ! network_cni_check "${NETWORK_OWN[name]}" "${NETWORK_OWN[folder]}"; then
    network_not_up damaged "$REPLY"
  fi
}

# Looks at everything the choice names.
network_examine() {
  network_namespace "$NAME"
  NETWORK_FILE=$FOLDER/99-$NAME.conf
  network_read_own
  if ! type -P ip >/dev/null; then
    kg_fail network.tool '' ip
    return 0
  fi
  network_examine_parts
  network_examine_configurations
  network_examine_subnet
  network_examine_names
  network_examine_same
  network_namespace "${NETWORK_OWN[name]:-$NAME}"
  network_examine_health
  network_examine_order
  if [[ -n $NETWORK_USERS ]] && ((!NETWORK_SAME || !NETWORK_UP || RESET)); then
    kg_fail network.in_use "$NETWORK_USERS" "${NETWORK_OWN[name]}" "$NETWORK_USERS"
  fi
  network_examine_forward
  if [[ -n $NETWORK_WHY ]]; then
    kg_finding "$NETWORK_WHY" warn "$NETWORK_EVIDENCE" "${NETWORK_OWN[name]}"
  fi
}

# The network as it is now, or as it would be, as one fact. The serve stage and the page read it:
#   name, namespace (path on the host), present (true: it can be used now), address (of the container; empty: none yet),
#   gateway, subnet, bridge, ports (of the bridge), leases (addresses taken from the subnet, ours and others'),
#   users (who is in the namespace or holds it), folder (of the configuration), recorded (whether undo has something to take back)
network_tell() {
  local name=${NETWORK_OWN[name]:-$NAME} bridge=${NETWORK_OWN[bridge]:-$BRIDGE} subnet=${NETWORK_OWN[subnet]:-$NETWORK_SUBNET}
  local file gateway='' ports leases present=false recorded=false
  local -a taken=()
  if network_cidr "$subnet"; then
    network_address $((NETWORK_FIRST + 1))
    gateway=$REPLY
  fi
  for file in "$NETWORK_STATE/networks/$name"/*.*.*.*; do
    if [[ -f $file ]]; then
      taken+=("${file##*/}")
    fi
  done
  network_ports "$bridge"
  kg_json_array ${NETWORK_PORTS[@]+"${NETWORK_PORTS[@]}"}
  ports=$REPLY
  kg_json_array ${taken[@]+"${taken[@]}"}
  leases=$REPLY
  if ((NETWORK_UP)); then
    present=true
  fi
  for file in "$KG_RECORDS"/*; do
    if [[ -f $file ]]; then
      recorded=true
    fi
  done
  kg_fact network name "$name" namespace "/var/run/netns/$name" present= "$present" address "$NETWORK_LEASE" \
    gateway "$gateway" subnet "$subnet" bridge "$bridge" ports= "$ports" leases= "$leases" users "$NETWORK_USERS" \
    folder "${NETWORK_OWN[folder]:-$FOLDER}" recorded= "$recorded"
}

# What apply would change, as control lines where SAY is 1; KG_CHANGES their number.
network_changes() {
  local say=$1
  KG_CHANGES=0 KG_MADE=()
  if ((NETWORK_TODO_PLUGINS)); then
    kg_plan_change "$say" network.plugins "$NETWORK_PARTS"
  fi
  if ((NETWORK_TODO_CNITOOL)); then
    kg_plan_change "$say" network.cnitool "$NETWORK_PARTS"
  fi
  if [[ -n ${NETWORK_OWN[name]-} ]] && ((!NETWORK_SAME)); then
    kg_plan_change "$say" network.replace "${NETWORK_OWN[name]}" "${NETWORK_OWN[bridge]}" "${NETWORK_OWN[subnet]}"
  elif [[ -n ${NETWORK_OWN[name]-} ]] && ((!NETWORK_UP || RESET)); then
    kg_plan_change "$say" network.renew "$NAME"
  fi
  if ((!NETWORK_UP || !NETWORK_SAME || RESET)); then
    kg_plan_change "$say" network.file "$NETWORK_FILE"
    kg_plan_change "$say" network.add "$NAME" "$BRIDGE" "$NETWORK_SUBNET"
  fi
  if ((NETWORK_TODO_OPEN)); then
    kg_plan_change "$say" network.open "$BRIDGE" "$NETWORK_FIREWALL"
  elif ((NETWORK_TODO_CLOSE)); then
    kg_plan_change "$say" network.close "$BRIDGE"
  fi
}
