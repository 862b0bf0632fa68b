# shellcheck shell=bash
# needs: stage
# What stands in the file, against what is wanted. Parameter: GREETING.

readonly EXAMPLE_PATH=/etc/katagpu-example
readonly EXAMPLE_FILE=${KATAGPU_ROOT:-}$EXAMPLE_PATH

example_read_parameters() {
  [[ $GREETING =~ ^[a-z]{1,40}$ ]] || kg_bad_parameter example GREETING
}

# The file's first line into REPLY; empty where there is none.
example_read() {
  REPLY=
  { IFS= read -r REPLY <"$EXAMPLE_FILE"; } 2>/dev/null || :
}

# example_look SAY: what apply would change, told where SAY is 1. Somebody else's file is left alone.
example_look() {
  example_read
  if [[ -z $REPLY && ! -e $EXAMPLE_FILE ]]; then
    kg_plan_change "$1" example.write "$EXAMPLE_PATH" "$GREETING"
  elif [[ $REPLY != "$GREETING" ]]; then
    kg_fail example.taken "$REPLY" "$EXAMPLE_PATH"
  fi
}
