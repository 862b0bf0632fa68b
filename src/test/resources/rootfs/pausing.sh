#!/usr/bin/env bash
# Stands before a tool of the same name: waits where the test wants a run to be met, then is that tool.
PATH=${PATH#*:}
me=${0##*/}
kg_wanted() {
  local want
  # shellcheck disable=SC2053 # a pattern on purpose
  { want=$(<"$KATAGPU_TEST/pause"); } 2>/dev/null && [[ $1 == $want ]]
}
if kg_wanted "$me $*"; then
  : >"$KATAGPU_TEST/reached"
  while kg_wanted "$me $*"; do
    read -r -t 0.05 <> <(:) || true
  done
fi
exec "$me" "$@"
