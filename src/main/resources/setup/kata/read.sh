# shellcheck shell=bash
# needs: scan kata/file
# Prints which configuration Kata reads, the backups of it, and the text of one of them: NAME=VALUE lines, an empty
# line, the bytes. WHAT is main, dropin, or a backup's name. Changes nothing.

kata_print_backup() {
  local folder=$1 path sum size
  kg_first_line "$folder/path" || return 0
  path=$REPLY
  kata_sum "$folder/file" || return 0
  sum=$REPLY
  kata_size "$folder/file" || return 0
  size=$REPLY
  printf 'backup=%s %s %s %s\n' "${folder##*/}" "$sum" "$size" "$path"
}

kata_print() {
  local file=$KATA_FILE folder sum
  if [[ $WHAT != @(main|dropin) ]]; then
    if [[ ! $WHAT =~ $KATA_NAME ]]; then
      kata_fail kata.parameter WHAT
    fi
    file=$KATA_BACKUPS/$WHAT/file
  fi
  if [[ -e $file ]] && { [[ ! -f $file ]] || ! kata_size "$file" || ! kg_number "$REPLY" "$KATA_MOST"; }; then
    kata_fail kata.too_large "$file: ${REPLY:-no plain file}" "$KATA_PATH"
  fi
  kata_sum "$file" || kata_fail kata.unreadable '' "$KATA_PATH"
  sum=$REPLY
  printf '\nkatagpu-file\nasked=%s\npath=%s\nsum=%s\n' "$KG_CONFIG" "$KATA_PATH" "$sum"
  for folder in "$KATA_BACKUPS"/*Z-*; do
    if [[ -d $folder ]]; then
      kata_print_backup "$folder"
    fi
  done
  printf '\n'
  if [[ $sum != absent ]]; then
    cat -- "$file"
  fi
}

TARGET=main
if [[ $WHAT == dropin ]]; then
  TARGET=dropin
fi
kata_locate
kata_print
