# shellcheck shell=bash
ARCHIVE=$FUZZ_FOLDER/archive IMAGE_ARCH=arm64 ARCHIVE_SHA256=''
fuzz_one() {
  ARCHIVE=$2 ARCHIVE_FILE=$2 IMAGE_FAILED=0
  image_examine_archive
  printf '%s\n' "${ARCHIVE_NAMES[@]:0:3}" >/dev/null
}
