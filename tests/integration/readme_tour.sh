#!/usr/bin/env bash
# Walks README.md's tour: every ```sh block of "Five minutes" is run as it stands, in order, in one shell, and what it
# shows is compared with what the text promises. Only the two servers are not started from it: their ports are fixed.
#   tests/integration/readme_tour.sh PROGRAM_FOLDER
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
readonly repository programs=${1:?names the folder of the programs}
work=$(mktemp -d -t tendon-tour.XXXXXX)
trap 'rm -rf "$work"' EXIT

fail() {
  echo "readme_tour: $*" >&2
  exit 1
}

# The blocks, without what starts servers or names their folder; files go to this run's own folder.
commands() {
  awk '/^## /{inside = /^## Five minutes/} !inside{next} /^ *```sh$/{code = 1; next} /^ *```$/{code = 0} code' \
    "$repository/README.md" | grep -Ev '^(tendon-(referral|outcomes) |export PATH=)' | sed "s#/tmp/tour-#$work/tour-#g"
}

commands >"$work/commands"
(($(grep -c tendon "$work/commands") >= 30)) || fail "the tour has too few commands; is README.md laid out otherwise?"
{
  echo 'set -euo pipefail'
  cat "$work/commands"
} >"$work/tour.sh"
cd "$repository"
export HOME=$work XDG_CONFIG_HOME=$work PATH=$programs:$PATH
"$repository/tests/testing/with-servers.sh" "$programs" bash "$work/tour.sh" >"$work/shown" 2>&1 ||
  fail "a command failed: $(tail -n 12 "$work/shown")"

# What the text says of the steps.
expect() {
  grep -Eq -- "$1" "$work/shown" || fail "the tour shows no '$1': $(<"$work/shown")"
}
expect ' SEND .* SENT .* turn RECIPIENT'       # 3: the recipient's system learns of it
expect 'Sessions  6 of 6'                     # 5: six
expect '^NPRS, now +\{score\} +7 +3 +3 +-4 +-57'
expect 'OVER_AUTHORIZED'                      # 5: and a seventh, flagged
expect 'CLOSED +[0-9]+ +7 of 6'               # 6: the loop is closed
expect 'ON_HOLD'                              # 7: the referral above is halted
expect 'RESUME, ON_HOLD to IN_PROGRESS'       # 7: and goes on
expect 'MANIPULATION +lumbar +DO NOT PERFORM' # 8
[[ -s $work/tour-report.html ]] || fail "no report was written"
echo "readme_tour: $(grep -c tendon "$work/commands") commands"
