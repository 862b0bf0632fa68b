# shellcheck shell=bash
# Long commands and downloads of a run: a signal is heeded at once, progress is told. Needs control.sh. Calls: curl.

KG_CHILD='' KG_OUTCOME=0
exec {KG_QUIET}<> <(:) # a pipe that stays empty, to wait on without a process

# Runs a command; its status into KG_OUTCOME. The shell waits for it in a way that a signal interrupts.
kg_heed() {
  KG_OUTCOME=0
  "$@" &
  KG_CHILD=$!
  wait "$KG_CHILD" || KG_OUTCOME=$?
  KG_CHILD=
}

# To be called on the way out: nothing this script started stays.
kg_end_child() {
  if [[ -n $KG_CHILD ]]; then
    kill -KILL "$KG_CHILD" 2>/dev/null || true
    wait "$KG_CHILD" 2>/dev/null || true
    KG_CHILD=
  fi
}

# kg_fetch FILE URL [PROXY]: brings a file, going on where an earlier download stopped. Returns 1 where it cannot be
# had, with what curl says in REPLY.
kg_fetch() {
  local file=$1
  if [[ -e $file.part ]]; then
    kg_fetch_rest "$@"
    # Servers that cannot go on in the middle, or have nothing more to send, are asked for the whole.
    if ((KG_OUTCOME == 22 || KG_OUTCOME == 33)); then
      rm -f -- "$file.part"
      kg_fetch_rest "$@"
    fi
  else
    kg_fetch_rest "$@"
  fi
  if ((KG_OUTCOME)); then
    return 1
  fi
  mv -f -- "$file.part" "$file"
}

kg_fetch_rest() {
  local file=$1 url=$2 proxy=${3-} size
  curl -fL -sS --connect-timeout 20 --speed-limit 1024 --speed-time 60 --retry 2 -C - ${proxy:+--proxy "$proxy"} \
    -o "$file.part" -- "$url" 2>"$file.said" &
  KG_CHILD=$!
  while kill -0 "$KG_CHILD" 2>/dev/null; do
    size=$(stat -c '%s' -- "$file.part" 2>/dev/null) || size=0
    kg_progress "$size" 0 bytes
    IFS= read -r -t 0.5 -u "$KG_QUIET" || true
  done
  KG_OUTCOME=0
  wait "$KG_CHILD" || KG_OUTCOME=$?
  KG_CHILD=
  REPLY=$(<"$file.said")
  REPLY=${REPLY:-curl $KG_OUTCOME}
  rm -f -- "$file.said"
}
