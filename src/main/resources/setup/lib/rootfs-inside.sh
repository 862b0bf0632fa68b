# shellcheck shell=bash
# What is inside a guest image, read from its mounted files without running any program of the guest. Needs
# control.sh, sysfs.sh, rootfs-image.sh. Results are NAME=VALUE lines, so that they can cross from the namespace in
# which the image is mounted.

readonly RF_HOOK=/usr/share/oci/hooks/prestart/nvidia-container-toolkit.sh
readonly RF_TOOLKIT_CONFIG=/etc/nvidia-container-runtime/config.toml
readonly RF_HOOK_TEXT=$'#!/bin/bash\nexec /usr/bin/nvidia-container-toolkit -debug "$@"'
# What the driver's installer and the container toolkit need, by the program that shows a package is there.
readonly -A RF_PACKAGES=(
  [lspci]=pciutils [tar]=tar [gcc]=gcc [make]=make [modprobe]=kmod [ld]=binutils [wget]=wget
  [libelf.so]=elfutils-libelf-devel [nvidia-container-runtime-hook]=nvidia-container-toolkit
  [nvidia-container-toolkit]=nvidia-container-toolkit [nvidia-container-cli]=nvidia-container-toolkit)

# The file a path of the guest leads to, its links followed inside the guest, into REPLY; false when there is none.
rf_inner() {
  local root=$1 path=$2 target rounds=10
  while [[ -L $root$path ]]; do
    ((rounds-- > 0)) || return 1
    target=$(readlink -- "$root$path") || return 1
    if [[ $target == /* ]]; then
      path=$target
    else
      path=${path%/*}/$target
    fi
  done
  REPLY=$root$path
  [[ -e $REPLY ]]
}

# Whether the guest has a program, or for a name with a dot a library, of that name.
rf_has() {
  local root=$1 name=$2 folder
  if [[ $name == *.* ]]; then
    rf_library "$root" "$name"
    return
  fi
  for folder in /usr/bin /usr/sbin /bin /sbin /usr/local/bin; do
    if rf_inner "$root" "$folder/$name" && [[ -f $REPLY && -x $REPLY ]]; then
      return 0
    fi
  done
  return 1
}

# A library's file of the guest into REPLY.
rf_library() {
  local root=$1 name=$2
  for REPLY in "$root"/usr/lib64/"$name" "$root"/usr/lib/"$name" "$root"/usr/lib/*-linux-gnu*/"$name"; do
    if [[ -f $REPLY ]]; then
      return 0
    fi
  done
  REPLY=
  return 1
}

rf_os() {
  local line
  if rf_inner "$1" /etc/os-release; then
    while IFS= read -r line; do
      line=${line//\"/}
      case $line in
        ID=*) printf 'os=%s\n' "${line#*=}" ;;
        VERSION_ID=*) printf 'os_version=%s\n' "${line#*=}" ;;
        PRETTY_NAME=*) printf 'os_name=%s\n' "${line#*=}" ;;
      esac
    done <"$REPLY"
  fi
}

# The kernel modules of the driver for the guest's kernel: their version, vermagic and flavour.
rf_modules() {
  local root=$1 release=$2 version=$3 name file found vermagic
  local -a missing=()
  shopt -s globstar nullglob
  for name in nvidia nvidia-uvm; do
    found=
    for file in "$root/lib/modules/$release"/**/"$name".ko{,.xz,.zst,.gz}; do
      found=$file
    done
    if [[ -z $found ]]; then
      missing+=("$name.ko")
      continue
    fi
    vermagic=$(modinfo -F vermagic "$found" 2>/dev/null) || vermagic=
    if [[ ${vermagic%% *} != "$release" ]]; then
      missing+=("$name.ko (vermagic ${vermagic:-unreadable})")
    fi
    if [[ $name == nvidia ]]; then
      REPLY=$(modinfo -F version "$found" 2>/dev/null) || REPLY=
      printf 'module_version=%s\n' "$REPLY"
      if [[ $REPLY != "$version" ]]; then
        missing+=("$name.ko (version ${REPLY:-unreadable})")
      fi
      # Only the open modules name a free licence.
      REPLY=$(modinfo -F license "$found" 2>/dev/null) || REPLY=
      if [[ $REPLY == *GPL* ]]; then
        printf 'flavour=open\n'
      else
        printf 'flavour=proprietary\n'
      fi
    fi
  done
  shopt -u globstar nullglob
  REPLY=${missing[*]-}
}

# rf_report ROOT RELEASE VERSION: everything, as NAME=VALUE lines.
rf_report() {
  local root=$1 release=$2 version=$3 name packages=' ' cache
  local -a bad=()
  rf_os "$root"
  if rf_inner "$root" /bin/sh; then
    rf_bytes "$REPLY" 18 2
    printf 'machine=%s\n' "$REPLY"
  fi
  rf_free "$root"
  printf 'free=%s\n' "$REPLY"
  for name in "$root"/usr/lib/gcc/*/[0-9]*; do
    if [[ -d $name ]]; then
      printf 'gcc=%s\n' "${name##*/}"
    fi
  done
  for name in "${!RF_PACKAGES[@]}"; do
    if [[ $packages != *" ${RF_PACKAGES[$name]} "* ]] && ! rf_has "$root" "$name"; then
      packages+="${RF_PACKAGES[$name]} "
    fi
  done
  packages=${packages# }
  printf 'packages=%s\n' "${packages% }"
  rf_modules "$root" "$release" "$version"
  if [[ -n $REPLY ]]; then
    bad+=("$REPLY")
  fi
  for name in libnvidia-ml.so libcuda.so; do
    rf_library "$root" "$name.$version" || bad+=("$name.$version")
  done
  rf_has "$root" nvidia-smi || bad+=(nvidia-smi)
  printf 'driver_missing=%s\n' "${bad[*]-}"
  bad=()
  if [[ ! -f $root$RF_HOOK || ! -x $root$RF_HOOK || $(<"$root$RF_HOOK") != "$RF_HOOK_TEXT" ]]; then
    bad+=("$RF_HOOK")
  fi
  if [[ ! -f $root$RF_TOOLKIT_CONFIG ]] || ! grep -Eq '^[[:space:]]*no-cgroups[[:space:]]*=[[:space:]]*true' \
    "$root$RF_TOOLKIT_CONFIG"; then
    bad+=('no-cgroups=true')
  fi
  cache=$root/etc/ld.so.cache
  for name in libnvidia-ml.so.1 libnvidia-container.so.1; do
    if [[ ! -f $cache ]] || ! grep -aqF "$name" "$cache"; then
      bad+=("ldconfig: $name")
    fi
  done
  printf 'setup_missing=%s\n' "${bad[*]-}"
  printf 'end=\n'
}

# NAME=VALUE lines of standard input into RF_IN; false when they were cut short.
rf_take_report() {
  local line
  RF_IN=()
  while IFS= read -r line; do
    if [[ $line == [a-z]*=* ]]; then
      RF_IN[${line%%=*}]=${line#*=}
    fi
  done
  [[ -n ${RF_IN[end]+x} ]]
}
