# shellcheck shell=bash
# needs: sysfs trust serve/common
# The virtual machine of our container, as the host's process list shows it, and what its arguments prove. Kata starts
# one QEMU for a container and names it after it (govmm: -name sandbox-ID). A confidential one has kvm-type=cvm among
# its machine's options and, from Kata 3.15 on, an object tmm-guest (virtCCA_sdk, kata-containers.patch).

SERVE_VM_ODD=
SERVE_VM_NAMED=

# The VM's process id into SERVE_VM_PID (empty: none found) and its arguments into SERVE_VM_ARGUMENTS. Anybody can start
# a program of that name with such arguments: one that is not root's QEMU is not taken, and told in SERVE_VM_ODD. One of
# root's that is named as the VM but proves nothing, as behind a wrapper, is in SERVE_VM_NAMED: good enough to know who
# holds the container's GPUs, never to call it confidential.
serve_find_vm() {
  local path pid name began odd=0
  SERVE_VM_PID='' SERVE_VM_ARGUMENTS=() SERVE_VM_ODD='' SERVE_VM_NAMED=''
  for path in "$KG_PROC"/[0-9]*/cmdline; do
    name=
    { IFS= read -r -d '' -n 4096 name <"$path"; } 2>/dev/null || continue
    [[ $name == *qemu* ]] || continue
    if [[ ! -O $path ]] && ((++odd > 20)); then
      continue
    fi
    pid=${path%/cmdline}
    pid=${pid##*/}
    kg_process_began "$pid" || continue
    began=$REPLY
    if serve_vm_arguments "$path" "sandbox-$1" && serve_trusted_vm "$pid" &&
      kg_process_began "$pid" && [[ $REPLY == "$began" ]]; then
      SERVE_VM_PID=$pid
      return 0
    fi
    SERVE_VM_ARGUMENTS=()
  done
}

# serve_vm_arguments FILE NAME: into SERVE_VM_ARGUMENTS; whether they give the VM this name.
serve_vm_arguments() {
  local argument before=
  SERVE_VM_ARGUMENTS=()
  { mapfile -d '' -t SERVE_VM_ARGUMENTS < <(head -c 262144 -- "$1"); } 2>/dev/null || return 1
  for argument in ${SERVE_VM_ARGUMENTS[@]+"${SERVE_VM_ARGUMENTS[@]}"}; do
    if [[ $before == -name && ($argument == "$2" || $argument == "$2,"*) ]]; then
      return 0
    fi
    before=$argument
  done
  return 1
}

# Whether a process is root's QEMU of this host: its program is what lies at that path here, where root alone could have
# put it. Kata's shim gives it a mount namespace of its own (setupMntNs), so that is not asked; one in a container,
# which root of that container may have started, is in another process namespace.
serve_trusted_vm() {
  local program there here
  if [[ -n ${KATAGPU_ROOT:-} ]]; then
    [[ -O $KG_PROC/$1/cmdline ]]
    return
  fi
  if ! kg_trusted_process "$1" pid user; then
    SERVE_VM_ODD=$KG_UNTRUSTED
    return 1
  fi
  SERVE_VM_NAMED=$1
  program=$(readlink -- "/proc/$1/exe" 2>/dev/null) || program=''
  SERVE_VM_ODD="pid $1: program ${program:-not told}"
  [[ ${program##*/} == *qemu* ]] || return 1
  if [[ $program == *' (deleted)' ]]; then
    # A newer package took its place while it runs.
    program=${program%/*}/
  else
    there=$(stat -L -c %d:%i -- "/proc/$1/exe" 2>/dev/null) || return 1
    here=$(stat -L -c %d:%i -- "$program" 2>/dev/null) || return 1
    [[ $there == "$here" ]] || return 1
  fi
  if ! kg_trusted_path "$program"; then
    SERVE_VM_ODD="pid $1: $KG_UNTRUSTED"
    return 1
  fi
  SERVE_VM_ODD=
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
  local seen
  serve_find_vm "$CONTAINER"
  if [[ -z $SERVE_VM_PID ]]; then
    seen="no process of root's QEMU -name sandbox-$CONTAINER${SERVE_VM_ODD:+ ($SERVE_VM_ODD)}"
    serve_link vm unproved "$RUNTIME: $seen"
    kg_finding serve.no_vm warn "$seen" "$RUNTIME" "$CONTAINER"
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
