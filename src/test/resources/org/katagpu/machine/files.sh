# The files of the machine that are not as its overlay's lower side has them, and all of those kept apart, with their
# sums. Runs where the holder runs; argument: the folder of the disk. What services note down for themselves is left
# out, and the records' own folder.
set -Eeuo pipefail
cd "$1/keep"
left_out=('(' -path ./lib/katagpu -o -path ./log -o -path ./containerd -o -path ./lib/containerd -o -path ./lib/sudo
  -o -path ./lib/dpkg -o -path ./lib/apt -o -path ./root/.cache -o -name .bash_history -o -name .sudo_as_admin_successful ')' -prune)
find . "${left_out[@]}" -o -printf 'file %P %y %#m %U:%G %l\n'
find . "${left_out[@]}" -o -type f -print0 | xargs -0 sha256sum | sed -E 's/^([^ ]*) (.*)$/sum \2 \1/'
cd "$1/upper"
shape() {
  stat -c '%A %u:%g %t %T' -- "$1" 2>/dev/null || true
}
find . -mindepth 1 -printf '%y %P\n' | while read -r type path; do
  if [[ $(shape "$path") == "$(shape "/$path")" ]]; then
    case $type in
      d) continue ;;
      f) ! cmp -s -- "$path" "/$path" || continue ;;
      l) [[ $(readlink "$path") != "$(readlink "/$path")" ]] || continue ;;
    esac
  fi
  printf 'file /%s %s %s\n' "$path" "$(shape "$path")" "$([[ $type == l ]] && readlink "$path")"
  [[ $type != f ]] || printf 'sum /%s %s\n' "$path" "$(sha256sum <"$path")"
done
