# shellcheck shell=bash
# needs: network/change network/firewall network/look network/parts
# Sets the container's network up: its parts, the configuration, the namespace, an address in it. With RESET, anew even
# where all is well. A run that ends early leaves nothing of the network.

net_apply() {
  local i count
  net_read_parameters
  NET_STEPS=6
  net_step look
  net_examine
  if ((NET_FAILED)); then
    kg_state blocked
    exit 2
  fi
  net_changes 0
  if ((NET_CHANGES == 0)); then
    echo "Nothing to change."
    net_tell
    kg_state 'done'
    return 0
  fi
  NET_STEPS=$((2 + NET_TODO_PLUGINS + NET_TODO_CNITOOL + NET_TODO_OPEN + NET_TODO_CLOSE))
  if ((!NET_UP || !NET_SAME || RESET)); then
    NET_STEPS=$((NET_STEPS + 4))
    if [[ -n ${NET_OWN[name]-} ]]; then
      NET_STEPS=$((NET_STEPS + 1))
    fi
  fi
  net_traps
  if ((NET_TODO_PLUGINS || NET_TODO_CNITOOL)); then
    net_temp
  fi
  if ((NET_TODO_PLUGINS)); then
    net_step plugins
    net_install_plugins
  fi
  if ((NET_TODO_CNITOOL)); then
    net_step cnitool
    net_install_cnitool
  fi
  net_apply_network
  if ((NET_TODO_OPEN)); then
    net_open
  fi
  # From here nothing is taken back any more; a signal is acted on afterwards.
  trap '' TERM INT HUP
  if [[ ${NET_OWN[state]} == adding ]]; then
    net_write_own added || net_stop no_record '' "$KG_RECORDS"
  fi
  NET_OPENING=0
  net_step ways
  NET_UP=1
  net_verify_ways
  for ((i = 0; i < ${#NET_MADE[@]}; i += count + 2)); do
    count=${NET_MADE[i + 1]}
    kg_change "${NET_MADE[i]}" true "${NET_MADE[@]:i+2:count}"
  done
  net_tell
  kg_state 'done'
}

net_apply_network() {
  local anew=0
  if ((!NET_UP || !NET_SAME || RESET)); then
    anew=1
  fi
  if ((anew)) && [[ -n ${NET_OWN[name]-} ]]; then
    net_step remove "${NET_OWN[name]}"
    net_take_down || net_stop stays "$REPLY" "${NET_OWN[name]}"
  fi
  if ((NET_TODO_OPEN || NET_TODO_CLOSE)); then
    net_step firewall "$BRIDGE"
    net_close
  fi
  if ((anew)); then
    net_add
  fi
}

net_apply
