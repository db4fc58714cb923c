#!/usr/bin/env bash
# Makes a minimal container image of both servers and the CLI: Debian 12's runtime libraries, the three programs, the
# user `tendon`, and nothing else (no shell, no package manager). The library base is kept, so a rebuild is quick.
#   deploy/container/build-image.sh [--binaries FOLDER]
#     FOLDER   holds tendon-referral, tendon-outcomes and tendon; default: install build/release
#   TENDON_IMAGE names the result (default localhost/tendon:latest)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=deploy/container/settings.sh
source "$here/settings.sh"
readonly repository=${here%/deploy/container} programs=(tendon-referral tendon-outcomes tendon)
readonly work=$repository/build/image
readonly stage=$work/stage
# What apt and dpkg need while they extract, and the image does not.
readonly unneeded=(--path-exclude='/etc/apt*' --path-exclude='/etc/dpkg*' --path-exclude='/etc/fstab'
  --path-exclude='/etc/hostname' --path-exclude='/etc/ld.so.conf.d*' --path-exclude='/etc/resolv.conf'
  --path-exclude='/var/cache*' --path-exclude='/var/lib/apt*' --path-exclude='/var/log*'
  --path-exclude='/var/lib/dpkg/*' --path-include='/var/lib/dpkg/status.d*')

stage_programs() {
  rm -rf "$stage"
  mkdir -p "$stage/usr/local/bin"
  if [[ $binaries ]]; then
    cp "${programs[@]/#/$binaries/}" "$stage/usr/local/bin/"
  else
    [[ -f $repository/build/release/CMakeCache.txt ]] ||
      die "no release build; run: cmake --preset release && cmake --build --preset release"
    cmake --install "$repository/build/release" --prefix "$stage/usr/local" --strip >/dev/null
  fi
  local program
  for program in "${programs[@]}"; do
    [[ -x $stage/usr/local/bin/$program ]] || die "$program was not installed; is the release build complete?"
  done
}

# Prints what the dynamic loader needs for the programs: "SONAME PATH" lines.
shared_libraries() {
  ldd "${programs[@]/#/$stage/usr/local/bin/}" |
    awk '/not found/ { print "missing " $1 > "/dev/stderr"; exit 1 }
         $2 == "=>" { print $1, $3 }
         $1 ~ /^\/.*ld-linux/ { n = split($1, part, "/"); print part[n], $1 }' | sort -u
}

# Prints the packages that own the libraries; dpkg may know a path with or without /usr.
owning_packages() {
  local path
  for path in "$@"; do
    dpkg-query --search "$path" 2>/dev/null || dpkg-query --search "/usr$path" 2>/dev/null ||
      dpkg-query --search "$(readlink --canonicalize "$path")" ||
      die "$path belongs to no Debian package, so the image cannot get it"
  done | sed 's/:.*//' | sort -u
}

# Makes or finds the tar file of the library base; sets `base`.
make_base() {
  local sonames packages key
  sonames=$(shared_libraries | cut -d' ' -f1 | paste -sd' ')
  mapfile -t paths < <(shared_libraries | cut -d' ' -f2)
  packages=$(owning_packages "${paths[@]}" | paste -sd,),libmagic-mgc
  key=$(echo "$sonames $packages" | cat - "$here/strip-root.sh" | sha256sum | cut -c1-16)
  base=$work/base-$key.tar
  [[ -s $base ]] && return
  echo "build-image: making the library base from: $packages"
  TENDON_SONAMES=$sonames mmdebstrap --quiet --variant=extract --skip=output/dev --include="$packages" \
    --extract-hook="$here/strip-root.sh \"\$1\"" bookworm - | mmtarfilter "${unneeded[@]}" >"$work/new.tar"
  mv "$work/new.tar" "$base"
}

import_image() {
  local data=$work/data
  mkdir -p "$data/var/lib/tendon"
  chmod 700 "$data/var/lib/tendon"
  cp "$base" "$work/image.tar"
  tar --append --file "$work/image.tar" --sort=name --owner=0 --group=0 --directory "$stage" ./usr/local
  tar --append --file "$work/image.tar" --owner=10001 --group=10001 --directory "$data" ./var/lib/tendon
  podman import --quiet \
    --change 'USER tendon' --change 'WORKDIR /var/lib/tendon' --change 'VOLUME /var/lib/tendon' \
    --change 'ENV PATH=/usr/local/bin' --change 'STOPSIGNAL SIGTERM' "$work/image.tar" "$image" >/dev/null
  rm "$work/image.tar"
}

binaries=""
case ${1:-} in
  "") ;;
  --binaries) binaries=$(cd "${2:?--binaries needs a folder}" && pwd) ;;
  *) die "unknown option '$1'; see the top of this file" ;;
esac
need_tools podman runc mmdebstrap
stage_programs
make_base
import_image
podman run --rm --network none "$image" tendon --version
size=$(podman image inspect --format '{{.Size}}' "$image")
echo "build-image: $image, $((size / 1000000)) MB"
