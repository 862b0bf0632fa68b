# shellcheck shell=bash
# Whether Docker can be asked without starting it.

# Whether Docker's service does not run, while its socket would have systemd start it for whoever asks. A look must not:
# the daemon writes rules into the firewall as it starts and has the host refuse to forward.
kg_docker_sleeps() {
  local state
  [[ -z ${KATAGPU_ROOT:-} && -z ${DOCKER_HOST:-} ]] || return 1
  state=$(timeout -k 1 5 systemctl is-active docker.socket docker.service 2>/dev/null </dev/null) || true
  [[ $state == $'active\ninactive' || $state == $'active\nfailed' ]]
}
