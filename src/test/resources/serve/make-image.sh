#!/usr/bin/env bash
# Makes the archive of a small image with a stand-in vLLM and nvidia-smi, from what Debian installed: make-image.sh
# SOURCES ARCHIVE. Needs busybox-static, python3, openssl.
set -Eeuo pipefail
sources=$1 archive=$2
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
root=$work/root
mkdir -p "$root"/{bin,usr/bin,tmp,run,etc/ssl,usr/lib/ssl,opt/vllm}
cp /usr/bin/busybox "$root/bin/busybox"
for applet in sh cat mkdir mkfifo mv rm kill sleep grep find tr echo printf test '[' ps env mount ls stat head id; do
  ln -sf busybox "$root/bin/$applet"
done

# A program or library with all it is linked with.
with_libraries() {
  local file=$1 library
  install -D -m 755 "$(readlink -f "$file")" "$root$file"
  while read -r library; do
    [[ -e $root$library ]] || install -D -m 755 "$(readlink -f "$library")" "$root$library"
  done < <(ldd "$file" | grep -oE '(^|[[:space:]])/[^ ]+' | tr -d '[:blank:]')
}
python=$(basename "$(readlink -f /usr/bin/python3)")
with_libraries "/usr/bin/$python"
ln -s "$python" "$root/usr/bin/python3"
with_libraries /usr/bin/openssl
cp /etc/ssl/openssl.cnf "$root/etc/ssl/openssl.cnf"
ln -s /etc/ssl/openssl.cnf "$root/usr/lib/ssl/openssl.cnf"
mkdir -p "$root/usr/lib/$python"
tar -C "/usr/lib/$python" --exclude=__pycache__ --exclude=test --exclude=dist-packages --exclude=ensurepip \
  --exclude=idlelib --exclude=lib2to3 --exclude='config-*' --exclude=pydoc_data --exclude=unittest --exclude=tkinter \
  --exclude=distutils --exclude=asyncio --exclude=xml -cf - . | tar -C "$root/usr/lib/$python" -xf -
for module in "/usr/lib/$python"/lib-dynload/_{ssl,hashlib}.*.so; do
  with_libraries "$module"
done
cp -r "$sources/vllm" "$root/opt/vllm/"
install -m 755 "$sources/nvidia-smi.sh" "$root/usr/bin/nvidia-smi"

tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -C "$root" -cf "$work/layer.tar" .
sum=$(sha256sum <"$work/layer.tar")
arch=$(uname -m)
case $arch in aarch64) arch=arm64 ;; x86_64) arch=amd64 ;; esac
printf '{"architecture":"%s","os":"linux","config":{"Env":["PATH=/usr/bin:/bin","PYTHONPATH=/opt/vllm"],"Cmd":["/bin/sh"]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
  "$arch" "${sum%% *}" >"$work/config.json"
printf '[{"Config":"config.json","RepoTags":["vllm-cvm:latest"],"Layers":["layer.tar"]}]' >"$work/manifest.json"
tar -C "$work" -cf "$archive" manifest.json config.json layer.tar
