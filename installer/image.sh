# shellcheck shell=bash
# Shared by package.sh and package-mac.sh: the program with a Java runtime of its own, as jpackage lays it out. The
# caller has packages.sh read and JDK set. Everything is made below target/package, from a copy of the sources: what
# another build left in target/ is neither used nor touched.

name=kata-gpu-wizard
work=$PWD/target/package
version=
app_jar=

# The options every start gets; run.sh has the same.
java_options=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-CreateCoredumpOnCrash --enable-native-access=ALL-UNNAMED
  --enable-native-access=javafx.graphics --sun-misc-unsafe-memory-access=allow
  --add-exports=javafx.base/com.sun.javafx.event=ALL-UNNAMED)

# The date that all files of a package bear: the commit's.
source_date() {
  git log -1 --format=%ct 2>/dev/null || date -d "$(sed -n 's/.*outputTimestamp>\(.*\)<.*/\1/p' pom.xml)" +%s
}

# The jar into $app_jar, what it needs into $work/libraries, JavaFX's modules into $work/modules.
build_program() {
  version=$(bash installer/version.sh)
  say "Building $name $version with $JDK"
  rm -rf "$work"
  mkdir -p "$work/source" "$work/modules"
  cp -R pom.xml src assets docs .config "$work/source/"
  (cd "$work/source" && mvn -B -q -DskipTests "-Drevision=$version" package dependency:copy-dependencies \
    -DincludeScope=runtime -DoutputDirectory="$work/libraries")
  # The package's own jar has one name in every version, and so has all that names it.
  app_jar=$work/$name.jar
  mv "$work/source/target/$name-$version.jar" "$app_jar"
  # JavaFX without natives is an empty jar; with those of this system it is a module.
  find "$work/libraries" -name 'javafx-*-*-*.jar' -exec mv {} "$work/modules/" \;
  find "$work/libraries" -name 'javafx-*.jar' -delete
}

# A runtime with the modules that the program and its libraries name, and Chinese besides English. JavaFX's native
# libraries lie beside the runtime's own: as they come, each start would copy them into the admin's home.
link_runtime() {
  local needed libraries
  mapfile -t libraries < <(find "$work/libraries" -name '*.jar' | sort)
  needed=$("$JDK/bin/jdeps" --print-module-deps --ignore-missing-deps --multi-release 25 --module-path "$work/modules" \
    --class-path "$(IFS=:; echo "${libraries[*]}")" "$app_jar" "${libraries[@]}" | grep -v '^Warning')
  say "Linking a runtime of $needed"
  "$JDK/bin/jlink" --module-path "$work/modules" --add-modules "$needed,jdk.localedata" --include-locales=en,zh-CN \
    --exclude-resources='glob:/javafx.*/*.so,glob:/javafx.*/*.dylib' --no-header-files --no-man-pages \
    --output "$work/runtime"
  local jar native
  for jar in "$work"/modules/*.jar; do
    mapfile -t native < <("$JDK/bin/jar" --list --file "$jar" | grep -E '^lib[^/]*\.(so|dylib)$')
    ((!${#native[@]})) || (cd "$work/runtime/lib" && "$JDK/bin/jar" --extract --file "$jar" "${native[@]}")
  done
  find "$work/runtime/bin" -type f ! -name java -delete
}

# lay_out [OPTION…]: the program, its two start programs and the runtime into $work/image, by jpackage.
lay_out() {
  local option
  cp "$app_jar" "$work/libraries/"
  {
    echo "main-class=org.katagpu.Cli"
    echo "description=$name on the command line"
    echo "win-console=true"
  } >"$work/cli.properties"
  local options=()
  for option in "${java_options[@]}" "-XX:AOTCache=\$APPDIR/$name.aot"; do
    options+=(--java-options "$option")
  done
  "$JDK/bin/jpackage" --type app-image --name "$name" --app-version "${version%%~*}" --vendor "Kata GPU Wizard" \
    --description "Sets up confidential containers with passed-through GPUs on a server" \
    --copyright "Apache License 2.0" --input "$work/libraries" --main-jar "${app_jar##*/}" \
    --main-class org.katagpu.Main --runtime-image "$work/runtime" "${options[@]}" \
    --add-launcher "$name-cli=$work/cli.properties" --dest "$work/image" "$@"
}

# make_cache APP RUNTIME: one trial start with the class path that the start programs use. The cache is tied to the
# size and date of each jar and of the runtime, so nothing may be dated anew after it.
make_cache() {
  local app=$1 runtime=$2 jar
  local class_path=$app/${app_jar##*/}
  # shellcheck disable=SC2016 # $APPDIR is the start program's own word
  while read -r jar; do
    class_path+=:$app/$jar
  done < <(sed -n 's/^app\.classpath=\$APPDIR\///p' "$app/$name.cfg" | grep -vxF "${app_jar##*/}")
  say "Making the start faster: one trial start"
  "$runtime/bin/java" "${java_options[@]}" "-XX:AOTCacheOutput=$app/$name.aot" -Dglass.platform=Headless \
    -Dprism.order=sw -cp "$class_path" org.katagpu.Main --first-frame >"$work/cache.log" 2>&1
}
