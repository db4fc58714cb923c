#!/usr/bin/env bash
# The whole exchange through the CLI, on servers without these two organisations: a physician's clinic refers a patient
# (constructed sample, referral.yaml) to a massage practice; the practice's watch sees it, it accepts, reports six
# sessions (sessions.json); the clinic looks at the pain trend, and the loop is closed.
#   TENDON_REFERRAL_SERVER=HOST:PORT TENDON_OUTCOMES_SERVER=HOST:PORT deploy/demo/exchange.sh     (tendon is in PATH)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly here clinic=river-clinic practice=harbor-massage watch_timeout_s=20

die() {
  echo "exchange: $*" >&2
  exit 1
}

# Who acts: ORGANIZATION CLINICIAN ROLE; empty names are nobody's.
identity() {
  export TENDON_ORGANIZATION=$1 TENDON_CLINICIAN=$2 TENDON_ROLE=$3
}
be_operator() { identity "" "" operator; }
be_administrator() { identity "$1" "" administrator; }
be_physician() { identity $clinic ada-physician physician; }
be_therapist() { identity $practice max-therapist massage_therapist; }

# Shows the command, then runs it.
show() {
  printf '\n[%s] $ tendon %s\n' "${TENDON_CLINICIAN:-$TENDON_ROLE}" "${*//"$here/"/deploy/demo/}"
  tendon "$@"
}

heading() { printf '\n-- %s\n' "$1"; }

command -v tendon >/dev/null || die "the tendon command is not in PATH; run deploy/quickstart.sh"
: "${TENDON_REFERRAL_SERVER:?names no server; run deploy/quickstart.sh}" "${TENDON_OUTCOMES_SERVER:?names no server}"

work=$(mktemp -d -t tendon-exchange.XXXXXX)
watch_pid=""
trap '[[ -z $watch_pid ]] || kill "$watch_pid" 2>/dev/null || true; rm -rf "$work"' EXIT

heading "Two organisations and their clinicians (all constructed)"
be_operator
show org create $clinic --name "River Clinic (sample)"
show org create $practice --name "Harbor Massage (sample)"
be_administrator $clinic
show clinician create ada-physician --name "Ada Physician, MD (sample)" --discipline PHYSICIAN
be_administrator $practice
show clinician create max-therapist --name "Max Therapist, LMT (sample)" --discipline MASSAGE_THERAPIST

heading "The practice watches for news, in the background"
be_therapist
tendon watch --after 0 >"$work/watch.log" 2>&1 &
watch_pid=$!

heading "The physician writes a referral and sends it"
be_physician
show -o name referral create -f "$here/referral.yaml" | tee "$work/created"
referral=$(tail -n 1 "$work/created")
[[ $referral == referrals/* ]] || die "creating the referral gave no name"
referral=${referral#referrals/}
show referral send "$referral"

deadline=$((SECONDS + watch_timeout_s))
until grep -q "$referral" "$work/watch.log"; do
  ((SECONDS < deadline)) || die "the practice's watch saw nothing in $watch_timeout_s s: $(<"$work/watch.log")"
  sleep 0.1
done
be_therapist
printf '\n[%s] the watch shows:\n' "$TENDON_CLINICIAN"
cat "$work/watch.log"

heading "The massage therapist accepts, starts, and reports six sessions"
show referral accept "$referral"
show referral start "$referral"
show session import "$here/sessions.json" --referral "$referral"

heading "The physician sees how the patient does"
be_physician
show episode show "$referral"

heading "The loop is closed: the therapist sums up, the physician has read it"
be_therapist
show referral complete "$referral" --discharge-reason GOALS_MET \
  --summary "Pain before treatment fell from 7 to 3 in six sessions (constructed sample)."
be_physician
show referral ack "$referral"
