# shellcheck shell=bash
# needs: image/uploads
# Takes away what is here of an upload nobody wants any more. Parameters: NAME, SIZE.

upload_drop() {
  local held part=$UPLOAD_FILE.part
  [[ -f $part && ! -L $part ]] || return 0
  exec {held}<"$part"
  # Its writer ends with the link it came over.
  flock -w 20 "$held" || return 0
  rm -f -- "$part" "$part.pid"
}

upload_begin
upload_drop
