# shellcheck shell=bash
# needs: record stage serve/common serve/container
# Stops and removes every container this stage made and still knows of, and nothing else. Logs stay. With PREVIEW=yes it
# only says what it would take.

# What undo would do with the container of the record just read.
serve_preview() {
  if ! serve_container; then
    failed=1
    kg_fail serve.not_told "$REPLY" "$CONTAINER"
  elif [[ $SERVE_OWNER == other ]]; then
    kg_finding serve.name_taken warn '' "$CONTAINER" "$NAMESPACE"
  else
    any=1
    kg_change serve.remove false "$CONTAINER" "${SERVE_LOG#"${KATAGPU_ROOT:-}"}"
  fi
}

serve_undo() {
  local file any=0 failed=0
  serve_read_place
  kg_step 1 1 serve.remove
  for file in "$KG_RECORDS"/*@*; do
    if [[ ! -f $file ]] || ! kg_record_read "${file##*/}"; then
      continue
    fi
    CONTAINER=${KG_RECORD[container]:-}
    NAMESPACE=${KG_RECORD[namespace]:-}
    CONTAINERD=${KG_RECORD[socket]:-}
    serve_read_place
    if [[ -n ${KG_RECORD[snapshotter]:-} ]]; then
      export CONTAINERD_SNAPSHOTTER=${KG_RECORD[snapshotter]}
    fi
    if [[ ${PREVIEW:-} == yes ]]; then
      serve_preview
      continue
    fi
    any=1
    if ! serve_remove 20; then
      failed=1
      kg_fail serve.not_removed "$REPLY" "$CONTAINER"
      continue
    fi
    if [[ $SERVE_OWNER == other ]]; then
      kg_finding serve.name_taken warn '' "$CONTAINER" "$NAMESPACE"
    else
      kg_change serve.remove true "$CONTAINER" "${SERVE_LOG#"${KATAGPU_ROOT:-}"}"
    fi
    serve_forget
  done
  if ((failed)); then
    kg_state blocked
    exit 2
  fi
  if ((!any)); then
    echo "Nothing to take back."
  fi
  if [[ ${PREVIEW:-} == yes ]] && ((!any)); then
    kg_state 'done'
  else
    kg_state needed
  fi
}

serve_undo
