# shellcheck shell=bash
# needs: image/plan
# Says whether the model image is in containerd's namespace, whole and for this host, what apply would do, and what
# stands against it. Reads only.

image_check() {
  IMAGE_CHECKING=1
  image_begin 1
  image_look
  if ((KG_FAILED || IMAGE_ASKED)); then
    kg_state blocked
  elif ((IMAGE_NOTHING)); then
    kg_state 'done'
  else
    image_tell_changes
    kg_state needed
  fi
}

image_check
