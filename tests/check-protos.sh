#!/usr/bin/env bash
# Checks the protos with buf: lint (proto/buf.yaml), format, and no breaking change against what landed last.
# What landed last: origin/main; where that is HEAD itself, the commit before; in a clone without one, the newest tag.
#   tests/check-protos.sh        needs buf in build/node (tests/install-node-tools.sh) or on the PATH
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$repository"
PATH=$repository/build/node/node_modules/.bin:$PATH

# Whether the commit can be compared with: it is not HEAD and holds protos.
is_base() {
  local commit
  commit=$(git rev-parse --quiet --verify "$1^{commit}") || return 1
  [[ $commit != "$(git rev-parse HEAD)" ]] && git cat-file -e "$commit:proto/tendon" 2>/dev/null
}

landed_last() {
  local candidates=(origin/main) candidate
  [[ $(git rev-parse --quiet --verify origin/main) == "$(git rev-parse HEAD)" ]] && candidates+=("HEAD~1")
  candidates+=("$(git describe --tags --abbrev=0 HEAD~1 2>/dev/null)")
  for candidate in "${candidates[@]}"; do
    if [[ $candidate ]] && is_base "$candidate"; then
      echo "$candidate"
      return
    fi
  done
}

command -v buf >/dev/null || {
  echo "check-protos: buf is not here; run tests/install-node-tools.sh" >&2
  exit 1
}
buf lint proto
buf format --diff --exit-code proto
echo "check-protos: lint and format are clean"

base=""
if git rev-parse --git-dir >/dev/null 2>&1; then base=$(landed_last); fi
if [[ ! $base ]]; then
  echo "check-protos: nothing has landed yet that holds protos; the check for breaking changes is left out"
  exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
git archive "$base" proto | tar --extract --directory "$folder"
buf breaking proto --against "$folder/proto"
echo "check-protos: no breaking change against $base"
