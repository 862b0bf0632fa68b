# shellcheck shell=bash
# Files brought to the host: resumed where an earlier download stopped, and used only with the right checksum. Needs
# rootfs-run.sh.

# rf_curl FILE URL …: one download, resumed; the status of the server into RF_HTTP.
rf_curl() {
  local file=$1 url=$2 head=$RF_CACHE/head total=0 line
  local -a options=(-fL -sS --connect-timeout 20 --speed-limit 1024 --speed-time "$PATIENCE" -C - -D "$head" -o "$file")
  [[ -z $PROXY ]] || options+=(--proxy "$PROXY")
  RF_HTTP=
  : >"$head"
  if line=$(curl -fsIL --connect-timeout 20 --max-time 30 ${PROXY:+--proxy "$PROXY"} -- "$url" 2>/dev/null); then
    while IFS= read -r line; do
      if [[ ${line,,} =~ ^content-length:\ *([0-9]+) ]]; then
        total=${BASH_REMATCH[1]}
      fi
    done <<<"$line"
  fi
  rf_heed_file "$file" "$total" curl "${options[@]}" -- "$url"
  while IFS= read -r line; do
    if [[ $line =~ ^HTTP/[0-9.]+\ ([0-9]{3}) ]]; then
      RF_HTTP=${BASH_REMATCH[1]}
    fi
  done <"$head"
  rm -f -- "$head"
}

# rf_fetch FILE URL: brings it, trying anew while something arrives; the finding tells what stood in the way.
rf_fetch() {
  local file=$1 url=$2 before
  mkdir -p -- "$RF_CACHE" || rf_stop full '' "$RF_CACHE"
  while :; do
    rf_size "$file.part"
    before=$REPLY
    rf_curl "$file.part" "$url"
    if ((RF_OUTCOME == 0)); then
      mv -f -- "$file.part" "$file"
      return 0
    fi
    rf_size "$file.part"
    case $RF_OUTCOME:$RF_HTTP in
      *:416)
        # The server has nothing behind what is here: the checksum says whether it is whole.
        mv -f -- "$file.part" "$file"
        return 0
        ;;
      33:*)
        # This server cannot go on in the middle.
        rm -f -- "$file.part"
        ((before > 0)) || rf_stop no_network "curl $RF_OUTCOME" "$url"
        ;;
      22:*) rf_stop http "HTTP $RF_HTTP" "$url" "$RF_HTTP" ;;
      23:*) rf_stop full "curl $RF_OUTCOME" "${RF_CACHE#"${KATAGPU_ROOT:-}"}" ;;
      28:?*) rf_stop slow "$REPLY B" "$url" "$PATIENCE" ;;
      *) ((REPLY > before)) || rf_stop no_network "curl $RF_OUTCOME" "$url" ;;
    esac
  done
}

# The SHA-256 of a file into REPLY.
rf_sum() {
  local out=$RF_FOLDER/sum
  rf_heed sha256sum -- "$1" >"$out"
  kg_read "$out"
  REPLY=${REPLY%% *}
}

# The driver's installer: the admin's own file, or brought and kept for the next run. Its path into RF_DRIVER.
rf_driver() {
  local own=${DRIVER_FILE:+${KATAGPU_ROOT:-}$DRIVER_FILE} name sum
  name=${own:-$DRIVER_URL}
  name=${name##*/}
  rf_step download "$name"
  RF_DRIVER=${own:-$RF_CACHE/$name}
  if [[ -z $own && ! -f $RF_DRIVER ]]; then
    rf_fetch "$RF_DRIVER" "$DRIVER_URL"
  fi
  rf_sum "$RF_DRIVER"
  sum=$REPLY
  kg_fact rootfs.driver file "${RF_DRIVER#"${KATAGPU_ROOT:-}"}" sha256 "$sum"
  echo "$name: SHA-256 $sum"
  if [[ -n $DRIVER_SHA256 && $sum != "$DRIVER_SHA256" ]]; then
    if [[ -z $own ]]; then
      rm -f -- "$RF_DRIVER"
    fi
    rf_stop checksum "$sum" "$name" "$DRIVER_SHA256" "$sum"
  elif [[ -z $DRIVER_SHA256 && -z $own ]]; then
    rf_stop unconfirmed "$sum" "$name" "$sum"
  fi
}

# NVIDIA's repository of the container toolkit, for this run only.
rf_repository() {
  if [[ -z $PACKAGES ]]; then
    rf_fetch "$RF_FOLDER/repos/nvidia-container-toolkit.repo" "$TOOLKIT_REPO"
  fi
}
