#!/usr/bin/env bash
# Makes a root of extracted Debian packages minimal; mmdebstrap calls it (--extract-hook) with the root's path.
# Keeps: the shared libraries that TENDON_SONAMES lists, their licences, and libmagic's database. Adds: the user, and a
# record of the packages where image scanners look for it (/var/lib/dpkg/status.d).
set -euo pipefail
root=$1
cd "$root"

mkdir -p var/lib/dpkg/status.d
for package in var/cache/apt/archives/*.deb; do
  dpkg-deb --field "$package" >"var/lib/dpkg/status.d/$(dpkg-deb --field "$package" Package)"
done

declare -A kept
for soname in $TENDON_SONAMES; do
  while IFS= read -r path; do
    target=$(readlink --canonicalize "$path")
    kept[$path]=1
    kept[${target#"$root/"}]=1
  done < <(find lib lib64 usr/lib -name "$soname")
done
kept[usr/lib/file/magic.mgc]=1
while IFS= read -r path; do
  [[ ${kept[$path]:-} ]] || rm -f "$path"
done < <(find lib lib64 usr/lib ! -type d)

find usr/share -type f ! -name copyright ! -path usr/share/grpc/roots.pem -delete
find usr lib -depth -type d -empty -delete

cat >etc/passwd <<'END'
root:x:0:0:root:/:/usr/sbin/nologin
tendon:x:10001:10001:Tendon servers:/var/lib/tendon:/usr/sbin/nologin
END
printf 'root:x:0:\ntendon:x:10001:\n' >etc/group
echo 'hosts: files dns' >etc/nsswitch.conf
