#!/usr/bin/env bash
# The exchange from Node, with @grpc/grpc-js, against the real servers.
#   tests/integration/node_exchange.sh PROGRAM_FOLDER       needs tests/install-node-tools.sh
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export NODE_PATH=$repository/build/node/node_modules
[[ -d $NODE_PATH/@grpc/grpc-js ]] || {
  echo "node_exchange: @grpc/grpc-js is not here; run tests/install-node-tools.sh" >&2
  exit 1
}
# shellcheck disable=SC2016 # expanded by the inner shell
exec "$repository/tests/testing/with-servers.sh" "$1" bash -euc \
  'node "$0" "$TENDON_REFERRAL_SERVER" "$TENDON_OUTCOMES_SERVER"' "$repository/clients/examples/node/exchange.js"
