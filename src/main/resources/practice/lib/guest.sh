# shellcheck shell=bash
# What runs in a container: guest.sh FOLDER COMMAND … as its first process, guest.sh --exec FOLDER COMMAND … beside it.
# A shell's script runs for real, with the guest's few files for /run/katagpu and /proc/mounts, the guest's commands
# on its PATH, and a kill that reaches the guest's server and no other process.
: "${SANDBOX:?}"
# shellcheck source-path=SCRIPTDIR source=notes.sh
. "$SANDBOX/libexec/notes.sh"
# shellcheck source-path=SCRIPTDIR source=mounts.sh
. "$SANDBOX/libexec/mounts.sh"
namespace=''
# shellcheck source-path=SCRIPTDIR source=containerd-tasks.sh
. "$SANDBOX/libexec/containerd-tasks.sh"

beside=0
if [[ $1 == --exec ]]; then
  beside=1
  shift
fi
folder=$1
shift
export PRACTICE_GUEST=$folder PRACTICE_CONTAINER
export PATH=$SANDBOX/guestbin:$SANDBOX/bin

# A text of the guest's with the places it names as they are here, into REPLY.
here() {
  REPLY=${1//\/run\/katagpu/$folder/run/katagpu}
  REPLY=${REPLY//\/proc\/mounts/$folder/proc/mounts}
}

# The guest's own kill: for -1 the server, else a process of the sandbox.
kill() {
  local signal=-TERM pid
  if [[ $1 == -* ]]; then
    signal=$1
    shift
  fi
  for pid in "$@"; do
    if [[ $pid == -1 ]]; then
      pid=$(cat "$PRACTICE_GUEST/server" 2>/dev/null)
    fi
    if [[ $pid =~ ^[0-9]+$ ]] && ((pid > 1)) &&
      [[ ! -r /proc/$pid/environ || $(tr '\0' '\n' <"/proc/$pid/environ") == *"KATAGPU_SANDBOX=$SANDBOX"* ]]; then
      builtin kill "$signal" "$pid"
    fi
  done
}

# What is read on standard input, line by line.
stream_here() {
  local line
  while IFS= read -r line; do
    here "$line"
    printf '%s\n' "$REPLY"
  done
}

words=()
for word in "$@"; do
  here "$word"
  words+=("$REPLY")
done
case "${words[0]##*/} ${words[1]:-}" in
  'sh -c' | 'bash -c')
    if [[ ${words[2]} == *'command kill'* || ${words[2]} == *'builtin kill'* || ${words[2]} == */kill* ]]; then
      echo 'The practice guest knows no other kill than its own.' >&2
      exit 126
    fi
    words[2]="$(declare -f kill)"$'\n'"${words[2]}"
    words[0]=bash
    ;;
  'nvidia-smi '*)
    if ! guest_driver; then
      # shellcheck disable=SC2016 # the words as they are
      echo 'ctr: OCI runtime exec failed: exec failed: unable to start container process: exec: "nvidia-smi": executable file not found in $PATH: unknown' >&2
      exit 1
    fi
    export PRACTICE_DRIVER=$REPLY
    ;;
esac
export SANDBOX
if ((beside)); then
  "${words[@]}" < <(stream_here)
  exit
fi
# Its own process group ends with it.
"${words[@]}" &
child=$!
trap 'kill -TERM "$(cat "$PRACTICE_GUEST/server" 2>/dev/null)" "$child"; sleep 0.1; builtin kill -KILL "$child" 2>/dev/null' TERM
wait "$child"
wait "$child" 2>/dev/null
trap '' TERM
vm_ends "$PRACTICE_CONTAINER"
