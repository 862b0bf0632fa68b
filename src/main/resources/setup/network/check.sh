# shellcheck shell=bash
# needs: network/change network/look
# Says how the container's network stands, what apply would change, and what stands against it. Reads only.

net_check() {
  net_read_parameters
  kg_step 1 1 network.look
  net_examine
  if ((NET_UP)); then
    net_verify_ways
  fi
  net_tell
  if ((NET_FAILED)); then
    kg_state blocked
    return 0
  fi
  net_changes 1
  if ((NET_CHANGES)); then
    kg_state needed
  else
    kg_finding network.ready pass '' "$NAME" "$NET_LEASE" "$BRIDGE"
    kg_state 'done'
  fi
}

net_check
