#!/usr/bin/env bash
# Makes the sizes of the icon from icon/kata-gpu-wizard.svg: PNG, .ico (Windows), .icns (macOS). Its results are kept in
# the repository, so that nothing but this script needs rsvg-convert (Debian: librsvg2-bin).
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/icon"

name=kata-gpu-wizard
sizes=(16 24 32 48 64 128 256 512)

# Writes a number's bytes: little-endian for .ico, big-endian for .icns.
little() {
  local number=$1 bytes=$2
  for ((; bytes > 0; bytes--, number >>= 8)); do
    # shellcheck disable=SC2059 # the byte is the format
    printf "\\x$(printf %02x $((number & 255)))"
  done
}

big() {
  local number=$1 bytes=$2
  for ((bytes--; bytes >= 0; bytes--)); do
    # shellcheck disable=SC2059
    printf "\\x$(printf %02x $((number >> 8 * bytes & 255)))"
  done
}

length() { stat -c %s "$name-$1.png"; }

# A table of PNG files: Windows reads them since Vista.
ico() {
  local chosen=(16 24 32 48 64 256) size at
  at=$((6 + 16 * ${#chosen[@]}))
  little 0 2
  little 1 2
  little ${#chosen[@]} 2
  for size in "${chosen[@]}"; do
    little $((size & 255)) 1
    little $((size & 255)) 1
    little 0 2
    little 1 2
    little 32 2
    little "$(length "$size")" 4
    little $at 4
    ((at += $(length "$size")))
  done
  for size in "${chosen[@]}"; do
    cat "$name-$size.png"
  done
}

# Kinds of macOS that hold PNG: the plain sizes, and those for screens of twice the density.
icns() {
  local kinds=(icp4:16 ic11:32 icp5:32 ic12:64 ic07:128 ic13:256 ic08:256 ic14:512 ic09:512) kind all=8
  for kind in "${kinds[@]}"; do
    ((all += 8 + $(length "${kind#*:}")))
  done
  printf icns
  big $all 4
  for kind in "${kinds[@]}"; do
    printf %s "${kind%:*}"
    big $((8 + $(length "${kind#*:}"))) 4
    cat "$name-${kind#*:}.png"
  done
}

for size in "${sizes[@]}"; do
  rsvg-convert -w "$size" -h "$size" "$name.svg" -o "$name-$size.png"
done
ico >"$name.ico"
icns >"$name.icns"
ls -l
