# shellcheck shell=bash
# needs: stage image/look image/record image/work
# Bringing an image into containerd's store: through a pipe or from a registry, then read back.

readonly IMAGE_MOST_LAYERS=2000
# Names containerd sets besides the wanted one, and the digests they had before (empty: not there).
IMAGE_OTHERS=() IMAGE_OTHERS_BEFORE=()
# Whether the archive has short names.
IMAGE_SHORT=0

# Turns what dd tells of its progress (lines that redraw each other) into control lines. TOTAL 0: unknown.
image_tell_progress() {
  local total=$1 chunk line last=''
  # Redrawn lines end with a carriage return, the last words with a newline.
  while IFS= read -r -d $'\r' chunk || [[ -n $chunk ]]; do
    while IFS= read -r line; do
      if [[ $line =~ ^([0-9]+)\ bytes && ${BASH_REMATCH[1]} != "$last" ]] && kg_number "${BASH_REMATCH[1]}"; then
        last=$REPLY
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
  if ((IMAGE_SHORT)); then
    name+=(--base-name "$IMAGE_BASE")
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
  if [[ ${codes[*]:0:3} == '0 0 0' ]]; then
    image_check_taken "$taker"
    return 0
  fi
  cat -- "$giver"
  echo "How the pipe ended: $what ${codes[0]}, counting ${codes[1]}, ctr images import ${codes[2]}."
  # 141 only says that the other end was gone first.
  if [[ ${codes[0]} != 0 && ${codes[0]} != 141 ]]; then
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
        if [[ -n ${all[$key]:-} ]] || ((${#all[@]} < IMAGE_MOST_LAYERS)); then
          there[$key]=$size
          all[$key]=$REPLY
        fi
      elif [[ ${line#*:*:} == *done* || ${line#*:*:} == *exists* ]]; then
        there[$key]=${all[$key]:-0}
      fi
    elif [[ $line =~ ^[^a-z]*elapsed: ]]; then
      sum=0 whole=0
      for key in "${!all[@]}"; do
        size=${there[$key]}
        sum=$((sum + size))
        size=${all[$key]}
        whole=$((whole + size))
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
          ! kg_number "$(<"$IMAGE_TEMP/pull.pid")" || ((REPLY < 2)) || kill -TERM "$REPLY" || true
        fi
      fi
      table=
      continue
    elif [[ -n ${line//[[:space:]]/} ]]; then
      printf '%s\n' "$line"
    fi
    ((${#table} > 65536)) || table+=$line$'\n'
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

# 12.3 and M into bytes, without a process per line; 0 for what is no size.
image_bytes() {
  local tenths=${1/./} unit=1
  [[ $1 == *.? ]] || tenths=${1%%.*}0
  kg_number "$tenths" 8000000 || REPLY=0
  tenths=$REPLY
  case $2 in
    K) unit=1024 ;;
    M) unit=1048576 ;;
    G) unit=1073741824 ;;
    T) unit=1099511627776 ;;
  esac
  REPLY=$((tenths * unit / 10))
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
    kg_fail image.slow "$(<"$IMAGE_TEMP/stalled")" "$1" "$PATIENCE"
    exit 1
  elif ((status)); then
    image_explain pull_failed "$(grep -v -E '(layer|config|manifest|index)-sha256:|^elapsed' "$said" || true)" "$1" "$status"
    exit 1
  fi
}

# The name of the record of what stands under the image's name in the namespace, into REPLY: no two have the same. Older
# versions wrote / and : alike as _; such a record goes on where it is of this very name.
image_record_name() {
  local reference=${REFERENCE//\//%2F} old=image.$NAMESPACE.${REFERENCE//[\/:]/_}
  REPLY=image.${NAMESPACE//./%2E}.${reference//:/%3A}
  if ((${#REPLY} > 200)); then
    REPLY=$(printf '%s\n' "$NAMESPACE" "$REFERENCE" | sha256sum)
    REPLY=image.${REPLY%% *}
  fi
  if [[ ! -e $KG_RECORDS/$REPLY && -e $KG_RECORDS/$old ]]; then
    local new=$REPLY
    if kg_record_read "$old" && [[ ${KG_RECORD[reference]:-} == "$REFERENCE" &&
      ${KG_RECORD[namespace]:-} == "$NAMESPACE" ]]; then
      REPLY=$old
    else
      REPLY=$new
    fi
  fi
}

# image_write_record BEFORE DIGEST SOURCE: BEFORE is what the name pointed to before the first apply, DIGEST what it
# points to since the last one, empty while one is under way.
image_write_record() {
  image_record_name
  if ! kg_record_write "$REPLY" reference "$REFERENCE" namespace "$NAMESPACE" before "$1" digest "$2" source "$3"; then
    kg_fail image.no_record '' "$KG_RECORDS"
    exit 1
  fi
}

# image_secure_name SOURCE: from here on the name may change. What is under it now is kept under another name first, so
# that it can be put back.
image_secure_name() {
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
  image_keep_others
}

# image_remember_name NAME: containerd will set this name too; it is to be afterwards what it is now. Leaves what
# image_find found of it.
image_remember_name() {
  [[ $1 != "$REFERENCE" ]] || return 0
  image_find "$1"
  IMAGE_OTHERS+=("$1")
  IMAGE_OTHERS_BEFORE+=("$IMAGE_DIGEST")
}

# What the other names point to is kept under names of this stage, so that they can be put back.
image_keep_others() {
  local i
  for i in "${!IMAGE_OTHERS[@]}"; do
    if [[ -n ${IMAGE_OTHERS_BEFORE[i]} ]] &&
      ! image_ask images tag --force "${IMAGE_OTHERS[i]}" "$REFERENCE-kept$i-katagpu"; then
      image_explain tag_failed "$REPLY" "${IMAGE_OTHERS[i]}"
      exit 1
    fi
  done
}

# Every other name points again to what it pointed to, or is gone again.
image_settle_others() {
  local i before status
  for i in "${!IMAGE_OTHERS[@]}"; do
    before=${IMAGE_OTHERS_BEFORE[i]} status=0
    image_find "${IMAGE_OTHERS[i]}"
    if [[ -z $before && -n $IMAGE_DIGEST ]]; then
      image_ask images rm "${IMAGE_OTHERS[i]}" || status=$?
    elif [[ -n $before && $IMAGE_DIGEST != "$before" ]]; then
      image_ask images tag --force "$REFERENCE-kept$i-katagpu" "${IMAGE_OTHERS[i]}" || status=$?
    fi
    if ((status)); then
      kg_finding image.not_rolled_back warn "$REPLY" "${IMAGE_OTHERS[i]}"
    elif [[ -n $before ]]; then
      image_ask images rm "$REFERENCE-kept$i-katagpu" || true
    fi
  done
}

# The other names as one word of a record and back: NAME=DIGEST, apart by blanks, of which neither has any.
image_others_text() {
  local i
  REPLY=
  for i in "${!IMAGE_OTHERS[@]}"; do
    REPLY+="${REPLY:+ }${IMAGE_OTHERS[i]}=${IMAGE_OTHERS_BEFORE[i]}"
  done
}

image_others_of() {
  local -a words=()
  local word
  IMAGE_OTHERS=() IMAGE_OTHERS_BEFORE=()
  read -ra words <<<"$1"
  for word in ${words[@]+"${words[@]}"}; do
    IMAGE_OTHERS+=("${word%=*}")
    IMAGE_OTHERS_BEFORE+=("${word##*=}")
  done
}

# image_check_taken FILE: what ctr says it imported is the wanted name and those known beforehand, nothing else.
image_check_taken() {
  local line name
  while IFS= read -r line; do
    if [[ $line =~ ^unpacking\ (.*)\ \($IMAGE_SHA256\) ]]; then
      name=${BASH_REMATCH[1]}
      if [[ $name != "$REFERENCE" && " ${IMAGE_OTHERS[*]-} " != *" $name "* ]]; then
        image_ask images rm -- "$name" || true
        kg_fail image.odd_archive "name: ${name:0:200}" "$ARCHIVE"
      fi
    fi
  done <"$1"
  if ((KG_FAILED)); then
    exit 1
  fi
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
  image_settle_others
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

# Gives what came in under another name, IMAGE_FOUND, the wanted one; all other names are then as they were.
image_set_name() {
  if [[ -n $IMAGE_FOUND && $IMAGE_FOUND != "$REFERENCE" ]] && ! image_ask images tag --force "$IMAGE_FOUND" "$REFERENCE"; then
    image_explain tag_failed "$REPLY" "$IMAGE_FOUND"
    exit 1
  fi
  image_settle_others
}

# image_read_back EXPECTED: the last word on the image; EXPECTED is its digest where one is known.
image_read_back() {
  image_find "$REFERENCE"
  if [[ -z $IMAGE_DIGEST ]]; then
    kg_fail image.not_there "ctr images ls: no such name" "$REFERENCE" "$NAMESPACE"
  elif [[ -n $1 ]] && ! image_has_digest "$1"; then
    kg_fail image.other_digest "there: $IMAGE_DIGEST (config $IMAGE_CONFIG), expected: $1" "$REFERENCE" "$NAMESPACE"
  elif [[ $IMAGE_HAS_ARCH != "$IMAGE_ARCH" ]]; then
    kg_fail image.wrong_arch "architecture: ${IMAGE_HAS_ARCH:-none told}" "$REFERENCE" "$IMAGE_ARCH"
  elif ((!IMAGE_WHOLE)); then
    image_ask images check "name==$REFERENCE" || true
    kg_fail image.not_whole "$REPLY" "$REFERENCE" "$NAMESPACE"
  fi
  if ((KG_FAILED)); then
    exit 1
  fi
  kg_finding image.verified pass "$IMAGE_DIGEST, linux/$IMAGE_HAS_ARCH" "$REFERENCE" "$NAMESPACE"
  kg_fact image.stored reference "$REFERENCE" namespace "$NAMESPACE" digest "$IMAGE_DIGEST" config "$IMAGE_CONFIG"
}
