# shellcheck shell=bash
fuzz_one() {
  image_json "$1" || return 1
  image_json_at '[].config'
  printf '%s %s %s\n' "${#REPLY}" "${#IMAGE_JSON_VALUES[@]}" "$IMAGE_JSON_ODD"
}
