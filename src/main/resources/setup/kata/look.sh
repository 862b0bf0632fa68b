# shellcheck shell=bash
# needs: scan scan-kata
# Tells everything the wizard needs to make Kata's configuration from a plan: where Kata is and what it reads, as facts
# of the host check; the texts; the memory the recommendations reckon with. Changes nothing.

kata_memory() {
  local name value
  local -A memory=()
  [[ -r $ROOT/proc/meminfo ]] || return 0
  while read -r name value _; do
    if [[ $name == MemTotal: ]] && kg_number "$value"; then
      memory[MemTotal]=$REPLY
    fi
  done <"$ROOT/proc/meminfo"
  kg_json_map memory
  kg_fact resources.memory values= "$REPLY"
}

kg_kata
kata_memory
