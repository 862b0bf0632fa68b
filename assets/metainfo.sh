#!/usr/bin/env bash
# Prints the AppStream metainfo for software centres. Its pictures and its home page need an address on the web: given
# as the only argument (the folder that docs/images lies below), or left out.
set -Eeuo pipefail
file=$(dirname "${BASH_SOURCE[0]}")/org.katagpu.wizard.metainfo.xml
if (($#)); then
  sed "s#@HOME@#$1#" "$file"
else
  sed -e '/<screenshots>/,/<\/screenshots>/d' -e '/@HOME@/d' "$file"
fi
