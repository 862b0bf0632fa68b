# shellcheck shell=bash
# needs: stage example/greeting
# Takes the greeting away. With PREVIEW=yes it only says so.

example_undo() {
  example_read_parameters
  example_read
  if [[ $REPLY != "$GREETING" ]]; then
    kg_state 'done'
  elif [[ $PREVIEW == yes ]]; then
    kg_change example.remove false "$EXAMPLE_PATH"
    kg_state needed
  else
    kg_next_step example.remove "$EXAMPLE_PATH"
    rm -f -- "$EXAMPLE_FILE"
    kg_change example.remove true "$EXAMPLE_PATH"
    kg_state 'done'
  fi
}

example_undo
