# shellcheck shell=bash disable=SC2154 # kg_* come from lib.sh, which stands before it
# Tells every job of this host: job ID STATE STATUS CANCELLED STARTED SCOPE NAME OWNER
for folder in "$kg_jobs"/*/; do
  id=${folder%/}
  id=${id##*/}
  if kg_load "$id"; then
    kg_judge
    kg_reply_job job "$id"
  fi
done
kg_reply listed
