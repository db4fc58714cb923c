#!/usr/bin/env bash
# Installs the Node tools that tests/package-lock.json pins (buf, grpc-js, axe-core, …) into build/node.
# A run that finds them there, from the same lock file and the same Node.js, does nothing and needs no network.
#   tests/install-node-tools.sh [FOLDER]     FOLDER: default build/node
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=${1:-${here%/*}/build/node}

for tool in node npm; do
  command -v "$tool" >/dev/null || {
    echo "install-node-tools: $tool is not here; run deploy/install-packages.sh test" >&2
    exit 1
  }
done

wanted=$(cat "$here/package.json" "$here/package-lock.json" <(node --version) | sha256sum)
if [[ $(cat "$folder/.installed" 2>/dev/null) == "$wanted" && -x $folder/node_modules/.bin/buf ]]; then
  echo "install-node-tools: up to date in $folder"
  exit 0
fi

mkdir -p "$folder"
rm -f "$folder/.installed"
cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$folder/"
(cd "$folder" && npm ci --ignore-scripts --loglevel=error)
"$folder/node_modules/.bin/buf" --version >/dev/null
echo "$wanted" >"$folder/.installed"
echo "install-node-tools: installed in $folder"
