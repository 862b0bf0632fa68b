# shellcheck shell=bash disable=SC2034 # variables are for the scripts after this library
# Where containerd finds Kata, which configuration file Kata reads, and what that file names. Changes nothing.
# Expects control.sh and scan.sh.

KG_CONTAINERD='' KG_FIREWALLD=''

# The processes that matter, from one look at every process's name: containerd's and firewalld's ids.
kg_processes() {
  local path
  shopt -s nullglob
  for path in "$ROOT"/proc/[0-9]*/comm; do
    kg_read "$path" || continue
    case $REPLY in
      containerd) KG_CONTAINERD=${path%/comm} KG_CONTAINERD=${KG_CONTAINERD##*/} ;;
      firewalld) KG_FIREWALLD=1 ;;
    esac
  done
  return 0
}

# PATH and KATA_CONF_FILE of the running containerd: the shim it starts inherits both.
kg_kata_environment() {
  local entry variables=()
  KG_DAEMON_PATH='' KG_CONF_FILE='' KG_DAEMON_READ=false
  if [[ -n $KG_CONTAINERD && -r $ROOT/proc/$KG_CONTAINERD/environ ]]; then
    { mapfile -d '' -t variables <"$ROOT/proc/$KG_CONTAINERD/environ"; } 2>/dev/null || return 0
    KG_DAEMON_READ=true
    for entry in "${variables[@]}"; do
      case $entry in
        PATH=*) KG_DAEMON_PATH=${entry#PATH=} ;;
        KATA_CONF_FILE=*) KG_CONF_FILE=${entry#KATA_CONF_FILE=} ;;
      esac
    done
  fi
  # What systemd gives a service that sets none.
  KG_DAEMON_PATH=${KG_DAEMON_PATH:-/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin}
}

# kg_kata_find PROGRAM PATH: the first executable of that name in a PATH-like list, into REPLY.
kg_kata_find() {
  local dir dirs
  IFS=: read -r -a dirs <<<"$2"
  for dir in "${dirs[@]}"; do
    REPLY=$dir/$1
    [[ -f $ROOT$REPLY && -x $ROOT$REPLY ]] && return
  done
  REPLY=''
  return 1
}

# kg_kata_run PATH ARGUMENT …: runs a program of the host, bounded. A practice host's programs are stand-ins on the
# PATH; the files at their places in its root cannot run.
kg_kata_run() {
  local path=$1
  shift
  if [[ -n $ROOT ]] && type -P "${path##*/}" >/dev/null; then
    kg_try 5 "${path##*/}" "$@"
  else
    kg_try 5 "$ROOT$path" "$@"
  fi
}

# The path $1 with every link resolved, without the root before it, into REPLY.
kg_kata_real() {
  REPLY=$(readlink -m -- "$ROOT$1") || REPLY=$ROOT$1
  REPLY=${REPLY#"$ROOT"}
}

# kg_kata_program KIND PROGRAM: where it is, where it leads to, and its version.
kg_kata_program() {
  local kind=$1 program=$2 path real elsewhere=()
  for path in /opt/kata/bin /usr/local/bin /usr/bin; do
    [[ -x $ROOT$path/$program ]] && elsewhere+=("$path/$program")
  done
  kg_json_array "${elsewhere[@]}"
  local others=$REPLY
  if ! kg_kata_find "$program" "$KG_DAEMON_PATH"; then
    kg_fact "$kind" path '' searched "$KG_DAEMON_PATH" daemon= "$KG_DAEMON_READ" elsewhere= "$others"
    return
  fi
  path=$REPLY
  kg_kata_real "$path"
  real=$REPLY
  kg_kata_run "$path" --version || REPLY=''
  kg_fact "$kind" path "$path" real "$real" version "$REPLY" searched "$KG_DAEMON_PATH" daemon= "$KG_DAEMON_READ" \
    elsewhere= "$others"
}

# The configuration file Kata takes, by its own order; symbolic links lead to the file that is really read.
kg_kata_config() {
  local candidates=() path chosen='' origin=standard asked=false
  if kg_kata_find kata-runtime "$KG_DAEMON_PATH:/opt/kata/bin" &&
    kg_kata_run "$REPLY" --show-default-config-paths && [[ $REPLY == /* ]]; then
    mapfile -t candidates <<<"$REPLY"
    asked=true
  else
    candidates=(/etc/kata-containers/configuration.toml /usr/share/defaults/kata-containers/configuration.toml
      /opt/kata/share/defaults/kata-containers/configuration.toml)
  fi
  if [[ -n $KG_CONF_FILE ]]; then
    candidates=("$KG_CONF_FILE" "${candidates[@]}")
    origin=environment
  fi
  for path in "${candidates[@]}"; do
    if [[ -e $ROOT$path || -L $ROOT$path ]]; then
      chosen=$path
      break
    fi
  done
  [[ $chosen == "$KG_CONF_FILE" ]] || origin=standard
  kg_json_array "${candidates[@]}"
  local list=$REPLY real=''
  [[ -n $chosen ]] && kg_kata_real "$chosen" && real=$REPLY
  kg_fact kata.config path "$chosen" real "$real" origin "$origin" asked= "$asked" candidates= "$list"
  KG_CONFIG=$chosen
}

# The active keys of the tables the wizard judges by, as they stand; the editor reads the file properly.
kg_kata_settings() {
  local line table='' key value
  local -A settings=()
  while IFS= read -r line || [[ -n $line ]]; do
    line=${line#"${line%%[![:space:]]*}"}
    case $line in
      '' | '#'*) continue ;;
      '['*)
        table=${line#[}
        table=${table%%]*}
        ;;
      *=*)
        key=${line%%=*}
        key=${key%"${key##*[![:space:]]}"}
        value=${line#*=}
        value=${value#"${value%%[![:space:]]*}"}
        if [[ $value =~ ^\"([^\"]*)\" ]]; then
          value=${BASH_REMATCH[1]}
        else
          value=${value%%#*}
          value=${value%"${value##*[![:space:]]}"}
        fi
        settings[$table.$key]=$value
        ;;
    esac
  done <"$ROOT$1"
  for key in hypervisor.qemu.image hypervisor.qemu.kernel; do
    kg_kata_file "$key" "${settings[$key]:-}"
  done
  kg_json_map settings
  kg_fact kata.settings values= "$REPLY"
}

# What kind of file a guest image or kernel is, from its first bytes.
kg_kata_file() {
  local key=$1 path=$2 layout=other bytes
  [[ -n $path ]] || return 0
  if [[ ! -f $ROOT$path ]]; then
    kg_fact kata.file key "$key" path "$path" exists= false
    return
  fi
  if ! kg_try 5 od -An -v -tx1 -N 1082 "$ROOT$path"; then
    kg_fact kata.file key "$key" path "$path" exists= true layout unread
    return
  fi
  read -r -d '' -a bytes <<<"$REPLY" || true
  if [[ ${bytes[*]:1080:2} == '53 ef' ]]; then
    layout=ext4
  elif [[ ${bytes[*]:0:4} == '51 46 49 fb' ]]; then
    layout=qcow2
  elif [[ ${bytes[*]:510:2} == '55 aa' ]]; then
    layout=partitioned
  fi
  kg_kata_real "$path"
  kg_fact kata.file key "$key" path "$path" real "$REPLY" exists= true layout "$layout"
}

kg_kata() {
  local path
  kg_processes
  kg_kata_environment
  kg_kata_program kata.shim containerd-shim-kata-v2
  kg_kata_program kata.runtime kata-runtime
  kg_kata_config
  if [[ -n $KG_CONFIG && -r $ROOT$KG_CONFIG ]]; then
    kg_kata_settings "$KG_CONFIG"
  elif [[ -n $KG_CONFIG ]]; then
    kg_unknown kata.settings not-permitted "$KG_CONFIG"
  else
    kg_unknown kata.settings absent configuration.toml
  fi
  # Files only one of the two virtCCA variants brings.
  for path in /opt/kata/share/defaults/kata-containers/configuration-qemu-virtcca.toml \
    /opt/kata/bin/qemu-system-aarch64-virtcca-experimental /usr/libexec/virtiofsd; do
    if [[ -e $ROOT$path ]]; then
      kg_fact kata.sign path "$path"
    fi
  done
}
