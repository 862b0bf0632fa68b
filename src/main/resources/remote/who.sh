# shellcheck shell=bash
# sudo may be set up to run commands as somebody else.
printf 'uid=%s\n' "$(id -u)"
