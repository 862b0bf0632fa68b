# shellcheck shell=bash
# needs: scan kata/file
# Says what the wizard made of the plan and of the configuration as it was just read, unless that changed meanwhile.
# Parameters: as apply's; STATE done, needed or blocked, where the text was made from the plan; TOLD the changes and
# findings that go with it. Reads only.

kata_check() {
  local sum
  kg_step 1 1 kata.look
  kata_locate
  if [[ ! -r $ROOT$KATA_MAIN ]]; then
    kata_fail kata.unreadable '' "$KATA_MAIN"
  fi
  kata_sum "$KATA_FILE" || kata_fail kata.unreadable '' "$KATA_PATH"
  sum=$REPLY
  kg_fact kata.current path "$KATA_PATH" sum "$sum"
  kata_tell false
  if [[ $STATE == blocked ]]; then
    kg_state blocked
  elif [[ $sum != "$EXPECTED" && $sum != "$NEW" ]]; then
    kg_finding kata.changed fail "SHA-256 $sum" "$KATA_PATH"
    kg_state blocked
  elif [[ -n $STATE ]]; then
    kg_state "$STATE"
  elif [[ $sum == "$NEW" ]]; then
    kg_state 'done'
  else
    kg_change kata.save false "$KATA_PATH" -
    kg_state needed
  fi
}

kata_check
