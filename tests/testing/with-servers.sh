#!/usr/bin/env bash
# Runs a command against both servers, started fresh on free ports and ended afterwards.
#   tests/testing/with-servers.sh PROGRAM_FOLDER COMMAND [ARGUMENT…]
# The command finds their addresses in TENDON_REFERRAL_SERVER and TENDON_OUTCOMES_SERVER.
set -euo pipefail

programs=${1:?names the folder of the servers}
shift
work=$(mktemp -d -t tendon-servers.XXXXXX)
pids=()
finish() {
  local pid
  for pid in "${pids[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
  wait
  rm -rf "$work"
}
trap finish EXIT

# Starts PROGRAM with OPTIONS…; prints nothing, sets `address`.
start() {
  local program=$1 i
  shift
  "$programs/$program" --insecure-development --listen 127.0.0.1:0 --database "$work/$program.db" \
    --port-file "$work/$program.port" "$@" 2>"$work/$program.log" &
  pids+=($!)
  for ((i = 0; i < 3000; ++i)); do
    if [[ -s $work/$program.port ]]; then
      address=127.0.0.1:$(<"$work/$program.port")
      return
    fi
    kill -0 "${pids[-1]}" 2>/dev/null || break
    sleep 0.02
  done
  echo "with-servers: $program did not start:" >&2
  cat "$work/$program.log" >&2
  exit 1
}

start tendon-referral
export TENDON_REFERRAL_SERVER=$address
start tendon-outcomes --referral-server "$TENDON_REFERRAL_SERVER"
export TENDON_OUTCOMES_SERVER=$address
"$@"
