# shellcheck shell=bash
# needs: stage serve/common serve/guest
# Asks the guest's firmware for evidence, from within our container, and tells it as it came: it is verified on the
# admin's machine. Changes nothing of the host; in the guest, a device node in a tmpfs. Facts:
#   serve.evidence   {"key","token","certificate"}, Base64; "none" with a word of evidence.py's and "detail" instead
#   serve.certificate {"pem"}: the certificate this host says is the server's
# Parameters: NONCE (64 hex digits), HELPER (evidence.py).

# What evidence.py said, into REPLY as a line each; fails when it did not come whole.
serve_ask_evidence() {
  local tries
  for ((tries = 0; tries < 3; tries++)); do
    serve_exec both 60 python3 -c "$HELPER" <<<"$NONCE" || true
    [[ $REPLY != *'#whole' ]] || return 0
    [[ -z $REPLY ]] || return 1
    sleep 0.5
  done
  return 1
}

serve_evidence() {
  local word value detail
  local -A told=()
  serve_read_place
  [[ $NONCE =~ ^[0-9a-f]{64}$ ]] || kg_bad_parameter serve NONCE
  serve_container && serve_task || exit 3
  [[ $SERVE_OWNER == ours && $SERVE_TASK == RUNNING ]] || exit 4
  if [[ -f $SERVE_CERTIFICATE ]]; then
    kg_fact serve.certificate pem "$(head -c 16384 -- "$SERVE_CERTIFICATE")"
  fi
  if ! serve_ask_evidence; then
    serve_tail "$REPLY"
    kg_fact serve.evidence none helper detail "${REPLY:0:1000}"
    return 0
  fi
  while read -r word value detail; do
    case $word in
      none)
        kg_fact serve.evidence none "$value" detail "$detail"
        return 0
        ;;
      key | token | certificate) told[$word]=$value ;;
    esac
  done <<<"$REPLY"
  kg_fact serve.evidence key "${told[key]-}" token "${told[token]-}" certificate "${told[certificate]-}"
}

serve_evidence
