# shellcheck shell=bash
# A change, and a check where a hold is put on it, that go on until the test lets them end. Expects NAME.
waiting_apply() {
  trap 'kg_change waiting false; : >"$KATAGPU_ROOT/$NAME.taken-back"; exit 1' TERM
  kg_step 1 1 waiting
  echo "$NAME began"
  while [[ ! -e $KATAGPU_ROOT/$NAME.go ]]; do
    sleep 0.05
  done
  : >"$KATAGPU_ROOT/$NAME.done"
  kg_state 'done'
}

waiting_check() {
  if [[ -e $KATAGPU_ROOT/$NAME.hold ]]; then
    : >"$KATAGPU_ROOT/$NAME.asked"
  fi
  while [[ -e $KATAGPU_ROOT/$NAME.hold ]]; do
    sleep 0.05
  done
  if [[ -e $KATAGPU_ROOT/$NAME.done ]]; then
    kg_state 'done'
  else
    kg_state needed
  fi
}
