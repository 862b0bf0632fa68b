# shellcheck shell=bash
# needs: record serve/ask serve/common serve/guest
# What GPUs and server do at this moment. Changes nothing; runs nvidia-smi in the guest and reads /metrics. Facts:
#   serve.moment       {"seconds","running","run","boot"}: run and boot name the server process figures and proof are of
#   serve.gpu_figures  {"index","used","memory_used","memory","temperature","power"}, words of nvidia-smi's
#   serve.metrics      {"text"}, the lines of vLLM's /metrics that count
#   serve.no_metrics   {"status"}: the server answers, but has no /metrics

serve_figures_gpu() {
  local line index used memory_used memory temperature
  serve_query index,utilization.gpu,memory.used,memory.total,temperature.gpu,power.draw || return 0
  while IFS= read -r line; do
    serve_field 0 "$line"
    kg_number "$REPLY" 999 || continue
    index=$REPLY
    serve_field 1 "$line"
    used=$REPLY
    serve_field 2 "$line"
    memory_used=$REPLY
    serve_field 3 "$line"
    memory=$REPLY
    serve_field 4 "$line"
    temperature=$REPLY
    serve_field 5 "$line"
    kg_fact serve.gpu_figures index= "$index" used "$used" memory_used "$memory_used" memory "$memory" \
      temperature "$temperature" power "$REPLY"
  done <<<"$REPLY"
}

serve_figures_server() {
  kg_record_read "$SERVE_NAME" && [[ -n ${KG_RECORD[address]:-} ]] || return 0
  TLS=${KG_RECORD[tls]:-}
  if kg_number "${KG_RECORD[port]:-}" 65535; then
    PORT=$REPLY
  fi
  serve_base "${KG_RECORD[address]}"
  serve_metrics
  if [[ $SERVE_STATUS == 200 ]]; then
    kg_fact serve.metrics text "$REPLY"
  elif [[ $SERVE_STATUS != 000 ]]; then
    kg_fact serve.no_metrics status "$SERVE_STATUS"
  fi
}

serve_figures() {
  local running=false seconds boot=''
  serve_read_place
  serve_container && serve_task || exit 3
  if [[ $SERVE_OWNER == ours && $SERVE_TASK == RUNNING ]]; then
    running=true
  fi
  read -r REPLY _ </proc/uptime
  [[ $REPLY =~ ^[0-9]{1,12}(\.[0-9]{1,4})?$ ]] || REPLY=0
  seconds=$REPLY
  kg_record_read "$SERVE_NAME" || true
  { IFS= read -r boot <"${KATAGPU_ROOT:-}/proc/sys/kernel/random/boot_id"; } 2>/dev/null || :
  kg_fact serve.moment seconds= "$seconds" running= "$running" run "${KG_RECORD[run]:-}" boot "$boot"
  if [[ $running == true ]]; then
    serve_figures_gpu
    serve_figures_server
  fi
}

serve_figures
