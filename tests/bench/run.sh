#!/usr/bin/env bash
# Measures the servers against their floors, on fresh databases, the two parts of each pair right after one another in
# every round, and prints medians, ratios and the bars. See README.md.
#   tests/bench/run.sh [--rounds N] [--window-s S] [--warm-up-s S] [--programs FOLDER] [--data FOLDER]
#                      [--only NAME[,NAME…]] [-o text|json] [--results FILE] [--check]
#     --programs  the servers and the tools; build/release/bin by default
#     --data      for databases and logs, on the file system to be measured; a folder in build/ by default
#     --only      some of: get create import idle watches fan-out loads
#     --results   keep the single results here, one JSON object a line
#     --check     exit code 3 when a bar is not met
#   Sizes, for a quick try: --referrals N --watchers N --events N --rate N --sessions N
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../.." && pwd)
readonly here repository start_timeout_s=30
rounds=5 window_s=5 warm_up_s=1 programs=$repository/build/release/bin data=$repository/build output=text
only=get,create,import,idle,watches,fan-out,loads results="" check=()
referrals=1000 watchers=1000 events=1000 rate=500 sessions=50000
declare -A pids=() addresses=()

die() {
  echo "run: $*" >&2
  exit 1
}

usage() {
  sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}"
}

while (($# > 0)); do
  option=$1
  case $option in
    --help) usage && exit 0 ;;
    --check) check=(--check) && shift && continue ;;
  esac
  (($# > 1)) || die "$option needs a value, or is unknown; see --help"
  case $option in
    --rounds) rounds=$2 ;;
    --window-s) window_s=$2 ;;
    --warm-up-s) warm_up_s=$2 ;;
    --programs) programs=$2 ;;
    --data) data=$2 ;;
    --only) only=$2 ;;
    -o | --output) output=$2 ;;
    --results) results=$2 ;;
    --referrals) referrals=$2 ;;
    --watchers) watchers=$2 ;;
    --events) events=$2 ;;
    --rate) rate=$2 ;;
    --sessions) sessions=$2 ;;
    *) die "unknown option $option; see --help" ;;
  esac
  shift 2
done
[[ -x $programs/tendon-bench ]] || die "there is no $programs/tendon-bench; build it, or say --programs FOLDER"
[[ $output == text || $output == json ]] || die "-o is text or json"

# Starts a program that serves, and keeps its address and process: NAME PROGRAM [ARGUMENT…]
start() {
  local name=$1 program=$2 port_file=$work/$1.port deadline=$((SECONDS + start_timeout_s))
  rm -f "$port_file"
  "$programs/$program" --listen 127.0.0.1:0 --port-file "$port_file" "${@:3}" >>"$work/$name.log" 2>&1 &
  pids[$name]=$!
  until [[ -s $port_file ]]; do
    if ! kill -0 "${pids[$name]}" 2>/dev/null || ((SECONDS >= deadline)); then
      tail -n 20 "$work/$name.log" >&2
      die "$program did not start; its last log lines are above"
    fi
    sleep 0.02
  done
  addresses[$name]=127.0.0.1:$(<"$port_file")
}

# On fresh databases.
start_referral() {
  rm -rf "$work"/referral.db*
  start referral tendon-referral --insecure-development --database "$work/referral.db" --log-level warning
}

start_outcomes() {
  rm -rf "$work"/outcomes.db*
  start outcomes tendon-outcomes --insecure-development --database "$work/outcomes.db" --log-level warning \
    --referral-server "${addresses[referral]}"
}

# Ends a server by SIGTERM; one that is not gone in 20 s is a failure: NAME
stop() {
  local pid=${pids[$1]:-} deadline=$((SECONDS + 20))
  [[ $pid ]] || return 0
  unset "pids[$1]"
  kill -TERM "$pid"
  while kill -0 "$pid" 2>/dev/null; do
    ((SECONDS < deadline)) || { kill -KILL "$pid" && die "$1 did not end in 20 s"; }
    sleep 0.02
  done
  wait "$pid" || die "$1 ended with exit code $?; see its log: $(tail -n 3 "$work/$1.log")"
}

clean_up() {
  local name
  for name in "${!pids[@]}"; do kill -KILL "${pids[$name]}" 2>/dev/null || true; done
  rm -rf "$work"
}

wanted() {
  [[ ,$only, == *,$1,* ]]
}

# Makes one measurement: SERVER COMMAND [ARGUMENT…]
measure() {
  local server=$1 command=$2
  "$programs/tendon-bench" "$command" --pid "${pids[$server]}" --round "$round" -o json "${@:3}" >>"$work/results"
}

# A measurement under load, on the referral server's or another address: SERVER COMMAND [ARGUMENT…]
load() {
  measure "$1" "$2" --server "${addresses[$1]}" --window-s "$window_s" --warm-up-s "$warm_up_s" "${@:3}"
}

run_get() {
  start_referral
  load referral get --referrals "$referrals" --save-answer "$work/answer"
  start echo bench-echo-server --answer "$work/answer"
  load echo echo
  load referral get --referrals "$referrals" --as-recipient --name get-as-recipient
  stop echo
  stop referral
}

run_create() {
  start_referral
  load referral create --concurrency 64
  stop referral
  "$programs/bench-sqlite-loop" --template "$work/referral.db" --database "$work/loop.db" --window-s "$window_s" \
    --round "$round" -o json >>"$work/results"
  rm -rf "$work"/loop.db*
}

run_idle() {
  start_referral
  start_outcomes
  measure referral idle --name idle-referral --hold-s "$window_s"
  measure outcomes idle --name idle-outcomes --hold-s "$window_s"
  stop outcomes
  stop referral
}

run_watches() {
  local connections
  for connections in 10 1 1000; do
    local name=watches-$connections-connections
    [[ $connections == 10 ]] && name=watches
    [[ $connections == 1 ]] && name=watches-1-connection
    start_referral
    measure referral idle-watches --server "${addresses[referral]}" --watchers "$watchers" --connections "$connections" \
      --hold-s "$window_s" --name "$name"
    stop referral
  done
}

run_fan_out() {
  start_referral
  measure referral fan-out --server "${addresses[referral]}" --watchers 100 --events "$events" --rate 200
  stop referral
}

# What callers feel at a steady rate.
run_loads() {
  local operation
  start_referral
  start_outcomes
  for operation in get create create-send; do
    load referral "$operation" --rate "$rate" --name "open-$operation"
  done
  load referral inbox --rate "$rate" --name open-inbox --referrals "$((referrals * 2))"
  measure outcomes record --server "${addresses[referral]}" --outcomes-server "${addresses[outcomes]}" --rate "$rate" \
    --window-s "$window_s" --warm-up-s "$warm_up_s" --name open-record --referrals "$referrals"
  load referral inbox --name inbox --referrals "$((referrals * 2))"
  load referral create-send --name create-send
  measure outcomes record --server "${addresses[referral]}" --outcomes-server "${addresses[outcomes]}" \
    --window-s "$window_s" --warm-up-s "$warm_up_s" --name record --referrals "$referrals"
  stop outcomes
  stop referral
}

run_import() {
  start_referral
  start_outcomes
  measure outcomes import --server "${addresses[referral]}" --outcomes-server "${addresses[outcomes]}" \
    --referrals "$referrals" --sessions "$sessions"
  stop outcomes
  stop referral
}

work=$(mktemp -d -p "$data" bench.XXXXXX)
trap clean_up EXIT
trap 'exit 130' INT TERM
for ((round = 1; round <= rounds; ++round)); do
  for part in get create import idle watches fan-out loads; do
    wanted "$part" || continue
    echo "round $round of $rounds: $part" >&2
    "run_${part//-/_}"
  done
done
[[ -z $results ]] || cp "$work/results" "$results"
"$programs/tendon-bench" report "$work/results" -o "$output" "${check[@]}"
