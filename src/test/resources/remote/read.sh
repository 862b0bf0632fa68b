# shellcheck shell=bash
# The bytes of FILE, at most MOST. 44: there is none; 45: no file; 46: too large.
[[ -e $FILE ]] || exit 44
[[ -f $FILE ]] || exit 45
(($(stat -L -c %s -- "$FILE") <= MOST)) || exit 46
head -c "$MOST" -- "$FILE"
