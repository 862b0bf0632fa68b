#!/usr/bin/env bash
# Stands before a tool of the same name: waits once, where the test wants a run to be met, then is that tool. "after …" waits
# once the tool is done; "dd stream" waits in the midst of what goes into containerd.
PATH=${PATH#*:}
me=${0##*/}

kg_met() {
  [[ -e $KATAGPU_TEST/pause && ! -e $KATAGPU_TEST/reached ]] || return 1
  # shellcheck disable=SC2053 # a pattern on purpose
  [[ $1 == $(<"$KATAGPU_TEST/pause") ]]
}

kg_wait() {
  ! compgen -G "$KATAGPU_TEST/host/var/lib/katagpu/image/work" >/dev/null || : >"$KATAGPU_TEST/begun"
  : >"$KATAGPU_TEST/reached"
  while [[ -e $KATAGPU_TEST/pause ]]; do
    read -r -t 0.05 <> <(:) || true
  done
}

if kg_met "after $me $*"; then
  "$me" "$@" || exit
  kg_wait
  exit 0
elif [[ $me == dd && -p /dev/stdin ]] && kg_met "$me stream"; then
  head -c 3000000
  kg_wait
  exec "$me" "$@"
elif kg_met "$me $*"; then
  kg_wait
fi
exec "$me" "$@"
