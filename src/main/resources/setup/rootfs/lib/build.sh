# shellcheck shell=bash
# needs: fetch rootfs/carried rootfs/choice rootfs/image rootfs/inside rootfs/isolated rootfs/run rootfs/work
# The new image, made from a copy of the old one.

rf_copy() {
  local total
  rf_step copy "$IMAGE"
  rf_identity "$RF_IMAGE"
  RF_IDENTITY=$REPLY
  rf_written "$RF_SOURCE"
  total=$REPLY
  rf_layout "$RF_SOURCE"
  if [[ $RF_LAYOUT == qcow2 ]]; then
    rf_run_writing "$RF_FOLDER/image" "$total" qemu-img convert -O raw -- "$RF_SOURCE" "$RF_FOLDER/image"
    chmod --reference="$RF_SOURCE" -- "$RF_FOLDER/image" && chown --reference="$RF_SOURCE" -- "$RF_FOLDER/image"
  else
    rf_run_writing "$RF_FOLDER/image" "$total" cp -a --reflink=auto --sparse=always -- "$RF_SOURCE" "$RF_FOLDER/image"
  fi
  if ((KG_OUTCOME)); then
    rf_failed_step not_copied "status $KG_OUTCOME" "$IMAGE"
  fi
  rf_layout "$RF_FOLDER/image"
  if [[ $RF_LAYOUT != @(ext4|partitioned) ]]; then
    rf_stop layout "$RF_LAYOUT" "$IMAGE"
  fi
}

# A loop device over the copy's file system into RF_DEVICE, held by a descriptor of this shell: once it is let go, by
# whatever end of the run, the kernel frees the device.
rf_hold() {
  RF_DEVICE=$RF_FOLDER/image
  if ((RF_OFFSET)); then
    RF_DEVICE=$(losetup -f --show -o "$RF_OFFSET" --sizelimit "$RF_LENGTH" -- "$RF_FOLDER/image" \
      2>"$RF_FOLDER/said") || rf_failed_step no_loop losetup "$IMAGE"
    exec {RF_HELD}<>"$RF_DEVICE"
    losetup -d "$RF_DEVICE"
  fi
}

rf_release() {
  rf_let_go
  rf_detach "$RF_FOLDER" || true
}

# e2fsck's status is made of bits: 1 corrected, 2 a restart is advised (of no meaning here), 4 and more not corrected.
rf_fsck() {
  rf_run_quiet e2fsck "$1" -- "$RF_DEVICE"
  if ((KG_OUTCOME >= 4)); then
    rf_failed_step fsck "e2fsck $KG_OUTCOME" "$IMAGE" "$KG_OUTCOME"
  fi
}

rf_grow() {
  local size
  rf_step grow "$IMAGE"
  rf_size "$RF_FOLDER/image"
  size=$REPLY
  if ((RF_SIZE > size)); then
    truncate -s "$RF_SIZE" -- "$RF_FOLDER/image" || rf_failed_step full '' "${IMAGE%/*}"
    if [[ $RF_LAYOUT == partitioned ]]; then
      if [[ $RF_TABLE == gpt ]]; then
        rf_tell sfdisk -q --no-reread --relocate gpt-bak-std -- "$RF_FOLDER/image" ||
          rf_failed_step partitions sfdisk "$IMAGE"
      fi
      rf_tell sfdisk -q --no-reread -N "$RF_PART" -- "$RF_FOLDER/image" <<<', +' ||
        rf_failed_step partitions sfdisk "$IMAGE"
      rf_layout "$RF_FOLDER/image"
    fi
  fi
  rf_hold
  rf_fsck -fy
  if ((RF_SIZE > size)); then
    rf_run_quiet resize2fs -- "$RF_DEVICE"
    if ((KG_OUTCOME)); then
      rf_failed_step resize "resize2fs $KG_OUTCOME" "$IMAGE"
    fi
  fi
  rf_release
}

# Everything below runs apart, with the copy mounted at $RF_FOLDER/mnt.

# What a module built against the tree needs, and no more: without history and objects, but for those the build of an
# arm64 module links (ftrace-mod.o, lib-y of the errata) and the tools in scripts and tools.
rf_kernel() {
  local tree=${KATAGPU_ROOT:-}$KERNEL_TREE to=$RF_FOLDER/share/kernel
  rf_step kernel "$KERNEL_TREE"
  rf_tell rf_copy_tree "$tree" "$to" || rf_failed_step kernel_not_copied tar "$KERNEL_TREE"
  # Trees call arm64 what uname calls aarch64.
  if [[ -d $to/arch && ! -L $to/arch && -d $to/arch/arm64 && ! -L $to/arch/aarch64 && ! -e $to/arch/aarch64 ]]; then
    ln -s arm64 "$to/arch/aarch64"
  fi
}

# One pass over real folders, plain files and links as links: nothing is read or written through a link of the tree.
rf_copy_tree() (
  cd -- "$1" || exit
  find -P . \( -path ./.git -o -path ./Documentation -o -path ./vmlinux -o -path './vmlinux.*' \) -prune -o \
    \( -type d -o -type l -o -type f \( ! -name '*.o' ! -name '*.ko' ! -name '*.a' -o -path './arch/*/kernel/ftrace-mod.o' \
    -o -path './arch/*/lib/*.o' -o -path './arch/*/lib/*.a' -o -path './scripts/*.o' -o -path './tools/objtool/*.o' \
    -o -path './tools/bpf/resolve_btfids/*.o' \) \) -print0 |
    tar -c --null --no-recursion -T - | tar -x --no-same-owner -C "$2"
)

rf_mount() {
  local root=$RF_FOLDER/mnt how=loop,nodev node
  if ((RF_OFFSET)); then
    how+=,offset=$RF_OFFSET,sizelimit=$RF_LENGTH
  fi
  rf_tell mount -t ext4 -o "$how" -- "$RF_FOLDER/image" "$root" || rf_failed_step not_mounted mount "$IMAGE"
  if rf_leads_out "$root"; then
    rf_stop leads_out "$REPLY" "$IMAGE" "$REPLY"
  fi
  mkdir -p "$root"/{proc,sys,dev,tmp,var/cache/dnf}
  mount -t proc -o ro,nosuid,nodev,noexec proc "$root/proc"
  mount -t sysfs -o ro,nosuid,nodev,noexec sysfs "$root/sys"
  mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs "$root/tmp"
  mount -t tmpfs -o mode=755,nosuid,noexec tmpfs "$root/dev"
  # None of the host's disks or GPUs, only what every program expects.
  for node in null zero full random urandom tty; do
    : >"$root/dev/$node"
    mount --bind "/dev/$node" "$root/dev/$node"
  done
  mkdir "$root/dev/pts" "$root/dev/shm"
  mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$root/dev/pts"
  ln -s pts/ptmx "$root/dev/ptmx"
  ln -s /proc/self/fd "$root/dev/fd"
  mkdir "$root/tmp/katagpu"
  mount --bind "$RF_FOLDER/share" "$root/tmp/katagpu"
  mount --bind "$RF_FOLDER/dnf" "$root/var/cache/dnf"
}

# Names and certificates of the host for the time of the run. The guest's own resolv.conf comes back as it was. Its place
# is found inside the guest, whatever links lead there.
rf_lend() {
  local root=$RF_FOLDER/mnt folder etc
  rf_inner "$root" /etc || rf_stop leads_out /etc "$IMAGE" /etc
  etc=$REPLY
  if [[ -e $etc/resolv.conf || -L $etc/resolv.conf ]]; then
    mv -T -- "$etc/resolv.conf" "$etc/.resolv.conf.katagpu"
  fi
  if [[ -r /etc/resolv.conf ]]; then
    cat /etc/resolv.conf >"$etc/resolv.conf"
  fi
  for folder in /etc/pki/ca-trust /etc/pki/tls/certs /etc/ssl/certs; do
    if [[ -d $folder && -d $root$folder && ! -L $root$folder ]] && rf_stays "$root" "$folder"; then
      mount --bind -o ro "$folder" "$root$folder"
    fi
  done
}

rf_take_back() {
  local root=$RF_FOLDER/mnt etc
  rf_inner "$root" /etc || rf_stop leads_out /etc "$IMAGE" /etc
  etc=$REPLY
  rm -f -- "$etc/resolv.conf"
  if [[ -e $etc/.resolv.conf.katagpu || -L $etc/.resolv.conf.katagpu ]]; then
    mv -T -- "$etc/.resolv.conf.katagpu" "$etc/resolv.conf"
  fi
}

rf_packages() {
  local root=$RF_FOLDER/mnt release=${RELEASEVER:-${RF_IN[os_version]-}} folder status=0
  local -a options names
  rf_step packages
  rf_packages_names
  names=(${RF_NAMES[@]+"${RF_NAMES[@]}"})
  if ((${#names[@]} == 0)); then
    echo 'All packages are there.'
    return 0
  fi
  options=(-y "--installroot=$root" "--releasever=$release" --setopt=install_weak_deps=False)
  if [[ -n $PACKAGES ]]; then
    options+=('--disablerepo=*')
    names=("${KATAGPU_ROOT:-}$PACKAGES"/*.rpm)
  else
    folder=$root/etc/yum.repos.d
    if ! compgen -G "$folder/*.repo" >/dev/null; then
      folder=/etc/yum.repos.d
    fi
    options+=("--setopt=reposdir=$folder,$RF_FOLDER/repos")
    [[ -z $OS_MIRROR ]] || options+=("--repofrompath=katagpu-os,$OS_MIRROR")
    [[ -z $PROXY ]] || options+=("--setopt=proxy=$PROXY")
  fi
  rf_tell dnf "${options[@]}" install "${names[@]}" || status=$?
  if ((status)); then
    rf_failed_step packages_failed "dnf $status" "${names[*]}"
  fi
}

# The packages still missing from the mounted copy into RF_NAMES.
rf_packages_names() {
  local name
  RF_NAMES=()
  for name in "${!RF_PACKAGES[@]}"; do
    if [[ " ${RF_NAMES[*]-} " != *" ${RF_PACKAGES[$name]} "* ]] && ! rf_has "$RF_FOLDER/mnt" "$name"; then
      RF_NAMES+=("${RF_PACKAGES[$name]}")
    fi
  done
}

rf_guest() {
  chroot "$RF_FOLDER/mnt" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C \
    TMPDIR=/tmp/katagpu/tmp "$@"
}

# The compiler that built the kernel and the guest's own: NVIDIA's build refuses another major version.
rf_compiler() {
  local built found
  rf_config "$RF_FOLDER/share/kernel" CONFIG_GCC_VERSION
  kg_number "$REPLY" 999999 || REPLY=0
  built=$((REPLY / 10000))
  found=$(rf_guest gcc -dumpversion 2>/dev/null) || found=
  if ((built > 0)) && [[ ${found%%.*} != "$built" ]]; then
    rf_stop compiler "gcc $built, gcc ${found:-?}" "$built" "${found:-?}"
  fi
}

# One pass of NVIDIA's installer; when it fails, its own log comes into this one.
rf_installer() {
  local log=/tmp/katagpu/installer-$1.log status=0 id=$1
  local -a flags
  read -ra flags <<<"$2"
  shift 2
  rf_tell rf_guest sh /tmp/katagpu/driver.run "${flags[@]}" --tmpdir=/tmp/katagpu/tmp "--log-file-name=$log" "$@" || status=$?
  if ((status)); then
    # The guest wrote it: no link of its own leads elsewhere, and no more than its end is shown.
    if [[ -f $RF_FOLDER/share/${log##*/} && ! -L $RF_FOLDER/share/${log##*/} ]]; then
      echo '--- nvidia-installer.log'
      tail -c 262144 -- "$RF_FOLDER/share/${log##*/}" | tee -a -- "$RF_FOLDER/said"
      echo '---'
    fi
    rf_failed_step "${id}_failed" "nvidia-installer $status" "$DRIVER_VERSION" "$RF_RELEASE"
  fi
}

rf_install_driver() {
  local jobs
  kg_number "$(nproc)" || REPLY=1
  jobs=$REPLY
  rf_step libraries "$DRIVER_VERSION"
  rf_installer libraries "$PASS_USER"
  rf_step modules "$RF_RELEASE"
  rf_compiler
  rf_installer modules "$PASS_MODULES" "--kernel-name=$RF_RELEASE" --kernel-source-path=/tmp/katagpu/kernel \
    "--concurrency-level=$((jobs > 32 ? 32 : jobs))"
  rf_tell rf_guest depmod -a "$RF_RELEASE" || rf_failed_step modules_failed depmod "$DRIVER_VERSION" "$RF_RELEASE"
}

# Written by the guest's own shell, so that a link in the guest leads nowhere outside of it.
rf_configure() {
  rf_step hook "$RF_HOOK"
  # shellcheck disable=SC2016 # for the guest's shell
  rf_tell rf_guest sh -c 'set -e
    mkdir -p "${1%/*}" "${3%/*}"
    rm -f "$1"
    printf "%s\n" "$2" >"$1"
    chmod 755 "$1"
    if ! grep -q "^\[nvidia-container-cli\]" "$3" 2>/dev/null; then
      printf "\n[nvidia-container-cli]\nno-cgroups = true\n" >>"$3"
    elif grep -Eq "^[[:space:]]*#?[[:space:]]*no-cgroups[[:space:]]*=" "$3"; then
      sed -i -E "s/^[[:space:]]*#?[[:space:]]*no-cgroups[[:space:]]*=.*/no-cgroups = true/" "$3"
    else
      sed -i -E "s/^\[nvidia-container-cli\].*/&\nno-cgroups = true/" "$3"
    fi
    ldconfig' sh "$RF_HOOK" "$RF_HOOK_TEXT" "$RF_TOOLKIT_CONFIG" ||
    rf_failed_step hook_failed sh "$RF_HOOK"
}

# Reads back what was made, from the files, as check does.
rf_verify() {
  local lacking
  rf_step verify
  rf_take_report < <(rf_report "$RF_FOLDER/mnt" "$RF_RELEASE" "$DRIVER_VERSION")
  lacking="${RF_IN[packages]-} ${RF_IN[driver_missing]-} ${RF_IN[setup_missing]-}"
  if [[ -n ${lacking// /} ]]; then
    rf_stop not_verified "$lacking" "$lacking"
  fi
  if [[ ${RF_IN[flavour]-} != "$DRIVER_MODULES" ]]; then
    rf_stop flavour "${RF_IN[flavour]-}" "$DRIVER_MODULES" "${RF_IN[flavour]:--}"
  fi
}

rf_inside() {
  trap 'exit 143' TERM
  rf_kernel
  rf_mount
  rf_take_report < <(rf_report "$RF_FOLDER/mnt" "$RF_RELEASE" "$DRIVER_VERSION")
  rf_lend
  rf_packages
  rf_install_driver
  rf_configure
  rf_verify
  rf_take_back
  sync -f "$RF_FOLDER/mnt"
  umount -R -- "$RF_FOLDER/mnt"
}

# All of it in the copy; the namespace and its mounts end with it.
rf_build() {
  rf_run_quiet cp -- "$RF_DRIVER" "$RF_FOLDER/share/driver.run"
  ((KG_OUTCOME == 0)) || rf_failed_step full "cp $KG_OUTCOME" "${IMAGE%/*}"
  chmod 644 "$RF_FOLDER/share/driver.run"
  # What is run is what was summed, whoever may write to the folder it came from.
  if ! kg_sum "$RF_FOLDER/share/driver.run" || [[ $REPLY != "$RF_SUM" ]]; then
    rf_stop checksum "$REPLY" "${RF_DRIVER##*/}" "$RF_SUM" "${REPLY:--}"
  fi
  kg_interruptible rf_run_isolated rf_inside "${RF_CARRIED[@]}"
  if ((KG_OUTCOME)); then
    RF_FAILED=1
    exit 1
  fi
  RF_STEP=$((RF_STEPS - 1))
  rf_detach "$RF_FOLDER" || true
  rf_hold
  rf_fsck -fn
  rf_release
}
