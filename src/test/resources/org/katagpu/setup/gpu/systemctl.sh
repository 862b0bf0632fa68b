#!/bin/bash
# As far as the scripts need it: enables units by a link; stopping nvidia-persistenced closes its devices.
set -u
root=$KATAGPU_ROOT
wants=$root/etc/systemd/system/multi-user.target.wants
if [[ $* == '-q is-enabled '* ]]; then
  [[ -L $wants/$3 && -e $root/etc/systemd/system/$3 ]]
  exit
fi
if [[ $1 == show ]]; then
  cat "$root/service-pid" 2>/dev/null || echo 812
  exit
fi
echo "systemctl $*" >>"$root/writes"
if [[ -e $root/fault/systemctl-$1 ]]; then
  echo "Failed to $1" >&2
  exit 1
fi
case $1 in
  enable)
    mkdir -p "$wants"
    ln -sf "../$2" "$wants/$2"
    ;;
  disable) rm -f "$wants/$2" ;;
  stop) rm -rf "$root"/proc/812 ;;
esac
