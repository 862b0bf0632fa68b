# shellcheck shell=bash
# Looks for what a field may want in the places where such things are put, separated by NUL. Changes nothing, follows no
# link, stays on each place's own file system, and ends by itself. Parameters: WANTED (kernel, or a pattern of a file's
# name).

ROOT=${KATAGPU_ROOT:-}
places=()
for place in /root /home /opt /usr/src /srv /data /mnt /var/lib/katagpu; do
  [[ ! -d $ROOT$place || -L $ROOT$place ]] || places+=("$ROOT$place")
done
((${#places[@]} > 0)) || exit 0
# A folder in which a kernel was built has the symbols its modules are built against.
if [[ $WANTED == kernel ]]; then
  wanted=(-name Module.symvers -printf '%h\0')
else
  wanted=(-name "$WANTED" -printf '%p\0')
fi
{ timeout 10 find "${places[@]}" -xdev -maxdepth 5 -type f "${wanted[@]}" 2>/dev/null || :; } | {
  head -z -n 20
  cat >/dev/null
} | while IFS= read -r -d '' found; do
  printf '%s\0' "${found#"$ROOT"}"
done
