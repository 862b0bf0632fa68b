# shellcheck shell=bash disable=SC2154 # what is exported stands before it
# What a runbook does by itself: it puts the stages' scripts together as the wizard does, runs them as its jobs (same
# lock, same records), and says in plain words what they tell. Before it stand KR_HOST, KR_STAGES (in the order to set
# up), KR_SCOPE (stage to scope), KR_WORDS (what is told, in words), kr_parts, kr_values, kr_part and kr_content.

kr_usage() {
  printf '%s\n' "${KR_WORDS[usage]}" "  ${0##*/} --check [STEP …]" "  ${0##*/} --apply STEP …|all" \
    "  ${0##*/} --undo STEP …|all" "${KR_WORDS[steps]} ${KR_STAGES[*]}"
}

# A word nobody can guess, into REPLY: 32 digits and letters.
kr_random() {
  REPLY=$(head -c 24 /dev/urandom | od -An -v -tx1)
  REPLY=${REPLY//[[:space:]]/}
}

# kr_quote TEXT: in single quotes, into REPLY.
kr_quote() {
  local quote="'\\''"
  REPLY="'${1//\'/"$quote"}'"
}

# kr_script STAGE ACTION NONCE: the script to the letter as the wizard sends it. PREVIEW is what undo is given besides.
kr_script() {
  local part parts
  printf '{ exec 9<&0 </dev/null\nset -Eeuo pipefail\nexport LC_ALL=C\numask 077\n'
  kr_quote "$3"
  printf 'KATAGPU_NONCE=%s\n' "$REPLY"
  [[ $2 != undo ]] || printf "PREVIEW=''\n"
  kr_values "$1" "$2"
  read -ra parts <<<"$(kr_parts "$1" "$2")"
  for part in "${parts[@]}"; do
    kr_part "$part"
    printf '\n'
  done
  printf 'exit\n}\n'
}

# Fields of a flat JSON object (what kg_emit wrote) into KR_FIELD, its list of texts into KR_ARGS.
kr_read() {
  local rest=$1 name value
  local text='^"(([^"\\]|\\.)*)"(.*)$' plain='^([^],}]+)(.*)$'
  KR_FIELD=() KR_ARGS=()
  rest=${rest#\{}
  while [[ $rest =~ ^,?\"([a-z]+)\":(.*)$ ]]; do
    name=${BASH_REMATCH[1]} rest=${BASH_REMATCH[2]}
    if [[ $rest == \[* ]]; then
      rest=${rest#\[}
      while [[ ${rest#,} =~ $text ]]; do
        rest=${BASH_REMATCH[3]} value=${BASH_REMATCH[1]}
        kr_unescaped "$value"
        KR_ARGS+=("$REPLY")
      done
      rest=${rest#\]}
    elif [[ $rest =~ $text ]]; then
      rest=${BASH_REMATCH[3]}
      kr_unescaped "${BASH_REMATCH[1]}"
      KR_FIELD[$name]=$REPLY
    elif [[ $rest =~ $plain ]]; then
      rest=${BASH_REMATCH[2]}
      KR_FIELD[$name]=${BASH_REMATCH[1]}
    else
      return 1
    fi
  done
}

kr_unescaped() {
  local text=$1 both=$'\x01' one=$'\\'
  text=${text//"$one$one"/"$both"}
  text=${text//"${one}n"/$'\n'}
  text=${text//"${one}t"/$'\t'}
  text=${text//"${one}r"/ }
  text=${text//"$one\""/'"'}
  REPLY=${text//"$both"/"$one"}
}

# kr_words KEY …: the first key there are words for, with KR_ARGS in their places; its name where there are none.
kr_words() {
  local key n text=$1
  for key in "$@"; do
    if [[ -n ${KR_WORDS[$key]:-} ]]; then
      text=${KR_WORDS[$key]}
      break
    fi
  done
  for n in "${!KR_ARGS[@]}"; do
    text=${text//"{$n}"/"${KR_ARGS[n]}"}
  done
  REPLY=$text
}

kr_control() {
  local id
  kr_read "$2" || return 0
  id=${KR_FIELD[id]:-}
  case $1 in
    step)
      kr_words "step.$id"
      printf '== %s/%s %s\n' "${KR_FIELD[n]:-}" "${KR_FIELD[of]:-}" "$REPLY"
      ;;
    finding)
      kr_words "finding.$id.${KR_FIELD[status]:-}" "finding.$id"
      printf '[%s] %s\n' "${KR_WORDS[status.${KR_FIELD[status]:-unknown}]:-}" "$REPLY"
      [[ -z ${KR_FIELD[evidence]:-} || ${KR_FIELD[status]} == pass ]] ||
        printf '    | %s\n' "${KR_FIELD[evidence]//$'\n'/$'\n    | '}"
      [[ ${KR_FIELD[status]:-} == pass ]] || {
        kr_words "finding.$id.next"
        printf '    → %s\n' "$REPLY"
      }
      ;;
    change)
      if [[ ${KR_FIELD[done]:-} == true ]]; then
        kr_words "change.$id.done" "change.$id"
        printf '✓ %s\n' "$REPLY"
      else
        kr_words "change.$id"
        printf '• %s\n' "$REPLY"
      fi
      ;;
    state) KR_STATE=${KR_FIELD[state]:-} ;;
  esac
}

# kr_tell NONCE: a script's output in plain words; ends with 10 where the state was needed, 11 blocked, 0 else.
kr_tell() {
  local line mark=$'\x1e'"katagpu $1 " rest
  local -A KR_FIELD=()
  local -a KR_ARGS=()
  KR_STATE=''
  while IFS= read -r line || [[ -n $line ]]; do
    if [[ $line == *"$mark"* ]]; then
      rest=${line#*"$mark"}
      line=${line%%"$mark"*}
      [[ -z $line ]] || printf '%s\n' "$line"
      kr_control "${rest%% *}" "${rest#* }"
    else
      printf '%s\n' "${line##*$'\r'}"
    fi
  done
  case $KR_STATE in
    needed) return 10 ;;
    blocked) return 11 ;;
  esac
}

# kr_check STAGE: 0 done, 10 needed, 11 blocked, 1 it failed. Changes nothing and takes no lock.
kr_check() {
  local nonce told
  kr_random
  nonce=$REPLY
  printf '\n%s\n' "${KR_WORDS[check]} $1"
  set +e
  kr_script "$1" check "$nonce" | bash | kr_tell "$nonce"
  told=("${PIPESTATUS[@]}")
  set -e
  ((told[1] == 0)) || return 1
  return "${told[2]}"
}

# One script of the wizard's jobs (job/*.sh) to the letter; names and values follow its own name.
kr_job_script() {
  local name=$1 part
  shift
  printf '{ exec 9<&0 </dev/null\nset -Eeuo pipefail\nexport LC_ALL=C\numask 077\n'
  while (($# >= 2)); do
    kr_quote "$2"
    printf '%s=%s\n' "$1" "$REPLY"
    shift 2
  done
  for part in job/lib "job/$name"; do
    kr_part "$part"
    printf '\n'
  done
  printf 'exit\n}\n'
}

# What follows the script on descriptor 9, into KR_BYTES (its number of bytes) and on standard output.
kr_secret() {
  case $1/$2 in
    serve/apply) # an API key made here, for the server alone; no token of a model's source
      local key
      key=$(head -c 600 /dev/urandom | LC_ALL=C tr -dc 'A-Za-z0-9_-')
      printf '%s\n\n' "${key:0:40}"
      ;;
    kata/apply) kr_content ;;
  esac
}

# kr_act STAGE ACTION: as a job of the wizard's; 0, or how it ended.
kr_act() {
  local stage=$1 action=$2 word nonce id script answer lock=lock secrets told
  kr_random && word=$REPLY
  kr_random && nonce=$REPLY
  kr_random && id=$REPLY
  [[ ${KR_SCOPE[$stage]} == host ]] || lock=lock-${KR_SCOPE[$stage]}
  script=$(
    kr_script "$stage" "$action" "$nonce"
    printf x
  )
  script=${script%x}
  secrets=$(kr_secret "$stage" "$action" | wc -c)
  printf '\n%s\n' "${KR_WORDS[$action]} $stage"
  answer=$(
    {
      kr_job_script start KATAGPU_WORD "$word" JOB_ID "$id" JOB_NAME "$stage/$action" JOB_OWNER \
        "$(id -un)@$(uname -n)" JOB_SCOPE "${KR_SCOPE[$stage]}" JOB_LOCK "$lock" JOB_NONCE "$nonce" JOB_RUNNER \
        "$(kr_part job/run)"
      printf '%s %s\n' "$(printf '%s' "$script" | wc -c)" "$secrets"
      printf '%s' "$script"
      kr_secret "$stage" "$action"
      printf '%s end\n' "$word"
    } | bash 2>&1
  ) || :
  case $answer in
    *"$word"$'\t'started*) ;;
    *"$word"$'\t'locked*)
      printf '%s %s\n' "${KR_WORDS[locked]}" "${answer##*"$word"}" >&2
      return 2
      ;;
    *)
      printf '%s\n%s\n' "${KR_WORDS[failed]}" "$answer" >&2
      return 3
      ;;
  esac
  set +e
  kr_job_script follow KATAGPU_WORD "$word" JOB_ID "$id" JOB_OFFSET 0 | bash | kr_followed "$word" "$nonce"
  told=$?
  set -e
  return "$told"
}

# kr_followed WORD NONCE: the log in plain words; how the job ended.
kr_followed() {
  local ended=1
  # The end's line comes last, behind a log that may not end with a newline.
  kr_tell "$2" < <(
    while IFS= read -r line || [[ -n $line ]]; do
      if [[ $line == *$'\x1e'"$1"$'\t'end* ]]; then
        printf '%s\n' "${line%%$'\x1e'"$1"*}"
        printf '\x1e%s\n' "${line##*$'\x1e'"$1"}" >&3
      elif [[ $line != $'\x1e'"$1"* ]]; then
        printf '%s\n' "$line"
      fi
    done 3>"$KR_SCRATCH/end"
  ) || :
  IFS=$'\t' read -r _ _ _ ended _ <"$KR_SCRATCH/end" || :
  [[ $ended =~ ^[0-9]{1,3}$ ]] || ended=1
  return "$ended"
}

kr_apply() {
  local stage=$1 state=0
  kr_check "$stage" || state=$?
  case $state in
    0)
      printf '%s\n' "${KR_WORDS[nothing]}"
      return 0
      ;;
    11) return 2 ;;
    10) ;;
    *) return 3 ;;
  esac
  kr_act "$stage" apply || return 3
  kr_check "$stage" || return 3
}

# What ends this leaves a job going on: it is the host's, and holds the lock until it has ended.
kr_main() {
  local action=${1:-} stage wanted=() worst=0 status reversed=()
  case $action in
    --check | --apply | --undo) ;;
    *)
      kr_usage
      [[ $action == --help ]] && return 0
      return 1
      ;;
  esac
  shift
  (($#)) || [[ $action == --check ]] || {
    kr_usage
    return 1
  }
  (($#)) || set -- all
  for stage in "$@"; do
    [[ $stage == all || -n ${KR_SCOPE[$stage]:-} ]] || {
      kr_usage
      return 1
    }
  done
  if ((EUID != 0)) && [[ -z ${KATAGPU_ROOT:-} ]]; then
    printf '%s\n' "${KR_WORDS[root]}" >&2
    return 1
  fi
  for stage in "${KR_STAGES[@]}"; do
    [[ " $* " != *" all "* && " $* " != *" $stage "* ]] || {
      wanted+=("$stage")
      reversed=("$stage" "${reversed[@]}")
    }
  done
  KR_SCRATCH=$(mktemp -d)
  trap 'rm -rf --one-file-system -- "$KR_SCRATCH"' EXIT
  [[ $action != --undo ]] || wanted=("${reversed[@]}")
  for stage in "${wanted[@]}"; do
    status=0
    case $action in
      --check)
        kr_check "$stage" || status=$?
        case $status in
          10) status=0 ;;
          11) status=2 ;;
          1) status=3 ;;
        esac
        ;;
      --apply) kr_apply "$stage" || status=$? ;;
      --undo) kr_act "$stage" undo || status=3 ;;
    esac
    ((status <= worst)) || worst=$status
    # What rests on a step that is not done cannot be either.
    [[ $action != --apply || $status -eq 0 ]] || break
  done
  return "$worst"
}

kr_main "$@"
