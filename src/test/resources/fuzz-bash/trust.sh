# shellcheck shell=bash
fuzz_one() {
  kg_trusted_path "$1" && echo trusted
  kg_trusted_program "$1" "$1" && echo program
  kg_trusted_program sh "$1" && echo sh
  kg_trusted_process "$1" && echo process
  kg_process_began "$1" && printf '%s\n' "${REPLY//[^0-9]/}" >/dev/null
  kg_redact "$1"
  [[ ${1%%$'\n'*} != *://*@* || $REPLY == *'***@'* ]] || echo 'not redacted' >&2
}
