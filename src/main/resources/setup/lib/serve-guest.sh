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

# The GPUs as the guest's driver tells them. serve_query FIELDS: one line for each into REPLY.
serve_query() {
  local status=0
  REPLY=$(serve_inside 60 nvidia-smi "--query-gpu=$1" --format=csv,noheader,nounits 2>&1 </dev/null) || status=$?
  return "$status"
}

# The newest CUDA the guest's driver serves, into REPLY; empty where nvidia-smi does not tell.
serve_cuda() {
  REPLY=$(serve_inside 60 nvidia-smi 2>/dev/null </dev/null) || REPLY=
  if [[ $REPLY =~ CUDA\ Version:\ *([0-9.]+) ]]; then
    REPLY=${BASH_REMATCH[1]}
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
  SERVE_KEY=$(serve_inside 30 sh -c 'if [ -f "$0/key" ]; then cat "$0/key"; fi' "$SERVE_GUEST" 2>/dev/null </dev/null)
}

# Which server run the launcher is at, "RUN" while it lives, into REPLY; empty when none does.
serve_guest_run() {
  # shellcheck disable=SC2016 # for the guest's shell
  REPLY=$(serve_inside 30 sh -c 'if [ -f "$0/alive" ]; then cat "$0/alive"; fi' "$SERVE_GUEST" 2>/dev/null </dev/null) ||
    REPLY=
}
