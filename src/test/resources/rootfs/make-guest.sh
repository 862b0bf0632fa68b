#!/usr/bin/env bash
# make-guest.sh FOLDER: a small but real guest image (busybox, no package of what the stage installs), a kernel tree
# as a build leaves it, a driver installer and a dnf that stand in for the real ones and check what they are asked.
set -Eeuo pipefail
umask 022
folder=$1 here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
version=550.127.08 release=6.6.0-guest
host=$folder/host
mkdir -p "$host"/{images,var/lib,sys/module,sources} "$folder"/{guest,payload,bin,standins}
ln -s /proc "$host/proc"
ln -s /sys/block "$host/sys/block"

guest=$folder/guest
mkdir -p "$guest"/{bin,sbin,usr/bin,usr/sbin,usr/lib64,etc/yum.repos.d,root,var/log,lib/modules,home,mnt,run}
cp /usr/bin/busybox "$guest/bin/busybox"
for applet in $(/usr/bin/busybox --list); do
  case $applet in
    busybox | depmod | modinfo | modprobe | wget | tar | lspci | ar) ;;
    *) ln -s /bin/busybox "$guest/bin/$applet" ;;
  esac
done
ln -s /bin/env "$guest/usr/bin/env"
cp /sbin/ldconfig "$guest/sbin/ldconfig"
printf '/usr/lib64\n' >"$guest/etc/ld.so.conf"
printf 'ID="openEuler"\nVERSION_ID="24.03"\nPRETTY_NAME="openEuler 24.03 (LTS-SP2)"\n' >"$guest/etc/os-release"
printf '[OS]\nname=OS\nbaseurl=http://repo.invalid/OS\n' >"$guest/etc/yum.repos.d/openEuler.repo"
ln -s /run/resolv.conf "$guest/etc/resolv.conf"

tree=$host/kernel
mkdir -p "$tree"/{include/config,include/linux,include/generated/uapi/linux,scripts/mod,arch/arm64/kernel,.git,drivers}
printf 'CONFIG_MODULES=y\nCONFIG_MMU_NOTIFIER=y\nCONFIG_GCC_VERSION=120301\nCONFIG_CC_VERSION_TEXT="gcc 12.3.1"\n' \
  >"$tree/.config"
echo "$release" >"$tree/include/config/kernel.release"
for file in Makefile include/linux/kernel.h include/generated/autoconf.h include/generated/uapi/linux/version.h \
  Module.symvers scripts/mod/modpost.o arch/arm64/kernel/ftrace-mod.o drivers/big.o .git/objects vmlinux; do
  echo x >"$tree/$file"
done

payload=$folder/payload
for lib in libnvidia-ml libcuda libnvidia-container; do
  echo 'int one(void) { return 1; }' |
    gcc -shared -fPIC -nostdlib -Wl,-soname,$lib.so.1 -x c - -o "$payload/$lib.so.$version"
done
mv "$payload/libnvidia-container.so.$version" "$folder/libnvidia-container.so.1"
for module in nvidia nvidia-uvm; do
  for kind in kernel kernel-open; do
    license=NVIDIA
    [[ $kind == kernel ]] || license='Dual MIT/GPL'
    {
      echo '#define INFO(n, s) static const char n[] __attribute__((section(".modinfo"), used)) = s;'
      echo "INFO(a, \"version=$version\") INFO(b, \"license=$license\") INFO(c, \"vermagic=$release SMP mod_unload\")"
    } | gcc -c -x c - -o "$payload/$module.$kind"
  done
done
printf '#!/bin/sh\necho smi\n' >"$payload/nvidia-smi"
chmod 755 "$payload/nvidia-smi"
{
  cat "$here/driver.sh"
  echo '#PAYLOAD'
  tar -cz -C "$payload" . | base64
} >"$host/sources/NVIDIA-Linux-aarch64-$version.run"

cp "$here"/standins/* "$folder/standins/"
for tool in cp sha256sum e2fsck resize2fs truncate tar mount umount dnf chroot modinfo ln mv curl; do
  cp "$here/pausing.sh" "$folder/bin/$tool"
done
chmod 755 "$folder"/{bin,standins}/*

truncate -s "${GUEST_MIB:-64}M" "$folder/plain.img"
mkfs.ext4 -q -d "$guest" "$folder/plain.img"

# As Kata's own image builder lays it out: one partition, 3 MiB from the start.
truncate -s "$((${GUEST_MIB:-64} + 8))M" "$folder/partitioned.img"
sfdisk -q "$folder/partitioned.img" <<<$'label: dos\nstart=6144, type=83'
dd if="$folder/plain.img" of="$folder/partitioned.img" bs=1M seek=3 conv=notrunc,sparse status=none
qemu-img convert -O qcow2 "$folder/plain.img" "$folder/qcow2.img"
for package in pciutils tar gcc make kmod binutils wget elfutils-libelf-devel nvidia-container-toolkit; do
  : >"$host/sources/$package.rpm"
done
rm -rf "$guest" "$payload"
cp -a "$tree" "$folder/kernel"
