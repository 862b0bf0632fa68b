# shellcheck shell=bash
# needs: image/uploads
# Takes what comes on descriptor 9 behind what is here. Parameters: NAME, SIZE, OFFSET (bytes that must be here).

# What an earlier link may still be bringing is ended first: only one may write.
upload_end_earlier() {
  local pid='' started=''
  { read -r pid started <"$UPLOAD_FILE.part.pid"; } 2>/dev/null || :
  if kg_number "$pid" && ((REPLY > 1)) && image_process "$REPLY" && [[ $REPLY == "$pid:$started" ]]; then
    kill -- "$pid" || true
  fi
  flock -w 30 8
}

upload_send() {
  local part=$UPLOAD_FILE.part
  upload_folder || exit 47
  [[ ! -L $part && ! -L $part.pid ]] || exit 47
  exec 8>>"$part"
  flock -n 8 || upload_end_earlier
  [[ $(stat -c %s -- "$part") == "$OFFSET" ]] || exit 48
  image_process "$BASHPID"
  printf '%s %s\n' "${REPLY%%:*}" "${REPLY##*:}" >"$part.pid"
  exec head -c "$((SIZE - OFFSET))" <&9 >&8
}

upload_begin
upload_send
