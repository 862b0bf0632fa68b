# shellcheck shell=bash
# needs: record scan scan-kata serve/ask serve/common serve/container serve/guest serve/look serve/proof serve/vm
# Says what runs in our container and how much of the proof stands now, what apply would do, and what stands against
# it. Reads only; processes it starts in the guest only read, too.

# What is seen now; of what only the start could show, what was proved of the server that still runs.
serve_check_proof() {
  local TLS=${KG_RECORD[tls]:-} PORT=$PORT link
  if kg_number "${KG_RECORD[port]:-}" 65535; then
    PORT=$REPLY
  fi
  serve_tell_vm
  serve_tell_log
  serve_prove_gpu
  if ((!SERVE_ALIVE)); then
    serve_check_ended
    return 0
  fi
  serve_tell_server "$SERVE_RUN"
  serve_last_link_state server "$SERVE_RUN"
  serve_link server proved "${SERVE_TOLD:-$SERVE_RUN}"
  for link in weights models token; do
    serve_last_link_state "$link" "$SERVE_RUN"
    [[ -z $SERVE_TOLD_STATE ]] || serve_link "$link" "$SERVE_TOLD_STATE" "$SERVE_TOLD"
  done
  SERVE_ANSWERED=$SERVE_TOLD_STATE
  serve_base "${KG_RECORD[address]}"
  if serve_ask 10 /health && [[ $SERVE_STATUS == 200 ]]; then
    SERVE_STANDS=1
    serve_link health proved "GET $SERVE_BASE/health: $SERVE_STATUS"
    serve_tell_endpoint
  else
    # One look: nobody waits for it here.
    serve_link health unproved "GET $SERVE_BASE/health: ${REPLY:-$SERVE_STATUS}"
  fi
}

# The server was started and is gone: at which link.
serve_check_ended() {
  local link
  [[ -n $SERVE_RUN ]] || return 0
  for link in server weights health models token; do
    serve_last_link_state "$link" "$SERVE_RUN"
    if [[ $SERVE_TOLD_STATE == failed ]]; then
      serve_link "$link" failed "$SERVE_TOLD"
      return 0
    fi
    [[ -z $SERVE_TOLD_STATE ]] || serve_link "$link" "$SERVE_TOLD_STATE" "$SERVE_TOLD"
  done
  serve_link health failed "$(tail -c 4000 -- "$SERVE_LOG" 2>/dev/null | tail -n 5 | tr -d '\0')"
}

# Containers of this wizard under other names: a choice changed while they ran. Undo takes them, too.
serve_check_others() {
  local file name
  for file in "$KG_RECORDS"/*@*; do
    name=${file##*/}
    if [[ -f $file && $name != "$SERVE_NAME" ]]; then
      kg_fact serve.container name "${name%@*}" namespace "${name##*@}" recorded= true
      kg_finding serve.other_left warn '' "${name%@*}" "${name##*@}"
    fi
  done
}

# Which Kata this is and what it reads: by that the wizard knows whether NODES was right.
serve_tell_kata() {
  local KATA_RUNTIME=$RUNTIME
  kg_kata
}

serve_check() {
  local recorded=false
  SERVE_ANSWERED=
  serve_read_parameters
  kg_step 1 1 serve.look
  serve_tell_kata
  serve_look
  [[ ! -e $KG_RECORDS/$SERVE_NAME && ${SERVE_OWNER:-} != ours ]] || recorded=true
  kg_fact serve.container name "$CONTAINER" namespace "$NAMESPACE" task "${SERVE_TASK:-}" owner "${SERVE_OWNER:-}" \
    address "$SERVE_ADDRESS" log "${SERVE_LOG#"${KATAGPU_ROOT:-}"}" recorded= "$recorded"
  serve_check_others
  if [[ ${SERVE_OWNER:-} == ours && ${SERVE_TASK:-} == RUNNING ]] && kg_record_read "$SERVE_NAME"; then
    serve_check_proof
  fi
  if ((KG_FAILED)); then
    kg_state blocked
  elif ((SERVE_SAME_VM && SERVE_SAME_SERVER && SERVE_STANDS)) && [[ $SERVE_ANSWERED == proved ]]; then
    kg_state 'done'
  else
    serve_tell_changes
    kg_state needed
  fi
}

serve_check
