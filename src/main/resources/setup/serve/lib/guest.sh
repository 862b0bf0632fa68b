# shellcheck shell=bash
# needs: image/look
# Inside the guest: commands run beside the model server, in its container. Nothing secret is ever in their arguments;
# what they print comes back through containerd's pipes.

# Where the launcher keeps what it is given: a tmpfs of the guest's own memory.
readonly SERVE_GUEST=/run/katagpu
SERVE_EXEC=0
# What a command in the guest may print, in bytes: the guest is not this host's, and may print without end.
readonly SERVE_MOST=65536
readonly SERVE_TOO_MUCH=98

# serve_inside SECONDS COMMAND [ARG …]: on this shell's streams, as the process SERVE_EXEC_ID of the container.
serve_inside() {
  local seconds=$1
  shift
  image_where timeout -k 2 "$seconds" ctr tasks exec --exec-id "$SERVE_EXEC_ID" "$CONTAINER" "$@"
}

# serve_exec both|out SECONDS COMMAND [ARG …]: runs it in the guest with this call's standard input; what it prints, on
# both streams or on its standard output alone, into REPLY. Returns its status; SERVE_TOO_MUCH when it printed more than
# SERVE_MOST bytes. One that printed too much or did not end in time is ended in the guest, too.
serve_exec() {
  local streams=$1 status=0 more
  shift
  SERVE_EXEC=$((SERVE_EXEC + 1))
  # In subshells the count does not go on; the random part keeps the names apart.
  SERVE_EXEC_ID=katagpu-$BASHPID-$SERVE_EXEC-$RANDOM
  REPLY=$(
    if [[ $streams == both ]]; then exec 2>&1; else exec 2>/dev/null; fi
    serve_inside "$@" | {
      head -c "$((SERVE_MOST + 1))" | tr -d '\0'
      # ctr does not notice a closed pipe: it ends with the process it looks on at.
      if IFS= read -r -d '' -n1 more; then
        image_ask tasks kill --exec-id "$SERVE_EXEC_ID" --signal SIGKILL "$CONTAINER" </dev/null || true
      fi
    }
  ) || status=$?
  if ((${#REPLY} > SERVE_MOST)); then
    REPLY=${REPLY:0:2000}$'\n'"[katagpu] more than $SERVE_MOST bytes; cut"
    status=$SERVE_TOO_MUCH
  fi
  # 141: it was still printing; 124, 137: it did not end in time.
  case $status in
    "$SERVE_TOO_MUCH" | 124 | 137 | 141) serve_end_exec ;;
  esac
  return "$status"
}

# The process in the guest goes; ctr, which only looked on, is gone already.
serve_end_exec() {
  local printed=$REPLY
  image_ask tasks kill --exec-id "$SERVE_EXEC_ID" --signal SIGKILL "$CONTAINER" || true
  image_ask tasks rm --exec-id "$SERVE_EXEC_ID" "$CONTAINER" || true
  REPLY=$printed
}

# serve_exec_retried both|out SECONDS COMMAND [ARG …]: as serve_exec, for a command that may be run twice. On a busy
# host containerd now and then loses all that a short-lived process printed: silence is asked again, but not of one
# that was waited for in vain.
serve_exec_retried() {
  local tries status
  for ((tries = 0; tries < 3; tries++)); do
    status=0
    serve_exec "$@" </dev/null || status=$?
    [[ -z $REPLY && ! $status =~ ^(124|137)$ ]] || break
    sleep 0.5
  done
  return "$status"
}

# serve_exec_script TEXT: what a shell in the guest prints, without the word that says it is whole, into REPLY. Fails
# when that word did not come.
serve_exec_script() {
  serve_exec_retried out 30 sh -c "$1"$'\n''echo; echo "#whole"' "$SERVE_GUEST" || return 1
  [[ $REPLY == *'#whole' ]] || return 1
  REPLY=${REPLY%'#whole'}
  REPLY=${REPLY%%[[:space:]]*}
}

# The GPUs as the guest's driver tells them. serve_query FIELDS: one line for each into REPLY.
serve_query() {
  serve_exec_retried both 60 nvidia-smi "--query-gpu=$1" --format=csv,noheader,nounits
}

# The newest CUDA the guest's driver serves, into REPLY; empty where nvidia-smi does not tell.
serve_cuda() {
  serve_exec_retried both 60 nvidia-smi || REPLY=
  if [[ $REPLY =~ CUDA\ (UMD\ )?Version:\ *([0-9]+(\.[0-9]+)*) ]]; then
    REPLY=${BASH_REMATCH[2]}
  else
    REPLY=
  fi
}

# One field of a comma-separated line, without the blanks around it: serve_field NUMBER LINE, into REPLY.
serve_field() {
  local -a fields
  IFS=, read -ra fields <<<"$2"
  REPLY=${fields[$1]:-}
  REPLY=${REPLY#"${REPLY%%[![:space:]]*}"}
  REPLY=${REPLY%"${REPLY##*[![:space:]]}"}
}

# The API key from the guest's memory into SERVE_KEY; empty when the server has none.
serve_read_key() {
  SERVE_KEY=
  # shellcheck disable=SC2016 # for the guest's shell
  serve_exec_script 'if [ -f "$0/key" ]; then cat "$0/key"; fi' || return 1
  SERVE_KEY=$REPLY
  REPLY=
}

# Which server run the launcher is at while it lives, into REPLY, and its process in the guest into SERVE_GUEST_PID;
# both empty when none does.
serve_guest_run() {
  SERVE_GUEST_PID=
  # shellcheck disable=SC2016 # for the guest's shell
  serve_exec_script 'if [ -f "$0/alive" ]; then printf "%s/" "$(cat "$0/alive")"; cat "$0/pid"; fi' || REPLY=
  if [[ $REPLY == */* ]]; then
    local run=${REPLY%%/*}
    if kg_number "${REPLY#*/}" 4194304; then
      SERVE_GUEST_PID=$REPLY
    fi
    REPLY=$run
  fi
}

# serve_tell_server RUN: the server run that lives, for the page: since when, and its process in the guest. What was
# proved of it holds while this run lives, in this boot of the host.
serve_tell_server() {
  local begun=0 pid=0 boot=''
  if kg_number "${1%%-*}"; then
    begun=$REPLY
  fi
  if kg_number "${SERVE_GUEST_PID:-}"; then
    pid=$REPLY
  fi
  { IFS= read -r boot <"${KATAGPU_ROOT:-}/proc/sys/kernel/random/boot_id"; } 2>/dev/null || :
  kg_fact serve.server run "$1" begun= "$begun" pid= "$pid" boot "$boot"
}
