# shellcheck shell=bash
# The order of a run of several stages, kept on the host so that the next window can take it up: a folder RUN_ID a run
# that has not ended, in /var/lib/katagpu/run, for root alone. In it: order (JSON, one line, no secret), face (the
# random word of the window that drives it), boot and begun (of the host as the run began). RUN_ACT says what is asked:
#   keep    the RUN_SIZE bytes on descriptor 9 are its order now; unless another window has taken it up
#   claim   the window RUN_FACE drives it from now on
#   list    what runs there are
#   forget  it has ended
# Tells facts: run.kept, run.taken (another window drives it), run.gone, run.order {id, boot, now, begun, order}.
run_most=20
run_bytes=262144
run_folder=${KATAGPU_ROOT:-}/var/lib/katagpu/run

run_boot() {
  REPLY=''
  { IFS= read -r REPLY <"${KATAGPU_ROOT:-}/proc/sys/kernel/random/boot_id"; } 2>/dev/null || :
}

# First line of plain file $1 into REPLY, at most $2 characters of it; false where there is none.
run_line() {
  REPLY=''
  [[ -f $1 && ! -L $1 ]] || return 1
  IFS= read -r -n "$2" REPLY <"$1" || [[ $REPLY ]]
}

# Whether this window drives the run.
run_is_ours() {
  run_line "$run_dir/face" 64 && [[ $REPLY == "$RUN_FACE" ]]
}

# $2 becomes file $1, whole or not at all.
run_write() {
  printf '%s\n' "$2" >"$1.new" && mv -f -- "$1.new" "$1"
}

run_keep() {
  local size
  if [[ ! -d $run_dir ]]; then
    if [[ $RUN_FIRST != yes ]]; then
      kg_fact run.gone
      return
    fi
    mkdir -p -- "$run_dir.new"
    run_boot
    run_write "$run_dir.new/boot" "$REPLY"
    run_write "$run_dir.new/begun" "$(printf '%(%s)T' -1)"
    run_write "$run_dir.new/face" "$RUN_FACE"
  elif ! run_is_ours; then
    kg_fact run.taken
    return
  fi
  local into=$run_dir
  [[ -d $into ]] || into=$run_dir.new
  head -c "$run_bytes" <&9 >"$into/order.new"
  size=$(stat -c %s -- "$into/order.new")
  if [[ $size != "$RUN_SIZE" ]]; then
    echo "the order of the run arrived incomplete: $size of $RUN_SIZE bytes" >&2
    exit 1
  fi
  mv -f -- "$into/order.new" "$into/order"
  [[ $into == "$run_dir" ]] || mv -- "$into" "$run_dir"
  kg_fact run.kept
}

run_claim() {
  if [[ ! -d $run_dir ]]; then
    kg_fact run.gone
    return
  fi
  run_write "$run_dir/face" "$RUN_FACE"
  kg_fact run.kept
}

run_list() {
  local dir id boot begun now count=0
  run_boot
  now=$REPLY
  for dir in "$run_folder"/*/; do
    dir=${dir%/}
    id=${dir##*/}
    [[ -d $dir && ! -L $dir && $id =~ ^[0-9a-z]{1,64}$ ]] || continue
    ((++count <= run_most)) || break
    run_line "$dir/boot" 64 || :
    boot=$REPLY
    run_line "$dir/begun" 18 || :
    kg_number "$REPLY" || REPLY=0
    begun=$REPLY
    run_line "$dir/order" "$run_bytes" || continue
    kg_fact run.order id "$id" boot "$boot" now "$now" begun= "$begun" order "$REPLY"
  done
}

[[ $RUN_ACT == list || $RUN_ID =~ ^[0-9a-z]{1,64}$ ]] || exit 1
run_dir=$run_folder/$RUN_ID
mkdir -p -- "$run_folder"
exec 8>>"$run_folder/.lock"
flock -w 20 8 || {
  echo 'another window is writing the order of a run' >&2
  exit 1
}
case $RUN_ACT in
  keep) run_keep ;;
  claim) run_claim ;;
  list) run_list ;;
  forget)
    if [[ -d $run_dir ]] && run_is_ours; then
      rm -rf -- "$run_dir"
    fi
    ;;
esac
kg_state "done"
