# shellcheck shell=bash
# Lists a folder for the chooser, separated by NUL: what its names are made of is data. Changes nothing.
# Parameters: FOLDER (from the root on), MOST (entries). Ends with 44: nothing there, 45: no folder, 46: it cannot be
# read. Told: "folder", its path with links resolved, free bytes; then for each entry: kind (find's %Y), size, time,
# name.

ROOT=${KATAGPU_ROOT:-}
# As find tells it: one entry is four fields. MOST comes from the wizard.
kg_number "$MOST" 100000 || exit 47
fields=$((4 * REPLY))
[[ -e $ROOT$FOLDER ]] || exit 44
[[ -d $ROOT$FOLDER ]] || exit 45
real=$(realpath -e -- "$ROOT$FOLDER") || exit 44
# A link does not lead out of the practice host.
[[ -z $ROOT || $real == "$ROOT" || $real == "$ROOT"/* ]] || exit 44
[[ -r $real && -x $real ]] || exit 46
shown=${real#"$ROOT"}
# Blocks that are free to root, and their size.
free=$(timeout 10 stat -f -c '%f %S' -- "$real" 2>/dev/null) || free='0 0'
bytes=0
if kg_number "${free% *}"; then
  blocks=$REPLY
  if kg_number "${free#* }" 1073741824; then
    bytes=$((blocks * REPLY))
  fi
fi
printf 'folder\0%s\0%s\0' "${shown:-/}" "$bytes"
{ timeout 20 find "$real/" -mindepth 1 -maxdepth 1 -printf '%Y\0%s\0%T@\0%f\0' 2>/dev/null || :; } | {
  head -z -n "$fields"
  cat >/dev/null
}
