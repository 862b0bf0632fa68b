# shellcheck shell=bash disable=SC2154 # kg_* come from lib.sh, which stands before it
# Removes the folders of ended jobs but for the newest JOB_KEEP; and what starts that never came to be left behind,
# once it is a day old: until then a late start must still find it taken.
ended=()
printf -v day_ago '%(%s)T' -1
day_ago=$((day_ago - 86400))
for folder in "$kg_jobs"/*/; do
  [[ -d $folder ]] || continue
  id=${folder%/}
  id=${id##*/}
  if kg_load "$id"; then
    kg_judge
    [[ $kg_state == running ]] || ended+=("$kg_started $id")
  elif (($(stat -c %Y -- "$folder") < day_ago)); then
    rm -rf -- "$folder"
  fi
done
if ((${#ended[@]})); then
  mapfile -t ended < <(printf '%s\n' "${ended[@]}" | sort -rn)
  for entry in "${ended[@]:JOB_KEEP}"; do
    rm -rf -- "${kg_jobs:?}/${entry#* }"
  done
fi
kg_reply pruned
