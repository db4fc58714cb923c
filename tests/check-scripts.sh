#!/usr/bin/env bash
# Checks every shell script of the repository with shellcheck, and every Node script for its syntax.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
for tool in shellcheck node; do
  command -v "$tool" >/dev/null || {
    echo "check-scripts: $tool is not here; run deploy/install-packages.sh test" >&2
    exit 1
  }
done
mapfile -t shell_scripts < <(find .ci deploy clients tests -name '*.sh' -o -path .ci/run)
shellcheck "${shell_scripts[@]}"
mapfile -t node_scripts < <(find clients tests -name '*.js')
for script in "${node_scripts[@]}"; do node --check "$script"; done
echo "check-scripts: ${#shell_scripts[@]} shell scripts, ${#node_scripts[@]} Node scripts"
