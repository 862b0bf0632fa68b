# shellcheck shell=bash
# needs: image/uploads
# How much of an upload is here. Prints a number of bytes; status 46 and the bytes free where there is no room.
# Parameters: NAME (checksum and .tar), SIZE (bytes of the whole).

upload_state() {
  local have=0 free=''
  upload_folder || exit 47
  if [[ -f $UPLOAD_FILE && ! -L $UPLOAD_FILE ]]; then
    echo "$SIZE"
    return 0
  fi
  if [[ -f $UPLOAD_FILE.part && ! -L $UPLOAD_FILE.part ]] && kg_number "$(stat -c %s -- "$UPLOAD_FILE.part")"; then
    have=$REPLY
  fi
  read -r _ _ _ free _ < <(timeout --foreground 20 df -P -k "$IMAGE_UPLOADS" | tail -n 1) || free=''
  # Where df does not tell, the disk itself will.
  if kg_number "$free" 9007199254740991 && ((REPLY * 1024 <= SIZE - have)); then
    echo "$((REPLY * 1024))"
    exit 46
  fi
  echo "$have"
}

upload_begin
upload_state
