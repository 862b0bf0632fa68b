# shellcheck shell=bash
# needs: stage example/greeting
# Puts the greeting down, and reads it back.

example_apply() {
  KG_STEPS=2
  example_read_parameters
  kg_next_step example.look
  example_look 0
  if ((KG_FAILED)); then
    kg_state blocked
    exit 2
  fi
  if ((KG_CHANGES)); then
    kg_next_step example.write "$EXAMPLE_PATH"
    if ! { printf '%s\n' "$GREETING" >"$EXAMPLE_FILE.new" && mv -f -- "$EXAMPLE_FILE.new" "$EXAMPLE_FILE"; }; then
      kg_stop example.not_written '' "$EXAMPLE_PATH"
    fi
    example_read
    [[ $REPLY == "$GREETING" ]] || kg_stop example.not_written "$REPLY" "$EXAMPLE_PATH"
    kg_tell_made
  fi
  kg_state 'done'
}

example_apply
