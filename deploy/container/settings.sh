# Shared by the scripts of this folder (sourced, not run; `here` is set): the image's name and how podman is called.
# shellcheck shell=bash disable=SC2034,SC2154 # used by, and set by, those who source this

readonly image=${TENDON_IMAGE:-localhost/tendon:latest}
export CONTAINERS_CONF=$here/containers.conf

die() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

need_tools() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || die "$tool is not here; run deploy/install-packages.sh container"
  done
}
