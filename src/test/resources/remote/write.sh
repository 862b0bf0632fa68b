# shellcheck shell=bash
# Puts SIZE bytes from descriptor 9 in place of FILE, with MODE, by way of a file NAME beside it.
[[ ! -L $FILE ]] || FILE=$(readlink -f -- "$FILE")
[[ ! -d $FILE ]] || exit 45
folder=$(dirname -- "$FILE")
new=$folder/$NAME
trap 'rm -f -- "$new"' EXIT
cat <&9 >"$new"
(($(stat -c %s -- "$new") == SIZE)) || { echo 'upload incomplete' >&2; exit 47; }
[[ ! -e $FILE ]] || chown --reference="$FILE" -- "$new"
chmod "$MODE" -- "$new"
sync -- "$new"
mv -fT -- "$new" "$FILE"
sync -- "$folder"
