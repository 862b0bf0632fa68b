#!/bin/sh
# Stands in for NVIDIA's installer 550.127.08: installs only when asked exactly as a guest image must be.
log=/dev/null
for arg in "$@"; do
  case $arg in --log-file-name=*) log=${arg#*=} ;; esac
done
fail() {
  echo "ERROR: $*" | tee -a "$log" >&2
  exit 1
}
version=550.127.08
[ ! -e /etc/fail-driver ] || fail "told to fail"
[ "$TMPDIR" = /tmp/katagpu/tmp ] || fail "TMPDIR $TMPDIR"
[ "$LC_ALL" = C ] || fail "LC_ALL $LC_ALL"
# Nothing it does can reach a module of the host's kernel (CAP_SYS_MODULE is bit 16).
caps=$(sed -n 's/^CapEff:[[:space:]]*//p' /proc/self/status)
[ $((0x$caps >> 16 & 1)) -eq 0 ] || fail "may load modules into the host"
[ "$(cat /proc/1/comm)" = bash ] || fail "sees the host's processes"
if touch /sys/kernel/test 2>/dev/null; then fail "sysfs is writable"; fi
unpack() { sed '1,/^#PAYLOAD$/d' /tmp/katagpu/driver.run | base64 -d | tar_x; }
tar_x() { /bin/busybox tar -xz -C /tmp/katagpu/tmp; }
libraries="--silent --no-kernel-modules --no-x-check --no-nouveau-check --no-systemd --install-libglvnd \
--no-rebuild-initramfs --tmpdir=/tmp/katagpu/tmp --log-file-name=/tmp/katagpu/installer-libraries.log"
modules="--silent --kernel-modules-only --no-dkms --no-drm --no-x-check --no-nouveau-check --skip-module-load \
--no-rebuild-initramfs --kernel-module-build-directory="
rest=" --tmpdir=/tmp/katagpu/tmp --log-file-name=/tmp/katagpu/installer-modules.log --kernel-name=6.6.0-guest \
--kernel-source-path=/tmp/katagpu/kernel --concurrency-level=$(nproc)"
unpack
cd /tmp/katagpu/tmp || fail "no temporary folder"
if [ "$*" = "$libraries" ]; then
  for lib in libnvidia-ml libcuda; do
    cp $lib.so.$version /usr/lib64/
  done
  cp nvidia-smi /usr/bin/
else
  case "$*" in
    "${modules}kernel$rest") kind=kernel ;;
    "${modules}kernel-open$rest") kind=kernel-open ;;
    *) fail "unexpected flags: $*" ;;
  esac
  kernel=/tmp/katagpu/kernel
  [ -e $kernel/Module.symvers ] && [ -e $kernel/scripts/mod/modpost.o ] && [ -e $kernel/arch/aarch64/kernel/ftrace-mod.o ] ||
    fail "the kernel tree lacks what a module needs"
  [ ! -e $kernel/drivers/big.o ] && [ ! -e $kernel/.git ] && [ ! -e $kernel/vmlinux ] || fail "the kernel tree is not pruned"
  to=/lib/modules/6.6.0-guest/kernel/drivers/video
  mkdir -p $to
  cp nvidia.$kind $to/nvidia.ko
  cp nvidia-uvm.$kind $to/nvidia-uvm.ko
fi
echo "Installation of the NVIDIA Accelerated Graphics Driver for Linux-aarch64 (version: $version) is now complete."
exit 0
