# shellcheck shell=bash
# A run's own folder and, where a run was killed, what it left: the folder, containerd's lease on what had come in, a
# name that points to what it should not. Needs record.sh, image-look.sh, image-store.sh.

readonly IMAGE_RUN_FORM='^/var/lib/katagpu/build/run\.[0-9]+-[0-9]+$'
IMAGE_BEFORE='' IMAGE_FIRST='' IMAGE_LAST=''

# PID and start time of a process, into REPLY; false where there is none.
image_process() {
  local line=''
  local -a stat=()
  { IFS= read -r -d '' line || :; } 2>/dev/null <"/proc/$1/stat" || return 1
  read -r -a stat <<<"${line##*) }"
  [[ -n ${stat[0]-} && ${stat[0]} != [ZX] ]] && REPLY=$1:${stat[19]}
}

# image_write_work TAKEN: what is to be taken back, should this run be killed. TAKEN as in the name's record; empty:
# nothing but files.
image_write_work() {
  image_process $$
  if ! kg_record_write work folder "${IMAGE_TEMP#"${KATAGPU_ROOT:-}"}" owner "$REPLY" taken "$1" reference "$REFERENCE" \
    namespace "$NAMESPACE" containerd "$CONTAINERD" before "$IMAGE_BEFORE" first "$IMAGE_FIRST" last "$IMAGE_LAST" \
    found "$IMAGE_FOUND" found_before "$IMAGE_FOUND_BEFORE"; then
    image_fail image.no_record '' "$KG_RECORDS"
    exit 1
  fi
}

image_open_folder() {
  IMAGE_TEMP=$IMAGE_WORK/run.$$-$RANDOM
  image_write_work ''
  mkdir -p -- "$IMAGE_TEMP"
}

# Takes the run's folder away; ends the lease under which containerd still keeps what a broken run brought.
image_close_folder() {
  local lease
  if [[ -s $IMAGE_TEMP/lease ]] && read -r lease <"$IMAGE_TEMP/lease"; then
    image_ask leases delete --sync "$lease" || true # it is gone where ctr came to its own end
  fi
  rm -rf -- "$IMAGE_TEMP"
  kg_record_remove work
}

# Cleans up after a run that was killed; one that goes on is left alone.
image_leftovers() {
  kg_record_read work || return 0
  local owner=${KG_RECORD[owner]} folder=${KG_RECORD[folder]}
  if image_process "${owner%%:*}" && [[ $REPLY == "$owner" ]]; then
    return 0
  fi
  [[ $folder =~ $IMAGE_RUN_FORM ]] || return 0
  # That run's, for what is called from here; this run's plan may say otherwise.
  local IMAGE_TEMP=${KATAGPU_ROOT:-}$folder REFERENCE=${KG_RECORD[reference]} NAMESPACE=${KG_RECORD[namespace]}
  local CONTAINERD=${KG_RECORD[containerd]} IMAGE_TAKEN=${KG_RECORD[taken]} IMAGE_BEFORE=${KG_RECORD[before]}
  local IMAGE_FIRST=${KG_RECORD[first]} IMAGE_LAST=${KG_RECORD[last]} IMAGE_FOUND=${KG_RECORD[found]}
  local IMAGE_FOUND_BEFORE=${KG_RECORD[found_before]}
  if [[ -n $IMAGE_TAKEN ]]; then
    image_roll_back
  else
    image_ask images rm "$REFERENCE-last-katagpu" || true
  fi
  image_close_folder
  kg_finding image.swept pass '' "$folder"
}

# image_note_lease BEFORE: writes down the lease that ctr has just taken, the one that was not there before, so that it
# can be ended should ctr be killed. Where several are new there is no telling which: it then expires within a day.
image_note_lease() {
  local before=$'\n'$1$'\n' tries id
  local -a new=()
  for ((tries = 20; tries > 0 && ${#new[@]} == 0; tries--)); do
    IFS= read -r -t 0.02 id <> <(:) || :
    image_ask leases ls -q || return 0
    while read -r id; do
      [[ -z $id || $before == *$'\n'"$id"$'\n'* ]] || new+=("$id")
    done <<<"$REPLY"
  done
  if ((${#new[@]} == 1)); then
    printf '%s\n' "${new[0]}" >"$IMAGE_TEMP/lease"
  fi
}

# The leases there are, into IMAGE_LEASES.
image_list_leases() {
  IMAGE_LEASES=
  if image_ask leases ls -q; then
    IMAGE_LEASES=$REPLY
  fi
}
