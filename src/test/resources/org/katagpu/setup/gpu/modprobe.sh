#!/bin/bash
# Registers a driver of the fake kernel, unless it is a dry run or there is no such module.
set -u
dry=''
remove=''
name=''
for word in "$@"; do
  case $word in
    -n) dry=1 ;;
    -r) remove=1 ;;
    -* | *=*) ;;
    *) name=$word ;;
  esac
done
if [[ -e $KATAGPU_ROOT/fault/modprobe-$name ]]; then
  echo "modprobe: FATAL: Module $name not found" >&2
  exit 1
fi
if [[ ! $dry ]]; then
  echo "modprobe $*" >>"$KATAGPU_ROOT/writes"
  if [[ $remove ]]; then
    rm -r "$KATAGPU_ROOT/sys/bus/pci/drivers/$name"
    exit
  fi
  mkdir -p "$KATAGPU_ROOT/sys/bus/pci/drivers/$name"
fi
