# shellcheck shell=bash
# What the stand-in commands share: the machine's notes, its faults, what it answers, and its pace. Expects SANDBOX.
: "${SANDBOX:?}"
ROOT=$SANDBOX/root
NOTES=$ROOT/.practice

# Value of $2 in the notes file $1 (lines name=value) into REPLY.
note() {
  local line
  REPLY=''
  [[ -e $1 ]] || return 0
  while IFS= read -r line; do
    [[ $line == "$2="* ]] && REPLY=${line#*=}
  done <"$1"
  return 0
}

# Whether $1 (a device or a part of the machine) has fault $2; its argument into REPLY.
fault() {
  local kind argument
  REPLY=''
  [[ -e $NOTES/faults/$1 ]] || return 1
  while read -r kind argument; do
    if [[ $kind == "$2" ]]; then
      REPLY=$argument
      return 0
    fi
  done <"$NOTES/faults/$1"
  return 1
}

# answer NAME ARG…: prints the first block of .practice/answers/NAME whose pattern matches the arguments; ANSWERED is 1
# where one did. Blocks begin with "=== STATUS PATTERN"; a status other than 0 prints to stderr. Returns the status.
answer() {
  local name=$1 arguments line status=127 pattern own=${KATAGPU_PROGRAM:-}
  shift
  arguments=$*
  ANSWERED=0
  # Of two programs of one name each may have its own answers: by its place, slashes as underscores.
  own=${own#/}
  if [[ ${own##*/} == "$name" && -e $NOTES/answers/${own//\//_} ]]; then
    name=${own//\//_}
  fi
  [[ -e $NOTES/answers/$name ]] || return 0
  while IFS= read -r line || [[ -n $line ]]; do
    if [[ $line == '=== '* ]]; then
      ((!ANSWERED)) || break
      read -r _ status pattern <<<"$line"
      # shellcheck disable=SC2053 # a pattern it is
      [[ $arguments != $pattern ]] || ANSWERED=1
    elif ((ANSWERED)); then
      if ((status)); then
        printf '%s\n' "$line" >&2
      else
        printf '%s\n' "$line"
      fi
    fi
  done <"$NOTES/answers/$name"
  ((ANSWERED)) || return 0
  return "$status"
}

# Waits as long as the machine takes for $1 of its units of time: .practice/pace, in milliseconds.
pause() {
  local pace=60
  [[ ! -e $NOTES/pace ]] || pace=$(<"$NOTES/pace")
  pace=$((pace * $1))
  ((!pace)) || sleep "$((pace / 1000)).$(printf '%03d' "$((pace % 1000))")"
}

# $1 as a file's name into REPLY.
file_name() {
  REPLY=${1//%/%25}
  REPLY=${REPLY//\//%2F}
}

# The SHA-256 of standard input, in hex, into REPLY.
digest() {
  REPLY=$(sha256sum)
  REPLY=${REPLY%% *}
}
