# shellcheck shell=bash
# needs: fetch record sysfs network/firewall network/look network/parts
# Sets the network up and takes it down, by the record that is written first.

NET_STEP=0 NET_STEPS=1

net_step() {
  NET_STEP=$((NET_STEP + 1))
  kg_step "$NET_STEP" "$NET_STEPS" "network.$1" "${@:2}"
}

# net_stop FINDING EVIDENCE [ARG …]: the reason and the end; leaving takes back what was begun.
net_stop() {
  net_fail "$@"
  exit 1
}

# Puts the record NET_OWN down with a state of $1: adding, added or removing.
net_write_own() {
  local key
  local -a pairs=()
  NET_OWN[state]=$1
  for key in state name bridge subnet masquerade hairpin folder file container made forward boot \
    plugins cnitool; do
    pairs+=("$key" "${NET_OWN[$key]-}")
  done
  kg_record_write network "${pairs[@]}"
}

# What is there before anything is made.
net_begin_own() {
  local boot
  net_boot
  boot=$REPLY
  NET_OWN=([name]=$NAME [bridge]=$BRIDGE [subnet]=$NET_SUBNET [masquerade]=$MASQUERADE [hairpin]=$HAIRPIN
    [folder]=$FOLDER [file]=$NET_FILE [boot]=$boot
    [plugins]=${NET_PLUGINS#"${KATAGPU_ROOT:-}"} [cnitool]=${NET_CNITOOL#"${KATAGPU_ROOT:-}"})
  net_container "$NAME"
  NET_OWN[container]=$REPLY
  kg_read "$NET_FORWARDING"
  NET_OWN[forward]=$REPLY
  net_missing_folders "$FOLDER" /var/lib/cni/networks /var/lib/cni/results
  NET_OWN[made]=$REPLY
  net_write_own adding || net_stop no_record '' "$KG_RECORDS"
}

# Folders on these paths that are not there yet, innermost first, into REPLY.
net_missing_folders() {
  local folder missing=''
  for folder in "$@"; do
    while [[ -n $folder && ! -d ${KATAGPU_ROOT:-}$folder ]]; do
      if [[ " $missing " != *" $folder "* ]]; then
        missing+="${missing:+ }$folder"
      fi
      folder=${folder%/*}
    done
  done
  REPLY=$missing
}

# Takes the folders of the record away again, those nobody has put anything into.
net_drop_folders() {
  local folder
  local -a made=()
  read -ra made <<<"${NET_OWN[made]-}"
  # Twice: a folder may stand in the list before one that lies in it.
  for folder in ${made[@]+"${made[@]}" "${made[@]}"}; do
    if [[ -d ${KATAGPU_ROOT:-}$folder ]]; then
      rmdir -- "${KATAGPU_ROOT:-}$folder" 2>/dev/null || true
    fi
  done
}

net_write_file() {
  local file=${KATAGPU_ROOT:-}$NET_FILE
  net_configuration
  if ! { mkdir -p -- "${file%/*}" && printf '%s\n' "$REPLY" >"${file%/*}/.${file##*/}.tmp" &&
    mv -f -- "${file%/*}/.${file##*/}.tmp" "$file"; }; then
    net_stop no_file_written '' "$NET_FILE"
  fi
}

net_add() {
  net_begin_own
  net_step file "$NET_FILE"
  net_write_file
  net_step namespace "$NAME"
  net_namespace "$NAME"
  REPLY=$(ip netns add "$NAME" 2>&1) || net_stop no_namespace "$REPLY" "$NAME"
  net_step add "$NAME" "$BRIDGE"
  net_cni add "$NAME" "$FOLDER" || net_stop not_added "$REPLY" "$NAME"
  net_step verify
  net_lease "$NAME" "${NET_OWN[container]}"
  NET_LEASE=$REPLY
  net_stands "$NAME" "$BRIDGE" "$NET_SUBNET" || net_stop not_added "$REPLY" "$NAME"
  ip -n "$NAME" -4 -o addr show dev eth0
  ip -n "$NAME" -4 -o route show default
  net_cni_check "$NAME" "$FOLDER" || net_stop not_added "$REPLY" "$NAME"
}

# From the host to the namespace, and from the host to the world; nothing is sent beyond the bridge.
net_verify_ways() {
  if ! type -P ping >/dev/null; then
    kg_finding network.no_ping warn '' "$NET_LEASE"
  elif REPLY=$(timeout -k 1 10 ping -c 1 -W 2 "$NET_LEASE" 2>&1); then
    kg_finding network.answers pass "$REPLY" "$NET_LEASE"
  else
    kg_finding network.no_answer warn "$REPLY" "$NET_LEASE"
  fi
  REPLY=$(ip -4 -o route show default 2>&1) || REPLY=
  if [[ $REPLY != default* ]]; then
    kg_finding network.no_way_out warn "$REPLY"
  else
    kg_finding network.way_out pass "$REPLY" "$NET_LEASE"
  fi
}

# Takes the network of the record down: only what the record names, and of leases only those of its own container.
# Whatever is gone already is no failure. Returns 1 where something stays, with it in REPLY.
net_take_down() {
  local name=${NET_OWN[name]} container=${NET_OWN[container]} file said=''
  net_namespace "$name"
  net_write_own removing || return 1
  if [[ -n $NET_PLUGINS && -n $NET_CNITOOL && -r ${KATAGPU_ROOT:-}${NET_OWN[file]} ]]; then
    net_cni del "$name" "${NET_OWN[folder]}" || said="cnitool del: $REPLY"
  fi
  if [[ -e $NET_NAMESPACE_FILE ]]; then
    REPLY=$(ip netns del "$name" 2>&1) || echo "ip netns del: $REPLY"
    if [[ -e $NET_NAMESPACE_FILE ]]; then
      REPLY="ip netns del: $REPLY"
      return 1
    fi
  fi
  # What cnitool could not take back itself.
  net_lease "$name" "$container"
  while [[ -n $REPLY ]]; do
    rm -f -- "$NET_STATE/networks/$name/$REPLY"
    net_lease "$name" "$container"
  done
  rm -f -- "$NET_STATE/results/$name-$container-eth0"
  net_drop_masquerade "$name" "$container"
  net_drop_store "$name"
  net_drop_bridge
  rm -f -- "${KATAGPU_ROOT:-}${NET_OWN[file]}"
  net_drop_folders
  net_give_forwarding
  kg_record_remove network
  NET_OWN=() NET_UP=0 NET_SAME=0 NET_LEASE=
  if [[ -n $said ]]; then
    kg_finding network.not_deleted warn "$said" "$name"
  fi
}

# The masquerading of our address, where cnitool did not take it back: it does not when the namespace is gone. The
# plugin names its chain after network and container.
net_drop_masquerade() {
  local name=$1 container=$2 chain sum line
  if ! type -P iptables >/dev/null; then
    return 0
  fi
  sum=$(printf '%s' "$name$container" | sha512sum)
  chain=CNI-${sum:0:24}
  net_iptables -t nat -S POSTROUTING || return 0
  while IFS= read -r line; do
    if [[ $line == *" -j $chain" && $line =~ \ -s\ ([0-9./]+) ]]; then
      net_iptables -t nat -D POSTROUTING -s "${BASH_REMATCH[1]}" -m comment \
        --comment "name: \"$name\" id: \"$container\"" -j "$chain" || echo "iptables: $REPLY"
    fi
  done <<<"$REPLY"
  if net_iptables -t nat -F "$chain"; then
    net_iptables -t nat -X "$chain" || echo "iptables: $REPLY"
  fi
}

# The lease store of the network, where nobody else holds an address in it.
net_drop_store() {
  local folder=$NET_STATE/networks/$1 file
  for file in "$folder"/*; do
    if [[ -e $file && ${file##*/} != @(last_reserved_ip.*|lock) ]]; then
      return 0
    fi
  done
  if [[ -d $folder ]]; then
    rm -f -- "$folder"/last_reserved_ip.* "$folder/lock"
    rmdir -- "$folder" 2>/dev/null || true
  fi
}

net_drop_bridge() {
  local bridge=${NET_OWN[bridge]}
  net_boot
  if [[ ${NET_OWN[boot]} != "$REPLY" || ! -d $NET_CLASS/$bridge/bridge ]]; then
    return 0
  fi
  net_ports "$bridge"
  if ((${#NET_PORTS[@]})); then
    kg_finding network.bridge_stays warn "${NET_PORTS[*]}" "$bridge" "${NET_PORTS[*]}"
  else
    REPLY=$(ip link delete "$bridge" type bridge 2>&1) ||
      kg_finding network.bridge_stays warn "$REPLY" "$bridge" "$REPLY"
  fi
}

# Forwarding was switched on for the bridge. It goes off again where it was off and no other bridge could need it.
net_give_forwarding() {
  local bridge now
  kg_read "$NET_FORWARDING"
  now=$REPLY
  net_boot
  if [[ ${NET_OWN[forward]} == 0 && $now == 1 && ${NET_OWN[boot]} == "$REPLY" ]]; then
    for bridge in "$NET_CLASS"/*/bridge; do
      if [[ -d $bridge ]]; then
        kg_finding network.forwarding_stays warn "${bridge%/bridge}"
        return 0
      fi
    done
    printf '0\n' >"$NET_FORWARDING" || true
  fi
}

net_leave() {
  local status=$?
  trap - EXIT
  trap '' TERM INT HUP
  kg_end_child
  if [[ -n $NET_TEMP ]]; then
    rm -rf -- "$NET_TEMP"
    rmdir -- "${KATAGPU_ROOT:-}$NET_PARTS" "${KATAGPU_ROOT:-}${NET_PARTS%/*}" 2>/dev/null || true
  fi
  if ((NET_OPENING && status)); then
    net_close
  fi
  if [[ ${NET_OWN[state]-} == @(adding|removing) ]]; then
    echo "Taking back what this run began."
    net_take_down || net_fail stays "$REPLY" "${NET_OWN[name]}"
  fi
  rmdir -- "$KG_RECORDS" 2>/dev/null || true
  exit "$status"
}

net_traps() {
  trap net_leave EXIT
  trap 'exit 143' TERM
  trap 'exit 130' INT
  trap 'exit 129' HUP
}
