# shellcheck shell=bash
# needs: stage serve/ask serve/common serve/guest serve/server
# The proof, link by link, each with its evidence.

SERVE_SEEN=0
SERVE_KEEP_PROOF=

# serve_broken LINK FINDING EVIDENCE [ARG …]: the chain ends here; what stands stays, so that the link can be retried.
serve_broken() {
  local link=$1 id=$2 evidence=$3
  shift 3
  serve_link "$link" failed "$evidence"
  kg_fail "$id" "$evidence" "$@"
  kg_state blocked
  exit 2
}

# The GPUs the guest sees, and whether they are as many as were given: into SERVE_SEEN.
serve_prove_gpu() {
  local line index name memory driver cuda text evidence=''
  SERVE_SEEN=0
  if ! serve_query index,name,memory.total,driver_version; then
    serve_tail "$REPLY"
    SERVE_GPU_TROUBLE=serve.gpu_unseen
    SERVE_GPU_EVIDENCE=$REPLY
    serve_link gpu failed "$REPLY"
    return 0
  fi
  text=$REPLY
  serve_cuda
  cuda=$REPLY
  while IFS= read -r line; do
    serve_field 0 "$line"
    kg_number "$REPLY" 999 || continue
    index=$REPLY
    SERVE_SEEN=$((SERVE_SEEN + 1))
    serve_field 1 "$line"
    name=$REPLY
    serve_field 2 "$line"
    memory=$REPLY
    serve_field 3 "$line"
    driver=$REPLY
    kg_number "$memory" || REPLY=0
    memory=$REPLY
    kg_fact serve.gpu index= "$index" name "$name" memory= "$memory" driver "$driver" cuda "$cuda"
    evidence+="${evidence:+; }$name, $memory MiB, driver $driver${cuda:+, CUDA $cuda}"
  done <<<"$text"
  SERVE_GPU_EVIDENCE=${evidence:-$text}
  if ((!SERVE_SEEN)); then
    SERVE_GPU_TROUBLE=serve.gpu_unseen
    serve_link gpu failed "$SERVE_GPU_EVIDENCE"
  elif ((SERVE_SEEN < SERVE_GPUS)); then
    SERVE_GPU_TROUBLE=serve.fewer_gpus
    serve_link gpu failed "$SERVE_GPU_EVIDENCE"
  else
    SERVE_GPU_TROUBLE=
    serve_link gpu proved "$SERVE_GPU_EVIDENCE"
  fi
}

# Waits until the server answers /health; a model may be downloaded meanwhile, so for as long as the server lives.
# Settles the links server, weights and health.
serve_await_health() {
  local -i seconds=0
  local server=running weights=waiting
  serve_link server running
  while :; do
    serve_read_new_log
    if [[ $server == running && -n $SERVE_BEGUN ]]; then
      server=proved
      serve_link server proved "$SERVE_BEGUN"
      kg_next_step serve.weights
      serve_link weights running
      weights=running
    fi
    if [[ $weights == running && -n $SERVE_LOADED ]]; then
      weights=proved
      serve_link weights proved "$SERVE_LOADED"
      kg_next_step serve.health "$SERVE_BASE"
      serve_link health running
    fi
    if [[ -n $SERVE_ENDED ]]; then
      serve_server_ended "$server" "$weights"
    fi
    if ((seconds % 2 == 0)) && serve_ask 5 /health && [[ $SERVE_STATUS == 200 ]]; then
      break
    fi
    if ((seconds % 5 == 4)) && serve_task && [[ $SERVE_TASK != RUNNING ]]; then
      serve_tail "$(printf '%s\n' ${SERVE_RECENT[@]+"${SERVE_RECENT[@]}"})"
      serve_broken server serve.vm_ended "$REPLY" "$CONTAINER"
    fi
    sleep 1
    seconds+=1
  done
  serve_read_new_log
  # A version that words its log otherwise: what answers was started, and has its weights.
  [[ $server == proved ]] || serve_link server proved "GET $SERVE_BASE/health: $SERVE_STATUS"
  [[ $weights == proved ]] || serve_link weights proved "${SERVE_LOADED:-GET $SERVE_BASE/health: $SERVE_STATUS}"
  serve_link health proved "GET $SERVE_BASE/health: $SERVE_STATUS"
}

# The link that was being proved when the server ended.
serve_server_ended() {
  local link=server
  [[ $1 != proved ]] || link=weights
  [[ $2 != proved ]] || link=health
  serve_tail "$(printf '%s\n' ${SERVE_RECENT[@]+"${SERVE_RECENT[@]}"})"
  serve_broken "$link" serve.server_ended "$REPLY" "$SERVE_ENDED"
}

# Whether an answer lists the served name.
serve_lists() {
  local name
  while IFS= read -r name; do
    name=${name%\"}
    [[ ${name##*\"} != "$SERVED" ]] || return 0
  done < <(printf '%s' "$1" | grep -aoE '"id"[[:space:]]*:[[:space:]]*"[^"]*"')
  return 1
}

serve_prove_models() {
  local key evidence
  serve_link models running
  if [[ $ASK_KEY == 1 ]] && ! serve_read_key; then
    serve_broken models serve.no_key '' "$CONTAINER"
  fi
  if ! serve_ask 30 /v1/models || [[ $SERVE_STATUS != 200 ]] || ! serve_lists "$REPLY"; then
    serve_tail "$REPLY"
    serve_broken models serve.no_model "GET $SERVE_BASE/v1/models: $SERVE_STATUS"$'\n'"${REPLY:0:2000}" "$SERVED"
  fi
  evidence="GET $SERVE_BASE/v1/models: $SERVE_STATUS, $SERVED"
  if [[ $ASK_KEY == 1 ]]; then
    key=$SERVE_KEY
    SERVE_KEY=
    serve_ask 30 /v1/models || true
    SERVE_KEY=$key
    if [[ $SERVE_STATUS != 401 ]]; then
      serve_broken models serve.key_ignored "GET $SERVE_BASE/v1/models: $SERVE_STATUS" "$SERVE_STATUS"
    fi
    evidence+='; 401 without the key'
  fi
  serve_link models proved "$evidence"
}

# serve_generate PATH BODY FIELD: a streamed answer. SERVE_FIRST is the time to its first token in ms (empty: none
# came), SERVE_SAID the text, SERVE_STATUS the HTTP status, REPLY the last lines that were no event.
serve_generate() {
  local path=$1 body=$2 member=$3 line other='' began now total=0
  SERVE_FIRST='' SERVE_SAID='' SERVE_STATUS=000
  began=${EPOCHREALTIME/./}
  # 16 tokens were asked for: longer lines, and more than all of it can be, are not read. dd hands on what came at once.
  while IFS= read -r -n 16384 line || [[ -n $line ]]; do
    total=$((total + ${#line} + 1))
    if ((total >= 262144)); then
      other+=$'\n'"[katagpu] more than 262144 bytes for an answer of 16 tokens; cut"
      break
    fi
    line=${line%$'\r'}
    if [[ $line == data:* ]]; then
      # A text, or a list of parts with one.
      if ((${#SERVE_SAID} < 2000)) &&
        [[ $line =~ \"($member)\"[[:space:]]*:[[:space:]]*(\"|\[.*\"text\"[[:space:]]*:[[:space:]]*\")(([^\"\\]|\\.)+)\" ]]; then
        now=${EPOCHREALTIME/./}
        [[ -n $SERVE_FIRST ]] || SERVE_FIRST=$(((now - began) / 1000))
        SERVE_SAID+=${BASH_REMATCH[3]}
      elif [[ -z $SERVE_FIRST && $line == *'"error"'* ]]; then
        other+=${other:+$'\n'}$line
      fi
    elif [[ $line =~ ^katagpu-status\ ([0-9]{3})$ ]]; then
      SERVE_STATUS=${BASH_REMATCH[1]}
    elif [[ -n $line ]]; then
      other+=${other:+$'\n'}$line
    fi
  done < <(serve_key_line | "${SERVE_CURL[@]}" --config - --no-buffer --max-time 600 \
    --header 'Content-Type: application/json' --data "$body" --write-out '\nkatagpu-status %{http_code}\n' \
    "$SERVE_BASE$path" 2>&1 | dd bs=16K count=278528 iflag=count_bytes status=none)
  serve_tail "$other"
}

serve_prove_token() {
  local name words
  serve_link token running
  kg_json_string "$SERVED"
  name=$REPLY
  serve_generate /v1/chat/completions "{\"model\":$name,\"messages\":[{\"role\":\"user\",\"content\":\"Say hello.\"}],\
\"max_tokens\":16,\"temperature\":0,\"stream\":true}" 'content|reasoning_content|reasoning'
  words=/v1/chat/completions
  if [[ -z $SERVE_FIRST && $SERVE_STATUS == 400 ]]; then
    # A base model has no chat template; it can go on with a text all the same.
    printf '%s\n' "$REPLY"
    words=$REPLY
    serve_generate /v1/completions "{\"model\":$name,\"prompt\":\"Hello\",\"max_tokens\":16,\"temperature\":0,\
\"stream\":true}" text
    [[ -z $SERVE_FIRST ]] || kg_finding serve.no_chat warn "$words" "$SERVED"
    words=/v1/completions
  fi
  if [[ -z $SERVE_FIRST ]]; then
    serve_broken token serve.no_token "POST $SERVE_BASE$words: $SERVE_STATUS"$'\n'"${REPLY:0:2000}" "$SERVED"
  fi
  serve_link token proved "POST $words: $SERVE_FIRST ms, ${SERVE_SAID:0:200}"
}
