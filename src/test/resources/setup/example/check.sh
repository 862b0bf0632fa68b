# shellcheck shell=bash
# needs: stage example/greeting
# Says whether the greeting stands on the host. Reads only.

example_check() {
  example_read_parameters
  kg_next_step example.look
  example_look 1
  if ((KG_FAILED)); then
    kg_state blocked
  elif ((KG_CHANGES)); then
    kg_state needed
  else
    kg_state 'done'
  fi
}

example_check
