# shellcheck shell=bash
# needs: network/change network/look
# Says how the container's network stands, what apply would change, and what stands against it. Reads only.

network_check() {
  network_read_parameters
  kg_step 1 1 network.look
  network_examine
  if ((NETWORK_UP)); then
    network_verify_ways
  fi
  network_tell
  if ((KG_FAILED)); then
    kg_state blocked
    return 0
  fi
  network_changes 1
  if ((KG_CHANGES)); then
    kg_state needed
  else
    kg_finding network.ready pass '' "$NAME" "$NETWORK_LEASE" "$BRIDGE"
    kg_state 'done'
  fi
}

network_check
