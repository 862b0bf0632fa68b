# shellcheck shell=bash
# needs: stage image/look image/record image/store image/uploads
# A run's own folder and, where a run was killed, what it left: the folder, containerd's lease on what had come in, a
# name that points to what it should not.

readonly IMAGE_RUN_FORM='^/var/lib/katagpu/build/run\.[0-9]+-[0-9]+$'
IMAGE_BEFORE='' IMAGE_FIRST='' IMAGE_LAST=''

# image_write_work TAKEN: what is to be taken back, should this run be killed. TAKEN as in the name's record; empty:
# nothing but files.
image_write_work() {
  local owner others
  image_process $$
  owner=$REPLY
  image_others_text
  others=$REPLY
  if ! kg_record_write work folder "${IMAGE_TEMP#"${KATAGPU_ROOT:-}"}" owner "$owner" taken "$1" reference "$REFERENCE" \
    namespace "$NAMESPACE" containerd "$CONTAINERD" before "$IMAGE_BEFORE" first "$IMAGE_FIRST" last "$IMAGE_LAST" \
    others "$others"; then
    kg_fail image.no_record '' "$KG_RECORDS"
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

# Whether the run of the record just read is no more.
image_run_is_gone() {
  local owner=${KG_RECORD[owner]}
  ! { kg_number "${owner%%:*}" && image_process "$REPLY" && [[ $REPLY == "$owner" ]]; } &&
    [[ ${KG_RECORD[folder]} =~ $IMAGE_RUN_FORM ]]
}

# Cleans up after a run that was killed; one that goes on is left alone.
image_leftovers() {
  kg_record_read work && image_run_is_gone || return 0
  local folder=${KG_RECORD[folder]}
  # That run's, for what is called from here; this run's plan may say otherwise.
  local IMAGE_TEMP=${KATAGPU_ROOT:-}$folder REFERENCE=${KG_RECORD[reference]} NAMESPACE=${KG_RECORD[namespace]}
  local CONTAINERD=${KG_RECORD[containerd]} IMAGE_TAKEN=${KG_RECORD[taken]} IMAGE_BEFORE=${KG_RECORD[before]}
  local IMAGE_FIRST=${KG_RECORD[first]} IMAGE_LAST=${KG_RECORD[last]}
  local -a IMAGE_OTHERS=() IMAGE_OTHERS_BEFORE=()
  image_others_of "${KG_RECORD[others]:-}"
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
  local -a leases=()
  for ((tries = 20; tries > 0 && ${#leases[@]} == 0; tries--)); do
    IFS= read -r -t 0.02 id <> <(:) || :
    image_ask leases ls -q || return 0
    while read -r id; do
      [[ -z $id || $before == *$'\n'"$id"$'\n'* ]] || leases+=("$id")
    done <<<"$REPLY"
  done
  if ((${#leases[@]} == 1)); then
    printf '%s\n' "${leases[0]}" >"$IMAGE_TEMP/lease"
  fi
}

# The leases there are, into IMAGE_LEASES.
image_list_leases() {
  IMAGE_LEASES=
  if image_ask leases ls -q; then
    IMAGE_LEASES=$REPLY
  fi
}
