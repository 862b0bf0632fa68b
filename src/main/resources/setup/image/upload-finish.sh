# shellcheck shell=bash
# needs: image/uploads
# Gives an upload its name once it has the checksum that is its name; status 49 where it has another. Parameters: NAME,
# SIZE.

upload_finish() {
  local sum
  [[ ! -f $UPLOAD_FILE ]] || return 0
  [[ ! -L $UPLOAD_FILE.part ]] || exit 47
  sum=$(sha256sum <"$UPLOAD_FILE.part")
  if [[ ${sum%% *} != "${NAME%.tar}" ]]; then
    rm -f -- "$UPLOAD_FILE.part" "$UPLOAD_FILE.part.pid"
    exit 49
  fi
  rm -f -- "$UPLOAD_FILE.part.pid"
  sync -- "$UPLOAD_FILE.part"
  mv -f -- "$UPLOAD_FILE.part" "$UPLOAD_FILE"
}

upload_begin
upload_finish
