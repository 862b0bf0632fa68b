#!/usr/bin/env bash
# The command line: installs and builds what is missing, then installer/cli.sh COMMAND … (see docs/command-line.md).
# What it does to get ready is told on standard error: standard output is the command's alone.
set -Eeuo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=installer/packages.sh
. "$here/installer/packages.sh"

target=$here/target
find_jar() { compgen -G "$target/kata-gpu-wizard-*.jar" | head -n 1 || true; }

find_jdk
jar=$(find_jar)
if [[ -z $jar || -z $JDK || ! -e $target/classpath || -n $(find "$here/src/main" "$here/pom.xml" -newer "$jar" -print -quit) ]]; then
  {
    install_missing 'mvn|maven'
    need_jdk
    say "Building with $JDK"
    (cd "$here" && mvn -B -q -DskipTests package dependency:build-classpath -Dmdep.outputFile=target/classpath \
      -Dmdep.includeScope=runtime)
  } >&2
  jar=$(find_jar)
fi
java=("$JDK/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-CreateCoredumpOnCrash --enable-native-access=ALL-UNNAMED
  --sun-misc-unsafe-memory-access=allow)
class_path=(-cp "$jar:$(<"$target/classpath")")
cache=$target/kata-gpu-wizard-cli.aot
if [[ ! -e $cache || $jar -nt $cache ]]; then
  # Another start may use the old one: the new one takes its place whole.
  if "${java[@]}" "-XX:AOTCacheOutput=$cache.$$" "${class_path[@]}" org.katagpu.Cli --help >/dev/null 2>&1; then
    mv "$cache.$$" "$cache"
  else
    rm -f "$cache.$$"
  fi
fi
[[ ! -e $cache ]] || java+=("-XX:AOTCache=$cache")
exec "${java[@]}" "${class_path[@]}" org.katagpu.Cli "$@"
