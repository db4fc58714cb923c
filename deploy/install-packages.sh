#!/usr/bin/env bash
# Installs the Debian 12 packages that Tendon needs. Safe to repeat: what is there is left alone, and a run that finds
# everything needs neither network nor root.
#   deploy/install-packages.sh build       compile and run the servers and the CLI (the default)
#   deploy/install-packages.sh test        build, and everything tests/run.sh uses
#   deploy/install-packages.sh container   make and run the container image
set -euo pipefail

readonly BUILD_PACKAGES=(
  g++ cmake ninja-build ccache mold pkg-config
  protobuf-compiler protobuf-compiler-grpc libprotobuf-dev libgrpc++-dev libabsl-dev golang-github-gogo-googleapis-dev
  libspdlog-dev libsqlite3-dev libcli11-dev nlohmann-json3-dev libyaml-cpp-dev libssl-dev libmagic-dev libjemalloc-dev
  libboost-math-dev libeigen3-dev
)
readonly TEST_PACKAGES=(
  libgtest-dev libgmock-dev libbenchmark-dev clang-format-14 clang-tidy-14 shellcheck git ca-certificates chromium fonts-dejavu-core
)
readonly CONTAINER_PACKAGES=(podman runc catatonit netavark mmdebstrap uidmap)

die() {
  echo "install-packages: $*" >&2
  exit 1
}

# Prints those of the named packages that are not installed.
missing_packages() {
  local package
  for package in "$@"; do
    dpkg-query --show --showformat='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ||
      echo "$package"
  done
}

# Node.js may come from somewhere else than Debian; then Debian's must not be put over it.
missing_node_packages() {
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then missing_packages nodejs npm; fi
}

as_root() {
  if ((EUID == 0)); then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "these packages are missing and installing needs root; as root, run: apt-get install ${missing[*]}"
  fi
}

warn_unless_debian_12() {
  grep -qx 'ID=debian' /etc/os-release && grep -qx 'VERSION_ID="12"' /etc/os-release ||
    echo "install-packages: made for Debian 12; on this system package names may differ" >&2
}

command -v dpkg-query >/dev/null || die "needs a Debian system (dpkg is not here)"
mode=${1:-build}
(($# <= 1)) || die "one mode at a time: build, test or container"
case $mode in
  build) mapfile -t missing < <(missing_packages "${BUILD_PACKAGES[@]}") ;;
  test) mapfile -t missing < <(missing_packages "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}"; missing_node_packages) ;;
  container) mapfile -t missing < <(missing_packages "${CONTAINER_PACKAGES[@]}") ;;
  *) die "unknown mode '$mode'; use build, test or container" ;;
esac

if ((${#missing[@]} == 0)); then
  echo "install-packages: everything for '$mode' is installed"
  exit 0
fi
warn_unless_debian_12
echo "install-packages: installing for '$mode': ${missing[*]}"
as_root apt-get update --quiet --quiet
as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --quiet --no-install-recommends \
  -o Dpkg::Use-Pty=0 "${missing[@]}" >/dev/null
echo "install-packages: done"
