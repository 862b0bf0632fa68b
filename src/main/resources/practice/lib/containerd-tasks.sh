# shellcheck shell=bash
# containerd's containers, tasks and snapshots, with Kata behind them: a running container is a process entry that
# looks like its VM, and a real process (guest.sh) that plays what runs in it. Notes of a container are in the folder
# CONTAINERS, its guest's few files under SANDBOX/guests. Expects notes.sh, mounts.sh, and namespace.

export SANDBOX
readonly GUESTS=$SANDBOX/guests KATA=etc/kata-containers
# The highest process id Linux can give is below this one.
readonly FIRST_VM=4210000

ctr_fails() {
  printf 'ctr: %s\n' "$*" >&2
  return 1
}

# The notes of container $1 into REPLY.
container_notes() {
  file_name "$1"
  REPLY=$CONTAINERS/$REPLY
  [[ -e $REPLY ]] || ctr_fails "container \"$1\" in namespace \"$namespace\": not found"
}

# Sets note $2 of file $1 to $3.
note_put() {
  local line text=''
  if [[ -e $1 ]]; then
    while IFS= read -r line; do
      [[ $line == "$2="* ]] || text+=$line$'\n'
    done <"$1"
  fi
  printf '%s%s=%s\n' "$text" "$2" "$3" >"$1.new"
  mv "$1.new" "$1"
}

# Whether process $1 runs and belongs to this sandbox.
is_ours() {
  [[ $1 =~ ^[0-9]+$ ]] && (($1 > 1)) && kill -0 "$1" 2>/dev/null || return 1
  [[ ! -r /proc/$1/environ ]] || grep -qaF "KATAGPU_SANDBOX=$SANDBOX" "/proc/$1/environ" 2>/dev/null
}

# A key of Kata's configuration, drop-ins included, into REPLY.
kata_setting() {
  local file line value=''
  for file in "$ROOT/$KATA/configuration.toml" "$ROOT/$KATA"/config.d/*.toml; do
    [[ -e $file ]] || continue
    while IFS= read -r line; do
      if [[ $line =~ ^[[:space:]]*$1[[:space:]]*=[[:space:]]*\"?([^\"#]*[^\"#[:space:]]) ]]; then
        value=${BASH_REMATCH[1]}
      fi
    done <"$file"
  done
  REPLY=$value
}

# Whether what is passed through can reach the VM as Kata is configured.
kata_passes() {
  local key
  for key in cold_plug_vfio hot_plug_vfio; do
    kata_setting "$key"
    [[ $REPLY != root-port && $REPLY != bridge-port && $REPLY != switch-port ]] || return 0
  done
  kata_setting hotplug_vfio_on_root_bus
  [[ $REPLY == true ]]
}

# The version of NVIDIA's driver in the guest into REPLY; fails where there is none, or where Kata does not run the hook
# that brings it into the container.
guest_driver() {
  local names
  kata_setting guest_hook_path
  [[ -n $REPLY ]] || return 1
  kata_setting image
  names=$(image_lists "$ROOT$REPLY")
  [[ $names =~ libcuda\.so\.([0-9]+\.[0-9.]+) ]] || return 1
  REPLY=${BASH_REMATCH[1]}
}

# The process entry of the VM of container $1 into REPLY (its id).
vm_begins() {
  local id=$1 netns=$2 hypervisor memory machine=virt,accel=kvm,gic-version=3 group descriptor=5 folder number
  local -a arguments
  shift 2
  kata_setting path
  hypervisor=${REPLY:-/opt/kata/bin/qemu-system-aarch64}
  kata_setting default_memory
  memory=${REPLY:-2048}
  arguments=("$hypervisor" -name "sandbox-$id,debug-threads=on")
  if [[ $(cat "$ROOT/sys/kernel/tmm/virtcca_enabled" 2>/dev/null) == 1 ]]; then
    machine+=,kernel_irqchip=on,kvm-type=cvm,confidential-guest-support=tmm0
    arguments+=(-object "tmm-guest,id=tmm0,sve-vector-length=128,num-pmu-counters=1")
  fi
  arguments+=(-machine "$machine" -m "${memory}M")
  number=$((FIRST_VM + RANDOM))
  folder=$ROOT/proc/$number
  mkdir -p "$folder/fd" "$folder/ns"
  ln -s "$ROOT/dev/kvm" "$folder/fd/3"
  ln -s "$ROOT/dev/vhost-vsock" "$folder/fd/4"
  for group in "$@"; do
    ln -s "$ROOT/dev/vfio/$group" "$folder/fd/$((descriptor++))"
    arguments+=(-device "vfio-pci,group=$group,bus=rp$((descriptor - 6))")
  done
  [[ -z $netns ]] || ln -s "$netns" "$folder/ns/net"
  echo qemu-system-aar >"$folder/comm"
  printf '%s\0' "${arguments[@]}" >"$folder/cmdline"
  printf 'Name:\tqemu-system-aar\nState:\tS (sleeping)\nPid:\t%d\nPPid:\t1\nUid:\t0\t0\t0\t0\n' "$number" >"$folder/status"
  REPLY=$number
}

# The VM of the container with notes $1 is gone.
vm_ends() {
  note "$1" vm
  [[ ! $REPLY =~ ^[0-9]+$ ]] || rm -rf "${ROOT:?}/proc/$REPLY"
  note_put "$1" state STOPPED
}

# Whether containerd finds the shim of runtime $1.
runtime_found() {
  local name=$1 folder
  if [[ $name == /* ]]; then
    [[ -x $ROOT$name ]]
    return
  fi
  name=${name%.*}
  for folder in usr/local/sbin usr/local/bin usr/sbin usr/bin sbin bin; do
    [[ ! -x $ROOT/$folder/containerd-shim-${name##*.}-${1##*.} ]] || return 0
  done
  return 1
}

container_run() {
  local runtime=io.containerd.runc.v2 label='' log=/dev/null netns='' group notes id image
  local -a groups=()
  while [[ ${1:-} == -* ]]; do
    case $1 in
      --detach | -d | --rm | --tty | -t | --privileged) ;;
      *)
        case $1 in
          --runtime) runtime=$2 ;;
          --label) label=$2 ;;
          --log-uri) log=${2#file://} ;;
          --with-ns) netns=${2#network:} ;;
          --device) groups+=("${2##*/}") ;;
        esac
        shift
        ;;
    esac
    shift
  done
  image=$1 id=$2
  shift 2
  image_notes "$image" || return 1
  if container_notes "$id" 2>/dev/null; then
    ctr_fails "container \"$id\": already exists" || return 1
  elif [[ -e $SNAPSHOTS/$id ]]; then
    ctr_fails "snapshot \"$id\": already exists" || return 1
  elif ! runtime_found "$runtime"; then
    ctr_fails "failed to start shim: failed to resolve runtime path: runtime \"$runtime\" binary not installed" || return 1
  fi
  mkdir -p "$CONTAINERS" "$SNAPSHOTS" "$GUESTS/$id/run/katagpu" "$GUESTS/$id/proc"
  : >"$SNAPSHOTS/$id"
  pause 12
  if fault containerd vm-fails; then
    rm -f "$SNAPSHOTS/$id"
    ctr_fails "failed to create shim task: $REPLY: unknown" || return 1
  elif ! kata_passes; then
    rm -f "$SNAPSHOTS/$id"
    ctr_fails "failed to create shim task: cold_plug_vfio= or hot_plug_vfio= port is not set for device /dev/vfio/${groups[0]:-}: unknown" || return 1
  fi
  for group in "${groups[@]}"; do
    if node_is_held "$ROOT/dev/vfio/$group"; then
      rm -f "$SNAPSHOTS/$id"
      ctr_fails "failed to create shim task: failed to open /dev/vfio/$group: Device or resource busy: unknown" || return 1
    fi
  done
  file_name "$id"
  notes=$CONTAINERS/$REPLY
  vm_begins "$id" "$netns" "${groups[@]}"
  printf 'id=%s\nimage=%s\nruntime=%s\nlabel=%s\nnetns=%s\ngroups=%s\nvm=%s\nstate=RUNNING\n' "$id" "$image" "$runtime" \
    "$label" "${netns##*/}" "${groups[*]}" "$REPLY" >"$notes"
  printf 'tmpfs /run tmpfs rw,nosuid,nodev 0 0\n' >"$GUESTS/$id/proc/mounts"
  (
    # Nothing of the caller's stays open in it, such as the lock of a job, and it is no part of that job.
    unset KATAGPU_JOB
    for group in /dev/fd/*; do
      group=${group##*/}
      [[ ! $group =~ ^[0-9]+$ ]] || ((group < 3 || group == 255)) || exec {group}>&-
    done
    PRACTICE_CONTAINER=$notes exec setsid bash "$SANDBOX/libexec/guest.sh" "$GUESTS/$id" "$@" >>"$log" 2>&1 </dev/null
  ) &
  note_put "$notes" pid "$!"
  disown
}

# Ends what plays the container with notes $1.
container_kill() {
  local signal=$1 notes=$2 pid tries
  note "$notes" pid
  pid=$REPLY
  if is_ours "$pid"; then
    if [[ $signal == *KILL ]]; then
      kill -KILL -- "-$pid" 2>/dev/null || kill -KILL "$pid" 2>/dev/null || true
      for ((tries = 100; tries > 0; tries--)); do
        is_ours "$pid" || break
        sleep 0.01
      done
      vm_ends "$notes"
    else
      kill -TERM "$pid" 2>/dev/null || true
    fi
  fi
}

# The state of the container with notes $1 into REPLY; a guest that is gone, however that came, has stopped.
container_state() {
  local state
  note "$1" state
  state=$REPLY
  if [[ $state == RUNNING ]]; then
    note "$1" pid
    if [[ -n $REPLY ]] && ! is_ours "$REPLY"; then
      vm_ends "$1"
      state=STOPPED
    fi
  fi
  REPLY=$state
}

containers() {
  local file row
  case $1 in
    ls | list)
      echo 'CONTAINER    IMAGE    RUNTIME'
      for file in "$CONTAINERS"/*; do
        [[ -e $file ]] || continue
        note "$file" id
        row=$REPLY
        note "$file" image
        row+="    $REPLY"
        note "$file" runtime
        printf '%s    %s\n' "$row" "$REPLY"
      done
      ;;
    info)
      container_notes "${!#}" || return 1
      file=$REPLY
      note "$file" label
      row=$REPLY
      note "$file" image
      printf '{\n    "ID": "%s",\n    "Labels": {\n        "%s": "%s"\n    },\n    "Image": "%s"\n}\n' "${!#}" "${row%%=*}" \
        "${row#*=}" "$REPLY"
      ;;
    rm | delete | del | remove)
      container_notes "${!#}" || return 1
      file=$REPLY
      note "$file" state
      [[ -z $REPLY || $REPLY == DELETED ]] || ctr_fails "cannot delete a non stopped container: {$REPLY 0 0001-01-01}" || return 1
      rm -rf "$file" "${SNAPSHOTS:?}/${!#}" "${GUESTS:?}/${!#}"
      ;;
    *) ctr_fails "no command containers $1" ;;
  esac
}

tasks() {
  local verb=$1 file signal=SIGTERM id
  shift
  case $verb in
    ls | list | ps)
      echo 'TASK    PID    STATUS'
      for file in "$CONTAINERS"/*; do
        [[ -e $file ]] || continue
        container_state "$file"
        [[ $REPLY != DELETED ]] || continue
        signal=$REPLY
        note "$file" id
        id=$REPLY
        note "$file" vm
        printf '%s    %s    %s\n' "$id" "$REPLY" "$signal"
      done
      ;;
    kill)
      while [[ $1 == -* ]]; do
        [[ $1 != --signal && $1 != -s ]] || { signal=$2 && shift; }
        shift
      done
      container_notes "$1" || return 1
      container_kill "$signal" "$REPLY"
      ;;
    rm | delete | del | remove)
      container_notes "${!#}" || return 1
      file=$REPLY
      container_state "$file"
      case $REPLY in
        RUNNING)
          [[ " $* " == *' --force '* || " $* " == *' -f '* ]] || ctr_fails "task must be stopped before deletion: running" || return 1
          container_kill SIGKILL "$file"
          ;;
        DELETED) ctr_fails "no running task found: task ${!#} not found" || return 1 ;;
      esac
      note_put "$file" state DELETED
      ;;
    exec)
      while [[ $1 == -* ]]; do
        [[ $1 != --exec-id && $1 != --user && $1 != --cwd ]] || shift
        shift
      done
      container_notes "$1" || return 1
      file=$REPLY
      container_state "$file"
      [[ $REPLY == RUNNING ]] || ctr_fails "no running task found: task $1 not found" || return 1
      id=$1
      shift
      PRACTICE_CONTAINER=$file bash "$SANDBOX/libexec/guest.sh" --exec "$GUESTS/$id" "$@"
      ;;
    *) ctr_fails "no command tasks $verb" ;;
  esac
}

snapshots() {
  case $1 in
    info)
      [[ -e $SNAPSHOTS/${!#} ]] || ctr_fails "snapshot ${!#} does not exist: not found" || return 1
      printf '{\n    "Kind": "Active",\n    "Name": "%s"\n}\n' "${!#}"
      ;;
    ls | list) ls "$SNAPSHOTS" 2>/dev/null ;;
    rm | delete | del | remove)
      [[ -e $SNAPSHOTS/${!#} ]] || ctr_fails "snapshot ${!#} does not exist: not found" || return 1
      rm -f "$SNAPSHOTS/${!#}"
      ;;
    *) ctr_fails "no command snapshots $1" ;;
  esac
}
