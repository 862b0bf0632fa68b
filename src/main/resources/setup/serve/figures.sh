# shellcheck shell=bash
# What GPUs and server do at this moment. Changes nothing; runs nvidia-smi in the guest and reads /metrics. Facts:
#   serve.moment       {"seconds","running"}
#   serve.gpu_figures  {"index","used","memory_used","memory","temperature","power"}, words of nvidia-smi's
#   serve.metrics      {"text"}, the lines of vLLM's /metrics that count

serve_figures_gpu() {
  local line index used memory_used memory temperature
  serve_query index,utilization.gpu,memory.used,memory.total,temperature.gpu,power.draw || return 0
  while IFS= read -r line; do
    [[ $line =~ ^[0-9]+, ]] || continue
    serve_field 0 "$line"
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
  local line text=''
  kg_record_read "$SERVE_NAME" && [[ -n ${KG_RECORD[address]:-} ]] || return 0
  TLS=${KG_RECORD[tls]:-}
  PORT=${KG_RECORD[port]:-$PORT}
  serve_base "${KG_RECORD[address]}"
  serve_ask 5 /metrics && [[ $SERVE_STATUS == 200 ]] || return 0
  while IFS= read -r line; do
    case $line in
      vllm:num_requests_running* | vllm:num_requests_waiting* | vllm:kv_cache_usage_perc* | \
        vllm:gpu_cache_usage_perc* | vllm:prompt_tokens_total* | vllm:generation_tokens_total*) text+=$line$'\n' ;;
    esac
  done <<<"$REPLY"
  kg_fact serve.metrics text "$text"
}

serve_figures() {
  local running=false
  serve_place
  serve_container && serve_task || exit 3
  if [[ $SERVE_OWNER == ours && $SERVE_TASK == RUNNING ]]; then
    running=true
  fi
  read -r REPLY _ </proc/uptime
  kg_fact serve.moment seconds= "$REPLY" running= "$running"
  if [[ $running == true ]]; then
    serve_figures_gpu
    serve_figures_server
  fi
}

serve_figures
