#!/usr/bin/env bash
# Makes a .dmg for this kind of Mac below target/package/out. Written from jpackage's documents and NEVER RUN: no Mac was
# at hand. Needs a JDK 25 (JAVA_HOME or /Library/Java/JavaVirtualMachines), Maven and git. The image is not signed:
# --mac-sign and its options, given to this script, are handed on to jpackage.
set -Eeuo pipefail
if ((BASH_VERSINFO[0] < 4)); then
  echo "macOS's own bash is too old for this script; with Homebrew: brew install bash, then start it with that one" >&2
  exit 1
fi
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=installer/packages.sh
. installer/packages.sh
# shellcheck source=installer/image.sh
. installer/image.sh

JDK=${JAVA_HOME:-$(/usr/libexec/java_home -v 25 2>/dev/null || true)}
if [[ -z $JDK ]] || ! command -v mvn >/dev/null; then
  say "Please install a JDK 25 and Maven first (for example with Homebrew: brew install openjdk maven), set JAVA_HOME," >&2
  say "and start this script again" >&2
  exit 1
fi

build_program
link_runtime
lay_out --icon "assets/icon/$name.icns" --mac-package-identifier org.katagpu.wizard
app=$work/image/$name.app
# The cache comes before the image is made: a signature over the app must cover it.
make_cache "$app/Contents/app" "$app/Contents/runtime/Contents/Home"
mkdir -p "$work/out"
"$JDK/bin/jpackage" --type dmg --name "$name" --app-version "${version%%~*}" --app-image "$app" --dest "$work/out" "$@"
say "Packages:"
ls -l "$work/out"
