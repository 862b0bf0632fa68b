#!/bin/sh
# Stands in for nvidia-smi in the guest: one GPU for each VFIO group that was handed in.
[ ! -e /tmp/hostile-nvidia-smi ] || exec /usr/bin/python3 -c 'import sys
while True: sys.stdout.write("0, NVIDIA L20, " * 9999)'
groups=$(find / -xdev -path '*/dev/vfio/[0-9]*' 2>/dev/null; find /dev -path '*/vfio/[0-9]*' 2>/dev/null)
if [ -z "$groups" ]; then
  echo "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver." >&2
  exit 9
fi
case "$1" in
  --query-gpu=*) ;;
  *)
    echo "| NVIDIA-SMI 550.127.08     Driver Version: 550.127.08     CUDA Version: 12.4     |"
    exit 0
    ;;
esac
i=0
for _ in $groups; do
  line=
  for field in $(echo "${1#--query-gpu=}" | tr ',' ' '); do
    case $field in
      index) value=$i ;;
      name) value='NVIDIA L20' ;;
      memory.total) value=46068 ;;
      memory.used) value=41013 ;;
      driver_version) value=550.127.08 ;;
      utilization.gpu) value=7 ;;
      temperature.gpu) value=38 ;;
      power.draw) value='[N/A]' ;;
      *) value="Field \"$field\" is not a valid field to query."; echo "$value"; exit 2 ;;
    esac
    line="$line${line:+, }$value"
  done
  echo "$line"
  i=$((i + 1))
done
