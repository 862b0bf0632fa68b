# shellcheck shell=bash
# needs: record stage serve/ask serve/common serve/container serve/guest serve/look serve/proof serve/server serve/vm
# Runs the model in our container and proves, link by link, that it answers. A run that is cancelled takes back the
# container it made; a link that fails leaves what stands, so that it can be tried again from there.

KG_STEPS=8
SERVE_MADE=0
SERVE_UP=0
SERVE_RUN=
SERVE_CHANGED=0

# containerd may still be at what ctr asked of it: it is gone when it was gone twice.
serve_take_back() {
  local tries gone=0
  for ((tries = 0; tries < 8 && gone < 2; tries++)); do
    if serve_remove 0 && serve_container && [[ -z $SERVE_OWNER ]]; then
      gone=$((gone + 1))
    else
      gone=0
    fi
    sleep 0.4
  done
  if ((gone == 2)); then
    serve_forget
  else
    kg_finding serve.not_removed warn "$REPLY" "$CONTAINER"
  fi
}

serve_leave() {
  local status=$?
  trap - EXIT
  trap : TERM INT HUP
  if ((SERVE_MADE)) && ((status >= 128 || !SERVE_UP)); then
    echo "Taking back the container this run made."
    serve_take_back
  elif ((SERVE_CHANGED && status >= 128)); then
    echo "Ending the server this run started."
    serve_end_server 0 || kg_finding serve.not_stopped warn "$REPLY" "$CONTAINER"
  fi
  exit "$status"
}

# A VM of the wanted make that runs: the one that stands, or a new one.
serve_need_vm() {
  if ((SERVE_SAME_VM)) && [[ $START != restart ]]; then
    return 0
  fi
  if [[ $SERVE_OWNER == ours ]] || ((SERVE_LEFTOVER)); then
    KG_STEPS=$((KG_STEPS + 1))
    kg_next_step serve.clean "$CONTAINER"
    if ! serve_remove 20; then
      kg_fail serve.not_removed "$REPLY" "$CONTAINER"
      kg_state blocked
      exit 2
    fi
    if ((SERVE_LEFTOVER)); then
      kg_change serve.clean true "$CONTAINER"
    else
      kg_change serve.replace true "$CONTAINER"
    fi
    serve_look_tap
    if ((KG_FAILED)); then
      kg_state blocked
      exit 2
    fi
  fi
  SERVE_SAME_SERVER=0
  SERVE_SAME_VM=0
  kg_next_step serve.vm "$CONTAINER" "$RUNTIME"
  serve_link vm running
  serve_run_container
  kg_change serve.run true "$CONTAINER" "$REFERENCE" "$(printf '/dev/vfio/%s ' "${SERVE_GROUPS[@]}")"
}

serve_need_server() {
  serve_settle_tls
  serve_base "$SERVE_ADDRESS"
  if ((SERVE_SAME_SERVER)) && [[ $START != server ]]; then
    serve_last_link_state server "$SERVE_RUN"
    SERVE_BEGUN=$SERVE_TOLD
    serve_last_link_state weights "$SERVE_RUN"
    if [[ $SERVE_TOLD_STATE == proved ]]; then
      SERVE_LOADED=$SERVE_TOLD
      serve_log_size
    else
      kg_number "${KG_RECORD[from]:-}" || REPLY=0
    fi
    SERVE_OFFSET=$REPLY
    serve_tell_server "$SERVE_RUN"
    return 0
  fi
  if ((SERVE_SAME_VM)); then
    serve_stop_server
  fi
  SERVE_CHANGED=1
  serve_start_server
  kg_change serve.server true "$SERVED" "$SERVE_ADDRESS" "$PORT"
}

serve_apply() {
  serve_read_parameters
  serve_take_key
  trap serve_leave EXIT
  trap 'exit 143' TERM
  trap 'exit 130' INT
  trap 'exit 129' HUP
  kg_next_step serve.look
  serve_look
  if ((KG_FAILED)); then
    kg_state blocked
    exit 2
  fi
  serve_need_vm
  if ((SERVE_SAME_VM)); then
    kg_next_step serve.vm "$CONTAINER" "$RUNTIME"
  fi
  ((!SERVE_SAME_VM)) || serve_keep_log
  serve_tell_vm
  kg_next_step serve.gpu
  serve_link gpu running
  serve_prove_gpu
  [[ -z $SERVE_GPU_TROUBLE ]] || serve_broken gpu "$SERVE_GPU_TROUBLE" "$SERVE_GPU_EVIDENCE" "$SERVE_SEEN" "$SERVE_GPUS"
  kg_next_step serve.server "$SERVED"
  serve_need_server
  SERVE_KEEP_PROOF=1
  serve_await_health
  KG_STEP=$((KG_STEPS - 2))
  kg_next_step serve.models "$SERVED"
  serve_prove_models
  kg_next_step serve.token
  serve_prove_token
  serve_tell_log
  kg_record_read "$SERVE_NAME"
  serve_tell_endpoint
  if ((!SERVE_CHANGED)); then
    echo "Nothing to change."
  fi
  kg_state 'done'
}

serve_apply
