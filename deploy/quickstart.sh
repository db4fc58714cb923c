#!/usr/bin/env bash
# From a fresh clone on Debian 12 to a whole exchange on the screen: installs what the build needs, builds, starts both
# servers on SQLite files in a temporary folder (loopback, free ports, development mode), runs deploy/demo/exchange.sh,
# stops the servers and removes the folder.
#   deploy/quickstart.sh [--stay]     --stay: leave the servers running until Ctrl-C, to go on by hand
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly here repository=${here%/deploy}
readonly programs=$repository/build/release/bin start_timeout_s=30
pids=()

die() {
  echo "quickstart: $*" >&2
  exit 1
}

step() {
  printf '\n== %s (%d s)\n' "$1" "$SECONDS"
}

build() {
  cd "$repository"
  cmake --preset release -DTENDON_BUILD_TESTS=OFF >"$work/configure.log" ||
    die "configuring failed: $(tail -n 20 "$work/configure.log")"
  cmake --build --preset release
}

# Starts a server and sets its address in the variable: VARIABLE NAME [ARGUMENT…]
start_server() {
  local -n address=$1
  local name=$2 port_file=$work/$2.port deadline=$((SECONDS + start_timeout_s))
  "$programs/$name" --insecure-development --listen 127.0.0.1:0 --port-file "$port_file" \
    --database "$work/$name.db" --log-level info "${@:3}" >"$work/$name.log" 2>&1 &
  pids+=($!)
  until [[ -s $port_file ]]; do
    if ! kill -0 "${pids[-1]}" 2>/dev/null || ((SECONDS >= deadline)); then
      tail -n 20 "$work/$name.log" >&2
      die "$name did not start; its last log lines are above"
    fi
    sleep 0.05
  done
  address=127.0.0.1:$(<"$port_file")
  echo "$name listens on $address"
}

# Ends the servers in order, by SIGTERM; whoever still runs after 10 s is killed.
stop_servers() {
  local pid deadline=$((SECONDS + 10))
  ((${#pids[@]} == 0)) || kill -TERM "${pids[@]}" 2>/dev/null || true
  for pid in "${pids[@]}"; do
    while kill -0 "$pid" 2>/dev/null; do
      ((SECONDS < deadline)) || kill -KILL "$pid" 2>/dev/null || true
      sleep 0.05
    done
  done
  pids=()
}

stay=""
case ${1:-} in
  "") ;;
  --stay) stay=yes ;;
  *) die "unknown option '$1'; see the top of this file" ;;
esac

work=$(mktemp -d -t tendon-quickstart.XXXXXX)
trap 'stop_servers; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

step "Installing what the build needs"
"$here/install-packages.sh" build

step "Building"
build

step "Starting both servers"
start_server TENDON_REFERRAL_SERVER tendon-referral
start_server TENDON_OUTCOMES_SERVER tendon-outcomes --referral-server "$TENDON_REFERRAL_SERVER"
export TENDON_REFERRAL_SERVER TENDON_OUTCOMES_SERVER PATH=$programs:$PATH

step "The exchange"
"$here/demo/exchange.sh"

if [[ $stay ]]; then
  step "The servers stay until Ctrl-C; in another terminal"
  echo "export TENDON_REFERRAL_SERVER=$TENDON_REFERRAL_SERVER TENDON_OUTCOMES_SERVER=$TENDON_OUTCOMES_SERVER"
  echo "export PATH=$programs:\$PATH"
  wait
fi

step "Stopping the servers"
stop_servers
step "Done; next: README.md has a tour, tests/run.sh runs the tests"
