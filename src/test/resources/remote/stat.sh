# shellcheck shell=bash
# What FILE is: kind, bytes, mode, owner, when it was changed. 44: there is none.
[[ -e $FILE ]] || exit 44
stat -L -c '%F|%s|%a|%U|%Y' -- "$FILE"
