# shellcheck shell=bash
# As a record that somebody or a full disk has changed, and as a value that is written and read back.
KG_RECORDS=$FUZZ_FOLDER/records
fuzz_one() {
  mkdir -p "$KG_RECORDS" && cp -- "$2" "$KG_RECORDS/foreign"
  kg_record_read foreign || :
  if kg_record_write own value "$1" more more; then
    kg_record_read own && [[ ${KG_RECORD[value]} == "$1" ]] || echo 'a value came back as another' >&2
  fi
}
