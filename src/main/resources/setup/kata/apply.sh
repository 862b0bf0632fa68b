# shellcheck shell=bash
# needs: record kata/file
# Puts the edited configuration, or a backup of it, in the place of the one on the host, if that is still the one that
# was read. Parameters: TARGET main or dropin, EXPECTED its SHA-256 as it was read (or absent), NEW and SIZE of what
# comes, BACKUP the backup to put back (empty: the new text comes on descriptor 9); STATE and TOLD as check's.

kata_content() {
  if [[ -n $BACKUP ]]; then
    cat -- "$KATA_BACKUPS/$BACKUP/file"
  else
    head -c "$SIZE" <&9
  fi
}

kata_parameters() {
  if [[ $NEW == absent && $EXPECTED == absent ]]; then
    return 0
  fi
  if [[ $TARGET != @(main|dropin) || ! $NEW =~ $KATA_SUM || ! $SIZE =~ ^[0-9]{1,8}$ ]] ||
    [[ $EXPECTED != absent && ! $EXPECTED =~ $KATA_SUM ]]; then
    kata_fail kata.parameter ''
  fi
  if [[ -n $BACKUP && ! $BACKUP =~ $KATA_NAME ]]; then
    kata_fail kata.parameter BACKUP
  fi
}

kata_apply() {
  local backup='' made=0 folder
  kata_guard
  if [[ $STATE == blocked ]]; then
    kata_tell false
    kg_state blocked
    exit 2
  fi
  kata_parameters
  kg_step 1 4 kata.look
  kata_locate
  kata_sweep
  kata_sweep_dropins
  kata_settle_record
  kata_sum "$KATA_FILE" || kata_fail kata.unreadable '' "$KATA_PATH"
  if [[ $REPLY == "$NEW" ]]; then
    echo "Nothing to change."
    kg_state 'done'
    return 0
  fi
  if [[ $REPLY != "$EXPECTED" ]]; then
    kg_finding kata.changed fail "SHA-256 $REPLY" "$KATA_PATH"
    kg_state blocked
    exit 2
  fi
  kg_step 2 4 kata.backup
  kata_run_or_fail kata.not_written mkdir -p -- "$KG_RECORDS"
  if [[ $EXPECTED != absent ]]; then
    kata_back_up "$EXPECTED"
    backup=$REPLY
    echo "Backup: $KATA_BACKUPS/$backup"
  fi
  folder=${KATA_FILE%/*}
  if [[ ! -d $folder ]]; then
    made=1
    KATA_NEW_FOLDER=$folder
    kata_run_or_fail kata.not_written mkdir -m 755 -- "$folder"
  fi
  kg_step 3 4 kata.write
  kg_record_write next path "$KATA_PATH" before "$EXPECTED" after "$NEW" backup "$backup" folder "$made" ||
    kata_fail kata.not_written '' "$KG_RECORDS"
  kata_replace "$EXPECTED" "$NEW"
  mv -f -- "$KG_RECORDS/next" "$KG_RECORDS/last"
  kg_step 4 4 kata.verify
  kata_sum "$KATA_FILE" || REPLY=''
  if [[ $REPLY != "$NEW" ]]; then
    kata_fail kata.not_read_back "SHA-256 $REPLY" "$KATA_PATH"
  fi
  kata_tell true
  kg_change kata.save true "$KATA_PATH" "${backup:--}"
  kg_state 'done'
}

kata_apply
