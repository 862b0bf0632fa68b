# shellcheck shell=bash
# NVIDIA's installer in a guest image: what a pass of it leaves there. Its file only says which version it is. Expects
# notes.sh.

# nvidia_installer ROOT FILE FLAG …
nvidia_installer() {
  local root=$1 file=$2 flag version release='' kind=proprietary log=/dev/null folder name
  local -A given=()
  note "$file" version
  version=$REPLY
  for flag in "${@:3}"; do
    case $flag in
      --kernel-name=*) release=${flag#*=} ;;
      --kernel-module-build-directory=kernel-open | --kernel-module-type=open) kind=open ;;
      --log-file-name=*) log=$root${flag#*=} ;;
      *) given[$flag]=1 ;;
    esac
  done
  printf 'Verifying archive integrity... OK\nUncompressing NVIDIA Accelerated Graphics Driver for Linux-aarch64 %s\n' \
    "$version" | tee "$log"
  pause 8
  if [[ -n ${given[--kernel-modules-only]:-} ]]; then
    if fault driver modules-fail; then
      printf 'ERROR: Unable to load the kernel source tree in %s\n' "${given[*]:-}" >>"$log"
      printf 'ERROR: The nvidia kernel module was not created.\n' | tee -a "$log" >&2
      return 1
    fi
    folder=$root/lib/modules/$release/kernel/drivers/video
    mkdir -p "$folder"
    flag=NVIDIA
    [[ $kind != open ]] || flag='Dual MIT/GPL'
    for name in nvidia nvidia-uvm nvidia-modeset; do
      pause 5
      printf '  LD [M]  /tmp/katagpu/tmp/selfgz/kernel/%s.ko\n' "$name" | tee -a "$log"
      printf 'vermagic=%s SMP mod_unload aarch64\nversion=%s\nlicense=%s\n' "$release" "$version" "$flag" \
        >"$folder/$name.ko"
    done
  else
    mkdir -p "$root/usr/lib64" "$root/usr/bin"
    for name in libnvidia-ml.so libcuda.so; do
      : >"$root/usr/lib64/$name.$version"
      ln -sf "$name.$version" "$root/usr/lib64/$name.1"
    done
    echo '#!/bin/sh' >"$root/usr/bin/nvidia-smi"
    chmod 755 "$root/usr/bin/nvidia-smi"
  fi
  printf 'Installation of the NVIDIA Accelerated Graphics Driver for Linux-aarch64 (version: %s) is now complete.\n' \
    "$version" | tee -a "$log"
}
