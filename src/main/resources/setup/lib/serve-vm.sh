# shellcheck shell=bash
# The virtual machine of our container, as the host's process list shows it, and what its arguments prove. Kata starts
# one QEMU for a container and names it after it (govmm: -name sandbox-ID). A confidential one has kvm-type=cvm among
# its machine's options and, from Kata 3.15 on, an object tmm-guest (virtCCA_sdk, kata-containers.patch). Needs sysfs.sh.

# The VM's process id into SERVE_VM_PID (empty: none found) and its arguments into SERVE_VM_ARGUMENTS.
serve_find_vm() {
  local path argument before
  local -a arguments
  SERVE_VM_PID='' SERVE_VM_ARGUMENTS=()
  for path in "$KG_PROC"/[0-9]*/cmdline; do
    # Anybody can start a program of that name with such arguments; only root's own counts.
    [[ -O $path ]] || continue
    arguments=()
    { mapfile -d '' -t arguments < <(head -c 262144 -- "$path"); } 2>/dev/null || continue
    [[ ${arguments[0]:-} == *qemu* ]] || continue
    before=
    for argument in "${arguments[@]}"; do
      if [[ $before == -name && ($argument == "sandbox-$1" || $argument == "sandbox-$1,"*) ]]; then
        path=${path%/cmdline}
        SERVE_VM_PID=${path##*/}
        SERVE_VM_ARGUMENTS=("${arguments[@]}")
        return 0
      fi
      before=$argument
    done
  done
}

# What in its arguments makes it confidential, into REPLY; empty when nothing does.
serve_confidential() {
  local argument before='' part found=''
  local -a parts
  for argument in ${SERVE_VM_ARGUMENTS[@]+"${SERVE_VM_ARGUMENTS[@]}"}; do
    IFS=, read -ra parts <<<"$argument"
    if [[ $before == -machine ]]; then
      for part in "${parts[@]}"; do
        if [[ $part == kvm-type=cvm ]]; then
          found+=${found:+, }"-machine … $part"
        fi
      done
    elif [[ $before == -object && ${parts[0]:-} == tmm-guest ]]; then
      found+=${found:+, }"-object $argument"
    fi
    before=$argument
  done
  REPLY=$found
}

# The link's words: proved with what proves it, or unproved with what was seen.
serve_tell_vm() {
  serve_find_vm "$CONTAINER"
  if [[ -z $SERVE_VM_PID ]]; then
    serve_link vm unproved "$RUNTIME: no process -name sandbox-$CONTAINER"
    kg_finding serve.no_vm warn "no process -name sandbox-$CONTAINER" "$RUNTIME" "$CONTAINER"
    return 0
  fi
  serve_confidential
  if [[ -n $REPLY ]]; then
    serve_link vm proved "${SERVE_VM_ARGUMENTS[0]##*/}($SERVE_VM_PID): $REPLY"
  else
    serve_link vm unproved "${SERVE_VM_ARGUMENTS[0]##*/}($SERVE_VM_PID): no kvm-type=cvm, no tmm-guest"
    kg_finding serve.not_confidential warn "no kvm-type=cvm, no tmm-guest" \
      "${SERVE_VM_ARGUMENTS[0]##*/}($SERVE_VM_PID)" "$CONTAINER"
  fi
}
