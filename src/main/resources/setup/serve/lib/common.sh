# shellcheck shell=bash
# needs: record stage image/look
# The serve stage's ground: parameters, records, words to the wizard, and the questions put to containerd about our one
# container. Parameters: NAMESPACE and CONTAINERD (its namespace and socket), CONTAINER (the container's name), PORT.
#
# Commands, besides bash and GNU coreutils: `ctr` (version; images ls|check name==REFERENCE; content get DIGEST; tasks
# ls; tasks exec --exec-id ID NAME COMMAND …; tasks kill --signal SIGNAL NAME; tasks rm --force NAME; containers info|rm
# NAME; snapshots info|rm NAME; run --detach …), `ip` (-n NAME -4 -o addr show dev eth0; -n NAME -o link show dev
# tap0_kata), `curl`, and where it is `journalctl`. In the guest: a POSIX sh, cat, grep, mkdir, mkfifo, mv, rm, kill,
# sleep, nvidia-smi, python3; mount for several GPUs, openssl for TLS.

KG_RECORDS=${KATAGPU_ROOT:-}/var/lib/katagpu/serve
# On every container of ours; its value is of no meaning.
readonly SERVE_LABEL=org.katagpu.serve

# The parameters every script of this stage has.
serve_read_place() {
  [[ $NAMESPACE =~ ^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$ ]] || kg_bad_parameter serve NAMESPACE
  [[ $CONTAINERD == /* && $CONTAINERD =~ $IMAGE_PLAIN ]] || kg_bad_parameter serve CONTAINERD
  [[ $CONTAINER =~ ^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$ && ${#CONTAINER} -le 76 ]] || kg_bad_parameter serve CONTAINER
  kg_number "$PORT" 65535 || kg_bad_parameter serve PORT
  PORT=$REPLY
  serve_paths
}

# Where what belongs to the container lies: its record, its log, its certificate, what was proved of it.
serve_paths() {
  SERVE_NAME=$CONTAINER@$NAMESPACE
  SERVE_LOG=$KG_RECORDS/log/$SERVE_NAME
  SERVE_CERTIFICATE=$KG_RECORDS/certificate/$SERVE_NAME
  SERVE_PROOF=$KG_RECORDS/proof/$SERVE_NAME
}

# The last lines of a text, 12 at most, into REPLY.
serve_tail() {
  local lines=()
  mapfile -t lines <<<"$1"
  ((${#lines[@]} <= 12)) || lines=("${lines[@]: -12}")
  printf -v REPLY '%s\n' "${lines[@]}"
  REPLY=${REPLY%$'\n'}
}

# serve_task: our container's task, into SERVE_TASK: RUNNING, STOPPED, another word of containerd's, or empty; its first
# process on this host (with Kata, its VM) into SERVE_TASK_PID. Fails when containerd does not say.
serve_task() {
  local name pid status
  SERVE_TASK='' SERVE_TASK_PID=''
  image_ask tasks ls || return 1
  while read -r name pid status; do
    if [[ $name == "$CONTAINER" ]]; then
      SERVE_TASK=$status
      kg_number "$pid" 4194304 && ((REPLY > 1)) || REPLY=
      SERVE_TASK_PID=$REPLY
    fi
  done <<<"$REPLY"
}

# serve_container: whether there is a container of this name, and whose, into SERVE_OWNER: ours, other, or empty.
serve_container() {
  SERVE_OWNER=
  if image_ask containers info "$CONTAINER"; then
    SERVE_OWNER=other
    if [[ $REPLY == *"\"$SERVE_LABEL\""* ]]; then
      SERVE_OWNER=ours
    fi
  elif [[ $REPLY != *'not found'* ]]; then
    return 1
  fi
}

# A list of words, separated by newlines in $2, into the array named $1; nothing makes an empty one.
serve_list() {
  # shellcheck disable=SC2178
  local -n into=$1
  # shellcheck disable=SC2034
  into=()
  if [[ -n $2 ]]; then
    mapfile -t into <<<"$2"
  fi
}

# $1 between single quotes, as any shell reads it, into REPLY.
serve_quote() {
  local quote=\'
  REPLY=$quote${1//$quote/$quote\\$quote$quote}$quote
}

# serve_link LINK STATE [EVIDENCE]: how far a link of the proof is. What is settled is kept beside the record, so that a
# later check can tell what was proved of the server that still runs.
serve_link() {
  local link=$1 state=$2 evidence=${3:-}
  evidence=${evidence:0:4000}
  kg_fact serve.link link "$link" state "$state" evidence "$evidence"
  if [[ ${SERVE_KEEP_PROOF:-} == 1 && $state != running ]]; then
    mkdir -p -- "${SERVE_PROOF%/*}"
    printf '%s\t%s\t%s\t%s\n' "$SERVE_RUN" "$link" "$state" "${evidence//[$'\n\t']/ }" >>"$SERVE_PROOF"
  fi
}

# What was last settled of a link for server run $2, into SERVE_TOLD_STATE and SERVE_TOLD.
serve_last_link_state() {
  local run link state evidence
  SERVE_TOLD_STATE='' SERVE_TOLD=''
  [[ -r $SERVE_PROOF ]] || return 0
  while IFS=$'\t' read -r run link state evidence; do
    if [[ $run == "$2" && $link == "$1" ]]; then
      SERVE_TOLD_STATE=$state SERVE_TOLD=$evidence
    fi
  done <"$SERVE_PROOF"
}

# serve_record NAME VALUE …: the container's record with these fields changed.
serve_record() {
  local name
  local -a all=()
  kg_record_read "$SERVE_NAME" || KG_RECORD=()
  while (($# >= 2)); do
    KG_RECORD[$1]=$2
    shift 2
  done
  for name in "${!KG_RECORD[@]}"; do
    [[ $name == format || $name == end ]] || all+=("$name" "${KG_RECORD[$name]}")
  done
  if ! kg_record_write "$SERVE_NAME" "${all[@]}"; then
    kg_fail serve.no_record '' "$KG_RECORDS"
    exit 1
  fi
  KG_RECORD[end]=
}
