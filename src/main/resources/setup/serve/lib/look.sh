# shellcheck shell=bash
# needs: holders pci record stage sysfs trust vfio-node image/look serve/common serve/guest serve/vm
# What stands and what stands against it: the same look before it is offered (check) and when it is done (apply).
# Parameters besides theirs: FAULT (why the choice cannot be served; empty), START (empty, restart, or a link to begin
# at), RUNTIME, SNAPSHOTTER, REFERENCE (the image), DEVICES (PCI addresses), NODES (see lib/vfio-node.sh), NETNS (the
# network namespace), SERVED (the model's name for clients), ASK_KEY, TLS (1, empty, or auto), TOKEN_VARIABLE (under which the
# server takes its source's token), SERVER_ARGUMENTS, EXTRA_ARGUMENTS, SERVER_ENVIRONMENT (one to a line), PARALLEL
# (GPUs the model is spread over; 0: all).

SERVE_GROUPS=()
SERVE_GPUS=0
SERVE_ADDRESS=
SERVE_LEFTOVER=0
SERVE_STANDS=0

serve_read_parameters() {
  local name
  serve_read_place
  [[ $START =~ ^(|restart|vm|gpu|server|weights|health|models|token)$ ]] || kg_bad_parameter serve START
  [[ $RUNTIME =~ ^[A-Za-z0-9._/@+=-]+$ ]] || kg_bad_parameter serve RUNTIME
  [[ $REFERENCE =~ $IMAGE_NAME ]] || kg_bad_parameter serve REFERENCE
  [[ $DEVICES =~ ^[0-9a-f:.\ ]*$ ]] || kg_bad_parameter serve DEVICES
  [[ $NETNS =~ ^[A-Za-z0-9._-]{1,64}$ ]] || kg_bad_parameter serve NETNS
  [[ $TLS =~ ^(|1|auto)$ ]] || kg_bad_parameter serve TLS
  [[ $NODES =~ ^(group|cdev|none|\ )+$ ]] || kg_bad_parameter serve NODES
  kg_number "$PARALLEL" 99 || kg_bad_parameter serve PARALLEL
  PARALLEL=$REPLY
  [[ $TOKEN_VARIABLE =~ ^[A-Z_]{0,40}$ ]] || kg_bad_parameter serve TOKEN_VARIABLE
  for name in SNAPSHOTTER FAULT; do
    [[ ${!name} =~ $IMAGE_PLAIN ]] || kg_bad_parameter serve "$name"
  done
  if [[ -n $SNAPSHOTTER ]]; then
    export CONTAINERD_SNAPSHOTTER=$SNAPSHOTTER
  fi
  SERVE_NETNS=${KATAGPU_ROOT:-}/var/run/netns/$NETNS
  image_host_arch
}

serve_look() {
  if [[ -n $FAULT ]]; then
    kg_fail serve.choice "$FAULT"
    return 0
  fi
  image_examine_containerd
  if ((KG_FAILED)); then
    return 0
  fi
  if ! type -P curl >/dev/null; then
    kg_fail serve.no_curl ''
  fi
  if ! serve_container || ! serve_task; then
    kg_fail serve.not_told "$REPLY" "$CONTAINER"
    return 0
  fi
  serve_find_vm "$CONTAINER"
  serve_look_image
  serve_look_network
  serve_look_shim
  serve_look_devices
  serve_inputs
  serve_look_container
}

serve_look_image() {
  image_find "$REFERENCE"
  # One that a cut import left has a name, and content that containerd is about to sweep away.
  if [[ -z $IMAGE_DIGEST || -z $IMAGE_HAS_ARCH ]]; then
    kg_fail serve.no_image "${IMAGE_DIGEST:+$IMAGE_DIGEST: no configuration}" "$REFERENCE" "$NAMESPACE"
  elif [[ $IMAGE_HAS_ARCH != "$IMAGE_ARCH" ]]; then
    kg_fail image.wrong_arch "architecture: ${IMAGE_HAS_ARCH:-none told}" "$REFERENCE" "$IMAGE_ARCH"
  elif ((!IMAGE_WHOLE)); then
    kg_fail image.not_whole '' "$REFERENCE" "$NAMESPACE"
  fi
}

# The namespace's address. Kata moves it into the VM, so that of a running container may stand in its record alone.
serve_look_network() {
  local line word before=
  if [[ ! -e $SERVE_NETNS ]]; then
    kg_fail serve.no_network '' "$NETNS"
    return 0
  fi
  if REPLY=$(timeout -k 2 10 ip -n "$NETNS" -4 -o addr show dev eth0 2>&1); then
    while read -r line; do
      before=
      for word in $line; do
        if [[ $before == inet && -z $SERVE_ADDRESS ]]; then
          SERVE_ADDRESS=${word%/*}
        fi
        before=$word
      done
    done <<<"$REPLY"
  fi
  if [[ -z $SERVE_ADDRESS && $SERVE_OWNER == ours && $SERVE_TASK == RUNNING ]] && kg_record_read "$SERVE_NAME"; then
    SERVE_ADDRESS=${KG_RECORD[address]:-}
  fi
  if [[ ! $SERVE_ADDRESS =~ ^[0-9]{1,3}(\.[0-9]{1,3}){3}$ ]]; then
    kg_fail serve.no_address "$REPLY" "$NETNS"
  fi
}

# The daemon, not this shell, looks for the shim: on the PATH it was started with.
serve_look_shim() {
  local entry program shim folder daemon_path='' read=0
  local -a folders
  if [[ $RUNTIME == /* ]]; then
    [[ -x ${KATAGPU_ROOT:-}$RUNTIME || -x $RUNTIME ]] || kg_fail serve.no_shim '' "$RUNTIME" "$RUNTIME"
    return 0
  fi
  # io.containerd.kata.v2 names containerd-shim-kata-v2.
  program=${RUNTIME##*.}
  shim=${RUNTIME%.*}
  shim=containerd-shim-${shim##*.}-$program
  if serve_daemon && kg_process_environment "$REPLY"; then
    read=1
    for entry in ${KG_ENVIRONMENT[@]+"${KG_ENVIRONMENT[@]}"}; do
      [[ $entry != PATH=* ]] || daemon_path=${entry#PATH=}
    done
  fi
  # What systemd gives a service that sets none.
  IFS=: read -ra folders <<<"${daemon_path:-/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin}"
  for folder in "${folders[@]}"; do
    if [[ -x ${KATAGPU_ROOT:-}$folder/$shim || -x $folder/$shim ]]; then
      return 0
    fi
  done
  if ((read)); then
    kg_fail serve.no_shim "PATH=$daemon_path" "$shim" "$RUNTIME"
  else
    kg_finding serve.shim_unseen warn "${folders[*]}" "$shim"
  fi
}

# The process of the containerd asked, into REPLY. Another socket than the usual one is another daemon than the service.
serve_daemon() {
  if [[ $CONTAINERD == /run/containerd/containerd.sock ]]; then
    kg_service_process containerd "$CONTAINERD"
  else
    kg_service_process containerd "$CONTAINERD" ''
  fi
}

# Addresses to nodes, as they are at this moment: numbers may change with each boot.
serve_look_devices() {
  local bdf seen=' ' class
  local -a devices
  read -ra devices <<<"$DEVICES"
  if ((!${#devices[@]})); then
    kg_fail serve.no_devices ''
    return 0
  fi
  kg_open_scan || kg_finding serve.holders_unread warn ''
  for bdf in "${devices[@]}"; do
    if [[ ! $bdf =~ $KG_PCI_ADDRESS || ! -e $KG_SYS/bus/pci/devices/$bdf ]]; then
      kg_fail serve.device_gone '' "$bdf"
      continue
    fi
    kg_pci_driver "$bdf"
    if [[ $REPLY != vfio-pci ]]; then
      kg_fail serve.not_bound "driver: ${REPLY:-none}" "$bdf"
      continue
    fi
    kg_pci_class "$bdf"
    class=$REPLY
    [[ $class != 03* ]] || SERVE_GPUS=$((SERVE_GPUS + 1))
    if ! kg_vfio_node "$bdf"; then
      serve_no_node "$bdf" "$REPLY"
      continue
    fi
    # Through its own node a device comes alone: what goes along in its group is of no use to the guest.
    [[ $REPLY != devices/* || $class == 03* || $class == 0680* ]] || continue
    [[ $seen != *" $REPLY "* ]] || continue
    seen+="$REPLY "
    SERVE_GROUPS+=("$REPLY")
    serve_look_holders "$bdf"
  done
}

# serve_no_node BDF MISSING
serve_no_node() {
  case $NODES in
    none) kg_fail serve.no_way "$RUNTIME" "$1" ;;
    cdev) kg_fail serve.no_cdev "$2" "$1" "$2" ;;
    *) kg_fail serve.no_group "$2" "$1" ;;
  esac
}

# A group serves one VM. Ours may have it, also where what runs under its name is not proved to be one.
serve_look_holders() {
  local other vm=$SERVE_VM_PID
  kg_holders "$1"
  [[ -n $REPLY ]] || return 0
  if [[ -z $vm && $SERVE_OWNER == ours && $SERVE_TASK == RUNNING ]]; then
    vm=$SERVE_VM_NAMED
  fi
  if [[ -n $vm ]]; then
    other=${REPLY//"($vm)"/}
    [[ $other == *"("* ]] || return 0
  fi
  kg_fail serve.held "$KG_EVIDENCE" "$1" "$REPLY"
}

# What the VM and the server are made from, into SERVE_VM_INPUTS and SERVE_SERVER_INPUTS: equal words, nothing to make
# anew. The API key is in neither.
serve_inputs() {
  printf -v REPLY '%s\n' "$REFERENCE" "$IMAGE_DIGEST" "$RUNTIME" "$NETNS" "$SERVE_ADDRESS" \
    "${SERVE_GROUPS[*]-}" "$DEVICES" "$((PARALLEL == 1 || (PARALLEL == 0 && SERVE_GPUS < 2)))"
  serve_sum "$REPLY"
  SERVE_VM_INPUTS=$REPLY
  printf -v REPLY '%s\n' "$SERVER_ARGUMENTS" "$EXTRA_ARGUMENTS" "$SERVER_ENVIRONMENT" "$PARALLEL" "$ASK_KEY" "$TLS" \
    "$PORT"
  serve_sum "$REPLY"
  SERVE_SERVER_INPUTS=$REPLY
}

serve_sum() {
  REPLY=$(printf '%s' "$1" | sha256sum)
  REPLY=${REPLY:0:32}
}

# Our container, a leftover of it, or somebody else's of that name; whether what runs is what is wanted.
serve_look_container() {
  local recorded=0
  SERVE_SAME_VM=0 SERVE_SAME_SERVER=0 SERVE_ALIVE=0 SERVE_RUN=
  if kg_record_read "$SERVE_NAME"; then
    recorded=1
  fi
  if [[ $SERVE_OWNER == other ]]; then
    kg_fail serve.name_taken '' "$CONTAINER" "$NAMESPACE"
  elif [[ -z $SERVE_OWNER ]]; then
    serve_look_leftovers "$recorded"
  elif [[ $SERVE_TASK != RUNNING ]] || ((!recorded)); then
    SERVE_LEFTOVER=1
  else
    SERVE_RUN=${KG_RECORD[run]:-}
    serve_guest_run
    [[ -z $SERVE_RUN || $REPLY != "$SERVE_RUN" ]] || SERVE_ALIVE=1
    [[ ${KG_RECORD[vm]:-} != "$SERVE_VM_INPUTS" ]] || SERVE_SAME_VM=1
    if ((SERVE_ALIVE && SERVE_SAME_VM)) && [[ ${KG_RECORD[server]:-} == "$SERVE_SERVER_INPUTS" ]]; then
      SERVE_SAME_SERVER=1
    fi
  fi
}

# What may be left where there is no container: a snapshot of its name, its VM, Kata's tap in the namespace.
serve_look_leftovers() {
  if image_ask snapshots info "$CONTAINER"; then
    if (($1)); then
      SERVE_LEFTOVER=1
    else
      kg_fail serve.snapshot_taken '' "$CONTAINER" "$NAMESPACE"
    fi
  fi
  if [[ -n $SERVE_VM_PID ]]; then
    kg_fail serve.vm_left "$SERVE_VM_PID" "$CONTAINER" "$SERVE_VM_PID"
  elif [[ -n $SERVE_ADDRESS ]]; then
    serve_look_tap
  fi
  serve_look_port
}

# Kata takes its tap away with the VM; one that stayed makes the next start fail.
serve_look_tap() {
  if timeout -k 2 10 ip -n "$NETNS" -o link show dev tap0_kata >/dev/null 2>&1; then
    kg_fail serve.network_used tap0_kata "$NETNS"
  fi
}

# Somebody else in the namespace may have the port; only what answers can be seen from here.
serve_look_port() {
  local status=0
  [[ -n $SERVE_ADDRESS ]] && ((!KG_FAILED)) || return 0
  timeout -k 1 6 curl --silent --noproxy '*' --output /dev/null --connect-timeout 2 --max-time 4 \
    "http://$SERVE_ADDRESS:$PORT/" </dev/null || status=$?
  # 6, 7, 28: nobody there. 127: no curl.
  case $status in
    0 | 1 | 52 | 56) kg_fail serve.port_taken '' "$SERVE_ADDRESS" "$PORT" "$NETNS" ;;
  esac
}

# The endpoint as the page and the chat take it; from the record.
serve_tell_endpoint() {
  local pin='' keyed=false
  [[ ${KG_RECORD[keyed]:-} != 1 ]] || keyed=true
  [[ ${KG_RECORD[tls]:-} != 1 ]] || pin=${KG_RECORD[pin]:-}
  kg_number "${KG_RECORD[port]:-}" 65535 || return 0
  kg_fact serve.endpoint container "$CONTAINER" address "${KG_RECORD[address]}" port= "$REPLY" \
    served "${KG_RECORD[served]}" certificate "$pin" keyed= "$keyed"
}

serve_tell_changes() {
  local groups=
  ((!${#SERVE_GROUPS[@]})) || printf -v groups '/dev/vfio/%s ' "${SERVE_GROUPS[@]}"
  if ((SERVE_LEFTOVER)); then
    kg_change serve.clean false "$CONTAINER"
  elif [[ $SERVE_OWNER == ours ]] && ((!SERVE_SAME_VM)); then
    kg_change serve.replace false "$CONTAINER"
  fi
  if ((!SERVE_SAME_VM)); then
    kg_change serve.run false "$CONTAINER" "$REFERENCE" "${groups% }"
  fi
  if ((!SERVE_SAME_SERVER)); then
    kg_change serve.server false "$SERVED" "$SERVE_ADDRESS" "$PORT"
  fi
}
