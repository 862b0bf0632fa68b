# shellcheck shell=bash
# Mounting on the practice machine. What is mounted takes the place of a folder, which waits in .practice/mounted
# meanwhile; an image's files are packed in the image itself, 4 KiB behind where its file system begins, so that a
# copy of the image is a copy of its files. An image that was never written has those of .practice/guest.
# The table .practice/mounts: id, namespace, kind, rw or ro, offset, source, target. Expects notes.sh.

readonly MOUNTS=$NOTES/mounts MOUNTED=$NOTES/mounted
readonly BLOCK=4096 INSIDE_KIB=61440

# The rows of the table whose target is $1 or, with "$2" = -R, below it; last first, into ROWS.
mounts_at() {
  local row target
  ROWS=()
  [[ -e $MOUNTS ]] || return 0
  while IFS= read -r row; do
    target=${row##*$'\t'}
    if [[ $target == "$1" || (${2:-} == -R && $target == "$1"/*) ]]; then
      ROWS=("$row" ${ROWS[@]+"${ROWS[@]}"})
    fi
  done <"$MOUNTS"
}

# Changes to a table come one after the other.
table_add() {
  {
    flock 8
    printf '%s\n' "$2" >>"$1"
  } 8>>"$NOTES/tables"
}

# Takes rows equal to $2 (or, with a pattern, like it) out of table $1.
table_drop() {
  local row kept=()
  {
    flock 8
    while IFS= read -r row; do
      # shellcheck disable=SC2053 # a pattern it may be
      [[ $row == $2 ]] || kept+=("$row")
    done <"$1"
    : >"$1.new"
    ((${#kept[@]} == 0)) || printf '%s\n' "${kept[@]}" >"$1.new"
    mv "$1.new" "$1"
  } 8>>"$NOTES/tables"
}

# The files of image $1, whose file system begins at byte $2, into folder $3.
image_unpack() {
  local head size
  head=$(tail -c "+$(($2 + BLOCK + 1))" "$1" | head -c 64 | tr -d '\0')
  if [[ $head == 'practice '* ]]; then
    size=${head#practice }
    tail -c "+$(($2 + 2 * BLOCK + 1))" "$1" | head -c "$size" | tar -xf - -C "$3"
  else
    cp -a "$NOTES/guest/." "$3/"
  fi
}

# Names of the files in image $1, wherever its file system begins; nothing for one that was never written.
image_lists() {
  local offset head
  for offset in 0 1048576; do
    head=$(tail -c "+$((offset + BLOCK + 1))" "$1" 2>/dev/null | head -c 64 | tr -d '\0')
    if [[ $head == 'practice '* ]]; then
      tail -c "+$((offset + 2 * BLOCK + 1))" "$1" | head -c "${head#practice }" | tar -tf -
      return
    fi
  done
}

# The other way.
image_pack() {
  local packed
  packed=$(mktemp)
  tar -cf "$packed" -C "$3" .
  printf 'practice %d\n' "$(stat -c %s "$packed")" |
    dd of="$1" bs="$BLOCK" seek="$(($2 / BLOCK + 1))" conv=notrunc status=none
  dd if="$packed" of="$1" bs="$BLOCK" seek="$(($2 / BLOCK + 2))" conv=notrunc status=none
  rm -f "$packed"
}

# mount_on KIND OPTIONS SOURCE TARGET
mount_on() {
  local kind=$1 options=,$2, source=$3 target=$4 offset=0 mode=rw id=$$-$RANDOM size
  # A device node is a file here, and is there already.
  [[ -d $target ]] || return 0
  [[ ! $options =~ ,offset=([0-9]+), ]] || offset=${BASH_REMATCH[1]}
  [[ $options != *,ro,* ]] || mode=ro
  mkdir -p "$MOUNTED"
  mv "$target" "$MOUNTED/$id"
  case $kind in
    ext4)
      mkdir "$target"
      image_unpack "$source" "$offset" "$target"
      size=$((($(stat -c %s "$source") - offset) / 1024))
      table_add "$NOTES/disks" "/dev/loop0 ${target#"$ROOT"} $size $((size < INSIDE_KIB ? size : INSIDE_KIB))"
      ;;
    bind) ln -s "$source" "$target" ;;
    *) mkdir "$target" ;;
  esac
  table_add "$MOUNTS" "$id"$'\t'"${PRACTICE_NAMESPACE:-host}"$'\t'"$kind"$'\t'"$mode"$'\t'"$offset"$'\t'"$source"$'\t'"$target"
}

# Takes one row of the table back; a writable image keeps what was written, unless "$2" is lost.
mount_off() {
  local id kind mode offset source target
  IFS=$'\t' read -r id _ kind mode offset source target <<<"$1"
  if [[ $kind == ext4 ]]; then
    [[ $mode != rw || ${2:-} == lost || ! -d $target ]] || image_pack "$source" "$offset" "$target"
    table_drop "$NOTES/disks" "/dev/loop0 ${target#"$ROOT"} *"
  fi
  rm -rf "${target:?}"
  if [[ -d ${target%/*} ]]; then
    mv "$MOUNTED/$id" "$target"
  else
    rm -rf "${MOUNTED:?}/$id"
  fi
  table_drop "$MOUNTS" "$id"$'\t*'
}

# What is mounted in namespace $1 goes with it, and what was written there too.
namespace_ends() {
  local row rows=()
  [[ -e $MOUNTS ]] || return 0
  while IFS= read -r row; do
    [[ $row != *$'\t'"$1"$'\t'* ]] || rows=("$row" ${rows[@]+"${rows[@]}"})
  done <"$MOUNTS"
  for row in ${rows[@]+"${rows[@]}"}; do
    mount_off "$row" lost
  done
}
