# shellcheck shell=bash
# needs: network/change network/firewall network/look network/parts
# Sets the container's network up: its parts, the configuration, the namespace, an address in it. With RESET, anew even
# where all is well. A run that ends early leaves nothing of the network.

network_apply() {
  local i count
  network_read_parameters
  NETWORK_STEPS=6
  network_step look
  network_examine
  if ((NETWORK_FAILED)); then
    kg_state blocked
    exit 2
  fi
  network_changes 0
  if ((NETWORK_CHANGES == 0)); then
    echo "Nothing to change."
    network_tell
    kg_state 'done'
    return 0
  fi
  NETWORK_STEPS=$((2 + NETWORK_TODO_PLUGINS + NETWORK_TODO_CNITOOL + NETWORK_TODO_OPEN + NETWORK_TODO_CLOSE))
  if ((!NETWORK_UP || !NETWORK_SAME || RESET)); then
    NETWORK_STEPS=$((NETWORK_STEPS + 4))
    if [[ -n ${NETWORK_OWN[name]-} ]]; then
      NETWORK_STEPS=$((NETWORK_STEPS + 1))
    fi
  fi
  network_traps
  if ((NETWORK_TODO_PLUGINS || NETWORK_TODO_CNITOOL)); then
    network_temp
  fi
  if ((NETWORK_TODO_PLUGINS)); then
    network_step plugins
    network_install_plugins
  fi
  if ((NETWORK_TODO_CNITOOL)); then
    network_step cnitool
    network_install_cnitool
  fi
  network_apply_network
  if ((NETWORK_TODO_OPEN)); then
    network_open
  fi
  # From here nothing is taken back any more; a signal is acted on afterwards.
  trap '' TERM INT HUP
  if [[ ${NETWORK_OWN[state]} == adding ]]; then
    network_write_own added || network_stop no_record '' "$KG_RECORDS"
  fi
  NETWORK_OPENING=0
  network_step ways
  NETWORK_UP=1
  network_verify_ways
  for ((i = 0; i < ${#NETWORK_MADE[@]}; i += count + 2)); do
    count=${NETWORK_MADE[i + 1]}
    kg_change "${NETWORK_MADE[i]}" true "${NETWORK_MADE[@]:i+2:count}"
  done
  network_tell
  kg_state 'done'
}

network_apply_network() {
  local anew=0
  if ((!NETWORK_UP || !NETWORK_SAME || RESET)); then
    anew=1
  fi
  if ((anew)) && [[ -n ${NETWORK_OWN[name]-} ]]; then
    network_step remove "${NETWORK_OWN[name]}"
    network_take_down || network_stop stays "$REPLY" "${NETWORK_OWN[name]}"
  fi
  if ((NETWORK_TODO_OPEN || NETWORK_TODO_CLOSE)); then
    network_step firewall "$BRIDGE"
    network_close
  fi
  if ((anew)); then
    network_add
  fi
}

network_apply
