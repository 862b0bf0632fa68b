# shellcheck shell=bash
# Shared by run.sh and test.sh: finds or installs what the project needs on a Debian machine. Idempotent, and says
# what it installs. Everything else is fetched by Maven.

say() { printf '==> %s\n' "$*"; }

as_root() {
  if ((EUID == 0)); then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    say "This needs root's rights and there is no sudo: $*" >&2
    return 1
  fi
}

apt_install() {
  say "Installing Debian packages: $*"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# Whether this release of Debian has a package.
apt_has() {
  apt-cache policy "$1" 2>/dev/null | grep -q 'Candidate: [0-9]'
}

# Installs the Debian packages whose probe is not there. Each argument is "probe|package[,alternative name]"; the
# probe is a command, or a file pattern.
install_missing() {
  local entry probe name wanted=()
  for entry in "$@"; do
    probe=${entry%%|*}
    if [[ $probe == /* ]]; then
      compgen -G "$probe" >/dev/null && continue
    elif command -v "$probe" >/dev/null; then
      continue
    fi
    wanted+=("${entry#*|}")
  done
  ((${#wanted[@]})) || return 0
  if ! command -v apt-get >/dev/null; then
    say "Please install: ${wanted[*]} (this script installs by itself on Debian and its kin only)" >&2
    return 1
  fi
  as_root apt-get update -qq
  local names=()
  for entry in "${wanted[@]}"; do
    name=${entry%%,*}
    apt_has "$name" || name=${entry##*,}
    names+=("$name")
  done
  apt_install "${names[@]}"
}

# Path of a JDK 25 into JDK; empty when there is none.
find_jdk() {
  local home
  JDK=
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*25* "$HOME"/.sdkman/candidates/java/25* "$HOME"/.jdks/*25*; do
    if [[ -x $home/bin/javac ]] && grep -qs '^JAVA_VERSION="25' "$home/release"; then
      JDK=$home
      return 0
    fi
  done
}

# Debian's own JDK 25 where its release has one; else Eclipse Temurin's, from Adoptium's signed Debian repository.
need_jdk() {
  find_jdk
  [[ -z $JDK ]] || return 0
  as_root apt-get update -qq
  if apt_has openjdk-25-jdk-headless; then
    apt_install openjdk-25-jdk-headless
  else
    install_missing 'curl|curl' '/etc/ssl/certs/ca-certificates.crt|ca-certificates'
    say "Adding Adoptium's Debian repository: /etc/apt/sources.list.d/adoptium.list"
    local codename
    codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
    as_root mkdir -p /etc/apt/keyrings
    curl -fsSL https://packages.adoptium.net/artifactory/api/gpg/key/public |
      as_root tee /etc/apt/keyrings/adoptium.asc >/dev/null
    printf 'deb [signed-by=/etc/apt/keyrings/adoptium.asc] https://packages.adoptium.net/artifactory/deb %s main\n' \
      "$codename" | as_root tee /etc/apt/sources.list.d/adoptium.list >/dev/null
    as_root apt-get update -qq
    apt_install temurin-25-jdk
  fi
  find_jdk
  if [[ -z $JDK ]]; then
    say "There is still no JDK 25: see above" >&2
    return 1
  fi
}

# What building and the window without a display need.
need_build_tools() {
  install_missing 'git|git' 'mvn|maven' '/usr/lib/*/libpangoft2-1.0.so.0|libpangoft2-1.0-0' \
    '/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf|fonts-dejavu-core' \
    '/usr/share/fonts/opentype/noto/NotoSansCJK*|fonts-noto-cjk'
  need_jdk
}

# What packing needs besides: need_packaging_tools KIND….
need_packaging_tools() {
  local kind tools=()
  for kind in "$@"; do
    case $kind in
      deb) tools+=('dpkg-deb|dpkg') ;;
      rpm) tools+=('rpmbuild|rpm') ;;
    esac
  done
  install_missing 'strip|binutils' ${tools[@]+"${tools[@]}"}
}
