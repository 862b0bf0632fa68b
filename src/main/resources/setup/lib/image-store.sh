# shellcheck shell=bash
# Bringing an image into containerd's store: through a pipe or from a registry, then read back. Needs image-look.sh.

# Turns what dd tells of its progress (lines that redraw each other) into control lines. TOTAL 0: unknown.
image_tell_progress() {
  local total=$1 chunk line last=''
  # Redrawn lines end with a carriage return, the last words with a newline.
  while IFS= read -r -d $'\r' chunk || [[ -n $chunk ]]; do
    while IFS= read -r line; do
      if [[ $line =~ ^([0-9]+)\ bytes && ${BASH_REMATCH[1]} != "$last" ]]; then
        last=${BASH_REMATCH[1]}
        kg_progress "$last" "$((last > total && total > 0 ? last : total))" bytes
      elif [[ $line == dd:* ]]; then
        printf '%s\n' "$line"
      fi
    done <<<"$chunk"
    chunk=
  done
}

# image_count TOTAL: standard input to standard output, telling on descriptor 5 how far it is.
image_count() {
  { dd bs=1M iflag=fullblock status=progress 2>&1 >&4 4>&- | image_tell_progress "$1" >&5; } 4>&1
}

# A file to standard output, telling on the script's own output how far it is.
image_read_through() {
  image_count "$ARCHIVE_SIZE" <"$1" 5>&"$IMAGE_LOG"
}

# image_pipe TOTAL WHAT COMMAND [ARG …]: what the command writes goes straight into containerd, no file in between.
# Fails with a finding, and a log line that names how each end of the pipe ended.
image_pipe() {
  local total=$1 what=$2 option giver=$IMAGE_TEMP/giver.log taker=$IMAGE_TEMP/taker.log ends=$IMAGE_TEMP/ends
  local -a name=() codes=()
  shift 2
  image_local import
  option=$REPLY
  if [[ -z $IMAGE_FOUND ]]; then
    name=(--index-name "$REFERENCE")
  fi
  image_list_leases
  {
    set +e
    { image_note_lease "$IMAGE_LEASES" && exec "$@"; } 2>"$giver" | image_count "$total" | image_ctr images import ${option:+"$option"} ${name[@]+"${name[@]}"} - \
      2>&1 | tee "$taker"
    printf '%s\n' "${PIPESTATUS[*]}" >"$ends"
    set -e
  } 5>&"$IMAGE_LOG"
  read -ra codes <"$ends"
  if ((codes[0] + codes[1] + codes[2] == 0)); then
    return 0
  fi
  cat -- "$giver"
  echo "How the pipe ended: $what ${codes[0]}, counting ${codes[1]}, ctr images import ${codes[2]}."
  # 141 only says that the other end was gone first.
  if ((codes[0] != 0 && codes[0] != 141)); then
    image_explain save_failed "$(<"$giver")" "$what" "${codes[0]}"
  else
    image_explain import_failed "$(<"$taker")" "$what" "${codes[2]}"
  fi
  exit 1
}

# Sums up what ctr tells of a pull, a table redrawn again and again: bytes there of bytes known so far. Ends ctr when
# nothing moves any more while it fetches: it would wait for ever. What it unpacks may take its time.
image_tell_pull() {
  local line key layer size sum whole shown='' moved=$SECONDS looked=$SECONDS table='' before=''
  local -A there=() all=()
  while IFS= read -r line; do
    line=${line//$'\e'\[[0-9]/}
    if [[ $line =~ ^[^a-z]*((layer|config|manifest|index)-sha256:[0-9a-f]+):[[:space:]]+([a-z]+) ]]; then
      key=${BASH_REMATCH[1]}
      if [[ $line =~ \|[[:space:]]+([0-9.]+)[[:space:]]*([KMGT]?)(i?B)/([0-9.]+)[[:space:]]*([KMGT]?)i?B ]]; then
        layer=("${BASH_REMATCH[@]:1}")
        image_bytes "${layer[0]}" "${layer[1]}"
        size=$REPLY
        image_bytes "${layer[3]}" "${layer[4]}"
        there[$key]=$size
        all[$key]=$REPLY
      elif [[ ${line#*:*:} == *done* || ${line#*:*:} == *exists* ]]; then
        there[$key]=${all[$key]:-0}
      fi
    elif [[ $line =~ ^[^a-z]*elapsed: ]]; then
      sum=0 whole=0
      for key in "${!all[@]}"; do
        sum=$((sum + there[$key]))
        whole=$((whole + all[$key]))
      done
      if ((whole > 0)) && [[ $sum/$whole != "$shown" ]]; then
        shown=$sum/$whole
        kg_progress "$sum" "$whole" bytes
      fi
      if ((SECONDS > looked)); then
        looked=$SECONDS
        image_arrived
        if [[ $table$REPLY != "$before" ]]; then
          before=$table$REPLY
          moved=$SECONDS
        elif ((SECONDS - moved >= (whole > 0 && sum >= whole ? 5 * PATIENCE : PATIENCE))); then
          # Where all is there, only a slow disk is waited for.
          image_table_text "$table" >"$IMAGE_TEMP/stalled"
          kill -TERM "$(<"$IMAGE_TEMP/pull.pid")" || true
        fi
      fi
      table=
      continue
    elif [[ -n ${line//[[:space:]]/} ]]; then
      printf '%s\n' "$line"
    fi
    table+=$line$'\n'
  done
}

# ctr's table without its bars.
image_table_text() {
  local line
  local -a words
  while IFS= read -r line; do
    read -ra words <<<"${line%%|*} ${line##*|}"
    printf '%s\n' "${words[*]}"
  done <<<"${1%$'\n'}"
}

# How much of what is on its way containerd holds, into REPLY; ctr's table shows tenths of a unit, of a large layer too
# little to see it move.
image_arrived() {
  local name size found=''
  image_ask content active || REPLY=
  while read -r name size _; do
    found+="$name $size "
  done <<<"$REPLY"
  REPLY=$found
}

# 12.3 and M into bytes, without a process per line.
image_bytes() {
  local tenths=${1/./} unit=1
  [[ $1 == *.? ]] || tenths=${1%%.*}0
  case $2 in
    K) unit=1024 ;;
    M) unit=1048576 ;;
    G) unit=1073741824 ;;
    T) unit=1099511627776 ;;
  esac
  REPLY=$((10#$tenths * unit / 10))
}

# image_pull SOURCE
image_pull() {
  local option said=$IMAGE_TEMP/pull.log status
  local -a plain=()
  image_local pull
  option=$REPLY
  [[ -z $PLAIN_HTTP ]] || plain=(--plain-http)
  image_list_leases
  set +e
  {
    printf '%s\n' "$BASHPID" >"$IMAGE_TEMP/pull.pid"
    image_where exec ctr images pull ${option:+"$option"} ${plain[@]+"${plain[@]}"} --platform "linux/$IMAGE_ARCH" \
      "$1" 2>&1
  } |
    tee "$said" | { image_note_lease "$IMAGE_LEASES" && image_tell_pull; }
  status=${PIPESTATUS[0]}
  set -e
  if ((status)) && [[ -e $IMAGE_TEMP/stalled ]]; then
    image_fail image.slow "$(<"$IMAGE_TEMP/stalled")" "$1" "$PATIENCE"
    exit 1
  elif ((status)); then
    image_explain pull_failed "$(grep -v -E '(layer|config|manifest|index)-sha256:|^elapsed' "$said" || true)" "$1" "$status"
    exit 1
  fi
}

# The record of what stands under the name in the namespace, into REPLY.
image_record_name() {
  REPLY=image.$NAMESPACE.${REFERENCE//[\/:]/_}
}

# image_write_record BEFORE DIGEST SOURCE: BEFORE is what the name pointed to before the first apply, DIGEST what it
# points to since the last one, empty while one is under way.
image_write_record() {
  image_record_name
  if ! kg_record_write "$REPLY" reference "$REFERENCE" namespace "$NAMESPACE" before "$1" digest "$2" source "$3"; then
    image_fail image.no_record '' "$KG_RECORDS"
    exit 1
  fi
}

# image_take SOURCE: from here on the name may change. What is under it now is kept under another name first, so that
# it can be put back.
image_take() {
  image_find "$REFERENCE"
  IMAGE_BEFORE=$IMAGE_DIGEST
  IMAGE_FIRST=$IMAGE_DIGEST
  IMAGE_LAST=
  image_record_name
  if kg_record_read "$REPLY"; then
    IMAGE_FIRST=${KG_RECORD[before]}
    IMAGE_LAST=${KG_RECORD[digest]}
  fi
  image_write_work "$1"
  IMAGE_TAKEN=$1
  if [[ -n $IMAGE_BEFORE ]] && ! image_ask images tag --force "$REFERENCE" "$REFERENCE-last-katagpu"; then
    image_explain tag_failed "$REPLY" "$REFERENCE"
    exit 1
  fi
  if [[ -n $IMAGE_BEFORE && $IMAGE_BEFORE == "$IMAGE_FIRST" ]] &&
    ! image_ask images tag --force "$REFERENCE" "$REFERENCE-before-katagpu"; then
    image_explain tag_failed "$REPLY" "$REFERENCE"
    exit 1
  fi
  image_write_record "$IMAGE_FIRST" '' "$1"
}

# The name points again to what it pointed to when this run began.
image_roll_back() {
  local status=0
  image_find "$REFERENCE"
  if [[ $IMAGE_DIGEST == "$IMAGE_BEFORE" ]]; then
    echo "$REFERENCE is as it was."
  elif [[ -n $IMAGE_BEFORE ]]; then
    image_ask images tag --force "$REFERENCE-last-katagpu" "$REFERENCE" || status=$?
  else
    image_ask images rm "$REFERENCE" || status=$?
  fi
  if ((status)); then
    kg_finding image.not_rolled_back warn "$REPLY" "$REFERENCE"
    return 0
  fi
  image_ask images rm "$REFERENCE-last-katagpu" || true
  if [[ -n $IMAGE_FOUND && $IMAGE_FOUND != "$REFERENCE" ]] && ((!IMAGE_FOUND_BEFORE)); then
    image_ask images rm "$IMAGE_FOUND" || true
  fi
  if [[ -n $IMAGE_LAST ]]; then
    image_write_record "$IMAGE_FIRST" "$IMAGE_LAST" "$IMAGE_TAKEN"
  else
    image_ask images rm "$REFERENCE-before-katagpu" || true
    image_record_name
    kg_record_remove "$REPLY"
  fi
}

image_commit() {
  image_write_record "$IMAGE_FIRST" "$IMAGE_DIGEST" "$IMAGE_TAKEN"
  image_write_work ''
  IMAGE_COMMITTED=1
  image_ask images rm "$REFERENCE-last-katagpu" || true
}

# A name as containerd keeps it, from the way Docker writes it, into REPLY.
image_full_name() {
  REPLY=$1
  [[ $REPLY == */* ]] || REPLY=library/$REPLY
  if [[ ${REPLY%%/*} != *[.:]* && ${REPLY%%/*} != localhost ]]; then
    REPLY=docker.io/$REPLY
  fi
}

# Gives what came in under another name, IMAGE_FOUND, the wanted one; the other one goes where it was not there before.
image_name_it() {
  [[ -n $IMAGE_FOUND && $IMAGE_FOUND != "$REFERENCE" ]] || return 0
  if ! image_ask images tag --force "$IMAGE_FOUND" "$REFERENCE"; then
    image_explain tag_failed "$REPLY" "$IMAGE_FOUND"
    exit 1
  fi
  if ((!IMAGE_FOUND_BEFORE)); then
    image_ask images rm "$IMAGE_FOUND" || echo "$IMAGE_FOUND stays as a second name: $REPLY"
  fi
}

# image_name_free EXPECTED: an archive brings its own name; another image of that name would be lost.
image_name_free() {
  IMAGE_FOUND_BEFORE=0
  [[ -n $IMAGE_FOUND && $IMAGE_FOUND != "$REFERENCE" ]] || return 0
  image_find "$IMAGE_FOUND"
  if [[ -n $IMAGE_DIGEST ]]; then
    IMAGE_FOUND_BEFORE=1
    image_is "$1" || image_fail image.name_taken "$IMAGE_DIGEST" "$IMAGE_FOUND" "$NAMESPACE"
  fi
}

# image_read_back EXPECTED: the last word on the image; EXPECTED is its digest where one is known.
image_read_back() {
  image_find "$REFERENCE"
  if [[ -z $IMAGE_DIGEST ]]; then
    image_fail image.not_there '' "$REFERENCE" "$NAMESPACE"
  elif [[ -n $1 ]] && ! image_is "$1"; then
    image_fail image.other_digest "there: $IMAGE_DIGEST (config $IMAGE_CONFIG), expected: $1" "$REFERENCE" "$NAMESPACE"
  elif [[ $IMAGE_HAS_ARCH != "$IMAGE_ARCH" ]]; then
    image_fail image.wrong_arch "architecture: ${IMAGE_HAS_ARCH:-none told}" "$REFERENCE" "$IMAGE_ARCH"
  elif ((!IMAGE_WHOLE)); then
    image_ask images check "name==$REFERENCE" || true
    image_fail image.not_whole "$REPLY" "$REFERENCE" "$NAMESPACE"
  fi
  if ((IMAGE_FAILED)); then
    exit 1
  fi
  kg_finding image.verified pass "$IMAGE_DIGEST, linux/$IMAGE_HAS_ARCH" "$REFERENCE" "$NAMESPACE"
  kg_fact image.stored reference "$REFERENCE" namespace "$NAMESPACE" digest "$IMAGE_DIGEST" config "$IMAGE_CONFIG"
}
