#!/usr/bin/env bash
# The tools of the bench work: every measurement is made once, for a moment, and gives a result. No number is judged.
#   tests/bench/smoke_test.sh FOLDER_OF_PROGRAMS
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d -t tendon-bench-smoke.XXXXXX)
trap 'rm -rf "$work"' EXIT

"$here/run.sh" --programs "$1" --data "$work" --rounds 1 --window-s 0.2 --warm-up-s 0.1 --referrals 20 --watchers 20 \
  --events 20 --rate 50 --sessions 200 -o json --results "$work/results" >"$work/report"

for name in get echo get-as-recipient create sqlite-loop import idle-referral idle-outcomes watches watches-1-connection \
  watches-1000-connections fan-out open-get open-create open-create-send open-inbox open-record inbox create-send record; do
  grep -q "\"name\":\"$name\"" "$work/results" || { echo "there is no result of $name" >&2; exit 1; }
done
grep -q '"get_cpu_over_echo"' "$work/report" || { echo "the report has no ratio" >&2; exit 1; }

# A server that is not there is a failure, not a fast answer.
if "$1/tendon-bench" get --server 127.0.0.1:1 --window-s 0.1 >/dev/null 2>"$work/error"; then
  echo "a server that is not there was not noticed" >&2
  exit 1
fi
echo "the tools of the bench work"
