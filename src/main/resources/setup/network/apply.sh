# shellcheck shell=bash
# needs: stage network/change network/firewall network/look network/parts
# Sets the container's network up: its parts, the configuration, the namespace, an address in it. With RESET, anew even
# where all is well. A run that ends early leaves nothing of the network.

network_apply() {
  local i count
  network_read_parameters
  KG_STEPS=6
  kg_next_step network.look
  network_examine
  if ((KG_FAILED)); then
    kg_state blocked
    exit 2
  fi
  network_changes 0
  if ((KG_CHANGES == 0)); then
    echo "Nothing to change."
    network_tell
    kg_state 'done'
    return 0
  fi
  KG_STEPS=$((2 + NETWORK_TODO_PLUGINS + NETWORK_TODO_CNITOOL + NETWORK_TODO_OPEN + NETWORK_TODO_CLOSE))
  if ((!NETWORK_UP || !NETWORK_SAME || RESET)); then
    KG_STEPS=$((KG_STEPS + 4))
    if [[ -n ${NETWORK_OWN[name]-} ]]; then
      KG_STEPS=$((KG_STEPS + 1))
    fi
  fi
  network_traps
  if ((NETWORK_TODO_PLUGINS || NETWORK_TODO_CNITOOL)); then
    network_temp
  fi
  if ((NETWORK_TODO_PLUGINS)); then
    kg_next_step network.plugins
    network_install_plugins
  fi
  if ((NETWORK_TODO_CNITOOL)); then
    kg_next_step network.cnitool
    network_install_cnitool
  fi
  network_apply_network
  if ((NETWORK_TODO_OPEN)); then
    network_open
  fi
  # From here nothing is taken back any more; a signal is acted on afterwards.
  trap '' TERM INT HUP
  if [[ ${NETWORK_OWN[state]} == adding ]]; then
    network_write_own added || kg_stop network.no_record '' "$KG_RECORDS"
  fi
  NETWORK_OPENING=0
  kg_next_step network.ways
  NETWORK_UP=1
  network_verify_ways
  kg_tell_made
  network_tell
  kg_state 'done'
}

network_apply_network() {
  local anew=0
  if ((!NETWORK_UP || !NETWORK_SAME || RESET)); then
    anew=1
  fi
  if ((anew)) && [[ -n ${NETWORK_OWN[name]-} ]]; then
    kg_next_step network.remove "${NETWORK_OWN[name]}"
    network_take_down || kg_stop network.stays "$REPLY" "${NETWORK_OWN[name]}"
  fi
  if ((NETWORK_TODO_OPEN || NETWORK_TODO_CLOSE)); then
    kg_next_step network.firewall "$BRIDGE"
    network_close
  fi
  if ((anew)); then
    network_add
  fi
}

network_apply
