#!/usr/bin/env bash
# The whole exchange through the CLI, on servers without these two organisations: a physician's clinic refers a patient
# (constructed sample, referral.yaml) to a massage practice; the practice's watch sees it, it accepts, reports six
# sessions (sessions.json); the clinic looks at the pain trend.
#   TENDON_REFERRAL_SERVER=HOST:PORT TENDON_OUTCOMES_SERVER=HOST:PORT deploy/demo/exchange.sh     (tendon is in PATH)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly here clinic=organizations/river-clinic practice=organizations/harbor-massage watch_timeout_s=20
readonly physician=$clinic/clinicians/ada-physician therapist=$practice/clinicians/max-therapist

die() {
  echo "exchange: $*" >&2
  exit 1
}

# Shows the command, then runs it as a clinician of one of the organisations: CLINICIAN ARGUMENT…
as() {
  local clinician=$1
  shift
  printf '\n[%s] $ tendon %s\n' "${clinician##*/}" "$*"
  tendon --as "$clinician" "$@"
}

command -v tendon >/dev/null || die "the tendon command is not in PATH; run deploy/quickstart.sh"
: "${TENDON_REFERRAL_SERVER:?names no server; run deploy/quickstart.sh}" "${TENDON_OUTCOMES_SERVER:?names no server}"

work=$(mktemp -d -t tendon-exchange.XXXXXX)
watch_pid=""
trap '[[ -z $watch_pid ]] || kill "$watch_pid" 2>/dev/null || true; rm -rf "$work"' EXIT

echo "-- Two organisations and their clinicians"
as "$physician" org create river-clinic --display-name "River Clinic (sample)"
as "$therapist" org create harbor-massage --display-name "Harbor Massage (sample)"
as "$physician" clinician create "$physician" --display-name "Ada Physician, MD (sample)" --discipline physician
as "$therapist" clinician create "$therapist" --display-name "Max Therapist, LMT (sample)" \
  --discipline massage-therapist

echo
echo "-- The practice watches for news, in the background"
tendon --as "$therapist" watch --from 0 >"$work/watch.log" 2>&1 &
watch_pid=$!

echo
echo "-- The physician writes and sends the referral"
as "$physician" referral create "$here/referral.yaml" -o name | tee "$work/created"
referral=$(tail -n 1 "$work/created")
[[ $referral == referrals/* ]] || die "creating the referral gave no name"
as "$physician" referral send "$referral"

deadline=$((SECONDS + watch_timeout_s))
until grep -q "$referral" "$work/watch.log"; do
  ((SECONDS < deadline)) || die "the practice's watch saw nothing in $watch_timeout_s s: $(<"$work/watch.log")"
  sleep 0.1
done
printf '\n[%s] the watch shows:\n' "${therapist##*/}"
cat "$work/watch.log"

echo
echo "-- The massage therapist accepts, starts, and reports six sessions"
as "$therapist" referral accept "$referral"
as "$therapist" referral start "$referral"
as "$therapist" session import "$here/sessions.json" --referral "$referral"

echo
echo "-- The physician sees how the patient does"
as "$physician" episode show "$referral"
