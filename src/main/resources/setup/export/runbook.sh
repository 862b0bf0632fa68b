# shellcheck shell=bash disable=SC2154 # what is exported stands before it
# What a runbook does by itself: it puts the stages' scripts together as the wizard does, runs them as its jobs (same
# lock, same records), and says in plain words what they tell. Before it stand RUNBOOK_HOST, RUNBOOK_STAGES (in the
# order to set up), RUNBOOK_SCOPE (stage to scope), RUNBOOK_WORDS (what is told, in words), runbook_parts,
# runbook_values, runbook_part and runbook_content.

runbook_usage() {
  printf '%s\n' "${RUNBOOK_WORDS[usage]}" "  ${0##*/} --check [STEP …]" "  ${0##*/} --apply STEP …|all" \
    "  ${0##*/} --undo STEP …|all" "${RUNBOOK_WORDS[steps]} ${RUNBOOK_STAGES[*]}"
}

# A word nobody can guess, into REPLY: 32 digits and letters.
runbook_random() {
  REPLY=$(head -c 24 /dev/urandom | od -An -v -tx1)
  REPLY=${REPLY//[[:space:]]/}
}

# runbook_quote TEXT: in single quotes, into REPLY.
runbook_quote() {
  local quote="'\\''"
  REPLY="'${1//\'/"$quote"}'"
}

# runbook_script STAGE ACTION NONCE: the script to the letter as the wizard sends it. PREVIEW is what undo is given
# besides.
runbook_script() {
  local part parts
  printf '{ exec 9<&0 </dev/null\nset -Eeuo pipefail\nexport LC_ALL=C\numask 077\n'
  runbook_quote "$3"
  printf 'KATAGPU_NONCE=%s\n' "$REPLY"
  [[ $2 != undo ]] || printf "PREVIEW=''\n"
  runbook_values "$1" "$2"
  read -ra parts <<<"$(runbook_parts "$1" "$2")"
  for part in "${parts[@]}"; do
    runbook_part "$part"
    printf '\n'
  done
  printf 'exit\n}\n'
}

# Fields of a flat JSON object (what kg_emit wrote) into RUNBOOK_FIELD, its list of texts into RUNBOOK_ARGS.
runbook_read() {
  local rest=$1 name value
  local text='^"(([^"\\]|\\.)*)"(.*)$' plain='^([^],}]+)(.*)$'
  RUNBOOK_FIELD=() RUNBOOK_ARGS=()
  rest=${rest#\{}
  while [[ $rest =~ ^,?\"([a-z]+)\":(.*)$ ]]; do
    name=${BASH_REMATCH[1]} rest=${BASH_REMATCH[2]}
    if [[ $rest == \[* ]]; then
      rest=${rest#\[}
      while [[ ${rest#,} =~ $text ]]; do
        rest=${BASH_REMATCH[3]} value=${BASH_REMATCH[1]}
        runbook_unescaped "$value"
        RUNBOOK_ARGS+=("$REPLY")
      done
      rest=${rest#\]}
    elif [[ $rest =~ $text ]]; then
      rest=${BASH_REMATCH[3]}
      runbook_unescaped "${BASH_REMATCH[1]}"
      RUNBOOK_FIELD[$name]=$REPLY
    elif [[ $rest =~ $plain ]]; then
      rest=${BASH_REMATCH[2]}
      RUNBOOK_FIELD[$name]=${BASH_REMATCH[1]}
    else
      return 1
    fi
  done
}

runbook_unescaped() {
  local text=$1 both=$'\x01' one=$'\\'
  text=${text//"$one$one"/"$both"}
  text=${text//"${one}n"/$'\n'}
  text=${text//"${one}t"/$'\t'}
  text=${text//"${one}r"/ }
  text=${text//"$one\""/'"'}
  REPLY=${text//"$both"/"$one"}
}

# runbook_words KEY …: the first key there are words for, with RUNBOOK_ARGS in their places; its name where there are
# none.
runbook_words() {
  local key n text=$1
  for key in "$@"; do
    if [[ -n ${RUNBOOK_WORDS[$key]:-} ]]; then
      text=${RUNBOOK_WORDS[$key]}
      break
    fi
  done
  for n in "${!RUNBOOK_ARGS[@]}"; do
    text=${text//"{$n}"/"${RUNBOOK_ARGS[n]}"}
  done
  REPLY=$text
}

runbook_control() {
  local id
  runbook_read "$2" || return 0
  id=${RUNBOOK_FIELD[id]:-}
  case $1 in
    step)
      runbook_words "step.$id"
      printf '== %s/%s %s\n' "${RUNBOOK_FIELD[n]:-}" "${RUNBOOK_FIELD[of]:-}" "$REPLY"
      ;;
    finding)
      runbook_words "finding.$id.${RUNBOOK_FIELD[status]:-}" "finding.$id"
      printf '[%s] %s\n' "${RUNBOOK_WORDS[status.${RUNBOOK_FIELD[status]:-unknown}]:-}" "$REPLY"
      [[ -z ${RUNBOOK_FIELD[evidence]:-} || ${RUNBOOK_FIELD[status]} == pass ]] ||
        printf '    | %s\n' "${RUNBOOK_FIELD[evidence]//$'\n'/$'\n    | '}"
      [[ ${RUNBOOK_FIELD[status]:-} == pass ]] || {
        runbook_words "finding.$id.next"
        printf '    → %s\n' "$REPLY"
      }
      ;;
    change)
      if [[ ${RUNBOOK_FIELD[done]:-} == true ]]; then
        runbook_words "change.$id.done" "change.$id"
        printf '✓ %s\n' "$REPLY"
      else
        runbook_words "change.$id"
        printf '• %s\n' "$REPLY"
      fi
      ;;
    state) RUNBOOK_STATE=${RUNBOOK_FIELD[state]:-} ;;
  esac
}

# runbook_tell NONCE: a script's output in plain words; ends with 10 where the state was needed, 11 blocked, 0 else.
runbook_tell() {
  local line mark=$'\x1e'"katagpu $1 " rest
  local -A RUNBOOK_FIELD=()
  local -a RUNBOOK_ARGS=()
  RUNBOOK_STATE=''
  while IFS= read -r line || [[ -n $line ]]; do
    if [[ $line == *"$mark"* ]]; then
      rest=${line#*"$mark"}
      line=${line%%"$mark"*}
      [[ -z $line ]] || printf '%s\n' "$line"
      runbook_control "${rest%% *}" "${rest#* }"
    else
      printf '%s\n' "${line##*$'\r'}"
    fi
  done
  case $RUNBOOK_STATE in
    needed) return 10 ;;
    blocked) return 11 ;;
  esac
}

# runbook_check STAGE: 0 done, 10 needed, 11 blocked, 1 it failed. Changes nothing and takes no lock.
runbook_check() {
  local nonce told
  runbook_random
  nonce=$REPLY
  printf '\n%s\n' "${RUNBOOK_WORDS[check]} $1"
  set +e
  runbook_script "$1" check "$nonce" | bash | runbook_tell "$nonce"
  told=("${PIPESTATUS[@]}")
  set -e
  ((told[1] == 0)) || return 1
  return "${told[2]}"
}

# One script of the wizard's jobs (job/*.sh) to the letter; names and values follow its own name.
runbook_job_script() {
  local name=$1 part
  shift
  printf '{ exec 9<&0 </dev/null\nset -Eeuo pipefail\nexport LC_ALL=C\numask 077\n'
  while (($# >= 2)); do
    runbook_quote "$2"
    printf '%s=%s\n' "$1" "$REPLY"
    shift 2
  done
  for part in job/lib "job/$name"; do
    runbook_part "$part"
    printf '\n'
  done
  printf 'exit\n}\n'
}

# What follows the script on descriptor 9, into RUNBOOK_BYTES (its number of bytes) and on standard output.
runbook_secret() {
  case $1/$2 in
    serve/apply) # an API key made here, for the server alone; no token of a model's source
      local key
      key=$(head -c 600 /dev/urandom | LC_ALL=C tr -dc 'A-Za-z0-9_-')
      printf '%s\n\n' "${key:0:40}"
      ;;
    kata/apply) runbook_content ;;
  esac
}

# runbook_act STAGE ACTION: as a job of the wizard's; 0, or how it ended.
runbook_act() {
  local stage=$1 action=$2 word nonce id script answer lock=lock secrets told
  runbook_random && word=$REPLY
  runbook_random && nonce=$REPLY
  runbook_random && id=$REPLY
  [[ ${RUNBOOK_SCOPE[$stage]} == host ]] || lock=lock-${RUNBOOK_SCOPE[$stage]}
  script=$(
    runbook_script "$stage" "$action" "$nonce"
    printf x
  )
  script=${script%x}
  secrets=$(runbook_secret "$stage" "$action" | wc -c)
  printf '\n%s\n' "${RUNBOOK_WORDS[$action]} $stage"
  answer=$(
    {
      runbook_job_script start KATAGPU_WORD "$word" JOB_ID "$id" JOB_NAME "$stage/$action" JOB_OWNER \
        "$(id -un)@$(uname -n)" JOB_SCOPE "${RUNBOOK_SCOPE[$stage]}" JOB_LOCK "$lock" JOB_NONCE "$nonce" JOB_RUNNER \
        "$(runbook_part job/run)"
      printf '%s %s\n' "$(printf '%s' "$script" | wc -c)" "$secrets"
      printf '%s' "$script"
      runbook_secret "$stage" "$action"
      printf '%s end\n' "$word"
    } | bash 2>&1
  ) || :
  case $answer in
    *"$word"$'\t'started*) ;;
    *"$word"$'\t'locked*)
      printf '%s %s\n' "${RUNBOOK_WORDS[locked]}" "${answer##*"$word"}" >&2
      return 2
      ;;
    *)
      printf '%s\n%s\n' "${RUNBOOK_WORDS[failed]}" "$answer" >&2
      return 3
      ;;
  esac
  set +e
  runbook_job_script follow KATAGPU_WORD "$word" JOB_ID "$id" JOB_OFFSET 0 | bash | runbook_followed "$word" "$nonce"
  told=$?
  set -e
  return "$told"
}

# runbook_followed WORD NONCE: the log in plain words; how the job ended.
runbook_followed() {
  local ended=1
  # The end's line comes last, behind a log that may not end with a newline.
  runbook_tell "$2" < <(
    while IFS= read -r line || [[ -n $line ]]; do
      if [[ $line == *$'\x1e'"$1"$'\t'end* ]]; then
        printf '%s\n' "${line%%$'\x1e'"$1"*}"
        printf '\x1e%s\n' "${line##*$'\x1e'"$1"}" >&3
      elif [[ $line != $'\x1e'"$1"* ]]; then
        printf '%s\n' "$line"
      fi
    done 3>"$RUNBOOK_SCRATCH/end"
  ) || :
  IFS=$'\t' read -r _ _ _ ended _ <"$RUNBOOK_SCRATCH/end" || :
  [[ $ended =~ ^[0-9]{1,3}$ ]] || ended=1
  return "$ended"
}

runbook_apply() {
  local stage=$1 state=0
  runbook_check "$stage" || state=$?
  case $state in
    0)
      printf '%s\n' "${RUNBOOK_WORDS[nothing]}"
      return 0
      ;;
    11) return 2 ;;
    10) ;;
    *) return 3 ;;
  esac
  runbook_act "$stage" apply || return 3
  runbook_check "$stage" || return 3
}

# What ends this leaves a job going on: it is the host's, and holds the lock until it has ended.
runbook_main() {
  local action=${1:-} stage wanted=() worst=0 status reversed=()
  case $action in
    --check | --apply | --undo) ;;
    *)
      runbook_usage
      [[ $action == --help ]] && return 0
      return 1
      ;;
  esac
  shift
  (($#)) || [[ $action == --check ]] || {
    runbook_usage
    return 1
  }
  (($#)) || set -- all
  for stage in "$@"; do
    [[ $stage == all || -n ${RUNBOOK_SCOPE[$stage]:-} ]] || {
      runbook_usage
      return 1
    }
  done
  if ((EUID != 0)) && [[ -z ${KATAGPU_ROOT:-} ]]; then
    printf '%s\n' "${RUNBOOK_WORDS[root]}" >&2
    return 1
  fi
  for stage in "${RUNBOOK_STAGES[@]}"; do
    [[ " $* " != *" all "* && " $* " != *" $stage "* ]] || {
      wanted+=("$stage")
      reversed=("$stage" "${reversed[@]}")
    }
  done
  RUNBOOK_SCRATCH=$(mktemp -d)
  trap 'rm -rf --one-file-system -- "$RUNBOOK_SCRATCH"' EXIT
  [[ $action != --undo ]] || wanted=("${reversed[@]}")
  for stage in "${wanted[@]}"; do
    status=0
    case $action in
      --check)
        runbook_check "$stage" || status=$?
        case $status in
          10) status=0 ;;
          11) status=2 ;;
          1) status=3 ;;
        esac
        ;;
      --apply) runbook_apply "$stage" || status=$? ;;
      --undo) runbook_act "$stage" undo || status=3 ;;
    esac
    ((status <= worst)) || worst=$status
    # What rests on a step that is not done cannot be either.
    [[ $action != --apply || $status -eq 0 ]] || break
  done
  return "$worst"
}

runbook_main "$@"
