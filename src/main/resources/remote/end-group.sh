# shellcheck shell=bash
# Ends the processes of GROUP.
kill -TERM -- "-$GROUP" 2>/dev/null || :
