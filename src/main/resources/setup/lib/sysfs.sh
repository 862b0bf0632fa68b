# shellcheck shell=bash
# needs: bounded
# Reading sysfs with shell built-ins, writing it with a bounded wait.

KG_SYS=${KATAGPU_ROOT:-}/sys
KG_PROC=${KATAGPU_ROOT:-}/proc
KG_DEV=${KATAGPU_ROOT:-}/dev

# The first line of a file into REPLY; empty when it cannot be read.
kg_read() {
  REPLY=
  if [[ -r $1 ]]; then
    IFS= read -r REPLY 2>/dev/null <"$1" || true
  fi
}

# The real path of the folder a link leads to into REPLY; empty when there is none.
kg_real_folder() {
  REPLY=
  if [[ -d $1 ]]; then
    REPLY=$(cd -P -- "$1" && printf '%s' "$PWD") || REPLY=
  fi
}

# The name of the folder a link leads to into REPLY; empty when there is none.
kg_link_name() {
  kg_real_folder "$1"
  REPLY=${REPLY##*/}
}

# kg_write PATH VALUE [SECONDS]: one line into a sysfs file. An empty value is written as a bare newline, which is
# what clears driver_override. Returns 0; 1 when the kernel refused, with its words in REPLY; KG_TIMED_OUT, KG_STUCK, or
# the status of the signal that ended it.
kg_write() {
  local status=0
  kg_bounded "${3:-5}" tee "$1" <<<"$2" || status=$?
  case $status in
    0) REPLY= ;;
    129 | 130 | 143) REPLY="ended by a signal" ;;
    "$KG_TIMED_OUT") REPLY="no answer within ${3:-5} s" ;;
    "$KG_STUCK") REPLY="a write to $1 hangs in the kernel, no answer within ${3:-5} s" ;;
    *)
      REPLY=${REPLY##*: }
      REPLY=${REPLY:-status $status}
      status=1
      ;;
  esac
  return "$status"
}
