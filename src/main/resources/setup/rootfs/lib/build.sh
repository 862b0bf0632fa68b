# shellcheck shell=bash
# needs: fetch stage rootfs/carried rootfs/choice rootfs/image rootfs/inside rootfs/isolated rootfs/run rootfs/work
# The new image, made from a copy of the old one.

rootfs_copy() {
  local total
  rootfs_step copy "$IMAGE"
  rootfs_identity "$ROOTFS_IMAGE"
  ROOTFS_IDENTITY=$REPLY
  rootfs_written "$ROOTFS_SOURCE"
  total=$REPLY
  rootfs_layout "$ROOTFS_SOURCE"
  if [[ $ROOTFS_LAYOUT == qcow2 ]]; then
    rootfs_run_writing "$ROOTFS_FOLDER/image" "$total" qemu-img convert -O raw -- "$ROOTFS_SOURCE" "$ROOTFS_FOLDER/image"
    chmod --reference="$ROOTFS_SOURCE" -- "$ROOTFS_FOLDER/image" && chown --reference="$ROOTFS_SOURCE" -- "$ROOTFS_FOLDER/image"
  else
    rootfs_run_writing "$ROOTFS_FOLDER/image" "$total" cp -a --reflink=auto --sparse=always -- "$ROOTFS_SOURCE" "$ROOTFS_FOLDER/image"
  fi
  if ((KG_OUTCOME)); then
    rootfs_failed_step not_copied "status $KG_OUTCOME" "$IMAGE"
  fi
  rootfs_layout "$ROOTFS_FOLDER/image"
  if [[ $ROOTFS_LAYOUT != @(ext4|partitioned) ]]; then
    kg_stop rootfs.layout "$ROOTFS_LAYOUT" "$IMAGE"
  fi
}

# A loop device over the copy's file system into ROOTFS_DEVICE, held by a descriptor of this shell: once it is let go,
# by whatever end of the run, the kernel frees the device.
rootfs_attach_loop() {
  ROOTFS_DEVICE=$ROOTFS_FOLDER/image
  if ((ROOTFS_OFFSET)); then
    ROOTFS_DEVICE=$(losetup -f --show -o "$ROOTFS_OFFSET" --sizelimit "$ROOTFS_LENGTH" -- "$ROOTFS_FOLDER/image" \
      2>"$ROOTFS_FOLDER/said") || rootfs_failed_step no_loop losetup "$IMAGE"
    exec {ROOTFS_HELD}<>"$ROOTFS_DEVICE"
    losetup -d "$ROOTFS_DEVICE"
  fi
}

rootfs_release() {
  rootfs_close_loop
  rootfs_detach "$ROOTFS_FOLDER" || true
}

# e2fsck's status is made of bits: 1 corrected, 2 a restart is advised (of no meaning here), 4 and more not corrected.
rootfs_fsck() {
  rootfs_run_quiet e2fsck "$1" -- "$ROOTFS_DEVICE"
  if ((KG_OUTCOME >= 4)); then
    rootfs_failed_step fsck "e2fsck $KG_OUTCOME" "$IMAGE" "$KG_OUTCOME"
  fi
}

rootfs_grow() {
  local size
  rootfs_step grow "$IMAGE"
  rootfs_size "$ROOTFS_FOLDER/image"
  size=$REPLY
  if ((ROOTFS_SIZE > size)); then
    truncate -s "$ROOTFS_SIZE" -- "$ROOTFS_FOLDER/image" || rootfs_failed_step full '' "${IMAGE%/*}"
    if [[ $ROOTFS_LAYOUT == partitioned ]]; then
      if [[ $ROOTFS_TABLE == gpt ]]; then
        rootfs_tell sfdisk -q --no-reread --relocate gpt-bak-std -- "$ROOTFS_FOLDER/image" ||
          rootfs_failed_step partitions sfdisk "$IMAGE"
      fi
      rootfs_tell sfdisk -q --no-reread -N "$ROOTFS_PART" -- "$ROOTFS_FOLDER/image" <<<', +' ||
        rootfs_failed_step partitions sfdisk "$IMAGE"
      rootfs_layout "$ROOTFS_FOLDER/image"
    fi
  fi
  rootfs_attach_loop
  rootfs_fsck -fy
  if ((ROOTFS_SIZE > size)); then
    rootfs_run_quiet resize2fs -- "$ROOTFS_DEVICE"
    if ((KG_OUTCOME)); then
      rootfs_failed_step resize "resize2fs $KG_OUTCOME" "$IMAGE"
    fi
  fi
  rootfs_release
}

# Everything below runs apart, with the copy mounted at $ROOTFS_FOLDER/mnt.

# What a module built against the tree needs, and no more: without history and objects, but for those the build of an
# arm64 module links (ftrace-mod.o, lib-y of the errata) and the tools in scripts and tools.
rootfs_kernel() {
  local tree=${KATAGPU_ROOT:-}$KERNEL_TREE to=$ROOTFS_FOLDER/share/kernel
  rootfs_step kernel "$KERNEL_TREE"
  rootfs_tell rootfs_copy_tree "$tree" "$to" || rootfs_failed_step kernel_not_copied tar "$KERNEL_TREE"
  # Trees call arm64 what uname calls aarch64.
  if [[ -d $to/arch && ! -L $to/arch && -d $to/arch/arm64 && ! -L $to/arch/aarch64 && ! -e $to/arch/aarch64 ]]; then
    ln -s arm64 "$to/arch/aarch64"
  fi
}

# One pass over real folders, plain files and links as links: nothing is read or written through a link of the tree.
rootfs_copy_tree() (
  cd -- "$1" || exit
  find -P . \( -path ./.git -o -path ./Documentation -o -path ./vmlinux -o -path './vmlinux.*' \) -prune -o \
    \( -type d -o -type l -o -type f \( ! -name '*.o' ! -name '*.ko' ! -name '*.a' -o -path './arch/*/kernel/ftrace-mod.o' \
    -o -path './arch/*/lib/*.o' -o -path './arch/*/lib/*.a' -o -path './scripts/*.o' -o -path './tools/objtool/*.o' \
    -o -path './tools/bpf/resolve_btfids/*.o' \) \) -print0 |
    tar -c --null --no-recursion -T - | tar -x --no-same-owner -C "$2"
)

rootfs_mount() {
  local root=$ROOTFS_FOLDER/mnt how=loop,nodev node
  if ((ROOTFS_OFFSET)); then
    how+=,offset=$ROOTFS_OFFSET,sizelimit=$ROOTFS_LENGTH
  fi
  rootfs_tell mount -t ext4 -o "$how" -- "$ROOTFS_FOLDER/image" "$root" || rootfs_failed_step not_mounted mount "$IMAGE"
  if rootfs_find_escape "$root"; then
    kg_stop rootfs.leads_out "$REPLY" "$IMAGE" "$REPLY"
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
  mount --bind "$ROOTFS_FOLDER/share" "$root/tmp/katagpu"
  mount --bind "$ROOTFS_FOLDER/dnf" "$root/var/cache/dnf"
}

# Names and certificates of the host for the time of the run. The guest's own resolv.conf comes back as it was. Its
# place is found inside the guest, whatever links lead there.
rootfs_lend_host_files() {
  local root=$ROOTFS_FOLDER/mnt folder etc
  rootfs_resolve "$root" /etc || kg_stop rootfs.leads_out /etc "$IMAGE" /etc
  etc=$REPLY
  if [[ -e $etc/resolv.conf || -L $etc/resolv.conf ]]; then
    mv -T -- "$etc/resolv.conf" "$etc/.resolv.conf.katagpu"
  fi
  if [[ -r /etc/resolv.conf ]]; then
    cat /etc/resolv.conf >"$etc/resolv.conf"
  fi
  for folder in /etc/pki/ca-trust /etc/pki/tls/certs /etc/ssl/certs; do
    if [[ -d $folder && -d $root$folder && ! -L $root$folder ]] && rootfs_stays_inside "$root" "$folder"; then
      mount --bind -o ro "$folder" "$root$folder"
    fi
  done
}

rootfs_return_host_files() {
  local root=$ROOTFS_FOLDER/mnt etc
  rootfs_resolve "$root" /etc || kg_stop rootfs.leads_out /etc "$IMAGE" /etc
  etc=$REPLY
  rm -f -- "$etc/resolv.conf"
  if [[ -e $etc/.resolv.conf.katagpu || -L $etc/.resolv.conf.katagpu ]]; then
    mv -T -- "$etc/.resolv.conf.katagpu" "$etc/resolv.conf"
  fi
}

rootfs_packages() {
  local root=$ROOTFS_FOLDER/mnt release=${RELEASEVER:-${ROOTFS_IN[os_version]-}} folder status=0
  local -a options names
  rootfs_step packages
  rootfs_packages_names
  names=(${ROOTFS_NAMES[@]+"${ROOTFS_NAMES[@]}"})
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
    options+=("--setopt=reposdir=$folder,$ROOTFS_FOLDER/repos")
    [[ -z $OS_MIRROR ]] || options+=("--repofrompath=katagpu-os,$OS_MIRROR")
    [[ -z $PROXY ]] || options+=("--setopt=proxy=$PROXY")
  fi
  rootfs_tell dnf "${options[@]}" install "${names[@]}" || status=$?
  if ((status)); then
    rootfs_failed_step packages_failed "dnf $status" "${names[*]}"
  fi
}

# The packages still missing from the mounted copy into ROOTFS_NAMES.
rootfs_packages_names() {
  local name
  ROOTFS_NAMES=()
  for name in "${!ROOTFS_PACKAGES[@]}"; do
    if [[ " ${ROOTFS_NAMES[*]-} " != *" ${ROOTFS_PACKAGES[$name]} "* ]] && ! rootfs_has "$ROOTFS_FOLDER/mnt" "$name"; then
      ROOTFS_NAMES+=("${ROOTFS_PACKAGES[$name]}")
    fi
  done
}

rootfs_guest() {
  chroot "$ROOTFS_FOLDER/mnt" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C \
    TMPDIR=/tmp/katagpu/tmp "$@"
}

# The compiler that built the kernel and the guest's own: NVIDIA's build refuses another major version.
rootfs_compiler() {
  local built found
  rootfs_config "$ROOTFS_FOLDER/share/kernel" CONFIG_GCC_VERSION
  kg_number "$REPLY" 999999 || REPLY=0
  built=$((REPLY / 10000))
  found=$(rootfs_guest gcc -dumpversion 2>/dev/null) || found=
  if ((built > 0)) && [[ ${found%%.*} != "$built" ]]; then
    kg_stop rootfs.compiler "gcc $built, gcc ${found:-?}" "$built" "${found:-?}"
  fi
}

# One pass of NVIDIA's installer; when it fails, its own log comes into this one.
rootfs_installer() {
  local log=/tmp/katagpu/installer-$1.log status=0 id=$1
  local -a flags
  read -ra flags <<<"$2"
  shift 2
  rootfs_tell rootfs_guest sh /tmp/katagpu/driver.run "${flags[@]}" --tmpdir=/tmp/katagpu/tmp "--log-file-name=$log" "$@" || status=$?
  if ((status)); then
    # The guest wrote it: no link of its own leads elsewhere, and no more than its end is shown.
    if [[ -f $ROOTFS_FOLDER/share/${log##*/} && ! -L $ROOTFS_FOLDER/share/${log##*/} ]]; then
      echo '--- nvidia-installer.log'
      tail -c 262144 -- "$ROOTFS_FOLDER/share/${log##*/}" | tee -a -- "$ROOTFS_FOLDER/said"
      echo '---'
    fi
    rootfs_failed_step "${id}_failed" "nvidia-installer $status" "$DRIVER_VERSION" "$ROOTFS_RELEASE"
  fi
}

rootfs_install_driver() {
  local jobs
  kg_number "$(nproc)" || REPLY=1
  jobs=$REPLY
  rootfs_step libraries "$DRIVER_VERSION"
  rootfs_installer libraries "$PASS_USER"
  rootfs_step modules "$ROOTFS_RELEASE"
  rootfs_compiler
  rootfs_installer modules "$PASS_MODULES" "--kernel-name=$ROOTFS_RELEASE" --kernel-source-path=/tmp/katagpu/kernel \
    "--concurrency-level=$((jobs > 32 ? 32 : jobs))"
  rootfs_tell rootfs_guest depmod -a "$ROOTFS_RELEASE" || rootfs_failed_step modules_failed depmod "$DRIVER_VERSION" "$ROOTFS_RELEASE"
}

# Written by the guest's own shell, so that a link in the guest leads nowhere outside of it.
rootfs_configure() {
  rootfs_step hook "$ROOTFS_HOOK"
  # shellcheck disable=SC2016 # for the guest's shell
  rootfs_tell rootfs_guest sh -c 'set -e
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
    ldconfig' sh "$ROOTFS_HOOK" "$ROOTFS_HOOK_TEXT" "$ROOTFS_TOOLKIT_CONFIG" ||
    rootfs_failed_step hook_failed sh "$ROOTFS_HOOK"
}

# Reads back what was made, from the files, as check does.
rootfs_verify() {
  local lacking
  rootfs_step verify
  rootfs_take_report < <(rootfs_report "$ROOTFS_FOLDER/mnt" "$ROOTFS_RELEASE" "$DRIVER_VERSION")
  lacking="${ROOTFS_IN[packages]-} ${ROOTFS_IN[driver_missing]-} ${ROOTFS_IN[setup_missing]-}"
  if [[ -n ${lacking// /} ]]; then
    kg_stop rootfs.not_verified "$lacking" "$lacking"
  fi
  if [[ ${ROOTFS_IN[flavour]-} != "$DRIVER_MODULES" ]]; then
    kg_stop rootfs.flavour "${ROOTFS_IN[flavour]-}" "$DRIVER_MODULES" "${ROOTFS_IN[flavour]:--}"
  fi
}

rootfs_inside() {
  trap 'exit 143' TERM
  rootfs_kernel
  rootfs_mount
  rootfs_take_report < <(rootfs_report "$ROOTFS_FOLDER/mnt" "$ROOTFS_RELEASE" "$DRIVER_VERSION")
  rootfs_lend_host_files
  rootfs_packages
  rootfs_install_driver
  rootfs_configure
  rootfs_verify
  rootfs_return_host_files
  sync -f "$ROOTFS_FOLDER/mnt"
  umount -R -- "$ROOTFS_FOLDER/mnt"
}

# All of it in the copy; the namespace and its mounts end with it.
rootfs_build() {
  rootfs_run_quiet cp -- "$ROOTFS_DRIVER" "$ROOTFS_FOLDER/share/driver.run"
  ((KG_OUTCOME == 0)) || rootfs_failed_step full "cp $KG_OUTCOME" "${IMAGE%/*}"
  chmod 644 "$ROOTFS_FOLDER/share/driver.run"
  # What is run is what was summed, whoever may write to the folder it came from.
  if ! kg_sum "$ROOTFS_FOLDER/share/driver.run" || [[ $REPLY != "$ROOTFS_SUM" ]]; then
    kg_stop rootfs.checksum "$REPLY" "${ROOTFS_DRIVER##*/}" "$ROOTFS_SUM" "${REPLY:--}"
  fi
  kg_interruptible rootfs_run_isolated rootfs_inside "${ROOTFS_CARRIED[@]}"
  if ((KG_OUTCOME)); then
    KG_FAILED=1
    exit 1
  fi
  KG_STEP=$((KG_STEPS - 1 - VERITY))
  rootfs_detach "$ROOTFS_FOLDER" || true
  rootfs_attach_loop
  rootfs_fsck -fn
  rootfs_release
}
