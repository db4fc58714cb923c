#!/usr/bin/env bash
# Writes the reports of three episodes of running servers and looks at them in Chromium (report_check.mjs). Screenshots
# and PDFs stay in build/report, to be looked at by eye.
#   tests/integration/report_check.sh PROGRAM_FOLDER
set -euo pipefail

programs=${1:?names the folder of the programs}
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export TENDON_NODE_TOOLS=${TENDON_NODE_TOOLS:-$repository/build/node}
export CHROMIUM=${CHROMIUM:-$(command -v chromium || true)}

skip() {
  if [[ ${CI:-} == true ]]; then
    echo "report-check: $1" >&2
    exit 1
  fi
  echo "report-check: skipped: $1"
  exit 77
}
[[ $CHROMIUM ]] || skip "Chromium is not here; run deploy/install-packages.sh test"
[[ -d $TENDON_NODE_TOOLS/node_modules/axe-core ]] || skip "axe-core is not here; run tests/install-node-tools.sh"

folder=$repository/build/report
mkdir -p "$folder"
rm -f "$folder"/*.html "$folder"/*.txt "$folder"/*.png "$folder"/*.pdf
PATH=$programs:$PATH "$repository/tests/testing/with-servers.sh" "$programs" \
  "$repository/tests/integration/report_episodes.sh" "$folder"
node "$repository/tests/integration/report_check.mjs" "$folder"
