# shellcheck shell=bash
# needs: rootfs/choice rootfs/image
# What is inside a guest image, read from its mounted files without running any program of the guest. Results cross from
# the namespace in which the image is mounted as names and values, each ended by a NUL: no text of the guest can forge
# one. Links of the guest are followed inside the guest.

readonly ROOTFS_HOOK=/usr/share/oci/hooks/prestart/nvidia-container-toolkit.sh
readonly ROOTFS_TOOLKIT_CONFIG=/etc/nvidia-container-runtime/config.toml
readonly ROOTFS_HOOK_TEXT=$'#!/bin/bash\nexec /usr/bin/nvidia-container-toolkit -debug "$@"'
# What the driver's installer and the container toolkit need, by the program that shows a package is there.
readonly -A ROOTFS_PACKAGES=(
  [lspci]=pciutils [tar]=tar [gcc]=gcc [make]=make [modprobe]=kmod [ld]=binutils [wget]=wget
  [libelf.so]=elfutils-libelf-devel [nvidia-container-runtime-hook]=nvidia-container-toolkit
  [nvidia-container-toolkit]=nvidia-container-toolkit [nvidia-container-cli]=nvidia-container-toolkit)

# The file a path of the guest leads to, every link on the way followed inside the guest, into REPLY; false when there
# is none.
rootfs_resolve() {
  local root=$1 rest=$2 path='' part target rounds=40
  while [[ -n $rest ]]; do
    rest=${rest#/}
    part=${rest%%/*}
    if [[ $rest == */* ]]; then
      rest=${rest#*/}
    else
      rest=
    fi
    case $part in
      '' | .) ;;
      ..) path=${path%/*} ;;
      *)
        if [[ -L $root$path/$part ]]; then
          ((rounds-- > 0)) || return 1
          target=$(readlink -- "$root$path/$part") || return 1
          [[ $target != /* ]] || path=
          rest=$target/$rest
        elif [[ -e $root$path/$part ]]; then
          path+=/$part
        else
          REPLY=
          return 1
        fi
        ;;
    esac
  done
  REPLY=$root$path
}

# The same where it leads to a plain file.
rootfs_inner_file() {
  rootfs_resolve "$1" "$2" && [[ -f $REPLY ]]
}

# rootfs_stays_inside ROOT PATH: whether a tool that works from outside of the guest stays inside of it at this path.
# Where the path leads to into REPLY.
rootfs_stays_inside() {
  REPLY=$(readlink -m -- "$1$2") || REPLY=
  [[ $REPLY == "$1" || $REPLY == "$1"/* ]]
}

# The first place of the guest that leads dnf or rpm, which work from outside, out of it, into REPLY as "PATH ->
# TARGET"; false when there is none. Mounts are made on some of them.
rootfs_find_escape() {
  local root path
  root=$(readlink -f -- "$1") || root=$1
  for path in /proc /sys /dev /tmp /etc /etc/dnf /etc/dnf/vars /etc/yum.repos.d /etc/rpm /usr /usr/lib /usr/lib/sysimage \
    /usr/lib/sysimage/rpm /var /var/lib /var/lib/rpm /var/lib/dnf /var/log /var/cache /var/cache/dnf; do
    if ! rootfs_stays_inside "$root" "$path"; then
      REPLY="$path -> $REPLY"
      return 0
    fi
  done
  while IFS= read -r -d '' path; do
    path=${path#"$root"}
    if ! rootfs_stays_inside "$root" "$path"; then
      REPLY="$path -> $REPLY"
      return 0
    fi
  done < <(find -P "$root"/{var/log,var/lib/dnf,var/lib/rpm,usr/lib/sysimage/rpm,etc/yum.repos.d,etc/dnf} -maxdepth 2 \
    -type l -print0 2>/dev/null)
  return 1
}

# Whether the guest has a program, or for a name with a dot a library, of that name.
rootfs_has() {
  local root=$1 name=$2 folder
  if [[ $name == *.* ]]; then
    rootfs_library "$root" "$name"
    return
  fi
  for folder in /usr/bin /usr/sbin /bin /sbin /usr/local/bin; do
    if rootfs_inner_file "$root" "$folder/$name" && [[ -x $REPLY ]]; then
      return 0
    fi
  done
  return 1
}

# A library's file of the guest into REPLY.
rootfs_library() {
  local root=$1 name=$2 folder
  local -a folders=(/usr/lib64 /usr/lib)
  if rootfs_resolve "$root" /usr/lib; then
    for folder in "$REPLY"/*-linux-gnu*; do
      folders+=("/usr/lib/${folder##*/}")
    done
  fi
  for folder in "${folders[@]}"; do
    if rootfs_inner_file "$root" "$folder/$name"; then
      return 0
    fi
  done
  REPLY=
  return 1
}

# rootfs_emit NAME VALUE: one result. A value of the guest's is cut; it cannot hold a NUL.
rootfs_emit() {
  printf '%s\0%s\0' "$1" "${2:0:4000}"
}

rootfs_os() {
  local line lines=0
  if rootfs_inner_file "$1" /etc/os-release; then
    while ((lines++ < 100)) && IFS= read -r -n 1000 line; do
      line=${line//\"/}
      case $line in
        ID=*) rootfs_emit os "${line#*=}" ;;
        VERSION_ID=*) rootfs_emit os_version "${line#*=}" ;;
        PRETTY_NAME=*) rootfs_emit os_name "${line#*=}" ;;
      esac
    done <"$REPLY"
  fi
}

# A field of a module into REPLY, in one line; a module of the guest may be anything, so memory and words are bounded.
rootfs_modinfo() {
  REPLY=$(
    ulimit -v 2097152 2>/dev/null || true
    modinfo -F "$1" "$2" 2>/dev/null | head -c 400
  ) || REPLY=
  REPLY=${REPLY%%$'\n'*}
  REPLY=${REPLY//[[:cntrl:]]/ }
}

# The kernel modules of the driver for the guest's kernel: their version, vermagic and flavour.
rootfs_modules() {
  local root=$1 release=$2 version=$3 name file found vermagic folder=
  local -a missing=()
  if rootfs_resolve "$root" "/lib/modules/$release"; then
    folder=$REPLY
  fi
  shopt -s globstar nullglob
  for name in nvidia nvidia-uvm; do
    found=
    if [[ -n $folder ]]; then
      for file in "$folder"/**/"$name".ko{,.xz,.zst,.gz}; do
        if [[ -f $file && ! -L $file ]]; then
          found=$file
        fi
      done
    fi
    if [[ -z $found ]]; then
      missing+=("$name.ko")
      continue
    fi
    rootfs_modinfo vermagic "$found"
    vermagic=$REPLY
    if [[ ${vermagic%% *} != "$release" ]]; then
      missing+=("$name.ko (vermagic ${vermagic:-unreadable})")
    fi
    if [[ $name == nvidia ]]; then
      rootfs_modinfo version "$found"
      rootfs_emit module_version "$REPLY"
      if [[ $REPLY != "$version" ]]; then
        missing+=("$name.ko (version ${REPLY:-unreadable})")
      fi
      # Only the open modules name a free licence.
      rootfs_modinfo license "$found"
      if [[ $REPLY == *GPL* ]]; then
        rootfs_emit flavour open
      else
        rootfs_emit flavour proprietary
      fi
    fi
  done
  shopt -u globstar nullglob
  REPLY=${missing[*]-}
}

# The container toolkit's version, into REPLY, by the name of its library: both are released as one. Empty where it is
# not told.
rootfs_toolkit() {
  local file folder version=''
  for folder in /usr/lib64 /usr/lib/aarch64-linux-gnu /usr/lib/x86_64-linux-gnu; do
    rootfs_resolve "$1" "$folder" || continue
    for file in "$REPLY"/libnvidia-container.so.*; do
      if [[ ${file##*/libnvidia-container.so.} =~ ^[0-9]{1,4}(\.[0-9]{1,4}){2}(~rc\.[0-9]{1,3})?$ ]]; then
        version=${BASH_REMATCH[0]}
      fi
    done
  done
  REPLY=$version
}

# rootfs_report ROOT RELEASE VERSION: everything, as rootfs_emit tells it.
rootfs_report() {
  local root=$1 release=$2 version=$3 name packages=' ' text
  local -a bad=()
  rootfs_os "$root"
  if rootfs_inner_file "$root" /bin/sh; then
    rootfs_bytes "$REPLY" 18 2
    rootfs_emit machine "$REPLY"
  fi
  rootfs_free "$root"
  rootfs_emit free "$REPLY"
  for name in "${!ROOTFS_PACKAGES[@]}"; do
    if [[ $packages != *" ${ROOTFS_PACKAGES[$name]} "* ]] && ! rootfs_has "$root" "$name"; then
      packages+="${ROOTFS_PACKAGES[$name]} "
    fi
  done
  packages=${packages# }
  rootfs_emit packages "${packages% }"
  rootfs_toolkit "$root"
  rootfs_emit toolkit "$REPLY"
  rootfs_modules "$root" "$release" "$version"
  if [[ -n $REPLY ]]; then
    bad+=("$REPLY")
  fi
  for name in libnvidia-ml.so libcuda.so; do
    rootfs_library "$root" "$name.$version" || bad+=("$name.$version")
  done
  rootfs_has "$root" nvidia-smi || bad+=(nvidia-smi)
  rootfs_emit driver_missing "${bad[*]-}"
  bad=()
  text=
  if rootfs_inner_file "$root" "$ROOTFS_HOOK" && [[ -x $REPLY ]]; then
    IFS= read -r -d '' -n 1000 text <"$REPLY" || :
  fi
  if [[ ${text%$'\n'} != "$ROOTFS_HOOK_TEXT" ]]; then
    bad+=("$ROOTFS_HOOK")
  fi
  if ! rootfs_inner_file "$root" "$ROOTFS_TOOLKIT_CONFIG" ||
    ! grep -aEq '^[[:space:]]*no-cgroups[[:space:]]*=[[:space:]]*true' < <(head -c 1048576 -- "$REPLY"); then
    bad+=('no-cgroups=true')
  fi
  for name in libnvidia-ml.so.1 libnvidia-container.so.1; do
    if ! rootfs_inner_file "$root" /etc/ld.so.cache || ! grep -aqF "$name" < <(head -c 67108864 -- "$REPLY"); then
      bad+=("ldconfig: $name")
    fi
  done
  rootfs_emit setup_missing "${bad[*]-}"
  if rootfs_find_escape "$root"; then
    rootfs_emit leads_out "$REPLY"
  fi
  rootfs_emit end yes
}

# The results of standard input into ROOTFS_IN; false when they were cut short.
rootfs_take_report() {
  local name value
  ROOTFS_IN=()
  while IFS= read -r -d '' name && IFS= read -r -d '' value; do
    if [[ $name =~ ^[a-z_]+$ ]]; then
      # shellcheck disable=SC2004 # an associative array
      ROOTFS_IN[$name]=$value
    fi
  done
  kg_number "${ROOTFS_IN[free]-}" || REPLY=0
  ROOTFS_IN[free]=$REPLY
  [[ -n ${ROOTFS_IN[end]+x} ]]
}
