#!/usr/bin/env bash
# Installs what is missing, builds, and opens the wizard. Without a display it walks the whole path on the practice
# host instead and writes a picture of each page: installer/run.sh [FOLDER], default target/tour.
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=installer/packages.sh
. installer/packages.sh

need_build_tools
display=${DISPLAY:-}${WAYLAND_DISPLAY:-}
if [[ -n $display ]]; then
  install_missing '/usr/lib/*/libgtk-3.so.0 /usr/lib64/libgtk-3.so.0|libgtk-3-0t64,libgtk-3-0' \
    '/usr/lib/*/libGL.so.1 /usr/lib64/libGL.so.1|libgl1' \
    '/usr/lib/*/libXtst.so.6 /usr/lib64/libXtst.so.6|libxtst6t64,libxtst6' \
    '/usr/lib/*/libXxf86vm.so.1 /usr/lib64/libXxf86vm.so.1|libxxf86vm1'
fi

say "Building with $JDK"
mvn -B -q -DskipTests package dependency:build-classpath -Dmdep.outputFile=target/classpath -Dmdep.includeScope=runtime
jar=$(compgen -G 'target/kata-gpu-wizard-*.jar' | head -n 1)
java=("$JDK/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-CreateCoredumpOnCrash --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
  --add-exports=javafx.base/com.sun.javafx.event=ALL-UNNAMED)
class_path=(-cp "$jar:$(<target/classpath)")
headless=(-Dglass.platform=Headless -Dprism.order=sw)
cache=target/kata-gpu-wizard.aot
if [[ ! -e $cache || $jar -nt $cache ]]; then
  say "Making the start faster: one trial start into $cache"
  "${java[@]}" "-XX:AOTCacheOutput=$cache" "${headless[@]}" "${class_path[@]}" org.katagpu.Main --first-frame >/dev/null 2>&1 ||
    say "No cache could be made; the wizard starts without it"
fi
[[ ! -e $cache ]] || java+=("-XX:AOTCache=$cache")
if [[ -n $display ]]; then
  say "Opening the wizard"
  exec "${java[@]}" "${class_path[@]}" org.katagpu.Main "$@"
fi
folder=${1:-target/tour}
say "No display: walking every page on the practice host; pictures in $folder"
"${java[@]}" "${headless[@]}" "${class_path[@]}" org.katagpu.Main --tour "$folder"
ls -l "$folder"
