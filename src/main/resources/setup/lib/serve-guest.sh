# shellcheck shell=bash
# Inside the guest: commands run beside the model server, in its container. Nothing secret is ever in their arguments;
# what they print comes back through containerd's pipes. Needs serve-ground.sh.

# Where the launcher keeps what it is given: a tmpfs of the guest's own memory.
readonly SERVE_GUEST=/run/katagpu
SERVE_EXEC=0

# serve_inside SECONDS COMMAND [ARG …]: on this shell's streams.
serve_inside() {
  local seconds=$1
  shift
  SERVE_EXEC=$((SERVE_EXEC + 1))
  # In subshells the count does not go on; the random part keeps the names apart.
  image_where timeout -k 2 "$seconds" ctr tasks exec --exec-id "katagpu-$BASHPID-$SERVE_EXEC-$RANDOM" "$CONTAINER" "$@"
}

# serve_hear both|out SECONDS COMMAND [ARG …]: what a command that may be run twice prints, on both streams or on its
# standard output alone, into REPLY. On a busy host containerd now and then loses all that a short-lived process printed:
# silence is asked again.
serve_hear() {
  local streams=$1 tries status
  shift
  for ((tries = 0; tries < 3; tries++)); do
    status=0
    REPLY=$(
      if [[ $streams == both ]]; then exec 2>&1; else exec 2>/dev/null; fi
      serve_inside "$@" </dev/null
    ) || status=$?
    [[ -z $REPLY ]] || break
    sleep 0.5
  done
  return "$status"
}

# serve_hear_script TEXT: what a shell in the guest prints, without the word that says it is whole, into REPLY. Fails
# when that word did not come.
serve_hear_script() {
  serve_hear out 30 sh -c "$1"$'\n''echo; echo "#whole"' "$SERVE_GUEST" || return 1
  [[ $REPLY == *'#whole' ]] || return 1
  REPLY=${REPLY%'#whole'}
  REPLY=${REPLY%%[[:space:]]*}
}

# The GPUs as the guest's driver tells them. serve_query FIELDS: one line for each into REPLY.
serve_query() {
  serve_hear both 60 nvidia-smi "--query-gpu=$1" --format=csv,noheader,nounits
}

# The newest CUDA the guest's driver serves, into REPLY; empty where nvidia-smi does not tell.
serve_cuda() {
  serve_hear both 60 nvidia-smi || REPLY=
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
  serve_hear_script 'if [ -f "$0/key" ]; then cat "$0/key"; fi' || return 1
  SERVE_KEY=$REPLY
  REPLY=
}

# Which server run the launcher is at while it lives, into REPLY; empty when none does.
serve_guest_run() {
  # shellcheck disable=SC2016 # for the guest's shell
  serve_hear_script 'if [ -f "$0/alive" ]; then cat "$0/alive"; fi' || REPLY=
}
