# shellcheck shell=bash
# needs: record stage sysfs rootfs/carried rootfs/image rootfs/inside rootfs/isolated rootfs/run rootfs/verity
# The choices made for the guest image and what is true of them now: the same examination before a change is offered
# (check) and at the moment it is made (apply). Parameters: IMAGE, SIZE_GIB (0: as it is), CONVERT (0 or 1),
# KERNEL_TREE, DRIVER_VERSION, DRIVER_MODULES (open or proprietary), DRIVER_FILE (on the host; empty: downloaded),
# DRIVER_MIRROR (folder of NVIDIA's drivers), DRIVER_SHA256 (may be empty), PASS_USER and PASS_MODULES (the installer's
# flags), PROXY, TOOLKIT_REPO (NVIDIA's libnvidia-container or a mirror of it; or a .repo file, whose TOOLKIT_SHA256 is
# confirmed), TOOLKIT_UNSIGNED (1: also without NVIDIA's signature), PACKAGES (a folder of RPMs instead of
# repositories), OS_MIRROR, RELEASEVER, ROOM_MIB (what packages and driver take inside, an estimate), TIGHT (1: also
# where there seems to be too little room), PATIENCE (seconds a download may stand still), VERITY (1: bound by dm-verity).

KG_RECORDS=${KATAGPU_ROOT:-}/var/lib/katagpu/rootfs
ROOTFS_CACHE=$KG_RECORDS/cache
ROOTFS_ASKED=0
ROOTFS_SOURCE='' ROOTFS_BACKUP='' ROOTFS_RECORD='' ROOTFS_RELEASE='' ROOTFS_DONE_BEFORE=0
declare -A ROOTFS_IN=()

# rootfs_check_form NAME PATTERN: the parameter's whole value follows the pattern.
rootfs_check_form() {
  [[ ${!1} =~ ^($2)$ && ${!1} != *[[:cntrl:]]* ]] || kg_bad_parameter rootfs "$1"
}

rootfs_read_parameters() {
  local path='/.*' url='https?://[^ @"'\'']+' words='(-[A-Za-z0-9=/._-]+( (kernel|kernel-open|open|proprietary))?( |$))*'
  rootfs_check_form IMAGE "($path)?"
  rootfs_check_form SIZE_GIB '0|[1-9][0-9]{0,4}'
  rootfs_check_form CONVERT '[01]'
  rootfs_check_form KERNEL_TREE "($path)?"
  rootfs_check_form DRIVER_VERSION '[1-9][0-9]{2}\.[0-9]{1,3}(\.[0-9]{1,2})?'
  rootfs_check_form DRIVER_MODULES 'open|proprietary'
  rootfs_check_form DRIVER_FILE "($path)?"
  rootfs_check_form DRIVER_MIRROR "$url"
  rootfs_check_form DRIVER_SHA256 '([0-9a-f]{64})?'
  rootfs_check_form PASS_USER "$words"
  rootfs_check_form PASS_MODULES "$words"
  rootfs_check_form PROXY "($url)?"
  rootfs_check_form TOOLKIT_REPO "$url"
  rootfs_check_form TOOLKIT_SHA256 '([0-9a-f]{64})?'
  rootfs_check_form TOOLKIT_UNSIGNED '[01]'
  rootfs_check_form TIGHT '[01]'
  rootfs_check_form PACKAGES "($path)?"
  rootfs_check_form OS_MIRROR "($url)?"
  rootfs_check_form RELEASEVER '[A-Za-z0-9._-]*'
  rootfs_check_form ROOM_MIB '[1-9][0-9]{0,5}'
  rootfs_check_form PATIENCE '[1-9][0-9]{0,3}'
  rootfs_check_form VERITY '[01]'
}

# The record's name for an image: its path in one word.
rootfs_record_name() {
  REPLY=${1//%/%25}
  REPLY=image-${REPLY//\//%2F}
}

rootfs_tools() {
  local tool
  local -a missing=() tools=(setpriv unshare chroot mount umount losetup e2fsck resize2fs truncate cp sha256sum tar od
    stat df du sed find tee tail head modinfo dnf)
  [[ -n $DRIVER_FILE && -n $PACKAGES ]] || tools+=(curl)
  [[ -n $PACKAGES || $TOOLKIT_REPO == *.repo ]] || ((TOOLKIT_UNSIGNED)) || tools+=(gpg)
  [[ $ROOTFS_LAYOUT == ext4 ]] || tools+=(sfdisk)
  [[ $ROOTFS_LAYOUT != qcow2 ]] || tools+=(qemu-img)
  ((VERITY == 0)) || tools+=(veritysetup)
  for tool in "${tools[@]}"; do
    type -P "$tool" >/dev/null || missing+=("$tool")
  done
  if ((${#missing[@]})); then
    kg_fail rootfs.tool '' "${missing[*]}"
  fi
}

# Looks at everything the choice names. Sets KG_FAILED, ROOTFS_SOURCE (the image to copy: the original, where an
# earlier run kept it), ROOTFS_RELEASE (the guest kernel's), ROOTFS_IN (what is inside the image now).
rootfs_examine() {
  if [[ -z $IMAGE || ! -f ${KATAGPU_ROOT:-}$IMAGE ]]; then
    kg_fail rootfs.absent '' "${IMAGE:--}"
    return 0
  fi
  ROOTFS_IMAGE=$(readlink -f -- "${KATAGPU_ROOT:-}$IMAGE") || ROOTFS_IMAGE=${KATAGPU_ROOT:-}$IMAGE
  rootfs_record_name "${ROOTFS_IMAGE#"${KATAGPU_ROOT:-}"}"
  ROOTFS_RECORD=$REPLY
  ROOTFS_SOURCE=$ROOTFS_IMAGE
  rootfs_examine_record
  if ((KG_FAILED)); then
    return 0
  fi
  rootfs_layout "$ROOTFS_IMAGE"
  rootfs_tools
  # Without sfdisk partitions cannot be told.
  if ((KG_FAILED == 0)); then
    rootfs_examine_layout
  fi
  rootfs_examine_kernel
  if ((KG_FAILED == 0)); then
    rootfs_examine_verity
  fi
  rootfs_examine_host_modules
  rootfs_examine_sources
  if ((KG_FAILED)); then
    return 0
  fi
  if [[ $ROOTFS_LAYOUT == qcow2 ]]; then
    return 0
  fi
  rootfs_users "$ROOTFS_IMAGE"
  if [[ -n $REPLY ]]; then
    kg_fail rootfs.busy "$ROOTFS_EVIDENCE" "$IMAGE" "$REPLY"
    return 0
  fi
  rootfs_examine_inside
}

rootfs_examine_record() {
  if ! kg_record_read "$ROOTFS_RECORD"; then
    kg_fact rootfs.record recorded= false
    return 0
  fi
  ROOTFS_DONE_BEFORE=1
  kg_fact rootfs.record recorded= true backup "${KG_RECORD[backup]-}"
  if [[ ! -f ${KATAGPU_ROOT:-}${KG_RECORD[backup]-} ]]; then
    kg_fail rootfs.backup_gone '' "${KG_RECORD[backup]-}"
  else
    rootfs_identity "$ROOTFS_IMAGE"
    if [[ $REPLY == "${KG_RECORD[identity]-}" ]]; then
      ROOTFS_BACKUP=${KATAGPU_ROOT:-}${KG_RECORD[backup]}
      ROOTFS_TREE=${KG_RECORD[root]-}
    else
      kg_fail rootfs.moved_since "$REPLY, was ${KG_RECORD[identity]-}" "$IMAGE" "${KG_RECORD[backup]-}"
    fi
  fi
}

rootfs_examine_layout() {
  # What is behind the file system there may be a tree of ours: a copy is made of the original.
  if [[ -n $ROOTFS_BACKUP ]] && (rootfs_layout "$ROOTFS_BACKUP" && ((ROOTFS_LAST))); then
    ROOTFS_LAST=1
  fi
  rootfs_size "$ROOTFS_IMAGE"
  kg_fact rootfs.image path "$IMAGE" layout "$ROOTFS_LAYOUT" size= "$REPLY" offset= "$ROOTFS_OFFSET"
  case $ROOTFS_LAYOUT in
    ext4 | partitioned) ;;
    qcow2)
      if ((!CONVERT)); then
        kg_fail rootfs.qcow2 '' "$IMAGE"
      fi
      ;;
    verity | none | unread) kg_fail "rootfs.$ROOTFS_LAYOUT" '' "$IMAGE" ;;
    *) kg_fail rootfs.layout '' "$IMAGE" ;;
  esac
}

# The tree the guest's kernel was built in: everything a module built for that kernel needs.
rootfs_examine_kernel() {
  local tree=${KATAGPU_ROOT:-}$KERNEL_TREE file compiler
  local -a missing=()
  if [[ -z $KERNEL_TREE ]]; then
    kg_fail rootfs.kernel_unchosen ''
    return 0
  fi
  if [[ ! -d $tree ]]; then
    kg_fail rootfs.kernel_absent '' "$KERNEL_TREE"
    return 0
  fi
  for file in .config Makefile include/config/kernel.release include/linux/kernel.h include/generated/autoconf.h \
    include/generated/uapi/linux/version.h Module.symvers; do
    [[ -f $tree/$file && -s $tree/$file ]] || missing+=("$file")
  done
  if [[ -f $tree/.config && -s $tree/.config ]]; then
    rootfs_config "$tree" CONFIG_MODULES
    if [[ $REPLY != y ]]; then
      kg_fail rootfs.kernel_no_modules 'CONFIG_MODULES is not set' "$KERNEL_TREE"
      return 0
    fi
    rootfs_config "$tree" CONFIG_MODULE_SIG_FORCE
    if [[ $REPLY == y ]]; then
      kg_fail rootfs.kernel_signed 'CONFIG_MODULE_SIG_FORCE=y' "$KERNEL_TREE"
    fi
    rootfs_config "$tree" CONFIG_MMU_NOTIFIER
    if [[ $REPLY != y ]]; then
      kg_finding rootfs.kernel_mmu warn 'CONFIG_MMU_NOTIFIER is not set' "$KERNEL_TREE"
    fi
    rootfs_config "$tree" CONFIG_CC_VERSION_TEXT
    compiler=${REPLY//\"/}
  fi
  if ((${#missing[@]})); then
    kg_fail rootfs.kernel_unbuilt "${missing[*]}" "$KERNEL_TREE" "${missing[*]}"
    return 0
  fi
  { IFS= read -r -n 200 ROOTFS_RELEASE <"$tree/include/config/kernel.release"; } 2>/dev/null || :
  if [[ ! $ROOTFS_RELEASE =~ ^[A-Za-z0-9._+-]+$ ]]; then
    kg_fail rootfs.kernel_unbuilt "$ROOTFS_RELEASE" "$KERNEL_TREE" include/config/kernel.release
  fi
  kg_fact rootfs.kernel release "$ROOTFS_RELEASE" compiler "${compiler-}"
}

# The installer takes a kernel of the running release for the running kernel, and would then reload its modules.
rootfs_examine_host_modules() {
  local module loaded='' running
  for module in nvidia nouveau; do
    if [[ -d $KG_SYS/module/$module ]]; then
      loaded+="${loaded:+, }$module"
    fi
  done
  kg_read "$KG_PROC/sys/kernel/osrelease"
  running=$REPLY
  if [[ -n $loaded && -n $ROOTFS_RELEASE && $ROOTFS_RELEASE == "$running" ]]; then
    kg_fail rootfs.host_modules "$running: $loaded" "$ROOTFS_RELEASE" "$loaded"
  fi
}

rootfs_examine_sources() {
  local file
  if [[ -n $DRIVER_FILE && ! -s ${KATAGPU_ROOT:-}$DRIVER_FILE ]]; then
    kg_fail rootfs.driver_file '' "$DRIVER_FILE"
  fi
  if [[ -n $PACKAGES ]]; then
    for file in "${KATAGPU_ROOT:-}$PACKAGES"/*.rpm; do
      if [[ -f $file ]]; then
        return 0
      fi
    done
    kg_fail rootfs.no_packages '' "$PACKAGES"
  fi
}

rootfs_examine_inside() {
  local machine own from=$ROOTFS_SOURCE said whole=1
  ROOTFS_SOURCE=$ROOTFS_IMAGE
  exec {said}<> <(:)
  rootfs_take_report < <(rootfs_run_isolated rootfs_inspect "${ROOTFS_CARRIED[@]}" 2>&"$said") || whole=0
  ROOTFS_SOURCE=$from
  if ((whole == 0)); then
    rootfs_pipe_said "$said"
    if [[ -n ${ROOTFS_IN[mount_failed]-} ]]; then
      kg_fail rootfs.not_mounted "$REPLY" "$IMAGE"
    else
      kg_fail rootfs.not_looked "$REPLY" "$IMAGE"
    fi
  fi
  exec {said}>&-
  ((whole)) || return 0
  if [[ -n ${ROOTFS_IN[leads_out]-} ]]; then
    kg_fail rootfs.leads_out "${ROOTFS_IN[leads_out]}" "$IMAGE" "${ROOTFS_IN[leads_out]}"
  fi
  kg_fact rootfs.inside os "${ROOTFS_IN[os_name]-}" version "${ROOTFS_IN[os_version]-}" free= "${ROOTFS_IN[free]:-0}" \
    packages "${ROOTFS_IN[packages]-}" driver "${ROOTFS_IN[module_version]-}" flavour "${ROOTFS_IN[flavour]-}" \
    toolkit "${ROOTFS_IN[toolkit]-}"
  machine=${ROOTFS_IN[machine]-}
  rootfs_bytes "$BASH" 18 2
  own=$REPLY
  if [[ $machine != "$own" ]]; then
    kg_fail rootfs.machine "ELF machine $machine, this host $own" "$IMAGE"
  fi
  if [[ -z ${ROOTFS_IN[os_version]-} && -z $RELEASEVER ]]; then
    kg_fail rootfs.os_unknown '' "$IMAGE"
  fi
}

# What stands in a pipe, its first 20 lines, into REPLY.
rootfs_pipe_said() {
  local line count=0 said=''
  while ((count++ < 20)) && IFS= read -r -t 0.3 -n 400 -u "$1" line; do
    said+=${said:+$'\n'}$line
  done
  REPLY=$said
}

# What apply would change, as control lines where SAY is 1, into KG_CHANGES their number.
rootfs_changes() {
  local say=$1
  KG_CHANGES=0 ROOTFS_GROW=0 KG_MADE=()
  if [[ $ROOTFS_LAYOUT == qcow2 ]]; then
    kg_plan_change "$say" rootfs.convert "$IMAGE"
  fi
  rootfs_size "$ROOTFS_IMAGE"
  ROOTFS_SIZE=$REPLY
  if ((SIZE_GIB << 30 > ROOTFS_SIZE)); then
    ROOTFS_SIZE=$((SIZE_GIB << 30)) ROOTFS_GROW=1
    kg_plan_change "$say" rootfs.grow "$IMAGE" "$SIZE_GIB"
  fi
  if [[ $ROOTFS_LAYOUT == qcow2 || -n ${ROOTFS_IN[packages]-} ]]; then
    kg_plan_change "$say" rootfs.packages "${ROOTFS_IN[packages]:-nvidia-container-toolkit}"
  fi
  if [[ $ROOTFS_LAYOUT == qcow2 || -n ${ROOTFS_IN[driver_missing]-} || ${ROOTFS_IN[flavour]-} != "$DRIVER_MODULES" ]]; then
    kg_plan_change "$say" rootfs.driver "$DRIVER_VERSION" "$ROOTFS_RELEASE" "$DRIVER_MODULES"
  fi
  if [[ $ROOTFS_LAYOUT == qcow2 || -n ${ROOTFS_IN[setup_missing]-} ]]; then
    kg_plan_change "$say" rootfs.hook "$ROOTFS_HOOK"
  fi
  ROOTFS_ONLY_VERITY=0
  if ((VERITY)) && { ((KG_CHANGES)) || [[ -z $ROOTFS_TREE ]]; }; then
    ROOTFS_ONLY_VERITY=$((KG_CHANGES == 0))
    kg_plan_change "$say" rootfs.verity "$IMAGE"
  elif ((!VERITY && KG_CHANGES == 0)) && [[ -n $ROOTFS_TREE ]]; then
    kg_plan_change "$say" rootfs.unverity "$IMAGE"
  fi
  if ((KG_CHANGES && !ROOTFS_DONE_BEFORE)); then
    kg_plan_change "$say" rootfs.backup "$IMAGE"
  fi
}

# Room on the disk for the copy, its growth and the kernel tree; room inside for packages and driver. Only what is
# written takes room, the copy is sparse and may share its blocks: what is needed is an estimate, so too little of it
# is a question, and a warning once the admin answered that it shall be tried.
rootfs_examine_space() {
  local allocated tree need free growth inside
  rootfs_written "$ROOTFS_IMAGE"
  allocated=$REPLY
  tree=$(du -sB1 --exclude=.git -- "${KATAGPU_ROOT:-}$KERNEL_TREE") || tree=0
  kg_number "${tree%%[[:space:]]*}" || REPLY=0
  tree=$REPLY
  rootfs_size "$ROOTFS_IMAGE"
  growth=$((ROOTFS_SIZE - REPLY))
  need=$((allocated + tree + growth + (ROOM_MIB << 20) + VERITY * ROOTFS_SIZE / 120))
  rootfs_free "${ROOTFS_IMAGE%/*}"
  free=$REPLY
  kg_fact rootfs.room need= "$need" free= "$free"
  if ((free < need)); then
    rootfs_tell_tight_space space "$need B needed, $free B free" "${IMAGE%/*}" "$(((need >> 20) + 1))" "$((free >> 20))"
  fi
  inside=$((${ROOTFS_IN[free]:-0} + growth))
  if [[ $ROOTFS_LAYOUT != qcow2 && -n ${ROOTFS_IN[driver_missing]-}${ROOTFS_IN[packages]-} ]] && ((inside < ROOM_MIB << 20)); then
    rootfs_tell_tight_space inner_space "$inside B" "$IMAGE" "$((inside >> 20))" "$ROOM_MIB"
  fi
  if ((ROOTFS_GROW && !ROOTFS_LAST)); then
    kg_fail rootfs.not_last '' "$IMAGE" "$ROOTFS_PART"
  fi
}

rootfs_tell_tight_space() {
  local id=rootfs.$1
  shift
  if ((TIGHT)); then
    kg_finding "$id" warn "$@"
  else
    ROOTFS_ASKED=1
    kg_finding "$id" ask "$@"
  fi
}
