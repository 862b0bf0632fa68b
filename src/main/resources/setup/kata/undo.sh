# shellcheck shell=bash
# needs: record scan trust kata/file
# Puts the configuration back as it was before the last save, if nobody has changed it since. With PREVIEW=yes it only
# says so.

kata_content() {
  cat -- "$KATA_BACKUPS/$KATA_BACKUP/file"
}

# The drop-in did not exist before: it goes, and with it the folder if that was made for it.
kata_remove() {
  local folder=${KATA_FILE%/*}
  kata_run_or_fail kata.not_written rm -f -- "$KATA_FILE"
  if [[ ${KG_RECORD[folder]} == 1 ]]; then
    rmdir -- "$folder" 2>/dev/null || true
  fi
}

kata_preview() {
  if ! kata_find_record; then
    kg_state 'done'
    return 0
  fi
  KATA_PATH=${KG_RECORD[path]}
  KATA_FILE=$ROOT$KATA_PATH
  kata_sum "$KATA_FILE" || REPLY=''
  if [[ $REPLY != "${KG_RECORD[after]}" && $REPLY != "${KG_RECORD[before]}" ]]; then
    kg_finding kata.changed_since fail "SHA-256 ${REPLY:--}" "$KATA_PATH"
    kg_state blocked
    exit 2
  fi
  if [[ $REPLY == "${KG_RECORD[before]}" ]]; then
    kg_state 'done'
    return 0
  fi
  kg_change kata.restore false "$KATA_PATH"
  kg_state needed
}

kata_undo() {
  local before
  kata_guard
  kg_step 1 1 kata.restore
  kata_settle_record
  if ! kg_record_read last; then
    echo "Nothing to take back."
    kg_state needed
    return 0
  fi
  KATA_PATH=${KG_RECORD[path]}
  KATA_FILE=$ROOT$KATA_PATH
  KATA_BACKUP=${KG_RECORD[backup]}
  before=${KG_RECORD[before]}
  if [[ $KATA_PATH != /* || -n $KATA_BACKUP && ! $KATA_BACKUP =~ $KATA_NAME ]]; then
    kata_fail kata.parameter "$KG_RECORDS/last"
  fi
  if ! kg_trusted_path "${KATA_PATH%/*}"; then
    kata_fail kata.untrusted "$KG_UNTRUSTED" "$KATA_PATH"
  fi
  kata_sweep
  kata_sum "$KATA_FILE" || kata_fail kata.unreadable '' "$KATA_PATH"
  if [[ $REPLY != "${KG_RECORD[after]}" && $REPLY != "$before" ]]; then
    kata_fail kata.changed_since "SHA-256 $REPLY" "$KATA_PATH"
  fi
  if [[ $REPLY != "$before" ]]; then
    if [[ $before == absent ]]; then
      kata_remove
    else
      kata_back_up "${KG_RECORD[after]}"
      kata_replace "${KG_RECORD[after]}" "$before"
    fi
    kg_change kata.restore true "$KATA_PATH"
  fi
  kg_record_remove last
  kg_state needed
}

if [[ $PREVIEW == yes ]]; then
  kata_preview
else
  kata_undo
fi
