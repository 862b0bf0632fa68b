# shellcheck shell=bash
# needs: serve/ask serve/common serve/guest
# Prints the API key of the server that runs in our container, one line; an empty one where it needs none. Its output
# is for the wizard's memory alone: it is never logged. Changes nothing.

serve_read_place
serve_container && serve_task || exit 3
[[ $SERVE_OWNER == ours && $SERVE_TASK == RUNNING ]] || exit 4
serve_read_key || exit 5
printf '%s\n' "$SERVE_KEY"
