# shellcheck shell=bash
# Long commands of a run: a signal is heeded at once, progress is told, a failure has its reason. Needs control.sh.

RF_CHILD='' RF_HELD='' RF_STEP=0 RF_STEPS=1 RF_OUTCOME=0
exec {RF_QUIET}<> <(:) # a pipe that stays empty, to wait on without a process

rf_step() {
  RF_STEP=$((RF_STEP + 1))
  kg_step "$RF_STEP" "$RF_STEPS" "rootfs.$1" "${@:2}"
}

# rf_stop FINDING EVIDENCE [ARG …]: the reason and the end; leaving cleans up.
rf_stop() {
  rf_fail "$@"
  exit 1
}

# Runs a command; its status into RF_OUTCOME. The shell waits for it in a way that a signal interrupts.
rf_heed() {
  RF_OUTCOME=0
  if type -P "$1" >/dev/null; then
    # It ends with this shell, even where that is killed.
    set -- setpriv --pdeathsig KILL -- "$@"
  fi
  "$@" &
  RF_CHILD=$!
  wait "$RF_CHILD" || RF_OUTCOME=$?
  RF_CHILD=
}

# rf_heed_file FILE TOTAL COMMAND …: the same for a program that writes a file, telling how much is written.
rf_heed_file() {
  local file=$1 total=$2 size
  shift 2
  RF_OUTCOME=0
  setpriv --pdeathsig KILL -- "$@" &
  RF_CHILD=$!
  while kill -0 "$RF_CHILD" 2>/dev/null; do
    size=$(stat -c '%b' -- "$file" 2>/dev/null) || size=0
    kg_progress $((size * 512)) "$total" bytes
    IFS= read -r -t 0.5 -u "$RF_QUIET" || true
  done
  wait "$RF_CHILD" || RF_OUTCOME=$?
  RF_CHILD=
}

# The finding for a step that failed: a full disk is told as such, whatever the command said of it.
rf_failed_step() {
  local free
  rf_free "${RF_FOLDER:-${RF_IMAGE%/*}}"
  free=$REPLY
  if ((free < 1 << 20)); then
    rf_stop full "$free B free" "${IMAGE%/*}"
  fi
  if mountpoint -q -- "$RF_FOLDER/mnt"; then
    rf_free "$RF_FOLDER/mnt"
    if ((REPLY < 1 << 20)); then
      rf_stop inner_space "$REPLY B free" "$IMAGE" "$((REPLY >> 20))" "$ROOM_MIB"
    fi
  fi
  rf_stop "$@"
}

# Closes the descriptor that keeps a loop device.
rf_let_go() {
  if [[ -n $RF_HELD ]]; then
    exec {RF_HELD}>&-
    RF_HELD=
  fi
}

# What this run made is taken away on every way out; a signal that comes meanwhile does not stop it.
rf_leave() {
  local status=$?
  trap - EXIT
  trap '' TERM INT HUP
  if [[ -n $RF_CHILD ]]; then
    kill -KILL "$RF_CHILD" 2>/dev/null || true
    wait "$RF_CHILD" 2>/dev/null || true
  fi
  rf_let_go
  if [[ -n $RF_FOLDER ]] && ! rf_sweep "$RF_FOLDER"; then
    kg_finding rootfs.leftovers fail '' "$RF_FOLDER"
  fi
  exit "$status"
}

rf_traps() {
  trap rf_leave EXIT
  trap 'exit 143' TERM
  trap 'exit 130' INT
  trap 'exit 129' HUP
}
