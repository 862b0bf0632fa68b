# shellcheck shell=bash disable=SC2154 # kg_* come from lib.sh, which stands before it
# Tells every job of this host: job ID STATE STATUS CANCELLED STARTED SCOPE NAME OWNER; and: broken ID, for each folder
# that holds no job anybody could read (cut short by a full disk, say).
for folder in "$kg_jobs"/*/; do
  id=${folder%/}
  id=${id##*/}
  if [[ ! $id =~ ^[0-9a-z][0-9a-z-]{0,63}$ ]]; then
    continue
  elif kg_load "$id"; then
    kg_judge
    kg_reply_job job "$id"
  elif [[ -f $folder/meta && -f $folder/pid ]]; then
    kg_reply broken "$id"
  fi
done
kg_reply listed
