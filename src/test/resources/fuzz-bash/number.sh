# shellcheck shell=bash
fuzz_one() {
  kg_number "$1" && printf '%s\n' "$((REPLY + 0))" && [[ $REPLY == "$((REPLY + 0))" ]]
  if kg_number "$1" 255; then ((REPLY <= 255)) || echo 'above the bound' >&2; fi
}
