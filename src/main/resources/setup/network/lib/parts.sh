# shellcheck shell=bash
# needs: fetch record stage network/change network/look
# The programs the network needs: the CNI plugins bridge and host-local, and cnitool. Those of the host are used where
# they are; what this stage brings goes into a folder of its own, so that nobody else's plugin is replaced. Calls: the
# plugins, cnitool, tar, go, curl.

readonly NETWORK_PARTS=/opt/katagpu/cni
readonly NETWORK_PLUGIN_FOLDERS='/opt/cni/bin /usr/libexec/cni /usr/lib/cni'
# Folder of the plugins and path of cnitool, as bash finds them; empty: not there, or not fit.
NETWORK_PLUGINS='' NETWORK_CNITOOL='' NETWORK_PARTS_READY=0
NETWORK_TODO_PLUGINS=0 NETWORK_TODO_CNITOOL=0
NETWORK_TEMP='' NETWORK_MEMBERS=() NETWORK_INSTALLED=()
# No plugin archive or source comes near to it: 512 MiB.
readonly NETWORK_MOST_BYTES=536870912

# Whether the plugin runs here and speaks the version our configuration is written in. What it says into REPLY.
network_plugin_works() {
  REPLY=$(CNI_COMMAND=VERSION timeout -k 2 10 "$1" 2>&1 <<<'{"cniVersion":"0.4.0"}') && [[ $REPLY == *'"0.4.0"'* ]]
}

# Without arguments it says how it is used, and fails; one for another machine says nothing of the kind.
network_cnitool_works() {
  REPLY=$(timeout -k 2 10 "$1" 2>&1) || true
  [[ $REPLY == *cnitool*add*del* ]]
}

# network_source PART: where the part is to come from, in one line, into REPLY.
network_source() {
  local way=$1_WAY url=$1_URL file=$1_FILE sum=$1_SHA256
  case ${!way} in
    file) url=$file ;;
    build) [[ -z ${!file} ]] || url=$file ;;
  esac
  REPLY="${!way} ${!url} ${!sum}"
}

# network_installed PART RECORD: whether what the record says was installed is what is wanted now.
network_installed() {
  network_source "$1"
  kg_record_read "$2" && [[ ${KG_RECORD[source]-} == "$REPLY" && ${KG_RECORD[state]-} == installed ]]
}

# network_examine_given PART: what an installation of it needs.
network_examine_given() {
  local part=$1 way=$1_WAY url=$1_URL file=$1_FILE tool
  case ${!way} in
    download) [[ -n ${!url} ]] || kg_fail network.no_source '' "$2" ;;
    file) [[ -f ${KATAGPU_ROOT:-}${!file} && -n ${!file} ]] || kg_fail network.no_file '' "$2" "${!file:--}" ;;
    build)
      if [[ -n ${!file} ]]; then
        [[ -e ${KATAGPU_ROOT:-}${!file} ]] || kg_fail network.no_file '' "$2" "${!file}"
      elif [[ -z ${!url} ]]; then
        kg_fail network.no_source '' "$2"
      fi
      type -P go >/dev/null || kg_fail network.no_go ''
      ;;
  esac
  tool=tar
  [[ $part != CNITOOL || ${!way} == build ]] || tool=
  if [[ ${!way} == download || (${!way} == build && -z ${!file}) ]]; then
    tool+=' curl'
  fi
  for tool in $tool; do
    type -P "$tool" >/dev/null || kg_fail network.tool '' "$tool"
  done
}

network_examine_plugins() {
  local folder plugin
  NETWORK_PLUGINS='' NETWORK_TODO_PLUGINS=0
  if [[ $PLUGINS_WAY != present ]]; then
    NETWORK_PLUGINS=${KATAGPU_ROOT:-}$NETWORK_PARTS
    if ! network_installed PLUGINS plugins || [[ ! -x $NETWORK_PLUGINS/bridge || ! -x $NETWORK_PLUGINS/host-local ]]; then
      NETWORK_PLUGINS='' NETWORK_TODO_PLUGINS=1
      network_examine_given PLUGINS "CNI plugins"
    fi
    return 0
  fi
  for folder in $NETWORK_PLUGIN_FOLDERS; do
    folder=${KATAGPU_ROOT:-}$folder
    if [[ -x $folder/bridge && -x $folder/host-local ]]; then
      for plugin in bridge host-local; do
        if ! network_plugin_works "$folder/$plugin"; then
          kg_fail network.plugin_unfit "$REPLY" "${folder#"${KATAGPU_ROOT:-}"}/$plugin"
          return 0
        fi
      done
      NETWORK_PLUGINS=$folder
      return 0
    fi
  done
  kg_fail network.no_plugins "$NETWORK_PLUGIN_FOLDERS"
}

network_examine_cnitool() {
  local file
  NETWORK_CNITOOL='' NETWORK_TODO_CNITOOL=0
  if [[ $CNITOOL_WAY != present ]]; then
    NETWORK_CNITOOL=${KATAGPU_ROOT:-}$NETWORK_PARTS/cnitool
    if ! network_installed CNITOOL cnitool || [[ ! -x $NETWORK_CNITOOL ]]; then
      NETWORK_CNITOOL='' NETWORK_TODO_CNITOOL=1
      network_examine_given CNITOOL cnitool
    fi
    return 0
  fi
  file=$(type -P cnitool) || file=${KATAGPU_ROOT:-}/opt/cni/bin/cnitool
  if [[ ! -x $file ]]; then
    kg_fail network.no_cnitool ''
  elif ! network_cnitool_works "$file"; then
    kg_fail network.plugin_unfit "$REPLY" "$file"
  else
    NETWORK_CNITOOL=$file
  fi
}

network_examine_parts() {
  network_examine_plugins
  network_examine_cnitool
  NETWORK_PARTS_READY=0
  if [[ -n $NETWORK_PLUGINS && -n $NETWORK_CNITOOL ]]; then
    NETWORK_PARTS_READY=1
  fi
  kg_fact network.parts plugins "${NETWORK_PLUGINS#"${KATAGPU_ROOT:-}"}" cnitool "${NETWORK_CNITOOL#"${KATAGPU_ROOT:-}"}"
}

network_temp() {
  local parts=${KATAGPU_ROOT:-}$NETWORK_PARTS
  mkdir -p -- "$parts"
  # What a killed run left.
  rm -rf -- "$parts"/.run.*
  NETWORK_TEMP=$(mktemp -d "$parts/.run.XXXXXX") || kg_stop network.no_record '' "$NETWORK_PARTS"
}

# network_get PART WORDS: the part's file, brought where it must be and with the right checksum; its path into REPLY.
# One whose checksum nobody has confirmed is shown, and asked for.
network_get() {
  local url=$1_URL file=$1_FILE way=$1_WAY sum=$1_SHA256 path found
  if [[ -n ${!file} && ${!way} != download ]]; then
    path=${KATAGPU_ROOT:-}${!file}
    if [[ -d $path ]]; then
      REPLY=$path
      return 0
    fi
  else
    mkdir -p -- "$KG_RECORDS/cache"
    path=${!url%%\?*}
    path=$KG_RECORDS/cache/${path##*/}
    if [[ ! -f $path ]]; then
      kg_redact "${!url}"
      echo "Fetching $REPLY"
      network_fetch "$path" "${!url}" "$2"
    fi
  fi
  kg_sum "$path" || kg_stop network.no_file '' "$2" "${!file:-$path}"
  found=$REPLY
  kg_fact network.sum part "${1,,}" file "${path##*/}" sha256 "$found"
  echo "${path##*/}: SHA-256 $found"
  if [[ -n ${!sum} && ${!sum} != "$found" ]]; then
    [[ ${!way} == file || -n ${!file} ]] || rm -f -- "$path"
    kg_stop network.checksum "$found" "$2" "${!sum}" "$found"
  elif [[ -z ${!sum} && (${!way} == download || -z ${!file}) ]]; then
    kg_ask_checksum network.unconfirmed "$2" "$found" "${!url}"
    kg_state blocked
    exit 3
  fi
  REPLY=$path
}

# network_fetch FILE URL WORDS
network_fetch() {
  local said
  if ! kg_fetch "$1" "$2" "$PROXY" "$NETWORK_MOST_BYTES"; then
    said=$REPLY
    if kg_fetch_told "$1" "$2" "$NETWORK_MOST_BYTES"; then
      exit 1
    fi
    kg_redact "$2"
    kg_stop network.not_fetched "$said" "$3" "$REPLY"
  fi
}

# network_archive FILE WORDS: stops unless the archive holds plain files and folders only, with paths that stay inside,
# and not more than makes sense; their names into NETWORK_MEMBERS.
network_archive() {
  local list=$NETWORK_TEMP/members mode size name total=0
  NETWORK_MEMBERS=()
  # Names come in one line each, whatever is in them; the list itself has a bound, too.
  # shellcheck disable=SC2016
  kg_interruptible timeout -k 2 300 bash -c 'ulimit -f 16384; exec tar --quoting-style=escape --numeric-owner -tvf "$1"' tar "$1" \
    >"$list" 2>"$list.said"
  if ((KG_OUTCOME)); then
    kg_stop network.no_archive "$(head -c 2000 -- "$list.said")" "$2"
  fi
  while read -r mode _ size _ _ name; do
    if [[ $mode != [-d]* || -z $name || $name == /* || /$name/ == */../* ]]; then
      kg_stop network.unsafe_archive "$mode $name" "$2" "$name"
    elif ! kg_number "$size" "$NETWORK_MOST_BYTES" || ((total += REPLY, total > NETWORK_MOST_BYTES)); then
      kg_stop network.unsafe_archive "$size $name" "$2" "$name"
    fi
    NETWORK_MEMBERS+=("$name")
  done <"$list"
}

# network_install PART RECORD NAME …: puts programs of those names from the temporary folder in their place.
network_install() {
  local record=$2 source name parts=${KATAGPU_ROOT:-}$NETWORK_PARTS
  network_source "$1"
  source=$REPLY
  shift 2
  kg_record_write "$record" state installing source "$source" files "$*" || kg_stop network.no_record '' "$KG_RECORDS"
  for name in "$@"; do
    chmod 755 "$NETWORK_TEMP/$name"
    mv -f -- "$NETWORK_TEMP/$name" "$parts/$name"
  done
  kg_record_write "$record" state installed source "$source" files "$*" || kg_stop network.no_record '' "$KG_RECORDS"
}

# Of the archive only the two programs are taken, each written by ourselves.
network_install_plugins() {
  local plugin archive member name
  network_get PLUGINS "CNI plugins"
  archive=$REPLY
  network_archive "$archive" "CNI plugins"
  for plugin in bridge host-local; do
    member=
    for name in ${NETWORK_MEMBERS[@]+"${NETWORK_MEMBERS[@]}"}; do
      [[ $name != "$plugin" && $name != "./$plugin" ]] || member=$name
    done
    [[ -n $member ]] || kg_stop network.no_archive "$plugin" "CNI plugins"
    kg_interruptible timeout -k 2 300 tar --occurrence=1 -xOf "$archive" -- "$member" >"$NETWORK_TEMP/$plugin"
    ((KG_OUTCOME == 0)) || kg_stop network.no_archive "tar $KG_OUTCOME: $plugin" "CNI plugins"
    chmod 755 "$NETWORK_TEMP/$plugin"
    network_plugin_works "$NETWORK_TEMP/$plugin" || kg_stop network.plugin_unfit "$REPLY" "$plugin"
  done
  network_install PLUGINS plugins bridge host-local
  NETWORK_PLUGINS=${KATAGPU_ROOT:-}$NETWORK_PARTS
}

# In the old way of Go, which needs no module proxy: cnitool uses nothing but its own project.
network_build_cnitool() {
  local from=$1 tree=$NETWORK_TEMP/go/src/github.com/containernetworking/cni
  mkdir -p -- "$tree"
  if [[ -d $from ]]; then
    kg_interruptible cp -r -- "$from/." "$tree"
  else
    network_archive "$from" cnitool
    kg_interruptible timeout -k 2 300 tar -xf "$from" --no-same-owner --no-same-permissions --strip-components=1 -C "$tree"
  fi
  if ((KG_OUTCOME)) || [[ ! -f $tree/cnitool/cnitool.go && ! -f $tree/cnitool/cmd/root.go ]]; then
    kg_stop network.no_archive '' cnitool
  fi
  kg_interruptible env GO111MODULE=off GOFLAGS= CGO_ENABLED=0 "GOPATH=$NETWORK_TEMP/go" "GOCACHE=$NETWORK_TEMP/cache" \
    "HOME=$NETWORK_TEMP" go build -o "$NETWORK_TEMP/cnitool" github.com/containernetworking/cni/cnitool
  if ((KG_OUTCOME)); then
    kg_stop network.not_built "go $KG_OUTCOME"
  fi
}

network_install_cnitool() {
  network_get CNITOOL cnitool
  if [[ $CNITOOL_WAY == build ]]; then
    network_build_cnitool "$REPLY"
  else
    cp -- "$REPLY" "$NETWORK_TEMP/cnitool"
  fi
  chmod 755 "$NETWORK_TEMP/cnitool"
  network_cnitool_works "$NETWORK_TEMP/cnitool" || kg_stop network.plugin_unfit "$REPLY" cnitool
  network_install CNITOOL cnitool cnitool
  NETWORK_CNITOOL=${KATAGPU_ROOT:-}$NETWORK_PARTS/cnitool
}

# The records of what was installed here, into NETWORK_INSTALLED.
network_find_installed() {
  local record
  NETWORK_INSTALLED=()
  for record in plugins cnitool; do
    if kg_record_read "$record"; then
      NETWORK_INSTALLED+=("$record")
    fi
  done
}

# Takes away what was installed, from the records.
network_uninstall() {
  local record name
  network_find_installed
  for record in ${NETWORK_INSTALLED[@]+"${NETWORK_INSTALLED[@]}"}; do
    kg_record_read "$record" || continue
    for name in ${KG_RECORD[files]-}; do
      if [[ $name == @(bridge|host-local|cnitool) ]]; then
        rm -f -- "${KATAGPU_ROOT:-}$NETWORK_PARTS/$name"
      fi
    done
    kg_record_remove "$record"
    kg_change "network.un$record" true "$NETWORK_PARTS"
  done
  if [[ -d ${KATAGPU_ROOT:-}$NETWORK_PARTS ]]; then
    rm -rf -- "${KATAGPU_ROOT:-}$NETWORK_PARTS"/.run.*
    rmdir -- "${KATAGPU_ROOT:-}$NETWORK_PARTS" "${KATAGPU_ROOT:-}${NETWORK_PARTS%/*}" 2>/dev/null || true
  fi
  rm -rf -- "$KG_RECORDS/cache"
}
