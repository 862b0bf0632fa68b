# shellcheck shell=bash
# Requests from this host to the server at the container's address. The API key goes to curl on its standard input,
# never in an argument and never into a file (a here-document would be one). Needs serve-ground.sh.

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

# serve_ask SECONDS PATH [CURL-OPTION …]: the answer's body, then a line with its status, into REPLY and SERVE_STATUS
# (000: none). Returns curl's status.
serve_ask() {
  local seconds=$1 path=$2 status=0 text
  shift 2
  text=$(serve_key_line | "${SERVE_CURL[@]}" --config - --max-time "$seconds" --write-out '\n%{http_code}' "$@" \
    "$SERVE_BASE$path" 2>&1) || status=$?
  SERVE_STATUS=${text##*$'\n'}
  REPLY=${text%$'\n'*}
  if [[ ! $SERVE_STATUS =~ ^[0-9]{3}$ ]]; then
    SERVE_STATUS=000
    REPLY=$text
  fi
  return "$status"
}

# curl's configuration on standard output.
serve_key_line() {
  if [[ -n $SERVE_KEY ]]; then
    printf 'header = "Authorization: Bearer %s"\n' "$SERVE_KEY"
  fi
}
