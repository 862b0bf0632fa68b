# shellcheck shell=bash
# What the scripts of every stage do alike: steps that are counted, failures that are remembered, changes that are
# foretold and told again once they are made, parameters refused. Ids are whole: network.add.

KG_STEP=0 KG_STEPS=1 KG_FAILED=0 KG_CHANGES=0 KG_MADE=()

# kg_next_step ID [ARG …]: one step further, of KG_STEPS.
kg_next_step() {
  KG_STEP=$((KG_STEP + 1))
  kg_step "$KG_STEP" "$KG_STEPS" "$@"
}

# kg_fail ID EVIDENCE [ARG …]: the finding; sets KG_FAILED.
kg_fail() {
  local id=$1
  shift
  KG_FAILED=1
  kg_finding "$id" fail "$@"
}

# kg_stop ID EVIDENCE [ARG …]: the finding and the end; leaving takes back what was begun.
kg_stop() {
  kg_fail "$@"
  exit 1
}

# kg_bad_parameter STAGE NAME
kg_bad_parameter() {
  echo "Parameter $2 is not what this script takes." >&2
  kg_fail "$1.parameter" '' "$2"
  exit 64
}

# kg_plan_change SAY ID [ARG …]: a change that apply would make, told where SAY is 1; kept in KG_MADE, counted in
# KG_CHANGES.
kg_plan_change() {
  local say=$1 id=$2
  shift 2
  KG_CHANGES=$((KG_CHANGES + 1))
  KG_MADE+=("$id" "$#" "$@")
  if ((say)); then
    kg_change "$id" false "$@"
  fi
}

# Every change that was planned, as made.
kg_tell_made() {
  local i count
  for ((i = 0; i < ${#KG_MADE[@]}; i += count + 2)); do
    count=${KG_MADE[i + 1]}
    kg_change "${KG_MADE[i]}" true "${KG_MADE[@]:i+2:count}"
  done
}
