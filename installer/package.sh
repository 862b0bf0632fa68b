#!/usr/bin/env bash
# Makes packages for this kind of machine below target/package/out: installer/package.sh [--without-cache] [deb|rpm|tar]…
# (without a kind: a .tar.gz, and a .deb and an .rpm where their tools are here). Each holds a Java runtime of its own.
# JavaFX's libraries are those of the machine this runs on, so packages for arm64 are made on arm64.
# With --without-cache two builds of one commit give the same bytes; starting takes longer (docs/packages.md).
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=installer/packages.sh
. installer/packages.sh
# shellcheck source=installer/image.sh
. installer/image.sh

with_cache=1
kinds=()
for argument in "$@"; do
  case $argument in
    --without-cache) with_cache= ;;
    deb | rpm | tar) kinds+=("$argument") ;;
    *)
      say "Unknown: $argument. Usage: installer/package.sh [--without-cache] [deb|rpm|tar]…" >&2
      exit 1
      ;;
  esac
done
if ((!${#kinds[@]})); then
  kinds=(tar)
  ! command -v dpkg-deb >/dev/null || kinds+=(deb)
  ! command -v rpmbuild >/dev/null || kinds+=(rpm)
fi

need_build_tools
need_packaging_tools "${kinds[@]}"
umask 022
SOURCE_DATE_EPOCH=$(source_date)
export SOURCE_DATE_EPOCH

# Every file below a folder gets the commit's date.
date_all() { find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +; }

# The whole tree as installed, below $root.
stage_tree() {
  root=$work/root
  home=$root/usr/lib/$name
  local share=$root/usr/share size
  mkdir -p "$root/usr/bin" "$root/usr/lib" "$share/applications" "$share/metainfo" "$share/man/man1" "$share/doc/$name"
  mv "$work/image/$name" "$home"
  chmod -R u=rwX,go=rX "$home"
  strip_binaries "$home"
  ln -s "../lib/$name/bin/$name" "$root/usr/bin/$name"
  ln -s "../lib/$name/bin/$name-cli" "$root/usr/bin/$name-cli"
  cp assets/org.katagpu.wizard.desktop "$share/applications/"
  # KATAGPU_HOME: the project's address on the web, for the pictures in software centres.
  bash assets/metainfo.sh ${KATAGPU_HOME:+"$KATAGPU_HOME"} >"$share/metainfo/org.katagpu.wizard.metainfo.xml"
  for size in 16 24 32 48 64 128 256 512; do
    install -Dm644 "assets/icon/$name-$size.png" "$share/icons/hicolor/${size}x$size/apps/$name.png"
  done
  install -Dm644 "assets/icon/$name.svg" "$share/icons/hicolor/scalable/apps/$name.svg"
  local page
  for page in "$name" "$name-cli"; do
    sed "s/@VERSION@/$version/" "installer/package/$page.1" | gzip -9n >"$share/man/man1/$page.1.gz"
  done
  cp "$work/source/target/classes/META-INF/kata-gpu-wizard/THIRD-PARTY.txt" "$share/doc/$name/"
  cp "$work/source/target/classes/META-INF/kata-gpu-wizard/sbom.cdx.json" "$share/doc/$name/"
  cp -R assets/licences "$share/doc/$name/licences"
  copyright >"$share/doc/$name/copyright"
}

# What only a debugger reads is left out of programs and libraries.
strip_binaries() {
  local file magic
  while IFS= read -r -d '' file; do
    read -r -N 4 magic <"$file" || true
    [[ $magic != $'\x7fELF' ]] || strip --strip-unneeded "$file"
  done < <(find "$1" -type f \( -perm -u+x -o -name '*.so' -o -name '*.so.*' \) -size +3c -print0)
}

# In the form Debian asks for; rpm and tar carry it as well.
copyright() {
  cat installer/package/copyright
  cat "$work/source/target/classes/META-INF/kata-gpu-wizard/THIRD-PARTY.txt"
  local text
  for text in assets/licences/*.txt; do
    printf '\n---- %s ----\n\n' "$(basename "$text" .txt)"
    cat "$text"
  done
}

make_tar() {
  local top=$name-$version
  mkdir -p "$work/tar/$top"
  cp -a "$home/." "$work/tar/$top/"
  cp -a "$root/usr/share" "$work/tar/$top/share"
  cp -a docs/LICENSE "$work/tar/$top/"
  date_all "$work/tar"
  tar -C "$work/tar" --sort=name --owner=0 --group=0 --numeric-owner -c "$top" |
    gzip -9n >"$out/$name-$version-linux-$(uname -m).tar.gz"
}

make_deb() {
  local deb=$work/deb architecture doc
  architecture=$(dpkg --print-architecture)
  mkdir -p "$deb/DEBIAN" "$deb/usr/share/lintian/overrides"
  cp -a "$root/." "$deb/"
  doc=$deb/usr/share/doc/$name
  printf '%s (%s) unstable; urgency=medium\n\n  * See CHANGELOG.md of the project.\n\n -- %s  %s\n' "$name" "$version" \
    "$(sed -n 's/^Maintainer: //p' installer/package/control)" "$(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")" |
    gzip -9n >"$doc/changelog.gz"
  cp installer/package/lintian-overrides "$deb/usr/share/lintian/overrides/$name"
  sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" \
    -e "s/@SIZE@/$(du -sk --apparent-size "$deb/usr" | cut -f1)/" installer/package/control >"$deb/DEBIAN/control"
  (cd "$deb" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$deb/DEBIAN/md5sums"
  chmod -R u=rwX,go=rX "$deb/DEBIAN"
  date_all "$deb"
  dpkg-deb --root-owner-group -Zxz --build "$deb" "$out/${name}_${version}_$architecture.deb" >/dev/null
}

make_rpm() {
  local packager
  packager=$(sed -n 's/^Maintainer: //p' installer/package/control)
  rpmbuild --quiet -bb --define "_topdir $work/rpm" --define "staged $root" --define "told_version $version" \
    --define "told_day $(LC_ALL=C date -u "+%a %b %d %Y" -d "@$SOURCE_DATE_EPOCH")" --define "packager $packager" \
    --define "_rpmdir $out" --define "_rpmfilename %{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}.rpm" \
    --define "use_source_date_epoch_as_buildtime 1" --define "clamp_mtime_to_source_date_epoch 1" \
    --define "_buildhost localhost" installer/package/kata-gpu-wizard.spec
}

out=$work/out
build_program
link_runtime
lay_out --icon "assets/icon/$name-512.png"
stage_tree
date_all "$root"
if [[ -n $with_cache ]]; then
  make_cache "$home/lib/app" "$home/lib/runtime"
  date_all "$root"
else
  sed -i '/-XX:AOTCache=/d' "$home"/lib/app/*.cfg
  date_all "$root"
fi
mkdir -p "$out"
for kind in "${kinds[@]}"; do
  say "Packing: $kind"
  "make_$kind"
done
say "Packages:"
(cd "$out" && sha256sum -- *)
