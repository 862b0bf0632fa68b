#!/usr/bin/env bash
# Stands before a tool of the same name: waits where the test wants a run to be met, then is that tool.
PATH=${PATH#*:}
me=${0##*/}
if [[ -e $KATAGPU_TEST/pause ]]; then
  # shellcheck disable=SC2053 # a pattern on purpose
  if [[ "$me $*" == $(<"$KATAGPU_TEST/pause") ]]; then
    : >"$KATAGPU_TEST/reached"
    while [[ -e $KATAGPU_TEST/pause ]]; do
      read -r -t 0.05 <> <(:) || true
    done
  fi
fi
exec "$me" "$@"
