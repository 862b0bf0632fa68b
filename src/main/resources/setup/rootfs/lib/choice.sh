# shellcheck shell=bash
# needs: record sysfs rootfs/carried rootfs/image rootfs/inside rootfs/isolated rootfs/run
# The choices made for the guest image and what is true of them now: the same examination before a change is offered
# (check) and at the moment it is made (apply). Parameters: IMAGE, SIZE_GIB (0: as it is), CONVERT (0 or 1),
# KERNEL_TREE, DRIVER_VERSION, DRIVER_MODULES (open or proprietary), DRIVER_FILE (on the host; empty: downloaded),
# DRIVER_MIRROR (folder of NVIDIA's drivers), DRIVER_SHA256 (may be empty), PASS_USER and PASS_MODULES (the installer's
# flags), PROXY, TOOLKIT_REPO (NVIDIA's libnvidia-container or a mirror of it; or a .repo file, whose TOOLKIT_SHA256 is
# confirmed), TOOLKIT_UNSIGNED (1: also without NVIDIA's signature), PACKAGES (a folder of RPMs instead of
# repositories), OS_MIRROR, RELEASEVER, ROOM_MIB (what packages and driver take inside, an estimate), TIGHT (1: also
# where there seems to be too little room), PATIENCE (seconds a download may stand still).

KG_RECORDS=${KATAGPU_ROOT:-}/var/lib/katagpu/rootfs
RF_CACHE=$KG_RECORDS/cache
RF_FAILED=0 RF_ASKED=0
RF_SOURCE='' RF_BACKUP='' RF_RECORD='' RF_RELEASE='' RF_DONE_BEFORE=0
declare -A RF_IN=()

rf_fail() {
  local id=rootfs.$1
  shift
  RF_FAILED=1
  kg_finding "$id" fail "$@"
}

rf_bad_parameter() {
  echo "Parameter $1 is not what this script takes." >&2
  rf_fail parameter '' "$1"
  exit 64
}

# rf_form NAME PATTERN: the parameter's whole value follows the pattern.
rf_form() {
  [[ ${!1} =~ ^($2)$ && ${!1} != *[[:cntrl:]]* ]] || rf_bad_parameter "$1"
}

rf_read_parameters() {
  local path='/.*' url='https?://[^ @"'\'']+' flags='(-[A-Za-z0-9=/._-]+( (kernel|kernel-open|open|proprietary))?( |$))*'
  rf_form IMAGE "($path)?"
  rf_form SIZE_GIB '0|[1-9][0-9]{0,4}'
  rf_form CONVERT '[01]'
  rf_form KERNEL_TREE "($path)?"
  rf_form DRIVER_VERSION '[1-9][0-9]{2}\.[0-9]{1,3}(\.[0-9]{1,2})?'
  rf_form DRIVER_MODULES 'open|proprietary'
  rf_form DRIVER_FILE "($path)?"
  rf_form DRIVER_MIRROR "$url"
  rf_form DRIVER_SHA256 '([0-9a-f]{64})?'
  rf_form PASS_USER "$flags"
  rf_form PASS_MODULES "$flags"
  rf_form PROXY "($url)?"
  rf_form TOOLKIT_REPO "$url"
  rf_form TOOLKIT_SHA256 '([0-9a-f]{64})?'
  rf_form TOOLKIT_UNSIGNED '[01]'
  rf_form TIGHT '[01]'
  rf_form PACKAGES "($path)?"
  rf_form OS_MIRROR "($url)?"
  rf_form RELEASEVER '[A-Za-z0-9._-]*'
  rf_form ROOM_MIB '[1-9][0-9]{0,5}'
  rf_form PATIENCE '[1-9][0-9]{0,3}'
}

# The record's name for an image: its path in one word.
rf_record_name() {
  REPLY=${1//%/%25}
  REPLY=image-${REPLY//\//%2F}
}

rf_tools() {
  local tool
  local -a missing=() tools=(setpriv unshare chroot mount umount losetup e2fsck resize2fs truncate cp sha256sum tar od
    stat df du sed find tee tail head modinfo dnf)
  [[ -n $DRIVER_FILE && -n $PACKAGES ]] || tools+=(curl)
  [[ -n $PACKAGES || $TOOLKIT_REPO == *.repo ]] || ((TOOLKIT_UNSIGNED)) || tools+=(gpg)
  [[ $RF_LAYOUT == ext4 ]] || tools+=(sfdisk)
  [[ $RF_LAYOUT != qcow2 ]] || tools+=(qemu-img)
  for tool in "${tools[@]}"; do
    type -P "$tool" >/dev/null || missing+=("$tool")
  done
  if ((${#missing[@]})); then
    rf_fail tool '' "${missing[*]}"
  fi
}

# Looks at everything the choice names. Sets RF_FAILED, RF_SOURCE (the image to copy: the original, where an earlier
# run kept it), RF_RELEASE (the guest kernel's), RF_IN (what is inside the image now).
rf_examine() {
  if [[ -z $IMAGE || ! -f ${KATAGPU_ROOT:-}$IMAGE ]]; then
    rf_fail absent '' "${IMAGE:--}"
    return 0
  fi
  RF_IMAGE=$(readlink -f -- "${KATAGPU_ROOT:-}$IMAGE") || RF_IMAGE=${KATAGPU_ROOT:-}$IMAGE
  rf_record_name "${RF_IMAGE#"${KATAGPU_ROOT:-}"}"
  RF_RECORD=$REPLY
  RF_SOURCE=$RF_IMAGE
  rf_examine_record
  if ((RF_FAILED)); then
    return 0
  fi
  rf_layout "$RF_IMAGE"
  rf_tools
  # Without sfdisk partitions cannot be told.
  if ((RF_FAILED == 0)); then
    rf_examine_layout
  fi
  rf_examine_kernel
  rf_examine_host_modules
  rf_examine_sources
  if ((RF_FAILED)); then
    return 0
  fi
  if [[ $RF_LAYOUT == qcow2 ]]; then
    return 0
  fi
  rf_users "$RF_IMAGE"
  if [[ -n $REPLY ]]; then
    rf_fail busy "$RF_EVIDENCE" "$IMAGE" "$REPLY"
    return 0
  fi
  rf_examine_inside
}

rf_examine_record() {
  if ! kg_record_read "$RF_RECORD"; then
    kg_fact rootfs.record recorded= false
    return 0
  fi
  RF_DONE_BEFORE=1
  kg_fact rootfs.record recorded= true backup "${KG_RECORD[backup]-}"
  if [[ ! -f ${KATAGPU_ROOT:-}${KG_RECORD[backup]-} ]]; then
    rf_fail backup_gone '' "${KG_RECORD[backup]-}"
  else
    rf_identity "$RF_IMAGE"
    if [[ $REPLY == "${KG_RECORD[identity]-}" ]]; then
      RF_BACKUP=${KATAGPU_ROOT:-}${KG_RECORD[backup]}
    else
      rf_fail moved_since "$REPLY, was ${KG_RECORD[identity]-}" "$IMAGE" "${KG_RECORD[backup]-}"
    fi
  fi
}

rf_examine_layout() {
  rf_size "$RF_IMAGE"
  kg_fact rootfs.image path "$IMAGE" layout "$RF_LAYOUT" size= "$REPLY" offset= "$RF_OFFSET"
  case $RF_LAYOUT in
    ext4 | partitioned) ;;
    qcow2)
      if ((!CONVERT)); then
        rf_fail qcow2 '' "$IMAGE"
      fi
      ;;
    verity | none | unread) rf_fail "$RF_LAYOUT" '' "$IMAGE" ;;
    *) rf_fail layout '' "$IMAGE" ;;
  esac
}

# The tree the guest's kernel was built in: everything a module built for that kernel needs.
rf_examine_kernel() {
  local tree=${KATAGPU_ROOT:-}$KERNEL_TREE file compiler
  local -a missing=()
  if [[ -z $KERNEL_TREE ]]; then
    rf_fail kernel_unchosen ''
    return 0
  fi
  if [[ ! -d $tree ]]; then
    rf_fail kernel_absent '' "$KERNEL_TREE"
    return 0
  fi
  for file in .config Makefile include/config/kernel.release include/linux/kernel.h include/generated/autoconf.h \
    include/generated/uapi/linux/version.h Module.symvers; do
    [[ -f $tree/$file && -s $tree/$file ]] || missing+=("$file")
  done
  if [[ -f $tree/.config && -s $tree/.config ]]; then
    rf_config "$tree" CONFIG_MODULES
    if [[ $REPLY != y ]]; then
      rf_fail kernel_no_modules 'CONFIG_MODULES is not set' "$KERNEL_TREE"
      return 0
    fi
    rf_config "$tree" CONFIG_MODULE_SIG_FORCE
    if [[ $REPLY == y ]]; then
      rf_fail kernel_signed 'CONFIG_MODULE_SIG_FORCE=y' "$KERNEL_TREE"
    fi
    rf_config "$tree" CONFIG_MMU_NOTIFIER
    if [[ $REPLY != y ]]; then
      kg_finding rootfs.kernel_mmu warn 'CONFIG_MMU_NOTIFIER is not set' "$KERNEL_TREE"
    fi
    rf_config "$tree" CONFIG_CC_VERSION_TEXT
    compiler=${REPLY//\"/}
  fi
  if ((${#missing[@]})); then
    rf_fail kernel_unbuilt "${missing[*]}" "$KERNEL_TREE" "${missing[*]}"
    return 0
  fi
  { IFS= read -r -n 200 RF_RELEASE <"$tree/include/config/kernel.release"; } 2>/dev/null || :
  if [[ ! $RF_RELEASE =~ ^[A-Za-z0-9._+-]+$ ]]; then
    rf_fail kernel_unbuilt "$RF_RELEASE" "$KERNEL_TREE" include/config/kernel.release
  fi
  kg_fact rootfs.kernel release "$RF_RELEASE" compiler "${compiler-}"
}

# The installer takes a kernel of the running release for the running kernel, and would then reload its modules.
rf_examine_host_modules() {
  local module loaded='' running
  for module in nvidia nouveau; do
    if [[ -d $KG_SYS/module/$module ]]; then
      loaded+="${loaded:+, }$module"
    fi
  done
  kg_read "$KG_PROC/sys/kernel/osrelease"
  running=$REPLY
  if [[ -n $loaded && -n $RF_RELEASE && $RF_RELEASE == "$running" ]]; then
    rf_fail host_modules "$running: $loaded" "$RF_RELEASE" "$loaded"
  fi
}

rf_examine_sources() {
  local file
  if [[ -n $DRIVER_FILE && ! -s ${KATAGPU_ROOT:-}$DRIVER_FILE ]]; then
    rf_fail driver_file '' "$DRIVER_FILE"
  fi
  if [[ -n $PACKAGES ]]; then
    for file in "${KATAGPU_ROOT:-}$PACKAGES"/*.rpm; do
      if [[ -f $file ]]; then
        return 0
      fi
    done
    rf_fail no_packages '' "$PACKAGES"
  fi
}

rf_examine_inside() {
  local machine own from=$RF_SOURCE said whole=1
  RF_SOURCE=$RF_IMAGE
  exec {said}<> <(:)
  rf_take_report < <(rf_run_isolated rf_peek "${RF_CARRIED[@]}" 2>&"$said") || whole=0
  RF_SOURCE=$from
  if ((whole == 0)); then
    rf_pipe_said "$said"
    if [[ -n ${RF_IN[mount_failed]-} ]]; then
      rf_fail not_mounted "$REPLY" "$IMAGE"
    else
      rf_fail not_looked "$REPLY" "$IMAGE"
    fi
  fi
  exec {said}>&-
  ((whole)) || return 0
  if [[ -n ${RF_IN[leads_out]-} ]]; then
    rf_fail leads_out "${RF_IN[leads_out]}" "$IMAGE" "${RF_IN[leads_out]}"
  fi
  kg_fact rootfs.inside os "${RF_IN[os_name]-}" version "${RF_IN[os_version]-}" free= "${RF_IN[free]:-0}" \
    packages "${RF_IN[packages]-}" driver "${RF_IN[module_version]-}" flavour "${RF_IN[flavour]-}"
  machine=${RF_IN[machine]-}
  rf_bytes "$BASH" 18 2
  own=$REPLY
  if [[ $machine != "$own" ]]; then
    rf_fail machine "ELF machine $machine, this host $own" "$IMAGE"
  fi
  if [[ -z ${RF_IN[os_version]-} && -z $RELEASEVER ]]; then
    rf_fail os_unknown '' "$IMAGE"
  fi
}

# What stands in a pipe, its first 20 lines, into REPLY.
rf_pipe_said() {
  local line count=0 said=''
  while ((count++ < 20)) && IFS= read -r -t 0.3 -n 400 -u "$1" line; do
    said+=${said:+$'\n'}$line
  done
  REPLY=$said
}

# What apply would change, as control lines where SAY is 1, into RF_CHANGES their number.
rf_changes() {
  local say=$1
  RF_CHANGES=0 RF_GROW=0 RF_MADE=()
  if [[ $RF_LAYOUT == qcow2 ]]; then
    rf_change "$say" convert "$IMAGE"
  fi
  rf_size "$RF_IMAGE"
  RF_SIZE=$REPLY
  if ((SIZE_GIB << 30 > RF_SIZE)); then
    RF_SIZE=$((SIZE_GIB << 30)) RF_GROW=1
    rf_change "$say" grow "$IMAGE" "$SIZE_GIB"
  fi
  if [[ $RF_LAYOUT == qcow2 || -n ${RF_IN[packages]-} ]]; then
    rf_change "$say" packages "${RF_IN[packages]:-nvidia-container-toolkit}"
  fi
  if [[ $RF_LAYOUT == qcow2 || -n ${RF_IN[driver_missing]-} || ${RF_IN[flavour]-} != "$DRIVER_MODULES" ]]; then
    rf_change "$say" driver "$DRIVER_VERSION" "$RF_RELEASE" "$DRIVER_MODULES"
  fi
  if [[ $RF_LAYOUT == qcow2 || -n ${RF_IN[setup_missing]-} ]]; then
    rf_change "$say" hook "$RF_HOOK"
  fi
  if ((RF_CHANGES && !RF_DONE_BEFORE)); then
    rf_change "$say" backup "$IMAGE"
  fi
}

rf_change() {
  local say=$1 id=rootfs.$2
  shift 2
  RF_CHANGES=$((RF_CHANGES + 1))
  RF_MADE+=("$id" "$#" "$@")
  if ((say)); then
    kg_change "$id" false "$@"
  fi
}

# Room on the disk for the copy, its growth and the kernel tree; room inside for packages and driver. Only what is
# written takes room, the copy is sparse and may share its blocks: what is needed is an estimate, so too little of it is a
# question, and a warning once the admin answered that it shall be tried.
rf_examine_space() {
  local allocated tree need free growth inside
  rf_written "$RF_IMAGE"
  allocated=$REPLY
  tree=$(du -sB1 --exclude=.git -- "${KATAGPU_ROOT:-}$KERNEL_TREE") || tree=0
  kg_number "${tree%%[[:space:]]*}" || REPLY=0
  tree=$REPLY
  rf_size "$RF_IMAGE"
  growth=$((RF_SIZE - REPLY))
  need=$((allocated + tree + growth + (ROOM_MIB << 20)))
  rf_free "${RF_IMAGE%/*}"
  free=$REPLY
  kg_fact rootfs.room need= "$need" free= "$free"
  if ((free < need)); then
    rf_tight space "$need B needed, $free B free" "${IMAGE%/*}" "$(((need >> 20) + 1))" "$((free >> 20))"
  fi
  inside=$((${RF_IN[free]:-0} + growth))
  if [[ $RF_LAYOUT != qcow2 && -n ${RF_IN[driver_missing]-}${RF_IN[packages]-} ]] && ((inside < ROOM_MIB << 20)); then
    rf_tight inner_space "$inside B" "$IMAGE" "$((inside >> 20))" "$ROOM_MIB"
  fi
  if ((RF_GROW && !RF_LAST)); then
    rf_fail not_last '' "$IMAGE" "$RF_PART"
  fi
}

rf_tight() {
  local id=rootfs.$1
  shift
  if ((TIGHT)); then
    kg_finding "$id" warn "$@"
  else
    RF_ASKED=1
    kg_finding "$id" ask "$@"
  fi
}
