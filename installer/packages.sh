# shellcheck shell=bash
# Shared by the scripts beside it: finds or installs what the project needs, on Debian and its kin (apt) and on Fedora,
# RHEL, openEuler and theirs (dnf; written from its documents, not yet run on such a machine). Idempotent, and says
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

# Whether this release of Debian has a package. Read whole before it is looked at: under pipefail, a `grep -q` that leaves
# early makes apt-cache's broken pipe the answer now and then, "there is none".
apt_has() {
  [[ $(apt-cache policy "$1" 2>/dev/null) =~ Candidate:\ [0-9] ]]
}

dnf_install() {
  say "Installing packages: $*"
  as_root dnf install -y -q --setopt=install_weak_deps=False "$@" >/dev/null
}

# Whether the repositories known here have a package, or one that provides what is named.
dnf_has() {
  [[ -n $(dnf -q repoquery --whatprovides "$1" 2>/dev/null) ]]
}

# What dnf is asked for in place of a Debian package. Libraries and programs by what they are called, which dnf finds in
# every distribution; names of packages only where they have nothing else in common, those known first.
dnf_names() {
  case $1 in
    git | maven | curl | shellcheck | binutils)
      local -A programs=([git]=git [maven]=mvn [curl]=curl [shellcheck]=shellcheck [binutils]=strip)
      echo "/usr/bin/${programs[$1]}"
      ;;
    rpm) echo /usr/bin/rpmbuild ;;
    dpkg) echo /usr/bin/dpkg-deb ;;
    libpangoft2-1.0-0) echo 'libpangoft2-1.0.so.0()(64bit)' ;;
    libgtk-3-0*) echo 'libgtk-3.so.0()(64bit)' ;;
    libgl1) echo 'libGL.so.1()(64bit)' ;;
    libxtst6*) echo 'libXtst.so.6()(64bit)' ;;
    libxxf86vm1) echo 'libXxf86vm.so.1()(64bit)' ;;
    fonts-dejavu-core) echo 'dejavu-sans-mono-fonts dejavu-fonts' ;;
    fonts-noto-cjk) echo 'google-noto-sans-cjk-fonts google-noto-cjk-fonts font(:lang=zh-cn)' ;;
    *) echo "$1" ;;
  esac
}

# The first of the names that this system has; or nothing.
first_of() {
  local has=$1 name
  shift
  for name in "$@"; do
    if "$has" "$name"; then
      echo "$name"
      return
    fi
  done
}

# Installs the packages whose probe is not there. Each argument is "probe|Debian's package[,alternative name]"; the probe
# is a command, or file patterns with blanks between them.
install_missing() {
  local entry probe pattern there name manager names=() wanted=()
  for entry in "$@"; do
    probe=${entry%%|*}
    there=
    if [[ $probe == /* ]]; then
      for pattern in $probe; do
        ! compgen -G "$pattern" >/dev/null || there=1
      done
    elif command -v "$probe" >/dev/null; then
      there=1
    fi
    [[ -n $there ]] || wanted+=("${entry#*|}")
  done
  ((${#wanted[@]})) || return 0
  if command -v apt-get >/dev/null; then
    manager=apt
    as_root apt-get update -qq
  elif command -v dnf >/dev/null; then
    manager=dnf
  else
    say "Please install: ${wanted[*]} (Debian's names; this script installs by itself with apt and dnf only)" >&2
    return 1
  fi
  for entry in "${wanted[@]}"; do
    if [[ $manager == apt ]]; then
      name=$(first_of apt_has "${entry%%,*}" "${entry##*,}")
    else
      local known
      read -r -a known <<<"$(dnf_names "${entry%%,*}")"
      name=$(first_of dnf_has "${known[@]}")
    fi
    if [[ -n $name ]]; then
      names+=("$name")
    elif [[ $entry == fonts-* ]]; then
      say "No package for $entry found here; go on without it" >&2
    else
      say "No repository known here has: $entry (Debian's name). Please install it and start again" >&2
      return 1
    fi
  done
  ((!${#names[@]})) || "${manager}_install" "${names[@]}"
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

# The distribution's own JDK 25 where it has one; else Eclipse Temurin's, from Adoptium's signed repositories.
need_jdk() {
  find_jdk
  [[ -z $JDK ]] || return 0
  if command -v apt-get >/dev/null; then
    jdk_by_apt || true
  elif command -v dnf >/dev/null; then
    jdk_by_dnf || true
  fi
  find_jdk
  [[ -n $JDK ]] || {
    no_jdk >&2
    return 1
  }
}

adoptium=https://packages.adoptium.net/artifactory

jdk_by_apt() {
  as_root apt-get update -qq
  if apt_has openjdk-25-jdk-headless; then
    apt_install openjdk-25-jdk-headless
    return
  fi
  install_missing 'curl|curl' '/etc/ssl/certs/ca-certificates.crt|ca-certificates'
  local codename key
  codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
  # Nothing is written before the repository has answered: one that cannot be reached would fail every later update.
  key=$(curl -fsSL --connect-timeout 20 "$adoptium/api/gpg/key/public") || return 1
  say "Adding Adoptium's Debian repository: /etc/apt/sources.list.d/adoptium.list"
  as_root mkdir -p /etc/apt/keyrings
  as_root tee /etc/apt/keyrings/adoptium.asc >/dev/null <<<"$key"
  as_root tee /etc/apt/sources.list.d/adoptium.list >/dev/null \
    <<<"deb [signed-by=/etc/apt/keyrings/adoptium.asc] $adoptium/deb $codename main"
  as_root apt-get update -qq
  apt_install temurin-25-jdk
}

jdk_by_dnf() {
  if dnf_has java-25-openjdk-devel; then
    local names=(java-25-openjdk-devel)
    # What jlink makes a runtime of, where it is a package of its own.
    ! dnf_has java-25-openjdk-jmods || names+=(java-25-openjdk-jmods)
    dnf_install "${names[@]}"
    return
  fi
  install_missing 'curl|curl'
  # openEuler is none of Adoptium's distributions; the packages for RHEL 9 ask for nothing it does not have.
  local system release=9
  system=$(sed -n 's/^ID="\{0,1\}\([A-Za-z]*\).*/\1/p' /etc/os-release)
  case $system in
    fedora | rhel | centos | rocky) release=$(sed -n 's/^VERSION_ID="\{0,1\}\([0-9]*\).*/\1/p' /etc/os-release) ;;
    *) system=rhel ;;
  esac
  curl -fsSL --connect-timeout 20 -o /dev/null "$adoptium/rpm/$system/$release/$(uname -m)/repodata/repomd.xml" || return 1
  say "Adding Adoptium's repository: /etc/yum.repos.d/adoptium.repo"
  printf '%s\n' '[adoptium]' 'name=Adoptium' "baseurl=$adoptium/rpm/$system/$release/\$basearch" enabled=1 gpgcheck=1 \
    "gpgkey=$adoptium/api/gpg/key/public" | as_root tee /etc/yum.repos.d/adoptium.repo >/dev/null
  dnf_install temurin-25-jdk
}

no_jdk() {
  say "There is no JDK 25 on this machine, and none could be fetched (see above; often there is no way to the network)."
  say "Either install a package of the wizard (.deb, .rpm or .tar.gz): it brings its own Java and needs no JDK."
  say "Or bring a JDK 25 for $(uname -m) yourself: on a machine with a network get its .tar.gz from adoptium.net or from your"
  say "distribution, copy it here, unpack it into $HOME/.jdks (tar -xzf FILE -C $HOME/.jdks), and start this"
  say "script again. A JDK elsewhere is found by JAVA_HOME. The build also needs Maven's central repository, or a copy of"
  say "$HOME/.m2/repository from a machine that has built the wizard."
}

# What building and the window without a display need.
need_build_tools() {
  install_missing 'git|git' 'mvn|maven' \
    '/usr/lib/*/libpangoft2-1.0.so.0 /usr/lib64/libpangoft2-1.0.so.0|libpangoft2-1.0-0' \
    '/usr/share/fonts/*/DejaVuSansMono.ttf /usr/share/fonts/*/*/DejaVuSansMono.ttf|fonts-dejavu-core' \
    '/usr/share/fonts/*/NotoSansCJK* /usr/share/fonts/*/*/NotoSansCJK*|fonts-noto-cjk'
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
