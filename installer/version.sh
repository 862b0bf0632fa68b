#!/usr/bin/env bash
# Prints the version of what lies here: that of the tag v1.2.3 if the commit bears one; else the next version, as pom.xml
# has it, with the commit's time and name (1.0.0~20261129073800.ac71506, which packages sort before 1.0.0), and
# ".changed" where files differ from the commit.
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

next=$(sed -n 's/.*<revision>\([0-9.]*\)\(-SNAPSHOT\)\{0,1\}<.*/\1/p' pom.xml)
if ! git rev-parse -q --verify HEAD >/dev/null 2>&1; then
  echo "$next~source"
  exit
fi
changed=
[[ -z $(git status --porcelain) ]] || changed=.changed
if tag=$(git describe --tags --exact-match --match 'v[0-9]*' 2>/dev/null) && [[ -z $changed ]]; then
  echo "${tag#v}"
else
  echo "$next~$(TZ=UTC git log -1 --date=format-local:%Y%m%d%H%M%S --format=%cd.%h --abbrev=7)$changed"
fi
