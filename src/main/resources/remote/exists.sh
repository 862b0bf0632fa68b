# shellcheck shell=bash
# Ends with 44 where there is no FILE.
[[ -e ${KATAGPU_ROOT:-}$FILE ]] || exit 44
