# shellcheck shell=bash
# Archives that were brought from the admin's machine, and their beginnings: removed once they served, by undo, and when
# nobody has come back to them for a week. With PREVIEW=yes it is only told what would go.

readonly IMAGE_UPLOADS=${KATAGPU_ROOT:-}/var/lib/katagpu/uploads
readonly IMAGE_UPLOAD_NAME='^[0-9a-f]{64}\.tar(\.part)?$'
readonly IMAGE_UPLOAD_DAYS=7
IMAGE_UPLOADS_GO=0

# image_is_upload PATH: whether the path, as the plan has it, is that of an upload.
image_is_upload() {
  [[ ${1%/*} == /var/lib/katagpu/uploads && ${1##*/} =~ $IMAGE_UPLOAD_NAME ]]
}

# image_drop_upload FILE: removes it, unless something is still being written to it.
image_drop_upload() {
  local file=$1 held
  [[ -f $file && ! -L $file && -O $file ]] || return 0
  exec {held}<"$file"
  if flock -n "$held"; then
    IMAGE_UPLOADS_GO=1
    if [[ ${PREVIEW:-} == yes ]]; then
      kg_change image.drop_upload false "${file#"${KATAGPU_ROOT:-}"}"
    else
      rm -f -- "$file" "${file%.part}.part.pid"
      kg_change image.drop_upload true "${file#"${KATAGPU_ROOT:-}"}"
    fi
  fi
  exec {held}<&-
}

# Every upload that was not touched for so many days but the archive in use; 0: every one.
image_sweep_uploads() {
  local days=$1 file
  [[ -d $IMAGE_UPLOADS && ! -L $IMAGE_UPLOADS && -O $IMAGE_UPLOADS ]] || return 0
  for file in "$IMAGE_UPLOADS"/*; do
    [[ ${file##*/} =~ $IMAGE_UPLOAD_NAME ]] || continue
    if ((days > 0)) && { [[ $file == "${KATAGPU_ROOT:-}${ARCHIVE:-}" ]] ||
      [[ -z $(find "$file" -maxdepth 0 -type f -mtime "+$((days - 1))") ]]; }; then
      continue
    fi
    image_drop_upload "$file"
  done
}

# PID and start time of a process, into REPLY; false where there is none.
image_process() {
  local line=''
  local -a stat=()
  { IFS= read -r -d '' line || :; } 2>/dev/null <"/proc/$1/stat" || return 1
  read -r -a stat <<<"${line##*) }"
  [[ -n ${stat[0]-} && ${stat[0]} != [ZX] ]] && REPLY=$1:${stat[19]}
}

# What the scripts that bring an upload begin with; NAME and SIZE are their parameters.
upload_begin() {
  # shellcheck disable=SC2153 # parameters of the scripts that call this
  [[ $NAME =~ ^[0-9a-f]{64}\.tar$ && $SIZE =~ ^[0-9]{1,18}$ && ${OFFSET:-0} =~ ^(0|[1-9][0-9]{0,17})$ ]] || exit 64
  UPLOAD_FILE=$IMAGE_UPLOADS/$NAME
}

# Their folder: root's own, of nobody else to read.
upload_folder() {
  (umask 077 && mkdir -p -- "$IMAGE_UPLOADS") && [[ -d $IMAGE_UPLOADS && ! -L $IMAGE_UPLOADS && -O $IMAGE_UPLOADS ]]
}
