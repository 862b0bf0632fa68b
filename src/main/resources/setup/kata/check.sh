# shellcheck shell=bash
# Says whether the configuration is the edited one, or may still be replaced by it. Where nothing is to be saved
# (NEW empty), whether the keys every GPU container needs are active. Reads only.

declare -A KATA_KEYS=()

# The active keys of one file, values without quotes; later files win, as Kata merges them.
kata_read_keys() {
  local line table='' key value
  while IFS= read -r line || [[ -n $line ]]; do
    line=${line#"${line%%[![:space:]]*}"}
    case $line in
      '' | '#'*) ;;
      '['*)
        table=${line#[}
        table=${table%%]*}
        ;;
      *=*)
        key=${line%%=*}
        key=${key%"${key##*[![:space:]]}"}
        value=${line#*=}
        value=${value#"${value%%[![:space:]]*}"}
        if [[ $value =~ ^[\"\']([^\"\']*)[\"\'] ]]; then
          value=${BASH_REMATCH[1]}
        else
          value=${value%%[[:space:]#]*}
        fi
        KATA_KEYS[$table.$key]=$value
        ;;
    esac
  done <"$1"
}

# kata_need KEY VALUE: VALUE is a word, or a number after ">="
kata_need() {
  local have=${KATA_KEYS[$1]-} want=$2
  if [[ $want == '>='* ]]; then
    want=${want#>=}
    if [[ $have =~ ^[0-9]{1,12}$ ]] && ((10#$have >= want)); then
      return 0
    fi
  elif [[ $have == "$want" ]]; then
    return 0
  fi
  KATA_MISSING=$((KATA_MISSING + 1))
  kg_change kata.key false "$1" "$want" "${have:--}"
}

kata_judge_keys() {
  local file need
  local -a needs
  kata_read_keys "$ROOT$KATA_MAIN"
  shopt -s nullglob
  for file in "$ROOT${KATA_MAIN%/*}"/config.d/*.toml; do
    kata_read_keys "$file"
  done
  KATA_MISSING=0
  mapfile -t needs <<<"$NEEDS"
  for need in "${needs[@]}"; do
    kata_need "${need%% *}" "${need#* }"
  done
  if ((KATA_MISSING)); then
    kg_state needed
  else
    kg_state 'done'
  fi
}

kata_check() {
  local sum
  kg_step 1 1 kata.look
  kata_locate
  if [[ ! -r $ROOT$KATA_MAIN ]]; then
    kata_fail kata.unreadable '' "$KATA_MAIN"
  fi
  kata_sum "$KATA_FILE" || kata_fail kata.unreadable '' "$KATA_PATH"
  sum=$REPLY
  kg_fact kata.current path "$KATA_PATH" sum "$sum"
  if [[ -z $NEW ]]; then
    kata_judge_keys
  elif [[ $sum == "$NEW" ]]; then
    kg_state 'done'
  elif [[ $sum == "$EXPECTED" ]]; then
    kg_change kata.save false "$KATA_PATH" -
    kg_state needed
  else
    kg_finding kata.changed fail "SHA-256 $sum" "$KATA_PATH"
    kg_state blocked
  fi
}

kata_check
