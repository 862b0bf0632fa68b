# shellcheck shell=bash
# needs: record scan scan-kata trust
# Kata's configuration file on this host: which one is read, and its replacement as a whole. At every moment the file is
# wholly old or wholly new: the new one is written beside it, made safe on disk, and renamed over it.

KG_RECORDS=$ROOT/var/lib/katagpu/kata
KATA_BACKUPS=$KG_RECORDS/backups
KATA_FILE=''
KATA_SIGNAL=0
KATA_NEW_FOLDER=''
KATA_SUM='^[0-9a-f]{64}$'
# In bytes: more than can be edited.
KATA_MOST=8388608
KATA_NAME='^[0-9]{8}T[0-9]{6}Z-[0-9a-f]{12}$'

# A signal is acted on here, between two commands: answered at once, a command still under way would go on alone.
kata_checkpoint() {
  if ((KATA_SIGNAL)); then
    echo "Asked to stop."
    exit "$KATA_SIGNAL"
  fi
}

# kata_fail FINDING EVIDENCE [ARG …]: the finding and the end. What failed because the run was to end is no finding.
kata_fail() {
  kata_checkpoint
  local id=$1 evidence=$2
  shift 2
  kg_finding "$id" fail "$evidence" "$@"
  exit 1
}

# kata_run_or_fail FINDING COMMAND …: runs it; when it fails, the finding with what it complained of, and the end.
kata_run_or_fail() {
  local id=$1
  shift
  if ! REPLY=$("$@" 2>&1 >/dev/null); then
    kata_fail "$id" "$REPLY" "$KATA_PATH"
  fi
  kata_checkpoint
}

# Leaves nothing half done, whatever ended this run.
kata_leave() {
  local status=$?
  trap - EXIT
  trap : TERM INT HUP PIPE
  if [[ -n $KATA_FILE ]]; then
    kata_sweep
  fi
  if [[ -n $KATA_NEW_FOLDER ]]; then
    rmdir -- "$KATA_NEW_FOLDER" 2>/dev/null || true
  fi
  exit "$status"
}

kata_guard() {
  trap kata_leave EXIT
  trap 'KATA_SIGNAL=143' TERM
  trap 'KATA_SIGNAL=130' INT
  trap 'KATA_SIGNAL=129' HUP
  trap 'KATA_SIGNAL=141' PIPE
}

# What a run left that could not even leave: killed, or the host went down.
kata_sweep() {
  kata_temp_folder
  rm -f -- "$REPLY/.${KATA_FILE##*/}.katagpu."??????
  rm -rf -- "$KATA_BACKUPS"/.new.??????
}

# An earlier wizard made its new texts in config.d, where Kata reads every file, whatever its name.
kata_sweep_dropins() {
  local file
  kata_temp_folder
  for file in "$REPLY/config.d/.90-katagpu.toml.katagpu."??????; do
    if [[ -f $file || -L $file ]]; then
      kata_run_or_fail kata.not_written rm -f -- "$file"
      kg_change kata.leftover true "${file#"$ROOT"}"
    fi
  done
}

# The folder of the file Kata reads, into REPLY: where the new text is made. Never in config.d.
kata_temp_folder() {
  REPLY=${KATA_FILE%/*}
  if [[ $REPLY == */config.d ]]; then
    REPLY=${REPLY%/config.d}
  fi
}

# Says what the wizard made out of the plan and the files, line by line: what would change, and what speaks against it.
kata_tell() {
  local -a field
  while IFS=$'\x1f' read -r -a field; do
    # That is done and told before.
    [[ $1 != true || ${field[1]-} != kata.leftover ]] || continue
    case ${field[0]-} in
      change) kg_change "${field[1]}" "$1" "${field[@]:2}" ;;
      finding) kg_finding "${field[@]:1}" ;;
    esac
  done <<<"$TOLD"
}

# The file Kata reads, with its links resolved, into KATA_MAIN; what is asked for by TARGET (main, or dropin beside
# it) into KATA_PATH, and KATA_FILE with the root before it.
kata_locate() {
  KATA_PATH=''
  kg_processes
  kg_kata_environment
  kg_kata_choose
  kg_kata_config
  if [[ -z $KG_CONFIG ]]; then
    kata_fail kata.none ''
  fi
  kg_kata_resolved
  KATA_MAIN=$REPLY
  KATA_PATH=$KATA_MAIN
  if [[ $TARGET == dropin ]]; then
    KATA_PATH=${KATA_MAIN%/*}/config.d/90-katagpu.toml
  fi
  KATA_FILE=$ROOT$KATA_PATH
  # What others can write, or lead elsewhere, root does not.
  if ! kg_trusted_path "$KG_CONFIG" || ! kg_trusted_path "${KATA_MAIN%/*}"; then
    kata_fail kata.untrusted "$KG_UNTRUSTED" "$KATA_PATH"
  fi
}

# kata_sum FILE: its SHA-256 into REPLY, or absent.
kata_sum() {
  if [[ ! -e $1 ]]; then
    REPLY=absent
    return 0
  fi
  REPLY=$(sha256sum <"$1") || return 1
  REPLY=${REPLY%% *}
}

kata_size() {
  REPLY=$(stat -L -c %s -- "$1")
}

# A copy of the file as it stands, in a folder of its own that appears as a whole; its name into REPLY.
kata_back_up() {
  local sum=$1 name folder
  name=$(date -u +%Y%m%dT%H%M%SZ)-${sum:0:12}
  if [[ -d $KATA_BACKUPS/$name ]]; then
    REPLY=$name
    return 0
  fi
  kata_run_or_fail kata.no_backup mkdir -p -- "$KATA_BACKUPS"
  folder=$(mktemp -d "$KATA_BACKUPS/.new.XXXXXX") || kata_fail kata.no_backup '' "$KATA_PATH"
  kata_run_or_fail kata.no_backup cp --preserve=all -- "$KATA_FILE" "$folder/file"
  printf '%s\n' "$KATA_PATH" >"$folder/path" || kata_fail kata.no_backup '' "$KATA_PATH"
  kata_sum "$folder/file" || REPLY=''
  if [[ $REPLY != "$sum" ]]; then
    kata_fail kata.no_backup "SHA-256 $REPLY" "$KATA_PATH"
  fi
  kata_run_or_fail kata.no_backup sync -- "$folder/file" "$folder/path" "$folder"
  kata_run_or_fail kata.no_backup mv -T -- "$folder" "$KATA_BACKUPS/$name"
  kata_run_or_fail kata.no_backup sync -- "$KATA_BACKUPS"
  REPLY=$name
}

# kata_replace OLD NEW: puts what kata_content writes to its standard output in the file's place, if it has the sum
# NEW and the file still has the sum OLD. Mode, owner, times of access, SELinux label and extended attributes stay.
kata_replace() {
  local old=$1 new=$2 folder=${KATA_FILE%/*} beside complaint temp
  kata_temp_folder
  beside=$REPLY
  if [[ $(stat -c %d -- "$folder") != "$(stat -c %d -- "$beside")" ]]; then
    kata_fail kata.not_written "$folder: another file system" "$KATA_PATH"
  fi
  temp=$(mktemp "$beside/.${KATA_FILE##*/}.katagpu.XXXXXX") || kata_fail kata.not_written '' "$KATA_PATH"
  if ! complaint=$(kata_content 2>&1 >"$temp"); then
    kata_fail kata.not_written "$complaint" "$KATA_PATH"
  fi
  kata_sum "$temp" || REPLY=''
  if [[ $REPLY != "$new" ]]; then
    kata_fail kata.torn "SHA-256 $REPLY" "$KATA_PATH"
  fi
  if [[ $old == absent ]]; then
    kata_run_or_fail kata.not_written chmod 644 -- "$temp"
  else
    kata_run_or_fail kata.not_written cp --attributes-only --preserve=all -- "$KATA_FILE" "$temp"
    kata_run_or_fail kata.not_written touch -- "$temp"
    if [[ $(stat -c '%a %u %g' -- "$KATA_FILE") != "$(stat -c '%a %u %g' -- "$temp")" ]]; then
      kata_fail kata.attributes "$(stat -c '%a %u:%g' -- "$KATA_FILE")" "$KATA_PATH"
    fi
  fi
  kata_run_or_fail kata.not_written sync -- "$temp"
  kata_sum "$KATA_FILE" || REPLY=''
  if [[ $REPLY != "$old" ]]; then
    kata_fail kata.changed "SHA-256 $REPLY" "$KATA_PATH"
  fi
  kata_run_or_fail kata.not_written mv -fT -- "$temp" "$KATA_FILE"
  KATA_NEW_FOLDER=''
  kata_run_or_fail kata.not_written sync -- "$folder"
}

# What is to be taken back, into KG_RECORD; false: nothing. Changes nothing: a run cut short left its own record as
# "next", which counts if the rename happened.
kata_find_record() {
  if kg_record_read next; then
    kata_sum "$ROOT${KG_RECORD[path]}" || REPLY=''
    if [[ $REPLY == "${KG_RECORD[after]}" ]]; then
      return 0
    fi
  fi
  kg_record_read last
}

# The same, made good on disk.
kata_settle_record() {
  if kg_record_read next; then
    kata_sum "$ROOT${KG_RECORD[path]}" || REPLY=''
    if [[ $REPLY == "${KG_RECORD[after]}" ]]; then
      mv -f -- "$KG_RECORDS/next" "$KG_RECORDS/last"
    else
      kg_record_remove next
    fi
  fi
}
