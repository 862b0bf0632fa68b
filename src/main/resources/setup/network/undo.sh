# shellcheck shell=bash
# needs: record stage network/change network/firewall network/look network/parts network/users
# Takes the network away that apply made, from its record, whatever is chosen now: the namespace, the address, the
# bridge where no port is left, the configuration, the firewall's rules, and the programs brought for it. With
# PREVIEW=yes it only says so.

network_undo() {
  local name bridge
  network_read_parameters
  KG_STEPS=3
  kg_next_step network.look
  network_read_own
  name=${NETWORK_OWN[name]-} bridge=${NETWORK_OWN[bridge]:-$BRIDGE}
  network_undo_parts
  if [[ -n $name ]]; then
    network_namespace "$name"
    network_namespace_users
    NETWORK_USERS=$REPLY
    if [[ -n $NETWORK_USERS ]]; then
      kg_fail network.in_use "$NETWORK_USERS" "$name" "$NETWORK_USERS"
      network_tell
      kg_state blocked
      exit 2
    fi
  fi
  if [[ ${PREVIEW:-} == yes ]]; then
    network_preview "$name" "$bridge"
    return 0
  fi
  if [[ -n $name ]]; then
    kg_next_step network.remove "$name"
    # A signal is acted on afterwards: what is left half way would have to be taken away anyway.
    trap '' TERM INT HUP
    network_take_down || {
      kg_fail network.stays "$REPLY" "$name"
      exit 1
    }
    kg_change network.remove true "$name"
  elif [[ -e $KG_RECORDS/network ]]; then
    kg_record_remove network
  fi
  kg_next_step network.parts
  if [[ -e $KG_RECORDS/forward || -e $KG_RECORDS/firewalld ]]; then
    network_close
    kg_change network.close true "$bridge"
  fi
  network_uninstall
  rmdir -- "$KG_RECORDS" 2>/dev/null || true
  kg_state needed
}

# network_preview NAME BRIDGE: what undo would take back; a torn record only goes.
network_preview() {
  local record state='done'
  if [[ -n $1 ]]; then
    state=needed
    kg_change network.remove false "$1"
  fi
  if [[ -e $KG_RECORDS/forward || -e $KG_RECORDS/firewalld ]]; then
    state=needed
    kg_change network.close false "$2"
  fi
  network_find_installed
  for record in ${NETWORK_INSTALLED[@]+"${NETWORK_INSTALLED[@]}"}; do
    state=needed
    kg_change "network.un$record" false "$NETWORK_PARTS"
  done
  kg_state "$state"
}

# The programs the network was made with, where they still are.
network_undo_parts() {
  NETWORK_PLUGINS=${KATAGPU_ROOT:-}${NETWORK_OWN[plugins]-}
  if [[ -z ${NETWORK_OWN[plugins]-} || ! -x $NETWORK_PLUGINS/bridge ]]; then
    NETWORK_PLUGINS=
  fi
  NETWORK_CNITOOL=${NETWORK_OWN[cnitool]-}
  if [[ -n $NETWORK_CNITOOL && ! -x $NETWORK_CNITOOL && -x ${KATAGPU_ROOT:-}$NETWORK_CNITOOL ]]; then
    NETWORK_CNITOOL=${KATAGPU_ROOT:-}$NETWORK_CNITOOL
  elif [[ ! -x $NETWORK_CNITOOL ]]; then
    NETWORK_CNITOOL=
  fi
}

network_undo
