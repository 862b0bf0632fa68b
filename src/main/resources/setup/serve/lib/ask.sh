# shellcheck shell=bash
# needs: serve/guest
# Requests from this host to the server at the container's address. The API key goes to curl on its standard input,
# never in an argument and never into a file (a here-document would be one).

SERVE_KEY=

# The server's base address into SERVE_BASE; with TLS, its certificate is the only one curl believes.
serve_base() {
  local host=$1
  SERVE_BASE=http://$host:$PORT
  SERVE_CURL=(curl --silent --show-error --noproxy '*' --connect-timeout 5)
  if [[ ${TLS:-} == 1 ]]; then
    SERVE_BASE=https://$host:$PORT
    SERVE_CURL+=(--cacert "$SERVE_CERTIFICATE")
  fi
}

# serve_ask SECONDS PATH: the answer's body into REPLY, its status into SERVE_STATUS (000: none). Of an answer of more
# than SERVE_MOST bytes the beginning, as none: what answers so is no model server. Returns curl's status.
serve_ask() {
  local seconds=$1 path=$2 status=0 text
  text=$(serve_key_line | "${SERVE_CURL[@]}" --config - --max-time "$seconds" --write-out '\n%{http_code}' \
    "$SERVE_BASE$path" 2>&1 | head -c "$((SERVE_MOST + 1))" | tr -d '\0') || status=$?
  if ((${#text} > SERVE_MOST)); then
    SERVE_STATUS=000
    REPLY=${text:0:2000}$'\n'"[katagpu] more than $SERVE_MOST bytes; cut"
    return "$SERVE_TOO_MUCH"
  fi
  SERVE_STATUS=${text##*$'\n'}
  REPLY=${text%$'\n'*}
  if [[ ! $SERVE_STATUS =~ ^[0-9]{3}$ ]]; then
    SERVE_STATUS=000
    REPLY=$text
  fi
  return "$status"
}

# serve_metrics: the lines of vLLM's /metrics that count into REPLY, out of 4 MiB at most; status as in serve_ask.
serve_metrics() {
  local text status=0
  text=$(serve_key_line | "${SERVE_CURL[@]}" --config - --max-time 5 --write-out '\nkatagpu-status %{http_code}\n' \
    "$SERVE_BASE/metrics" 2>/dev/null | head -c 4194304 |
    LC_ALL=C grep -aE '^(vllm:(num_requests_(running|waiting)|(kv|gpu)_cache_usage_perc|(prompt|generation)_tokens_total)|katagpu-status )' |
    head -c "$SERVE_MOST" | tr -d '\0') || status=$?
  SERVE_STATUS=000
  if [[ $text =~ (^|$'\n')katagpu-status\ ([0-9]{3})$ ]]; then
    SERVE_STATUS=${BASH_REMATCH[2]}
  fi
  REPLY=${text%%katagpu-status*}
}

# curl's configuration on standard output.
serve_key_line() {
  if [[ -n $SERVE_KEY ]]; then
    printf 'header = "Authorization: Bearer %s"\n' "$SERVE_KEY"
  fi
}
