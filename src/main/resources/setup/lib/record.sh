# shellcheck shell=bash
# What a stage changed, kept on the host so that undo can take it back: one small file per thing changed, of
# NAME=VALUE lines. Never sourced. Written whole or not at all. Expects KG_RECORDS, the stage's folder.

declare -A KG_RECORD=()

# kg_record_write NAME KEY VALUE [KEY VALUE …]
kg_record_write() {
  local name=$1 text='format=1'
  shift
  while (($# >= 2)); do
    if [[ $2 == *$'\n'* ]]; then
      return 1
    fi
    text+=$'\n'$1=$2
    shift 2
  done
  mkdir -p -- "$KG_RECORDS" || return 1
  printf '%s\nend=\n' "$text" >"$KG_RECORDS/.$name.tmp" || return 1
  mv -f -- "$KG_RECORDS/.$name.tmp" "$KG_RECORDS/$name"
}

# Reads a record into KG_RECORD. Returns 1 when there is none, or only a torn one.
kg_record_read() {
  local line
  KG_RECORD=()
  if [[ ! -r $KG_RECORDS/$1 ]]; then
    return 1
  fi
  while IFS= read -r line; do
    # A line without a name would end the script: bash takes no empty subscript. By length: %% tries every place.
    if [[ $line =~ ^[^=]+= ]]; then
      KG_RECORD[${BASH_REMATCH[0]%=}]=${line:${#BASH_REMATCH[0]}}
    fi
  done <"$KG_RECORDS/$1"
  if [[ -z ${KG_RECORD[end]+x} ]]; then
    KG_RECORD=()
    return 1
  fi
}

kg_record_remove() {
  rm -f -- "$KG_RECORDS/$1"
}
