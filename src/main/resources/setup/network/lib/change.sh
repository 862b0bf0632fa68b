# shellcheck shell=bash
# needs: fetch record stage sysfs network/firewall network/look network/parts
# Sets the network up and takes it down, by the record that is written first.

# Puts the record NETWORK_OWN down with a state of $1: adding, added or removing.
network_write_own() {
  local key
  local -a pairs=()
  NETWORK_OWN[state]=$1
  for key in state name bridge subnet masquerade hairpin folder file container made forward boot \
    plugins cnitool; do
    pairs+=("$key" "${NETWORK_OWN[$key]-}")
  done
  kg_record_write network "${pairs[@]}"
}

# What is there before anything is made.
network_begin_own() {
  local boot
  network_boot
  boot=$REPLY
  NETWORK_OWN=([name]=$NAME [bridge]=$BRIDGE [subnet]=$NETWORK_SUBNET [masquerade]=$MASQUERADE [hairpin]=$HAIRPIN
    [folder]=$FOLDER [file]=$NETWORK_FILE [boot]=$boot
    [plugins]=${NETWORK_PLUGINS#"${KATAGPU_ROOT:-}"} [cnitool]=${NETWORK_CNITOOL#"${KATAGPU_ROOT:-}"})
  network_container "$NAME"
  NETWORK_OWN[container]=$REPLY
  kg_read "$NETWORK_FORWARDING"
  NETWORK_OWN[forward]=$REPLY
  network_missing_folders "$FOLDER" /var/lib/cni/networks /var/lib/cni/results
  NETWORK_OWN[made]=$REPLY
  network_write_own adding || kg_stop network.no_record '' "$KG_RECORDS"
}

# Folders on these paths that are not there yet, innermost first, into REPLY.
network_missing_folders() {
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
network_drop_folders() {
  local folder
  local -a made=()
  read -ra made <<<"${NETWORK_OWN[made]-}"
  # Twice: a folder may stand in the list before one that lies in it.
  for folder in ${made[@]+"${made[@]}" "${made[@]}"}; do
    if [[ -d ${KATAGPU_ROOT:-}$folder ]]; then
      rmdir -- "${KATAGPU_ROOT:-}$folder" 2>/dev/null || true
    fi
  done
}

network_write_file() {
  local file=${KATAGPU_ROOT:-}$NETWORK_FILE
  network_configuration
  if ! { mkdir -p -- "${file%/*}" && printf '%s\n' "$REPLY" >"${file%/*}/.${file##*/}.tmp" &&
    mv -f -- "${file%/*}/.${file##*/}.tmp" "$file"; }; then
    kg_stop network.no_file_written '' "$NETWORK_FILE"
  fi
}

network_add() {
  network_begin_own
  kg_next_step network.file "$NETWORK_FILE"
  network_write_file
  kg_next_step network.namespace "$NAME"
  network_namespace "$NAME"
  REPLY=$(ip netns add "$NAME" 2>&1) || kg_stop network.no_namespace "$REPLY" "$NAME"
  kg_next_step network.add "$NAME" "$BRIDGE"
  network_cni add "$NAME" "$FOLDER" || kg_stop network.not_added "$REPLY" "$NAME"
  kg_next_step network.verify
  network_lease "$NAME" "${NETWORK_OWN[container]}"
  NETWORK_LEASE=$REPLY
  network_is_sound "$NAME" "$BRIDGE" "$NETWORK_SUBNET" || kg_stop network.not_added "$REPLY" "$NAME"
  ip -n "$NAME" -4 -o addr show dev eth0
  ip -n "$NAME" -4 -o route show default
  network_cni_check "$NAME" "$FOLDER" || kg_stop network.not_added "$REPLY" "$NAME"
}

# From the host to the namespace, and from the host to the world; nothing is sent beyond the bridge.
network_verify_ways() {
  if ! type -P ping >/dev/null; then
    kg_finding network.no_ping warn '' "$NETWORK_LEASE"
  elif REPLY=$(timeout -k 1 10 ping -c 1 -W 2 "$NETWORK_LEASE" 2>&1); then
    kg_finding network.answers pass "$REPLY" "$NETWORK_LEASE"
  else
    kg_finding network.no_answer warn "$REPLY" "$NETWORK_LEASE"
  fi
  REPLY=$(ip -4 -o route show default 2>&1) || REPLY=
  if [[ $REPLY != default* ]]; then
    kg_finding network.no_way_out warn "$REPLY"
  else
    kg_finding network.way_out pass "$REPLY" "$NETWORK_LEASE"
  fi
}

# Takes the network of the record down: only what the record names, and of leases only those of its own container.
# Whatever is gone already is no failure. Returns 1 where something stays, with it in REPLY.
network_take_down() {
  local name=${NETWORK_OWN[name]} container=${NETWORK_OWN[container]} file said=''
  network_namespace "$name"
  network_write_own removing || return 1
  if [[ -n $NETWORK_PLUGINS && -n $NETWORK_CNITOOL && -r ${KATAGPU_ROOT:-}${NETWORK_OWN[file]} ]]; then
    network_cni del "$name" "${NETWORK_OWN[folder]}" || said="cnitool del: $REPLY"
  fi
  if [[ -e $NETWORK_NAMESPACE_FILE ]]; then
    REPLY=$(ip netns del "$name" 2>&1) || echo "ip netns del: $REPLY"
    if [[ -e $NETWORK_NAMESPACE_FILE ]]; then
      REPLY="ip netns del: $REPLY"
      return 1
    fi
  fi
  # What cnitool could not take back itself.
  network_lease "$name" "$container"
  while [[ -n $REPLY ]]; do
    rm -f -- "$NETWORK_STATE/networks/$name/$REPLY"
    network_lease "$name" "$container"
  done
  rm -f -- "$NETWORK_STATE/results/$name-$container-eth0"
  network_drop_masquerade "$name" "$container"
  network_drop_store "$name"
  network_drop_bridge
  rm -f -- "${KATAGPU_ROOT:-}${NETWORK_OWN[file]}"
  network_drop_folders
  network_give_forwarding
  kg_record_remove network
  NETWORK_OWN=() NETWORK_UP=0 NETWORK_SAME=0 NETWORK_LEASE=
  if [[ -n $said ]]; then
    kg_finding network.not_deleted warn "$said" "$name"
  fi
}

# The masquerading of our address, where cnitool did not take it back: it does not when the namespace is gone. The
# plugin names its chain after network and container.
network_drop_masquerade() {
  local name=$1 container=$2 chain sum line
  if ! type -P iptables >/dev/null; then
    return 0
  fi
  sum=$(printf '%s' "$name$container" | sha512sum)
  chain=CNI-${sum:0:24}
  network_iptables -t nat -S POSTROUTING || return 0
  while IFS= read -r line; do
    if [[ $line == *" -j $chain" && $line =~ \ -s\ ([0-9./]+) ]]; then
      network_iptables -t nat -D POSTROUTING -s "${BASH_REMATCH[1]}" -m comment \
        --comment "name: \"$name\" id: \"$container\"" -j "$chain" || echo "iptables: $REPLY"
    fi
  done <<<"$REPLY"
  if network_iptables -t nat -F "$chain"; then
    network_iptables -t nat -X "$chain" || echo "iptables: $REPLY"
  fi
}

# The lease store of the network, where nobody else holds an address in it.
network_drop_store() {
  local folder=$NETWORK_STATE/networks/$1 file
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

network_drop_bridge() {
  local bridge=${NETWORK_OWN[bridge]}
  network_boot
  if [[ ${NETWORK_OWN[boot]} != "$REPLY" || ! -d $NETWORK_CLASS/$bridge/bridge ]]; then
    return 0
  fi
  network_ports "$bridge"
  if ((${#NETWORK_PORTS[@]})); then
    kg_finding network.bridge_stays warn "${NETWORK_PORTS[*]}" "$bridge" "${NETWORK_PORTS[*]}"
  else
    REPLY=$(ip link delete "$bridge" type bridge 2>&1) ||
      kg_finding network.bridge_stays warn "$REPLY" "$bridge" "$REPLY"
  fi
}

# Forwarding was switched on for the bridge. It goes off again where it was off and no other bridge could need it.
network_give_forwarding() {
  local bridge now
  kg_read "$NETWORK_FORWARDING"
  now=$REPLY
  network_boot
  if [[ ${NETWORK_OWN[forward]} == 0 && $now == 1 && ${NETWORK_OWN[boot]} == "$REPLY" ]]; then
    for bridge in "$NETWORK_CLASS"/*/bridge; do
      if [[ -d $bridge ]]; then
        kg_finding network.forwarding_stays warn "${bridge%/bridge}"
        return 0
      fi
    done
    printf '0\n' >"$NETWORK_FORWARDING" || true
  fi
}

network_leave() {
  local status=$?
  trap - EXIT
  trap '' TERM INT HUP
  kg_end_child
  if [[ -n $NETWORK_TEMP ]]; then
    rm -rf -- "$NETWORK_TEMP"
    rmdir -- "${KATAGPU_ROOT:-}$NETWORK_PARTS" "${KATAGPU_ROOT:-}${NETWORK_PARTS%/*}" 2>/dev/null || true
  fi
  if ((NETWORK_OPENING && status)); then
    network_close
  fi
  if [[ ${NETWORK_OWN[state]-} == @(adding|removing) ]]; then
    echo "Taking back what this run began."
    network_take_down || kg_fail network.stays "$REPLY" "${NETWORK_OWN[name]}"
  fi
  rmdir -- "$KG_RECORDS" 2>/dev/null || true
  exit "$status"
}

network_traps() {
  trap network_leave EXIT
  trap 'exit 143' TERM
  trap 'exit 130' INT
  trap 'exit 129' HUP
}
