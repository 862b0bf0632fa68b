# shellcheck shell=bash
# needs: fetch record network/change network/look
# The programs the network needs: the CNI plugins bridge and host-local, and cnitool. Those of the host are used where
# they are; what this stage brings goes into a folder of its own, so that nobody else's plugin is replaced. Calls: the
# plugins, cnitool, tar, go, curl.

readonly NET_PARTS=/opt/katagpu/cni
readonly NET_PLUGIN_FOLDERS='/opt/cni/bin /usr/libexec/cni /usr/lib/cni'
# Folder of the plugins and path of cnitool, as bash finds them; empty: not there, or not fit.
NET_PLUGINS='' NET_CNITOOL='' NET_PARTS_READY=0
NET_TODO_PLUGINS=0 NET_TODO_CNITOOL=0
NET_TEMP='' NET_MEMBERS=() NET_INSTALLED=()
# No plugin archive or source comes near to it: 512 MiB.
readonly NET_MOST_BYTES=536870912

# Whether the plugin runs here and speaks the version our configuration is written in. What it says into REPLY.
net_plugin_works() {
  REPLY=$(CNI_COMMAND=VERSION timeout -k 2 10 "$1" 2>&1 <<<'{"cniVersion":"0.4.0"}') && [[ $REPLY == *'"0.4.0"'* ]]
}

# Without arguments it says how it is used, and fails; one for another machine says nothing of the kind.
net_cnitool_works() {
  REPLY=$(timeout -k 2 10 "$1" 2>&1) || true
  [[ $REPLY == *cnitool*add*del* ]]
}

# net_source PART: where the part is to come from, in one line, into REPLY.
net_source() {
  local way=$1_WAY url=$1_URL file=$1_FILE sum=$1_SHA256
  case ${!way} in
    file) url=$file ;;
    build) [[ -z ${!file} ]] || url=$file ;;
  esac
  REPLY="${!way} ${!url} ${!sum}"
}

# net_installed PART RECORD: whether what the record says was installed is what is wanted now.
net_installed() {
  net_source "$1"
  kg_record_read "$2" && [[ ${KG_RECORD[source]-} == "$REPLY" && ${KG_RECORD[state]-} == installed ]]
}

# net_examine_given PART: what an installation of it needs.
net_examine_given() {
  local part=$1 way=$1_WAY url=$1_URL file=$1_FILE tool
  case ${!way} in
    download) [[ -n ${!url} ]] || net_fail no_source '' "$2" ;;
    file) [[ -f ${KATAGPU_ROOT:-}${!file} && -n ${!file} ]] || net_fail no_file '' "$2" "${!file:--}" ;;
    build)
      if [[ -n ${!file} ]]; then
        [[ -e ${KATAGPU_ROOT:-}${!file} ]] || net_fail no_file '' "$2" "${!file}"
      elif [[ -z ${!url} ]]; then
        net_fail no_source '' "$2"
      fi
      type -P go >/dev/null || net_fail no_go ''
      ;;
  esac
  tool=tar
  [[ $part != CNITOOL || ${!way} == build ]] || tool=
  if [[ ${!way} == download || (${!way} == build && -z ${!file}) ]]; then
    tool+=' curl'
  fi
  for tool in $tool; do
    type -P "$tool" >/dev/null || net_fail tool '' "$tool"
  done
}

net_examine_plugins() {
  local folder plugin
  NET_PLUGINS='' NET_TODO_PLUGINS=0
  if [[ $PLUGINS_WAY != present ]]; then
    NET_PLUGINS=${KATAGPU_ROOT:-}$NET_PARTS
    if ! net_installed PLUGINS plugins || [[ ! -x $NET_PLUGINS/bridge || ! -x $NET_PLUGINS/host-local ]]; then
      NET_PLUGINS='' NET_TODO_PLUGINS=1
      net_examine_given PLUGINS "CNI plugins"
    fi
    return 0
  fi
  for folder in $NET_PLUGIN_FOLDERS; do
    folder=${KATAGPU_ROOT:-}$folder
    if [[ -x $folder/bridge && -x $folder/host-local ]]; then
      for plugin in bridge host-local; do
        if ! net_plugin_works "$folder/$plugin"; then
          net_fail plugin_unfit "$REPLY" "${folder#"${KATAGPU_ROOT:-}"}/$plugin"
          return 0
        fi
      done
      NET_PLUGINS=$folder
      return 0
    fi
  done
  net_fail no_plugins "$NET_PLUGIN_FOLDERS"
}

net_examine_cnitool() {
  local file
  NET_CNITOOL='' NET_TODO_CNITOOL=0
  if [[ $CNITOOL_WAY != present ]]; then
    NET_CNITOOL=${KATAGPU_ROOT:-}$NET_PARTS/cnitool
    if ! net_installed CNITOOL cnitool || [[ ! -x $NET_CNITOOL ]]; then
      NET_CNITOOL='' NET_TODO_CNITOOL=1
      net_examine_given CNITOOL cnitool
    fi
    return 0
  fi
  file=$(type -P cnitool) || file=${KATAGPU_ROOT:-}/opt/cni/bin/cnitool
  if [[ ! -x $file ]]; then
    net_fail no_cnitool ''
  elif ! net_cnitool_works "$file"; then
    net_fail plugin_unfit "$REPLY" "$file"
  else
    NET_CNITOOL=$file
  fi
}

net_examine_parts() {
  net_examine_plugins
  net_examine_cnitool
  NET_PARTS_READY=0
  if [[ -n $NET_PLUGINS && -n $NET_CNITOOL ]]; then
    NET_PARTS_READY=1
  fi
  kg_fact network.parts plugins "${NET_PLUGINS#"${KATAGPU_ROOT:-}"}" cnitool "${NET_CNITOOL#"${KATAGPU_ROOT:-}"}"
}

net_temp() {
  local parts=${KATAGPU_ROOT:-}$NET_PARTS
  mkdir -p -- "$parts"
  # What a killed run left.
  rm -rf -- "$parts"/.run.*
  NET_TEMP=$(mktemp -d "$parts/.run.XXXXXX") || net_stop no_record '' "$NET_PARTS"
}

# net_get PART WORDS: the part's file, brought where it must be and with the right checksum; its path into REPLY. One
# whose checksum nobody has confirmed is shown, and asked for.
net_get() {
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
      net_fetch "$path" "${!url}" "$2"
    fi
  fi
  kg_sum "$path" || net_stop no_file '' "$2" "${!file:-$path}"
  found=$REPLY
  kg_fact network.sum part "${1,,}" file "${path##*/}" sha256 "$found"
  echo "${path##*/}: SHA-256 $found"
  if [[ -n ${!sum} && ${!sum} != "$found" ]]; then
    [[ ${!way} == file || -n ${!file} ]] || rm -f -- "$path"
    net_stop checksum "$found" "$2" "${!sum}" "$found"
  elif [[ -z ${!sum} && (${!way} == download || -z ${!file}) ]]; then
    kg_ask_checksum network.unconfirmed "$2" "$found" "${!url}"
    kg_state blocked
    exit 3
  fi
  REPLY=$path
}

# net_fetch FILE URL WORDS
net_fetch() {
  local said
  if ! kg_fetch "$1" "$2" "$PROXY" "$NET_MOST_BYTES"; then
    said=$REPLY
    if kg_fetch_told "$1" "$2" "$NET_MOST_BYTES"; then
      exit 1
    fi
    kg_redact "$2"
    net_stop not_fetched "$said" "$3" "$REPLY"
  fi
}

# net_archive FILE WORDS: stops unless the archive holds plain files and folders only, with paths that stay inside, and
# not more than makes sense; their names into NET_MEMBERS.
net_archive() {
  local list=$NET_TEMP/members mode size name total=0
  NET_MEMBERS=()
  # Names come in one line each, whatever is in them; the list itself has a bound, too.
  # shellcheck disable=SC2016
  kg_interruptible timeout -k 2 300 bash -c 'ulimit -f 16384; exec tar --quoting-style=escape --numeric-owner -tvf "$1"' tar "$1" \
    >"$list" 2>"$list.said"
  if ((KG_OUTCOME)); then
    net_stop no_archive "$(head -c 2000 -- "$list.said")" "$2"
  fi
  while read -r mode _ size _ _ name; do
    if [[ $mode != [-d]* || -z $name || $name == /* || /$name/ == */../* ]]; then
      net_stop unsafe_archive "$mode $name" "$2" "$name"
    elif ! kg_number "$size" "$NET_MOST_BYTES" || ((total += REPLY, total > NET_MOST_BYTES)); then
      net_stop unsafe_archive "$size $name" "$2" "$name"
    fi
    NET_MEMBERS+=("$name")
  done <"$list"
}

# net_install PART RECORD NAME …: puts programs of those names from the temporary folder in their place.
net_install() {
  local record=$2 source name parts=${KATAGPU_ROOT:-}$NET_PARTS
  net_source "$1"
  source=$REPLY
  shift 2
  kg_record_write "$record" state installing source "$source" files "$*" || net_stop no_record '' "$KG_RECORDS"
  for name in "$@"; do
    chmod 755 "$NET_TEMP/$name"
    mv -f -- "$NET_TEMP/$name" "$parts/$name"
  done
  kg_record_write "$record" state installed source "$source" files "$*" || net_stop no_record '' "$KG_RECORDS"
}

# Of the archive only the two programs are taken, each written by ourselves.
net_install_plugins() {
  local plugin archive member name
  net_get PLUGINS "CNI plugins"
  archive=$REPLY
  net_archive "$archive" "CNI plugins"
  for plugin in bridge host-local; do
    member=
    for name in ${NET_MEMBERS[@]+"${NET_MEMBERS[@]}"}; do
      [[ $name != "$plugin" && $name != "./$plugin" ]] || member=$name
    done
    [[ -n $member ]] || net_stop no_archive "$plugin" "CNI plugins"
    kg_interruptible timeout -k 2 300 tar --occurrence=1 -xOf "$archive" -- "$member" >"$NET_TEMP/$plugin"
    ((KG_OUTCOME == 0)) || net_stop no_archive "tar $KG_OUTCOME: $plugin" "CNI plugins"
    chmod 755 "$NET_TEMP/$plugin"
    net_plugin_works "$NET_TEMP/$plugin" || net_stop plugin_unfit "$REPLY" "$plugin"
  done
  net_install PLUGINS plugins bridge host-local
  NET_PLUGINS=${KATAGPU_ROOT:-}$NET_PARTS
}

# In the old way of Go, which needs no module proxy: cnitool uses nothing but its own project.
net_build_cnitool() {
  local from=$1 tree=$NET_TEMP/go/src/github.com/containernetworking/cni
  mkdir -p -- "$tree"
  if [[ -d $from ]]; then
    kg_interruptible cp -r -- "$from/." "$tree"
  else
    net_archive "$from" cnitool
    kg_interruptible timeout -k 2 300 tar -xf "$from" --no-same-owner --no-same-permissions --strip-components=1 -C "$tree"
  fi
  if ((KG_OUTCOME)) || [[ ! -f $tree/cnitool/cnitool.go && ! -f $tree/cnitool/cmd/root.go ]]; then
    net_stop no_archive '' cnitool
  fi
  kg_interruptible env GO111MODULE=off GOFLAGS= CGO_ENABLED=0 "GOPATH=$NET_TEMP/go" "GOCACHE=$NET_TEMP/cache" \
    "HOME=$NET_TEMP" go build -o "$NET_TEMP/cnitool" github.com/containernetworking/cni/cnitool
  if ((KG_OUTCOME)); then
    net_stop not_built "go $KG_OUTCOME"
  fi
}

net_install_cnitool() {
  net_get CNITOOL cnitool
  if [[ $CNITOOL_WAY == build ]]; then
    net_build_cnitool "$REPLY"
  else
    cp -- "$REPLY" "$NET_TEMP/cnitool"
  fi
  chmod 755 "$NET_TEMP/cnitool"
  net_cnitool_works "$NET_TEMP/cnitool" || net_stop plugin_unfit "$REPLY" cnitool
  net_install CNITOOL cnitool cnitool
  NET_CNITOOL=${KATAGPU_ROOT:-}$NET_PARTS/cnitool
}

# The records of what was installed here, into NET_INSTALLED.
net_find_installed() {
  local record
  NET_INSTALLED=()
  for record in plugins cnitool; do
    if kg_record_read "$record"; then
      NET_INSTALLED+=("$record")
    fi
  done
}

# Takes away what was installed, from the records.
net_uninstall() {
  local record name
  net_find_installed
  for record in ${NET_INSTALLED[@]+"${NET_INSTALLED[@]}"}; do
    kg_record_read "$record" || continue
    for name in ${KG_RECORD[files]-}; do
      if [[ $name == @(bridge|host-local|cnitool) ]]; then
        rm -f -- "${KATAGPU_ROOT:-}$NET_PARTS/$name"
      fi
    done
    kg_record_remove "$record"
    kg_change "network.un$record" true "$NET_PARTS"
  done
  if [[ -d ${KATAGPU_ROOT:-}$NET_PARTS ]]; then
    rm -rf -- "${KATAGPU_ROOT:-}$NET_PARTS"/.run.*
    rmdir -- "${KATAGPU_ROOT:-}$NET_PARTS" "${KATAGPU_ROOT:-}${NET_PARTS%/*}" 2>/dev/null || true
  fi
  rm -rf -- "$KG_RECORDS/cache"
}
