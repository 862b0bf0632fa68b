# shellcheck shell=bash
# needs: serve/common serve/guest serve/proof
# The model server in its container: handed over to the launcher, ended, and its log followed.

SERVE_OFFSET=0
SERVE_SHOWN=0
readonly SERVE_MOST_SHOWN=33554432
SERVE_PARTIAL=
SERVE_BEGUN=
SERVE_LOADED=
SERVE_ENDED=
SERVE_PERCENT=
SERVE_RECENT=()
# Whether the guest's firmware can be asked for evidence, and a key be made that it names.
# shellcheck disable=SC2016 # for the guest's python3
readonly SERVE_CAN_TELL='# katagpu-evidence?
import glob, os, shutil
device = os.path.exists("/dev/tsi") or glob.glob("/sys/class/*/tsi/dev")
print("evidence and a key" if device and shutil.which("openssl") else "none")'

# What this run brought on descriptor 9: the key, or one made here, into SERVE_NEW_KEY, and the token of the model's
# source into SERVE_TOKEN (empty: none).
serve_take_key() {
  SERVE_NEW_KEY='' SERVE_TOKEN=''
  IFS= read -r -t 10 -n 1000 -u 9 SERVE_NEW_KEY || true
  IFS= read -r -t 10 -n 1000 -u 9 SERVE_TOKEN || true
  if [[ -z $TOKEN_VARIABLE || ! $SERVE_TOKEN =~ ^[[:graph:]]{1,500}$ ]]; then
    SERVE_TOKEN=
  fi
  if [[ $ASK_KEY != 1 ]]; then
    SERVE_NEW_KEY=
  elif [[ ! $SERVE_NEW_KEY =~ ^[A-Za-z0-9_-]{20,200}$ ]]; then
    SERVE_NEW_KEY=$(head -c 30 /dev/urandom | base64 | tr '+/' '-_')
  fi
}

# What the launcher will run, on standard output: environment, then the server in the shell's place.
serve_run_text() {
  local word text=''
  local -a words extra variables
  serve_list words "$SERVER_ARGUMENTS"
  serve_list extra "$EXTRA_ARGUMENTS"
  serve_list variables "$SERVER_ENVIRONMENT"
  if ((SERVE_PARALLEL > 1)); then
    words+=(--tensor-parallel-size "$SERVE_PARALLEL")
    # The processes of one server pass tensors through /dev/shm.
    printf '%s\n' 'mount -o remount,size=16g /dev/shm || export NCCL_SHM_DISABLE=1'
  fi
  if [[ $TLS == 1 ]]; then
    words+=(--ssl-keyfile "$SERVE_GUEST/tls.key" --ssl-certfile "$SERVE_GUEST/tls.crt")
  fi
  printf '%s\n' "if [ -f $SERVE_GUEST/key ]; then VLLM_API_KEY=\$(cat $SERVE_GUEST/key); export VLLM_API_KEY; fi"
  if [[ -n $TOKEN_VARIABLE ]]; then
    # Read once, into the environment of the server alone.
    printf '%s\n' "if [ -f $SERVE_GUEST/token ]; then $TOKEN_VARIABLE=\$(cat $SERVE_GUEST/token); export $TOKEN_VARIABLE; rm -f $SERVE_GUEST/token; fi"
  fi
  for word in ${variables[@]+"${variables[@]}"}; do
    serve_quote "${word#*=}"
    printf 'export %s=%s\n' "${word%%=*}" "$REPLY"
  done
  for word in "${words[@]}" ${extra[@]+"${extra[@]}"}; do
    serve_quote "$word"
    text+="${text:+ }$REPLY"
  done
  printf 'exec %s\n' "$text"
}

# Hands key, token and command over and gives the go-ahead. A secret's way: this shell's memory, a pipe, the guest's
# tmpfs. What the guest says of it into REPLY.
serve_hand_over() {
  # shellcheck disable=SC2016 # for the guest's shell
  local taking='umask 077
cd "$0" || exit 71
IFS= read -r key || exit 72
IFS= read -r token || exit 72
rm -f key token
[ -z "$key" ] || printf "%s" "$key" >key
[ -z "$token" ] || printf "%s" "$token" >token
line=
while IFS= read -r line && [ "$line" != "#katagpu-end" ]; do printf "%s\n" "$line"; done >run.new
[ "$line" = "#katagpu-end" ] || exit 73
mv run.new run && printf "%s\n" "$1" >go'
  serve_exec both 60 sh -c "$taking" "$SERVE_GUEST" "$SERVE_RUN" < <(
    printf '%s\n%s\n' "$SERVE_NEW_KEY" "$SERVE_TOKEN"
    serve_run_text
    echo '#katagpu-end'
  )
}

# Where nobody chose, TLS goes with what the guest can do: of a server that stays, as it was started.
serve_settle_tls() {
  [[ $TLS == auto ]] || return 0
  if ((SERVE_SAME_SERVER)) && [[ $START != server ]]; then
    TLS=${KG_RECORD[tls]:-}
  elif serve_exec_retried out 30 python3 -c "$SERVE_CAN_TELL" && [[ $REPLY == *'evidence and a key'* ]]; then
    TLS=1
  else
    TLS=''
  fi
}

# A certificate of the server's own, made in the guest; its private key never leaves it. Read back, it is the only one
# this host's requests believe; its SHA-256 goes to the chat.
serve_make_certificate() {
  local status=0 text der
  # shellcheck disable=SC2016 # for the guest's shell
  serve_exec_retried both 60 sh -c 'umask 077
cd "$0" && { [ -f tls.crt ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 825 \
  -subj "/CN=$1" -addext "subjectAltName=IP:$1" -keyout tls.key -out tls.new >&2 && { [ -f tls.crt ] || mv tls.new tls.crt; }; } &&
cat tls.crt' "$SERVE_GUEST" "$SERVE_ADDRESS" || status=$?
  text=$REPLY
  if ((status)) || [[ ! $text =~ -----BEGIN\ CERTIFICATE-----([A-Za-z0-9+/=[:space:]]+)-----END\ CERTIFICATE----- ]]; then
    serve_tail "$text"
    serve_broken server serve.no_tls "$REPLY"
  fi
  der=${BASH_REMATCH[1]//[[:space:]]/}
  mkdir -p -- "${SERVE_CERTIFICATE%/*}"
  printf '%s\n' "${BASH_REMATCH[0]}" >"$SERVE_CERTIFICATE"
  SERVE_PIN=$(base64 -d <<<"$der" | sha256sum)
  SERVE_PIN=${SERVE_PIN%% *}
}

serve_start_server() {
  SERVE_PARALLEL=$PARALLEL
  if ((!SERVE_PARALLEL)); then
    SERVE_PARALLEL=$SERVE_SEEN
  fi
  SERVE_PIN=
  if [[ $TLS == 1 ]]; then
    serve_make_certificate
  fi
  serve_log_size
  SERVE_OFFSET=$REPLY
  SERVE_RUN=$(date +%s)-$RANDOM
  serve_record server '' run "$SERVE_RUN" from "$SERVE_OFFSET" address "$SERVE_ADDRESS" port "$PORT" served "$SERVED" \
    keyed "$ASK_KEY" tls "$TLS" pin "$SERVE_PIN"
  if ! serve_hand_over; then
    serve_broken server serve.not_handed "$REPLY" "$CONTAINER"
  fi
  serve_record server "$SERVE_SERVER_INPUTS"
  SERVE_NEW_KEY='' SERVE_TOKEN=''
  serve_guest_run
  serve_tell_server "$SERVE_RUN"
}

# serve_end_server GRACE: ends the server; the launcher sees to what it left, stays and waits. Never signals a group or
# all processes: on a practice host they would be the admin's own.
serve_end_server() {
  # shellcheck disable=SC2016 # for the guest's shell
  serve_exec both 60 sh -c '[ -f "$0/alive" ] || exit 0
read -r pid <"$0/pid" || exit 74
case $pid in "" | 1 | *[!0-9]*) exit 75 ;; esac
i=0
[ "$1" = 0 ] || kill -TERM "$pid"
while [ -f "$0/alive" ] && [ "$i" -lt "$1" ]; do sleep 1; i=$((i + 1)); done
i=0
while [ -f "$0/alive" ] && [ "$i" -lt 5 ]; do kill -KILL "$pid"; sleep 1; i=$((i + 1)); done
[ ! -f "$0/alive" ]' "$SERVE_GUEST" "$1" </dev/null
}

serve_stop_server() {
  serve_end_server 20 || serve_broken server serve.not_stopped "$REPLY" "$CONTAINER"
}

# The log's length in bytes into REPLY; 0 where there is none.
serve_log_size() {
  kg_number "$(stat -c %s -- "$SERVE_LOG" 2>/dev/null)" || REPLY=0
}

# What the server wrote since the last look, but no more than this script can read while it also looks at the server: of
# more, the newest.
serve_read_new_log() {
  local rounds
  serve_log_size
  if ((REPLY - SERVE_OFFSET > 8388608)); then
    printf '\n[katagpu] %s bytes of the log are left out here; they are in %s\n' "$((REPLY - SERVE_OFFSET - 1048576))" \
      "${SERVE_LOG#"${KATAGPU_ROOT:-}"}"
    SERVE_OFFSET=$((REPLY - 1048576)) SERVE_PARTIAL=
  fi
  for ((rounds = 0; rounds < 64; rounds++)); do
    serve_read_log || return 0
  done
}

# The next part of the log: into this log as it is, up to SERVE_MOST_SHOWN bytes in all, and taken apart. Fails when
# there was nothing.
serve_read_log() {
  local size chunk line
  local -a lines
  serve_log_size
  size=$REPLY
  ((size > SERVE_OFFSET)) || return 1
  ((size - SERVE_OFFSET <= 262144)) || size=$((SERVE_OFFSET + 262144))
  # A byte of 0 would make bash complain.
  { chunk=$(dd if="$SERVE_LOG" bs=64K iflag=skip_bytes,count_bytes skip="$SERVE_OFFSET" \
    count="$((size - SERVE_OFFSET))" status=none && printf x); } 2>/dev/null
  SERVE_OFFSET=$size
  chunk=${chunk%x}
  if ((SERVE_SHOWN <= SERVE_MOST_SHOWN)); then
    printf '%s' "$chunk"
    SERVE_SHOWN=$((SERVE_SHOWN + ${#chunk}))
    ((SERVE_SHOWN <= SERVE_MOST_SHOWN)) ||
      printf '\n[katagpu] The rest of the log is not shown here; it is in %s\n' "${SERVE_LOG#"${KATAGPU_ROOT:-}"}"
  fi
  chunk=$SERVE_PARTIAL${chunk//$'\r'/$'\n'}
  mapfile -t lines <<<"$chunk"
  SERVE_PARTIAL=${lines[-1]:0:4000}
  unset 'lines[-1]'
  for line in ${lines[@]+"${lines[@]}"}; do
    serve_log_line "$line"
  done
}

# One line of the server's: what it says of its own start. Names are vLLM's of versions 0.5 to 0.10.
serve_log_line() {
  local line=${1:0:4000}
  if [[ $line == "[katagpu] $SERVE_RUN ended with "* ]]; then
    SERVE_ENDED=${line##* }
    return 0
  fi
  if [[ $line =~ ([0-9]{1,3})%(\||\ Completed) ]]; then
    if [[ -z $SERVE_LOADED ]] && kg_number "${BASH_REMATCH[1]}" 100 && [[ $REPLY != "$SERVE_PERCENT" ]]; then
      SERVE_PERCENT=$REPLY
      kg_progress "$SERVE_PERCENT" 100 percent
    fi
    return 0
  fi
  [[ -n ${line//[[:space:]]/} ]] || return 0
  SERVE_RECENT+=("$line")
  ((${#SERVE_RECENT[@]} <= 12)) || SERVE_RECENT=("${SERVE_RECENT[@]: -12}")
  if [[ -z $SERVE_BEGUN && $line =~ vLLM\ API\ server\ version|Initializing\ an?\ .*(LLM|V1)|non-default\ args ]]; then
    SERVE_BEGUN=$line
  fi
  if [[ -z $SERVE_LOADED &&
    $line =~ oading\ (model\ )?weights\ took|odel\ loading\ took|GPU\ KV\ cache\ size|\#\ GPU\ blocks|Available\ KV\ cache\ memory ]]; then
    SERVE_LOADED=$line
  fi
}
