#!/usr/bin/env bash
# Tries a command in a bare Debian 12 root, the way a newcomer would: minimal packages, a fresh clone of what is
# committed (uncommitted changes do not count), nothing else of this machine. Needs root, git and mmdebstrap.
#   deploy/try-bare-root.sh [--shared FOLDER] [--keep] [--] COMMAND [ARGUMENT…]
#     COMMAND           relative to the clone, e.g. deploy/quickstart.sh or tests/run.sh
#     --shared FOLDER   copied in beside the clone and named to the command by TENDON_SHARED
#     --keep            leave the root for a look around; without it, it is removed
# The machine's own way to packages (apt sources, proxies, npm's registry and CA file) is used for the trial.
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly repository work=${TMPDIR:-/tmp}/tendon-bare-root
readonly base=$work/base.tar

die() {
  echo "try-bare-root: $*" >&2
  exit 1
}

# Debian's own sources of this machine; other sources would make the root less bare.
apt_sources() {
  local file found=""
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources; do
    if [[ -s $file ]]; then
      found=yes
      echo "$file"
    fi
  done
  [[ $found ]] || die "this machine names no package sources; a bare root needs those of a Debian 12"
}

make_base() {
  local sources
  mapfile -t sources < <(apt_sources)
  echo "try-bare-root: making the base root (once; kept in $work)"
  mmdebstrap --quiet --variant=minbase bookworm "$work/new.tar" "${sources[@]}"
  mv "$work/new.tar" "$base"
}

# Proxies and date checks of this machine's apt, so that the same mirror works inside.
copy_apt_settings() {
  apt-config dump | grep -iE '^Acquire::(https?|ftp)::.*proxy|^Acquire::Check-(Date|Valid-Until) ' \
    >"$root/etc/apt/apt.conf.d/99trial" || true
}

# Prints the NAME=VALUE settings that lead npm, if this machine has it, to its packages.
npm_settings() {
  command -v npm >/dev/null || return 0
  local cafile registry
  registry=$(npm config get registry 2>/dev/null)
  [[ $registry == http* ]] && echo "npm_config_registry=$registry"
  cafile=$(npm config get cafile 2>/dev/null)
  if [[ -f $cafile ]]; then
    cp "$cafile" "$root/etc/trial-npm-ca.crt"
    echo "npm_config_cafile=/etc/trial-npm-ca.crt"
  fi
}

fill_root() {
  mkdir -p "$root/src"
  tar --extract --file "$base" --directory "$root"
  cp -L /etc/resolv.conf "$root/etc/resolv.conf"
  cp /etc/hosts "$root/etc/hosts"
  copy_apt_settings
  git clone --quiet "file://$repository" "$root/src/tendon"
  if [[ $shared ]]; then
    mkdir "$root/src/shared"
    cp -r "$shared/." "$root/src/shared/"
  fi
}

# Runs the command in mount and process namespaces of its own: the mounts and whatever it leaves running end with it.
run_inside() {
  local settings=(HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8) name
  mapfile -t -O ${#settings[@]} settings < <(npm_settings)
  for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY CI TERM; do
    [[ ${!name:-} ]] && settings+=("$name=${!name}")
  done
  [[ $shared ]] && settings+=(TENDON_SHARED=/src/shared)
  # shellcheck disable=SC2016 # expanded by the inner shell
  env -i "${settings[@]}" unshare --mount --pid --fork --kill-child bash -euc '
    root=$1; shift
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount --rbind -o ro /sys "$root/sys"
    exec chroot "$root" bash -c "cd /src/tendon && exec \"\$@\"" bash "$@"' bash "$root" "$@"
}

shared="" keep=""
while (($# > 0)); do
  case $1 in
    --shared) shared=${2:?--shared needs a folder}; shift 2 ;;
    --keep) keep=yes; shift ;;
    --) shift; break ;;
    -*) die "unknown option '$1'; see the top of this file" ;;
    *) break ;;
  esac
done
(($# > 0)) || die "name a command to run in the clone, e.g. deploy/quickstart.sh"
((EUID == 0)) || die "needs root (it mounts and changes root)"
[[ ! $shared || -d $shared ]] || die "no such folder: $shared"
for tool in mmdebstrap git unshare; do
  command -v "$tool" >/dev/null || die "$tool is not here; run deploy/install-packages.sh container"
done

umask 022
mkdir -p "$work"
[[ -s $base ]] || make_base
root=$(mktemp -d "$work/root.XXXXXX")
chmod 755 "$root"
if [[ $keep ]]; then
  trap 'echo "try-bare-root: left in $root; enter it with: chroot $root"' EXIT
else
  trap 'rm -rf --one-file-system "$root"' EXIT
fi
fill_root
echo "try-bare-root: running in a bare root: $*"
status=0
run_inside "$@" || status=$?
echo "try-bare-root: '$*' ended with status $status"
exit "$status"
