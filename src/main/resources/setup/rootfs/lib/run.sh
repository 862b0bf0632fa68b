# shellcheck shell=bash
# needs: fetch rootfs/choice rootfs/image rootfs/work
# The steps of a run: what a tool said is the evidence of its failure; leaving takes away what the run made.

RF_HELD='' RF_STEP=0 RF_STEPS=1

rf_step() {
  RF_STEP=$((RF_STEP + 1))
  # What a tool of the step before said is no evidence for this one.
  if [[ -n $RF_FOLDER ]]; then
    rm -f -- "$RF_FOLDER/said"
  fi
  kg_step "$RF_STEP" "$RF_STEPS" "rootfs.$1" "${@:2}"
}

# rf_stop FINDING EVIDENCE [ARG …]: the reason and the end; leaving cleans up.
rf_stop() {
  rf_fail "$@"
  exit 1
}

# rf_ask FINDING EVIDENCE [ARG …]: a question to the admin, and the end of this run; leaving cleans up.
rf_ask() {
  local id=rootfs.$1
  shift
  kg_finding "$id" ask "$@"
  rf_wait_for_answer
}

rf_wait_for_answer() {
  kg_state needed
  exit 3
}

# Runs a command that speaks little; what it says goes to the log when it ends, and is there as evidence.
rf_run_quiet() {
  kg_interruptible "$@" >"$RF_FOLDER/said" 2>&1
  cat -- "$RF_FOLDER/said"
}

# The same for a program that writes a file of about TOTAL bytes, telling how much is written.
rf_run_writing() {
  local file=$1 total=$2
  local -a KG_COMMAND=()
  shift 2
  KG_OUTCOME=0
  kg_tied "$@"
  "${KG_COMMAND[@]}" >"$RF_FOLDER/said" 2>&1 &
  KG_CHILD=$!
  while kill -0 "$KG_CHILD" 2>/dev/null; do
    rf_written "$file"
    kg_progress "$REPLY" "$total" bytes
    IFS= read -r -t 0.5 -u "$KG_QUIET" || true
  done
  wait "$KG_CHILD" || KG_OUTCOME=$?
  KG_CHILD=
  cat -- "$RF_FOLDER/said"
}

# Bytes a file takes on its disk into REPLY.
rf_written() {
  REPLY=$(stat -c '%b' -- "$1" 2>/dev/null) || REPLY=0
  kg_number "$REPLY" || REPLY=0
  REPLY=$((REPLY * 512))
}

# Runs a command that speaks much, its words to the log as they come, and kept as evidence. Returns its status.
rf_tell() {
  "$@" 2>&1 | tee -- "$RF_FOLDER/said"
}

# The last words of the tool that ran last into REPLY; empty where none did.
rf_said() {
  local -a lines=()
  REPLY=
  if [[ -f $RF_FOLDER/said ]]; then
    mapfile -t lines < <(tail -c 4000 -- "$RF_FOLDER/said")
    ((${#lines[@]} <= 12)) || lines=("${lines[@]: -12}")
    printf -v REPLY '%s\n' ${lines[@]+"${lines[@]}"}
    REPLY=${REPLY%$'\n'}
  fi
}

# rf_failed_step FINDING EVIDENCE [ARG …]: the finding for a step that failed, with what its tool said last. A full disk
# is told as such, whatever the command said of it.
rf_failed_step() {
  local free id=$1 evidence=$2
  shift 2
  rf_said
  evidence+=${REPLY:+$'\n'$REPLY}
  rf_free "${RF_FOLDER:-${RF_IMAGE%/*}}"
  free=$REPLY
  if ((free < 1 << 20)); then
    rf_stop full "$free B free"$'\n'"$evidence" "${IMAGE%/*}"
  fi
  if mountpoint -q -- "$RF_FOLDER/mnt"; then
    rf_free "$RF_FOLDER/mnt"
    if ((REPLY < 1 << 20)); then
      rf_stop inner_space "$REPLY B free"$'\n'"$evidence" "$IMAGE" "$((REPLY >> 20))" "$ROOM_MIB"
    fi
  fi
  rf_stop "$id" "${evidence#$'\n'}" "$@"
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
  kg_end_child
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
