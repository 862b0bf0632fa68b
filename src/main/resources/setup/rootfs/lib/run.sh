# shellcheck shell=bash
# needs: fetch stage rootfs/choice rootfs/image rootfs/work
# The steps of a run: what a tool said is the evidence of its failure; leaving takes away what the run made.

ROOTFS_HELD=''

rootfs_step() {
  KG_STEP=$((KG_STEP + 1))
  # What a tool of the step before said is no evidence for this one.
  if [[ -n $ROOTFS_FOLDER ]]; then
    rm -f -- "$ROOTFS_FOLDER/said"
  fi
  kg_step "$KG_STEP" "$KG_STEPS" "rootfs.$1" "${@:2}"
}

# rootfs_ask FINDING EVIDENCE [ARG …]: a question to the admin, and the end of this run; leaving cleans up.
rootfs_ask() {
  local id=rootfs.$1
  shift
  kg_finding "$id" ask "$@"
  rootfs_wait_for_answer
}

rootfs_wait_for_answer() {
  kg_state needed
  exit 3
}

# Runs a command that speaks little; what it says goes to the log when it ends, and is there as evidence.
rootfs_run_quiet() {
  kg_interruptible "$@" >"$ROOTFS_FOLDER/said" 2>&1
  cat -- "$ROOTFS_FOLDER/said"
}

# The same for a program that writes a file of about TOTAL bytes, telling how much is written.
rootfs_run_writing() {
  local file=$1 total=$2
  local -a KG_COMMAND=()
  shift 2
  KG_OUTCOME=0
  kg_tie "$@"
  "${KG_COMMAND[@]}" >"$ROOTFS_FOLDER/said" 2>&1 &
  KG_CHILD=$!
  while kill -0 "$KG_CHILD" 2>/dev/null; do
    rootfs_written "$file"
    kg_progress "$REPLY" "$total" bytes
    IFS= read -r -t 0.5 -u "$KG_QUIET" || true
  done
  wait "$KG_CHILD" || KG_OUTCOME=$?
  KG_CHILD=
  cat -- "$ROOTFS_FOLDER/said"
}

# Bytes a file takes on its disk into REPLY.
rootfs_written() {
  REPLY=$(stat -c '%b' -- "$1" 2>/dev/null) || REPLY=0
  kg_number "$REPLY" || REPLY=0
  REPLY=$((REPLY * 512))
}

# Runs a command that speaks much, its words to the log as they come, and kept as evidence. Returns its status.
rootfs_tell() {
  "$@" 2>&1 | tee -- "$ROOTFS_FOLDER/said"
}

# The last words of the tool that ran last into REPLY; empty where none did.
rootfs_tool_output() {
  local -a lines=()
  REPLY=
  if [[ -f $ROOTFS_FOLDER/said ]]; then
    mapfile -t lines < <(tail -c 4000 -- "$ROOTFS_FOLDER/said")
    ((${#lines[@]} <= 12)) || lines=("${lines[@]: -12}")
    printf -v REPLY '%s\n' ${lines[@]+"${lines[@]}"}
    REPLY=${REPLY%$'\n'}
  fi
}

# rootfs_failed_step FINDING EVIDENCE [ARG …]: the finding for a step that failed, with what its tool said last. A full
# disk is told as such, whatever the command said of it.
rootfs_failed_step() {
  local free id=$1 evidence=$2
  shift 2
  rootfs_tool_output
  evidence+=${REPLY:+$'\n'$REPLY}
  rootfs_free "${ROOTFS_FOLDER:-${ROOTFS_IMAGE%/*}}"
  free=$REPLY
  if ((free < 1 << 20)); then
    kg_stop rootfs.full "$free B free"$'\n'"$evidence" "${IMAGE%/*}"
  fi
  if mountpoint -q -- "$ROOTFS_FOLDER/mnt"; then
    rootfs_free "$ROOTFS_FOLDER/mnt"
    if ((REPLY < 1 << 20)); then
      kg_stop rootfs.inner_space "$REPLY B free"$'\n'"$evidence" "$IMAGE" "$((REPLY >> 20))" "$ROOM_MIB"
    fi
  fi
  kg_stop "rootfs.$id" "${evidence#$'\n'}" "$@"
}

# Closes the descriptor that keeps a loop device.
rootfs_close_loop() {
  if [[ -n $ROOTFS_HELD ]]; then
    exec {ROOTFS_HELD}>&-
    ROOTFS_HELD=
  fi
}

# What this run made is taken away on every way out; a signal that comes meanwhile does not stop it.
rootfs_leave() {
  local status=$?
  trap - EXIT
  trap '' TERM INT HUP
  kg_end_child
  rootfs_close_loop
  if [[ -n $ROOTFS_FOLDER ]] && ! rootfs_sweep "$ROOTFS_FOLDER"; then
    kg_finding rootfs.leftovers fail '' "$ROOTFS_FOLDER"
  fi
  exit "$status"
}

rootfs_traps() {
  trap rootfs_leave EXIT
  trap 'exit 143' TERM
  trap 'exit 130' INT
  trap 'exit 129' HUP
}
