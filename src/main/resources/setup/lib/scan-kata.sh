# shellcheck shell=bash disable=SC2034 # variables are for the scripts after this library
# needs: record scan trust
# Where containerd finds Kata, which configuration file Kata reads, and what that file names. Changes nothing.
# Parameter: KATA_RUNTIME, the runtime the container is started with: its name or the path of its shim; by default
# io.containerd.kata.v2.

KG_CONTAINERD='' KG_FIREWALLD=''

# The processes that matter: containerd's service, and whether there is a firewalld. Anybody can give a process a name:
# those of containerd's that are not to be believed are told, and nothing is taken from them.
kg_processes() {
  local pid count=0
  local -a named
  kg_named_processes firewalld
  ((${#KG_NAMED[@]} == 0)) || KG_FIREWALLD=1
  KG_CONTAINERD=''
  if kg_service_process containerd /run/containerd/containerd.sock; then
    KG_CONTAINERD=$REPLY
  fi
  kg_named_processes containerd
  named=("${KG_NAMED[@]}")
  for pid in "${named[@]}"; do
    if ((EUID == 0)) && [[ $pid != "$KG_CONTAINERD" ]] && ! kg_trusted_process "$pid" && ((++count <= 20)); then
      kg_fact kata.untrusted what containerd why "$KG_UNTRUSTED"
    fi
  done
  return 0
}

# PATH and KATA_CONF_FILE of the running containerd: the shim it starts inherits both.
kg_kata_environment() {
  local entry
  KG_DAEMON_PATH='' KG_CONF_FILE='' KG_DAEMON_READ=false
  if [[ -n $KG_CONTAINERD ]] && kg_process_environment "$KG_CONTAINERD"; then
    KG_DAEMON_READ=true
    for entry in "${KG_ENVIRONMENT[@]}"; do
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

# kg_kata_run PATH ARGUMENT …: runs a program of the host, bounded; never one that others than root could have put
# there. A practice host's programs are stand-ins on the PATH; the files at their places in its root cannot run.
kg_kata_run() {
  local path=$1
  shift
  REPLY=''
  if ! kg_trusted_path "$path"; then
    kg_fact kata.untrusted what "$path" why "$KG_UNTRUSTED"
    return 126
  fi
  if [[ -n $ROOT ]] && type -P "${path##*/}" >/dev/null; then
    KATAGPU_PROGRAM=$path kg_try 5 "${path##*/}" "$@"
  else
    kg_try 5 "$ROOT$path" "$@"
  fi
}

# The path $1 with every link resolved, without the root before it, into REPLY.
kg_kata_real() {
  REPLY=$(readlink -m -- "$ROOT$1") || REPLY=$ROOT$1
  REPLY=${REPLY#"$ROOT"}
}

# kg_kata_version PATH: what a shim prints of itself, asked once, into REPLY.
kg_kata_version() {
  if [[ -z ${KG_VERSIONS[$1]+told} ]]; then
    kg_kata_run "$1" --version || REPLY=''
    KG_VERSIONS[$1]=$REPLY
  fi
  REPLY=${KG_VERSIONS[$1]}
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
  kg_kata_version "$path"
  kg_fact "$kind" path "$path" real "$real" version "$REPLY" searched "$KG_DAEMON_PATH" daemon= "$KG_DAEMON_READ" \
    elsewhere= "$others"
}

# The configuration file the running containerd was started with, into REPLY.
kg_containerd_file() {
  local file=/etc/containerd/config.toml word before=''
  local -a words=()
  if [[ -n $KG_CONTAINERD ]] && kg_trusted_process "$KG_CONTAINERD"; then
    { mapfile -d '' -t -n 40 words <"$ROOT/proc/$KG_CONTAINERD/cmdline"; } 2>/dev/null || true
    for word in ${words[@]+"${words[@]}"}; do
      case $word in
        --config=* | -config=* | -c=*) file=${word#*=} ;;
        *) [[ $before != @(--config|-config|-c) ]] || file=$word ;;
      esac
      before=$word
    done
  fi
  REPLY=$file
}

# The shims that containerd's runtime tables lead to, into KG_TABLE_SHIMS: kata-deploy names them by runtime_path, below
# whatever folder it was installed to. As containerd itself dumps them: each key in one line.
kg_kata_table_shims() {
  local file line text='' type='' path='' form="^[[:blank:]]*runtime_(type|path)[[:blank:]]*=[[:blank:]]*[\"']([^\"'\\\\]{1,400})[\"']"
  KG_TABLE_SHIMS=()
  kg_containerd_file
  file=$REPLY
  if [[ $file == /* && -f $ROOT$file ]] && kg_trusted_path "$file" && kg_containerd_trusted; then
    text=$(timeout -k 2 10 containerd --config "$ROOT$file" config dump 2>/dev/null </dev/null | head -c 262144) || text=''
  fi
  while IFS= read -r line; do
    if [[ $line =~ ^[[:blank:]]*\[ ]]; then
      kg_kata_table_shim "$type" "$path"
      type='' path=''
    elif [[ $line =~ $form ]]; then
      if [[ ${BASH_REMATCH[1]} == type ]]; then type=${BASH_REMATCH[2]}; else path=${BASH_REMATCH[2]}; fi
    fi
  done <<<"$text"$'\n['
}

# Whether containerd's own program may be run to be asked: a practice host's is a stand-in on the PATH.
kg_containerd_trusted() {
  REPLY=$(type -P containerd) && kg_trusted_path "$REPLY"
}

# kg_kata_table_shim TYPE PATH: of one runtime; one that leads to a program others can write is told, never offered.
kg_kata_table_shim() {
  local type=$1 path=$2 name=${1%.*}
  [[ $type == *containerd-shim-kata* || $type == io.containerd.kata* || $path == *containerd-shim-kata* ]] || return 0
  if [[ -z $path && $type == /* ]]; then
    path=$type
  elif [[ -z $path ]]; then
    kg_kata_find "containerd-shim-${name##*.}-${type##*.}" "$KG_DAEMON_PATH" || return 0
    path=$REPLY
  fi
  # As a plan may name it.
  [[ $path =~ ^/[A-Za-z0-9._/@+=-]+$ && -f $ROOT$path && -x $ROOT$path ]] || return 0
  if kg_trusted_path "$path"; then
    KG_TABLE_SHIMS+=("$path")
  else
    kg_fact kata.untrusted what "$path" why "$KG_UNTRUSTED"
  fi
}

# The shims of this host into KG_SHIMS: those on containerd's PATH before those at the usual places and those its runtime
# tables name, each once however many links lead to it and however often it was copied: virtCCA's guide copies
# kata-deploy's to /usr/bin. A host may have several Katas: the distribution's, virtCCA's, kata-deploy's in Go and in
# Rust.
kg_kata_shims() {
  local folder path
  local -A seen=()
  local -a folders paths=()
  KG_SHIMS=()
  IFS=: read -r -a folders <<<"$KG_DAEMON_PATH"
  for folder in "${folders[@]}" /usr/local/bin /usr/bin /opt/kata/bin /opt/kata/runtime-rs/bin; do
    paths+=("$folder/containerd-shim-kata-v2")
  done
  kg_kata_table_shims
  for path in "${paths[@]}" ${KG_TABLE_SHIMS[@]+"${KG_TABLE_SHIMS[@]}"}; do
    [[ $path == /* && -f $ROOT$path && -x $ROOT$path ]] || continue
    kg_kata_follow "$path"
    if [[ -z ${seen[$REPLY]-} ]] && ((${#KG_SHIMS[@]} < 12)); then
      seen[$REPLY]=1
      kg_kata_copied "$path" || KG_SHIMS+=("$path")
    fi
  done
}

# kg_kata_copied PATH: whether one of the shims found before has the very same bytes.
kg_kata_copied() {
  local other size
  size=$(stat -L -c %s -- "$ROOT$1" 2>/dev/null) || return 1
  for other in "${KG_SHIMS[@]}"; do
    if [[ $(stat -L -c %s -- "$ROOT$other" 2>/dev/null) == "$size" ]] && kg_try 20 cmp -s -- "$ROOT$1" "$ROOT$other"; then
      return 0
    fi
  done
  return 1
}

# The shim the plan's runtime leads to, into KG_SHIM: a path of its own, or what containerd finds by the runtime's name.
# Empty where there is none.
kg_kata_choose() {
  local runtime=${KATA_RUNTIME:-io.containerd.kata.v2} name
  kg_fact kata.asked runtime "$runtime"
  declare -gA KG_VERSIONS=()
  kg_kata_shims
  KG_SHIM='' KG_SHIM_STANDARD=''
  kg_kata_find containerd-shim-kata-v2 "$KG_DAEMON_PATH" && KG_SHIM_STANDARD=$REPLY
  if [[ $runtime == /* ]]; then
    [[ -f $ROOT$runtime && -x $ROOT$runtime ]] && KG_SHIM=$runtime
    return 0
  fi
  name=${runtime%.*}
  kg_kata_find "containerd-shim-${name##*.}-${runtime##*.}" "$KG_DAEMON_PATH" && KG_SHIM=$REPLY
  return 0
}

# kg_kata_order SHIM: the files a shim looks for, in its order, into KG_CANDIDATES; whether that is sure, into KG_ASKED.
kg_kata_order() {
  local shim=$1 real folder
  KG_CANDIDATES=() KG_ASKED=false
  if [[ -n $shim ]]; then
    kg_kata_follow "$shim"
    real=$REPLY
    kg_kata_version "$shim"
    if [[ $REPLY == *'(Rust)'* || $real == */runtime-rs/* ]]; then
      # Built into it, and told by no program.
      KG_CANDIDATES=({/etc,/usr/share/defaults,/opt/kata/share/defaults}/kata-containers/runtime-rs/configuration.toml)
      KG_ASKED=true
      return 0
    fi
    # The program that was built with the shim knows the order built into both.
    for folder in "${shim%/*}" "${real%/*}"; do
      if kg_kata_find kata-runtime "$folder" && kg_kata_ask "$REPLY"; then
        return 0
      fi
    done
  fi
  if ((${#KG_SHIMS[@]} < 2)) && kg_kata_find kata-runtime "$KG_DAEMON_PATH:/opt/kata/bin" && kg_kata_ask "$REPLY"; then
    return 0
  fi
  KG_CANDIDATES=(/etc/kata-containers/configuration.toml /usr/share/defaults/kata-containers/configuration.toml
    /opt/kata/share/defaults/kata-containers/configuration.toml)
  if [[ ${real:-} == /opt/kata/* ]]; then
    KG_CANDIDATES=("${KG_CANDIDATES[0]}" "${KG_CANDIDATES[2]}")
  fi
}

# kg_kata_ask PROGRAM
kg_kata_ask() {
  kg_kata_run "$1" --show-default-config-paths && [[ $REPLY == /* ]] || return 1
  mapfile -t KG_CANDIDATES <<<"$REPLY"
  KG_ASKED=true
}

# kg_kata_lookup SHIM: the configuration file it takes, by its own order, into KG_CONFIG; symbolic links lead to the
# file that is really read.
kg_kata_lookup() {
  local path
  kg_kata_order "$1"
  KG_CONFIG='' KG_ORIGIN=standard
  if [[ -n $KG_CONF_FILE ]]; then
    KG_CANDIDATES=("$KG_CONF_FILE" "${KG_CANDIDATES[@]}")
    KG_ORIGIN=environment
  fi
  for path in "${KG_CANDIDATES[@]}"; do
    if [[ -e $ROOT$path || -L $ROOT$path ]]; then
      KG_CONFIG=$path
      break
    fi
  done
  [[ $KG_CONFIG == "$KG_CONF_FILE" ]] || KG_ORIGIN=standard
}

kg_kata_config() {
  local list real=''
  kg_kata_lookup "$KG_SHIM"
  kg_json_array "${KG_CANDIDATES[@]}"
  list=$REPLY
  [[ -n $KG_CONFIG ]] && kg_kata_real "$KG_CONFIG" && real=$REPLY
  kg_fact kata.config path "$KG_CONFIG" real "$real" origin "$KG_ORIGIN" asked= "$KG_ASKED" candidates= "$list" \
    shim "$KG_SHIM"
}

# Every Kata of this host, beside each other: the shim, its version, the file it reads.
kg_kata_choices() {
  local shim real version standard
  for shim in "${KG_SHIMS[@]}"; do
    kg_kata_follow "$shim"
    real=$REPLY
    kg_kata_version "$shim"
    version=$REPLY
    kg_kata_lookup "$shim"
    [[ $shim == "$KG_SHIM_STANDARD" ]] && standard=true || standard=false
    kg_kata_resolved
    kg_fact kata.choice path "$shim" real "$real" version "$version" standard= "$standard" config "$KG_CONFIG" \
      reads "$REPLY"
  done
}

# kg_kata_follow PATH: with every link resolved, also those that lead from one to the next below a root of ours.
kg_kata_follow() {
  local path
  REPLY=$1
  for _ in {1..40}; do
    path=$REPLY
    kg_kata_real "$path"
    if [[ $REPLY == "$path" ]]; then
      break
    fi
  done
}

# The configuration's own.
kg_kata_resolved() {
  REPLY=$KG_CONFIG
  [[ -z $KG_CONFIG ]] || kg_kata_follow "$KG_CONFIG"
}

# More than any configuration of Kata has, and of all files together; the wizard reads no more either.
KG_TEXT_MOST=1048576 KG_TEXT_LEFT=4194304 KG_DROPINS_MOST=64

# kg_kata_text ROLE PATH: one file's bytes as a fact, in base64, for the one reader of TOML there is: the wizard. State:
# read, absent, not-plain, not-permitted, large, failed.
kg_kata_text() {
  local path=$2 file=$ROOT$2 state=read size=0 text=''
  if [[ ! -e $file && ! -L $file ]]; then
    state=absent
  elif [[ ! -f $file ]]; then
    state=not-plain
  elif [[ ! -r $file ]]; then
    state=not-permitted
  elif ! REPLY=$(stat -L -c %s -- "$file") || ! kg_number "$REPLY"; then
    state=failed
  else
    size=$REPLY
    if ((size > KG_TEXT_MOST || size > KG_TEXT_LEFT)); then
      state=large
    elif text=$(head -c "$KG_TEXT_MOST" -- "$file" | base64 -w 0); then
      KG_TEXT_LEFT=$((KG_TEXT_LEFT - size))
      KG_TEXTS+=("$file")
    else
      state=failed text=''
    fi
  fi
  kg_fact kata.text role "$1" path "$path" state "$state" size= "$size" text= "\"$text\""
}

# kg_kata_texts PATH: the configuration (links resolved), and every file in config.d beside it, whatever its name: Kata
# merges them all over it, in the order of their names.
kg_kata_texts() {
  local folder=${1%/*}/config.d file count=0
  local -a files
  KG_TEXTS=()
  kg_kata_text main "$1"
  if [[ ! -e $ROOT$folder && ! -L $ROOT$folder ]]; then
    return 0
  fi
  if [[ ! -d $ROOT$folder || ! -r $ROOT$folder || ! -x $ROOT$folder ]]; then
    [[ -d $ROOT$folder ]] && REPLY=not-permitted || REPLY=not-plain
    kg_fact kata.text role dropin path "$folder" state "$REPLY" size= 0 text= '""'
    return 0
  fi
  shopt -s nullglob dotglob
  files=("$ROOT$folder"/*)
  shopt -u dotglob
  for file in "${files[@]}"; do
    if ((++count > KG_DROPINS_MOST)); then
      kg_fact kata.text role dropin path "${file#"$ROOT"}" state many size= "${#files[@]}" text= '""'
      break
    fi
    kg_kata_text dropin "${file#"$ROOT"}"
  done
}

# Of every path that the files just read give to a key called image or kernel, commented out or not, what lies there;
# which of them counts is for the reader of the texts to say.
kg_kata_files() {
  local line path
  local -A seen=()
  ((${#KG_TEXTS[@]})) || return 0
  REPLY=$(grep -a -h -o -E -m 40 "(image|kernel)[\"']?[[:blank:]]*=[[:blank:]]*(\"/[^\"\\\\]*\"|'/[^']*')" \
    -- "${KG_TEXTS[@]}") || return 0
  while IFS= read -r line; do
    path=${line#*=}
    path=${path#*[\"\']}
    path=${path%[\"\']}
    if [[ -z ${seen[$path]-} ]] && ((${#seen[@]} < 40)); then
      seen[$path]=1
      kg_kata_file "$path"
    fi
  done <<<"$REPLY"
}

# What kind of file a guest image or kernel is, from its first bytes.
kg_kata_file() {
  local path=$1 layout=other bytes
  if [[ ! -f $ROOT$path ]]; then
    kg_fact kata.found path "$path" exists= false
    return
  fi
  if ! kg_try 5 od -An -v -tx1 -N 1082 "$ROOT$path"; then
    kg_fact kata.found path "$path" exists= true layout unread
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
  kg_fact kata.found path "$path" real "$REPLY" exists= true layout "$layout"
  kg_kata_verity "$path" "$REPLY"
}

# kg_kata_verity PATH REAL: what the guest image stage wrote down of an image it made: the tree of hashes over it (an empty
# root hash: none), and whether the image is still the very file.
kg_kata_verity() {
  local name=${2//%/%25} KG_RECORDS=$ROOT/var/lib/katagpu/rootfs intact=false field blocks start
  local -A KG_RECORD=()
  if ! kg_record_read "image-${name//\//%2F}"; then
    return 0
  fi
  field=$(stat -c '%i:%s:%Y' -- "$ROOT$2") || field=
  [[ $field != "${KG_RECORD[identity]-}" ]] || intact=true
  kg_number "${KG_RECORD[blocks]-}" || REPLY=0
  blocks=$REPLY
  kg_number "${KG_RECORD[start]-}" || REPLY=0
  start=$REPLY
  kg_fact kata.verity path "$1" intact= "$intact" root "${KG_RECORD[root]-}" salt "${KG_RECORD[salt]-}" \
    blocks= "$blocks" start= "$start" layout "${KG_RECORD[layout]-}"
}

kg_kata() {
  local path
  kg_processes
  kg_kata_environment
  kg_kata_choose
  kg_kata_choices
  kg_kata_program kata.shim containerd-shim-kata-v2
  kg_kata_program kata.runtime kata-runtime
  kg_kata_config
  kg_kata_resolved
  if [[ -n $KG_CONFIG && -r $ROOT$REPLY ]]; then
    kg_kata_texts "$REPLY"
    kg_kata_files
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
