# shellcheck shell=bash
# The programs the network needs: the CNI plugins bridge and host-local, and cnitool. Those of the host are used where
# they are; what this stage brings goes into a folder of its own, so that nobody else's plugin is replaced. Needs
# control.sh, record.sh, fetch.sh. Calls: the plugins, cnitool, tar, go, curl.

readonly NET_PARTS=/opt/katagpu/cni
readonly NET_PLUGIN_FOLDERS='/opt/cni/bin /usr/libexec/cni /usr/lib/cni'
# Folder of the plugins and path of cnitool, as bash finds them; empty: not there, or not fit.
NET_PLUGINS='' NET_CNITOOL='' NET_PARTS_READY=0
NET_TODO_PLUGINS=0 NET_TODO_CNITOOL=0
NET_TEMP=''

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

# net_get PART WORDS: the part's file, brought where it must be and with the right checksum; its path into REPLY.
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
      echo "Fetching ${!url}"
      kg_fetch "$path" "${!url}" "$PROXY" || net_stop not_fetched "$REPLY" "$2" "${!url}"
    fi
  fi
  found=$(sha256sum <"$path")
  found=${found%% *}
  kg_fact network.sum part "${1,,}" file "${path##*/}" sha256 "$found"
  echo "${path##*/}: SHA-256 $found"
  if [[ -n ${!sum} && ${!sum} != "$found" ]]; then
    [[ ${!way} == file || -n ${!file} ]] || rm -f -- "$path"
    net_stop checksum "$found" "$2" "${!sum}" "$found"
  elif [[ -z ${!sum} && (${!way} == download || -z ${!file}) ]]; then
    net_stop unconfirmed "$found" "$2" "$found"
  fi
  REPLY=$path
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

net_install_plugins() {
  local plugin
  net_get PLUGINS "CNI plugins"
  kg_heed tar -xzf "$REPLY" --no-same-owner -C "$NET_TEMP"
  for plugin in bridge host-local; do
    if ((KG_OUTCOME)) || [[ ! -f $NET_TEMP/$plugin ]]; then
      net_stop no_archive '' "CNI plugins"
    fi
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
    kg_heed cp -r -- "$from/." "$tree"
  else
    kg_heed tar -xf "$from" --no-same-owner --strip-components=1 -C "$tree"
  fi
  if ((KG_OUTCOME)) || [[ ! -f $tree/cnitool/cnitool.go && ! -f $tree/cnitool/cmd/root.go ]]; then
    net_stop no_archive '' cnitool
  fi
  kg_heed env GO111MODULE=off GOFLAGS= CGO_ENABLED=0 "GOPATH=$NET_TEMP/go" "GOCACHE=$NET_TEMP/cache" \
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

# Takes away what was installed, from the records.
net_uninstall() {
  local record name
  for record in plugins cnitool; do
    if kg_record_read "$record"; then
      for name in ${KG_RECORD[files]}; do
        if [[ $name == @(bridge|host-local|cnitool) ]]; then
          rm -f -- "${KATAGPU_ROOT:-}$NET_PARTS/$name"
        fi
      done
      kg_record_remove "$record"
      kg_change "network.un$record" true "$NET_PARTS"
    fi
  done
  if [[ -d ${KATAGPU_ROOT:-}$NET_PARTS ]]; then
    rm -rf -- "${KATAGPU_ROOT:-}$NET_PARTS"/.run.*
    rmdir -- "${KATAGPU_ROOT:-}$NET_PARTS" "${KATAGPU_ROOT:-}${NET_PARTS%/*}" 2>/dev/null || true
  fi
  rm -rf -- "$KG_RECORDS/cache"
}
