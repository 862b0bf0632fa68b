# shellcheck shell=bash
# needs: fetch rootfs/choice rootfs/run rootfs/work
# What the run needs from elsewhere: used only with the right checksum, or under the right signature.

# The most these files may have: NVIDIA's installers have 300 to 450 MB.
readonly RF_MOST_DRIVER=2147483648 RF_MOST_TEXT=1048576
# The primary key NVIDIA's container toolkit is signed with, as Google's Dataproc and installers of several other makers
# name it; NVIDIA publishes the key, not its fingerprint.
readonly RF_TOOLKIT_KEY=C95B321B61E88C1809C4F759DDCAE044F796ECB0

# rf_fetch FILE URL MOST_BYTES: brings it; the finding tells what stood in the way.
rf_fetch() {
  local url said
  if kg_fetch "$1" "$2" "$PROXY" "$3" "$PATIENCE"; then
    return 0
  fi
  if kg_fetch_told "$1" "$2" "$3"; then
    RF_FAILED=1
    exit 1
  fi
  said=$REPLY
  kg_redact "$2"
  url=$REPLY
  case $KG_FETCH in
    http) rf_stop http "$said" "$url" "$KG_HTTP" ;;
    full) rf_stop full "$said" "${RF_CACHE#"${KATAGPU_ROOT:-}"}" ;;
    slow) rf_stop slow "$said" "$url" "$PATIENCE" ;;
    *) rf_stop no_network "$said" "$url" ;;
  esac
}

# The processor's name in NVIDIA's file names, of this host, which is the guest's too, into REPLY.
rf_machine() {
  REPLY=$(uname -m) || REPLY=
  case $REPLY in
    arm64) REPLY=aarch64 ;;
    aarch64 | x86_64) ;;
    *) REPLY=aarch64 ;;
  esac
}

# The driver's installer: the admin's own file, or brought and kept for the next run. Its path into RF_DRIVER, its sum
# into RF_SUM.
rf_driver() {
  local own=${DRIVER_FILE:+${KATAGPU_ROOT:-}$DRIVER_FILE} name url
  rf_machine
  name=NVIDIA-Linux-$REPLY-$DRIVER_VERSION.run
  url=$DRIVER_MIRROR/$DRIVER_VERSION/$name
  [[ -z $own ]] || name=${own##*/}
  rf_step download "$name"
  RF_DRIVER=${own:-$RF_CACHE/$name}
  if [[ -z $own && ! -f $RF_DRIVER ]]; then
    if ! mkdir -p -- "$RF_CACHE" || ! chmod 700 -- "$RF_CACHE"; then
      rf_stop full '' "${RF_CACHE#"${KATAGPU_ROOT:-}"}"
    fi
    rf_fetch "$RF_DRIVER" "$url" "$RF_MOST_DRIVER"
  fi
  kg_sum "$RF_DRIVER" || rf_stop driver_file "sha256sum $KG_OUTCOME" "${RF_DRIVER#"${KATAGPU_ROOT:-}"}"
  RF_SUM=$REPLY
  kg_fact rootfs.driver file "${RF_DRIVER#"${KATAGPU_ROOT:-}"}" sha256 "$RF_SUM"
  echo "$name: SHA-256 $RF_SUM"
  if [[ -n $DRIVER_SHA256 && $RF_SUM != "$DRIVER_SHA256" ]]; then
    if [[ -z $own ]]; then
      rm -f -- "$RF_DRIVER"
    fi
    rf_stop checksum "$RF_SUM" "$name" "$DRIVER_SHA256" "$RF_SUM"
  elif [[ -z $DRIVER_SHA256 && -z $own ]]; then
    kg_ask_checksum rootfs.unconfirmed "$name" "$RF_SUM" "$url"
    rf_wait_for_answer
  fi
}

# The repository of the container toolkit, for this run only. Its definition is ours, with NVIDIA's key pinned; a
# definition somebody else wrote is used once its sum is confirmed.
rf_repository() {
  local file=$RF_FOLDER/repos/nvidia-container-toolkit.repo key=$RF_FOLDER/repos/key signed=0
  [[ -z $PACKAGES ]] || return 0
  if [[ $TOOLKIT_REPO == *.repo ]]; then
    rf_fetch "$file" "$TOOLKIT_REPO" "$RF_MOST_TEXT"
    kg_sum "$file" || rf_stop full '' "${RF_FOLDER#"${KATAGPU_ROOT:-}"}"
    if [[ -z $TOOLKIT_SHA256 ]]; then
      cat -- "$file"
      kg_ask_checksum rootfs.repo_unconfirmed "${TOOLKIT_REPO##*/}" "$REPLY" "$TOOLKIT_REPO"
      rf_wait_for_answer
    elif [[ $REPLY != "$TOOLKIT_SHA256" ]]; then
      rf_stop checksum "$REPLY" "${TOOLKIT_REPO##*/}" "$TOOLKIT_SHA256" "$REPLY"
    fi
    return 0
  fi
  if ((TOOLKIT_UNSIGNED)); then
    kg_finding rootfs.toolkit_unsigned warn '' "$TOOLKIT_REPO"
  else
    signed=1
    rf_fetch "$key" "$TOOLKIT_REPO/gpgkey" "$RF_MOST_TEXT"
    rf_only_key "$key"
    if [[ $REPLY != "$RF_TOOLKIT_KEY" ]]; then
      rf_ask toolkit_key "gpg: ${REPLY:-no key}" "$TOOLKIT_REPO" "${REPLY:--}" "$RF_TOOLKIT_KEY"
    fi
  fi
  # As NVIDIA's own file has it: the signature is over the list of packages, which holds their sums.
  # shellcheck disable=SC2016 # for dnf
  printf '%s\n' '[nvidia-container-toolkit]' name=nvidia-container-toolkit \
    "baseurl=$TOOLKIT_REPO/stable/rpm/"'$basearch' "repo_gpgcheck=$signed" gpgcheck=0 enabled=1 sslverify=1 \
    "gpgkey=file://$key" >"$file"
}

# The fingerprint of the one primary key in a file into REPLY; empty where there is none, or more than one.
rf_only_key() {
  local kind fingerprint='' after='' keys=0 field
  local -a fields
  mkdir -m 700 -- "$RF_FOLDER/gnupg" || rf_stop full '' "${RF_FOLDER#"${KATAGPU_ROOT:-}"}"
  while IFS=: read -r -a fields; do
    kind=${fields[0]-} field=${fields[9]-}
    case $kind in
      pub) keys=$((keys + 1)) after=pub ;;
      sub) after=sub ;;
      fpr) [[ $after != pub ]] || fingerprint=$field after= ;;
    esac
  done < <(gpg --batch --no-options --homedir "$RF_FOLDER/gnupg" --with-colons --show-keys -- "$1" 2>/dev/null)
  REPLY=$fingerprint
  if ((keys != 1)) || [[ ! $REPLY =~ ^[0-9A-F]{40}$ ]]; then
    REPLY=
  fi
}
