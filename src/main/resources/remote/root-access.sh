# shellcheck shell=bash
# Who we are, and whether sudo runs without a password. A sudo that is slow (its directory service is down) cannot be
# killed by its user: it is left behind, and asked again in the way that waits longer.
kg_uid=$(id -u 2>/dev/null) || kg_uid=$EUID
printf 'uid=%s\n' "$kg_uid"
if ((kg_uid != 0)) && command -v sudo >/dev/null; then
  printf 'sudo=yes\n'
  kg_said=''
  IFS= read -r -d '' -t 10 kg_said < <(
    # shellcheck disable=SC2016 # for the other bash
    sudo -n -k -- bash -c 'printf "silent=%s\n" "$(id -u)"' 2>&1 </dev/null 9<&-) || :
  printf '%s\n' "$kg_said"
fi
