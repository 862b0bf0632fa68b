# shellcheck shell=bash
# Stands behind the libraries and a target's fuzz_one: runs it for each path that comes on standard input, with the
# file's text (as far as bash holds it) as $1 and the path as $2. What it prints goes to PATH.out, complaints to PATH.err.
fuzz_loop() {
  local path text status
  while IFS= read -r path; do
    text=''
    IFS= read -r -d '' text <"$path" || :
    status=0
    fuzz_one "$text" "$path" >"$path.out" 2>"$path.err" </dev/null || status=$?
    printf 'done %s\n' "$status"
  done
}
fuzz_loop
