#!/usr/bin/env bash
# Installs what is missing and runs all tests: first those any machine can run, then, as root, those against real
# parts (OpenSSH, sudo, containerd, …). They send traffic to this machine only and take away what they made.
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=installer/packages.sh
. installer/packages.sh

# fetch_source PACKAGE FOLDER: the distribution's source package, with the system's own list of places asked for sources.
fetch_source() {
  local lists file
  if compgen -G "$2/$1_*.orig.tar.*" >/dev/null; then
    return 0
  fi
  say "Fetching the source package $1"
  lists=$(mktemp -d)
  mkdir -p "$lists/parts" "$lists/lists/partial" "$2"
  for file in /etc/apt/sources.list.d/*.sources; do
    [[ ! -f $file ]] || sed 's/^Types:.*/Types: deb-src/' "$file" >"$lists/parts/${file##*/}"
  done
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [[ ! -f $file ]] || sed -n 's/^deb /deb-src /p' "$file" >>"$lists/parts/all.list"
  done
  set -- "$1" "$2" -o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$lists/parts" \
    -o "Dir::State::Lists=$lists/lists"
  apt-get "${@:3}" update
  (cd "$2" && apt-get "${@:3}" source --download-only "$1")
  rm -rf "$lists"
}

need_build_tools
install_missing 'shellcheck|shellcheck' 'flock|util-linux' 'ps|procps'
if ((EUID == 0)); then
  sshd_was_here=$(compgen -G /usr/sbin/sshd || true)
  install_missing '/usr/sbin/sshd|openssh-server' 'ssh-keygen|openssh-client' 'sudo|sudo' 'ip|iproute2' \
    'iptables|iptables' 'fuser|psmisc' 'mkfs.ext4|e2fsprogs' 'sfdisk|fdisk' 'qemu-img|qemu-utils' 'modinfo|kmod' \
    'busybox|busybox-static' 'gcc|gcc' 'curl|curl' '/usr/bin/python3|python3' 'openssl|openssl' 'losetup|mount' 'git|git' \
    'veritysetup|cryptsetup-bin'
  install_missing '/usr/lib/cni/bridge|containernetworking-plugins' 'go|golang-go' 'ping|iputils-ping' \
    'nsenter|util-linux' 'pgrep|procps' '/lib/systemd/systemd-udevd|udev' 'useradd|passwd' 'setpriv|util-linux'
  install_missing 'ansible-playbook|ansible-core' 'ansible-lint|ansible-lint' 'sshpass|sshpass'
  fetch_source golang-github-appc-cni target/sources
  containerd_was_here=$(command -v containerd || true)
  install_missing 'containerd|containerd' 'runc|runc'
  if [[ -z $sshd_was_here && -d /run/systemd/system ]]; then
    say "openssh-server was not here before: its service is switched off, the tests start their own"
    systemctl disable --now ssh
  fi
  if [[ -z $containerd_was_here && -d /run/systemd/system ]]; then
    say "containerd was not here before: its service is switched off, the tests start their own"
    systemctl disable --now containerd
  fi
fi

# The slowest classes, and every test that was green only when run again: a fault to be mended, not luck.
tell_figures() {
  local reports=target/surefire-reports
  say "Slowest twenty test classes (seconds):"
  sed -n 's/.*<testsuite .* name="\([^"]*\)" time="\([0-9.,]*\)".*/\2 \1/p' "$reports"/TEST-*.xml | tr -d , |
    sort -rn | sed -n 1,20p
  if grep -lE '<(flakyFailure|flakyError|rerunFailure|rerunError)' "$reports"/TEST-*.xml >/dev/null; then
    say "Green only when run again:"
    grep -hoE '<testcase name="[^"]*" classname="[^"]*"|<flaky(Failure|Error)' "$reports"/TEST-*.xml |
      awk '/<testcase/ { test = $0 } /<flaky/ { print test }' | sort -u
  else
    say "No test had to be run again"
  fi
}

say "Format, architecture, unit, script and window tests"
mvn -B -q spotless:check
# A test that fails is run once more: the timing of real servers on a busy machine. Maven lists such ones as flakes.
again=-Dsurefire.rerunFailingTestsCount=1
# Side by side in as many processes as there are cores, four at most: they share nothing but the machine.
forks=$(nproc)
mvn -B "$again" -DforkCount="$((forks < 4 ? forks : 4))" verify
# lane NAME TAGS: tests against real parts whose tags fit, in a process and files of their own.
lane() {
  mvn -B "$again" -Preal "-Dtests.groups=$2" "-DtempDir=surefire-$1" \
    toolchains:select-jdk-toolchain surefire:test@default-test
}
if ((EUID == 0)); then
  say "Tests against real parts"
  # They mostly wait, so that three rows go beside each other, which share nothing: machines in namespaces and images of
  # their own; users and SSH servers of this machine; the rest, by the window, containerd and networks.
  declare -A rows=([beside]='real & beside' [accounts]='real & accounts')
  declare -A row_pids=()
  trap '((${#row_pids[@]} == 0)) || kill "${row_pids[@]}" 2>/dev/null || true' EXIT
  for row in "${!rows[@]}"; do
    lane "$row" "${rows[$row]}" >"target/lane-$row.log" 2>&1 &
    row_pids[$row]=$!
  done
  failed=0
  lane here 'real & !beside & !accounts' || failed=1
  for row in "${!rows[@]}"; do
    wait "${row_pids[$row]}" || failed=1
    say "Tests against real parts: $row"
    cat "target/lane-$row.log"
  done
  row_pids=()
  if ((failed != 0)); then
    exit 1
  fi
else
  say "Not root: tests against real OpenSSH and sudo were left out; 'sudo bash installer/test.sh' runs them"
fi
tell_figures
