# shellcheck shell=bash
# needs: fetch stage rootfs/choice rootfs/run rootfs/work
# What the run needs from elsewhere: used only with the right checksum, or under the right signature.

# The most these files may have: NVIDIA's installers have 300 to 450 MB.
readonly ROOTFS_MOST_DRIVER=2147483648 ROOTFS_MOST_TEXT=1048576
# The primary key NVIDIA's container toolkit is signed with, as Google's Dataproc and installers of several other makers
# name it; NVIDIA publishes the key, not its fingerprint.
readonly ROOTFS_TOOLKIT_KEY=C95B321B61E88C1809C4F759DDCAE044F796ECB0

# rootfs_fetch FILE URL MOST_BYTES: brings it; the finding tells what stood in the way.
rootfs_fetch() {
  local url said
  if kg_fetch "$1" "$2" "$PROXY" "$3" "$PATIENCE"; then
    return 0
  fi
  if kg_fetch_told "$1" "$2" "$3"; then
    KG_FAILED=1
    exit 1
  fi
  said=$REPLY
  kg_redact "$2"
  url=$REPLY
  case $KG_FETCH in
    http) kg_stop rootfs.http "$said" "$url" "$KG_HTTP" ;;
    full) kg_stop rootfs.full "$said" "${ROOTFS_CACHE#"${KATAGPU_ROOT:-}"}" ;;
    slow) kg_stop rootfs.slow "$said" "$url" "$PATIENCE" ;;
    *) kg_stop rootfs.no_network "$said" "$url" ;;
  esac
}

# The processor's name in NVIDIA's file names, of this host, which is the guest's too, into REPLY.
rootfs_machine() {
  REPLY=$(uname -m) || REPLY=
  case $REPLY in
    arm64) REPLY=aarch64 ;;
    aarch64 | x86_64) ;;
    *) REPLY=aarch64 ;;
  esac
}

# The driver's installer: the admin's own file, or brought and kept for the next run. Its path into ROOTFS_DRIVER, its
# sum into ROOTFS_SUM.
rootfs_driver() {
  local own=${DRIVER_FILE:+${KATAGPU_ROOT:-}$DRIVER_FILE} name url
  rootfs_machine
  name=NVIDIA-Linux-$REPLY-$DRIVER_VERSION.run
  url=$DRIVER_MIRROR/$DRIVER_VERSION/$name
  [[ -z $own ]] || name=${own##*/}
  rootfs_step download "$name"
  ROOTFS_DRIVER=${own:-$ROOTFS_CACHE/$name}
  if [[ -z $own && ! -f $ROOTFS_DRIVER ]]; then
    if ! mkdir -p -- "$ROOTFS_CACHE" || ! chmod 700 -- "$ROOTFS_CACHE"; then
      kg_stop rootfs.full '' "${ROOTFS_CACHE#"${KATAGPU_ROOT:-}"}"
    fi
    rootfs_fetch "$ROOTFS_DRIVER" "$url" "$ROOTFS_MOST_DRIVER"
  fi
  kg_sum "$ROOTFS_DRIVER" || kg_stop rootfs.driver_file "sha256sum $KG_OUTCOME" "${ROOTFS_DRIVER#"${KATAGPU_ROOT:-}"}"
  ROOTFS_SUM=$REPLY
  kg_fact rootfs.driver file "${ROOTFS_DRIVER#"${KATAGPU_ROOT:-}"}" sha256 "$ROOTFS_SUM"
  echo "$name: SHA-256 $ROOTFS_SUM"
  if [[ -n $DRIVER_SHA256 && $ROOTFS_SUM != "$DRIVER_SHA256" ]]; then
    if [[ -z $own ]]; then
      rm -f -- "$ROOTFS_DRIVER"
    fi
    kg_stop rootfs.checksum "$ROOTFS_SUM" "$name" "$DRIVER_SHA256" "$ROOTFS_SUM"
  elif [[ -z $DRIVER_SHA256 && -z $own ]]; then
    kg_ask_checksum rootfs.unconfirmed "$name" "$ROOTFS_SUM" "$url"
    rootfs_wait_for_answer
  fi
}

# The repository of the container toolkit, for this run only. Its definition is ours, with NVIDIA's key pinned; a
# definition somebody else wrote is used once its sum is confirmed.
rootfs_repository() {
  local file=$ROOTFS_FOLDER/repos/nvidia-container-toolkit.repo key=$ROOTFS_FOLDER/repos/key signed=0
  [[ -z $PACKAGES ]] || return 0
  if [[ $TOOLKIT_REPO == *.repo ]]; then
    rootfs_fetch "$file" "$TOOLKIT_REPO" "$ROOTFS_MOST_TEXT"
    kg_sum "$file" || kg_stop rootfs.full '' "${ROOTFS_FOLDER#"${KATAGPU_ROOT:-}"}"
    if [[ -z $TOOLKIT_SHA256 ]]; then
      cat -- "$file"
      kg_ask_checksum rootfs.repo_unconfirmed "${TOOLKIT_REPO##*/}" "$REPLY" "$TOOLKIT_REPO"
      rootfs_wait_for_answer
    elif [[ $REPLY != "$TOOLKIT_SHA256" ]]; then
      kg_stop rootfs.checksum "$REPLY" "${TOOLKIT_REPO##*/}" "$TOOLKIT_SHA256" "$REPLY"
    fi
    return 0
  fi
  if ((TOOLKIT_UNSIGNED)); then
    kg_finding rootfs.toolkit_unsigned warn '' "$TOOLKIT_REPO"
  else
    signed=1
    rootfs_fetch "$key" "$TOOLKIT_REPO/gpgkey" "$ROOTFS_MOST_TEXT"
    rootfs_only_key "$key"
    if [[ $REPLY != "$ROOTFS_TOOLKIT_KEY" ]]; then
      rootfs_ask toolkit_key "gpg: ${REPLY:-no key}" "$TOOLKIT_REPO" "${REPLY:--}" "$ROOTFS_TOOLKIT_KEY"
    fi
  fi
  # As NVIDIA's own file has it: the signature is over the list of packages, which holds their sums.
  # shellcheck disable=SC2016 # for dnf
  printf '%s\n' '[nvidia-container-toolkit]' name=nvidia-container-toolkit \
    "baseurl=$TOOLKIT_REPO/stable/rpm/"'$basearch' "repo_gpgcheck=$signed" gpgcheck=0 enabled=1 sslverify=1 \
    "gpgkey=file://$key" >"$file"
}

# The fingerprint of the one primary key in a file into REPLY; empty where there is none, or more than one.
rootfs_only_key() {
  local kind fingerprint='' after='' keys=0 field
  local -a fields
  mkdir -m 700 -- "$ROOTFS_FOLDER/gnupg" || kg_stop rootfs.full '' "${ROOTFS_FOLDER#"${KATAGPU_ROOT:-}"}"
  while IFS=: read -r -a fields; do
    kind=${fields[0]-} field=${fields[9]-}
    case $kind in
      pub) keys=$((keys + 1)) after=pub ;;
      sub) after=sub ;;
      fpr) [[ $after != pub ]] || fingerprint=$field after= ;;
    esac
  done < <(gpg --batch --no-options --homedir "$ROOTFS_FOLDER/gnupg" --with-colons --show-keys -- "$1" 2>/dev/null)
  REPLY=$fingerprint
  if ((keys != 1)) || [[ ! $REPLY =~ ^[0-9A-F]{40}$ ]]; then
    REPLY=
  fi
}
