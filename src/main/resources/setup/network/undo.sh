# shellcheck shell=bash
# needs: record network/change network/firewall network/look network/parts network/users
# Takes the network away that apply made, from its record, whatever is chosen now: the namespace, the address, the
# bridge where no port is left, the configuration, the firewall's rules, and the programs brought for it. With PREVIEW=yes
# it only says so.

net_undo() {
  local name bridge
  net_read_parameters
  NET_STEPS=3
  net_step look
  net_read_own
  name=${NET_OWN[name]-} bridge=${NET_OWN[bridge]:-$BRIDGE}
  net_undo_parts
  if [[ -n $name ]]; then
    net_namespace "$name"
    net_namespace_users
    NET_USERS=$REPLY
    if [[ -n $NET_USERS ]]; then
      net_fail in_use "$NET_USERS" "$name" "$NET_USERS"
      net_tell
      kg_state blocked
      exit 2
    fi
  fi
  if [[ ${PREVIEW:-} == yes ]]; then
    net_preview "$name" "$bridge"
    return 0
  fi
  if [[ -n $name ]]; then
    net_step remove "$name"
    # A signal is acted on afterwards: what is left half way would have to be taken away anyway.
    trap '' TERM INT HUP
    net_take_down || {
      net_fail stays "$REPLY" "$name"
      exit 1
    }
    kg_change network.remove true "$name"
  elif [[ -e $KG_RECORDS/network ]]; then
    kg_record_remove network
  fi
  net_step parts
  if [[ -e $KG_RECORDS/forward || -e $KG_RECORDS/firewalld ]]; then
    net_close
    kg_change network.close true "$bridge"
  fi
  net_uninstall
  rmdir -- "$KG_RECORDS" 2>/dev/null || true
  kg_state needed
}

# net_preview NAME BRIDGE: what undo would take back; a torn record only goes.
net_preview() {
  local record state='done'
  if [[ -n $1 ]]; then
    state=needed
    kg_change network.remove false "$1"
  fi
  if [[ -e $KG_RECORDS/forward || -e $KG_RECORDS/firewalld ]]; then
    state=needed
    kg_change network.close false "$2"
  fi
  net_find_installed
  for record in ${NET_INSTALLED[@]+"${NET_INSTALLED[@]}"}; do
    state=needed
    kg_change "network.un$record" false "$NET_PARTS"
  done
  kg_state "$state"
}

# The programs the network was made with, where they still are.
net_undo_parts() {
  NET_PLUGINS=${KATAGPU_ROOT:-}${NET_OWN[plugins]-}
  if [[ -z ${NET_OWN[plugins]-} || ! -x $NET_PLUGINS/bridge ]]; then
    NET_PLUGINS=
  fi
  NET_CNITOOL=${NET_OWN[cnitool]-}
  if [[ -n $NET_CNITOOL && ! -x $NET_CNITOOL && -x ${KATAGPU_ROOT:-}$NET_CNITOOL ]]; then
    NET_CNITOOL=${KATAGPU_ROOT:-}$NET_CNITOOL
  elif [[ ! -x $NET_CNITOOL ]]; then
    NET_CNITOOL=
  fi
}

net_undo
