#!/usr/bin/env bash
# The whole exchange through the CLI, on servers without these two organisations: a physician's clinic refers a patient
# (constructed sample, referral.yaml) to a massage practice; the practice's watch sees it, it accepts, reports six
# sessions (sessions.json) and closes with a summary; the clinic looks at the pain trend and acknowledges.
#   TENDON_REFERRAL_SERVER=HOST:PORT TENDON_OUTCOMES_SERVER=HOST:PORT deploy/demo/exchange.sh     (tendon is in PATH)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly here wait_timeout_s=20

die() {
  echo "exchange: $*" >&2
  exit 1
}

# Runs a command as somebody, without a word: ORGANIZATION CLINICIAN ROLE ARGUMENT… ("-" for no organisation or clinician)
quietly_as() {
  local organization=${1#-} clinician=${2#-} role=$3
  shift 3
  TENDON_ORGANIZATION=$organization TENDON_CLINICIAN=$clinician TENDON_ROLE=$role tendon "$@"
}

# Shows the command first.
as() {
  local who=$2 argument shown=""
  [[ $who != - ]] || who=$3
  for argument in "${@:4}"; do
    [[ $argument != *[[:space:]]* ]] || argument="'$argument'"
    shown+=" $argument"
  done
  printf '\n[%s] $ tendon%s\n' "$who" "$shown"
  quietly_as "$@"
}
operator=(- - operator)
clinic_desk=(river-clinic - administrator)
practice_desk=(harbor-massage - administrator)
physician=(river-clinic ada-physician physician)
therapist=(harbor-massage max-therapist massage_therapist)

# Waits until a command succeeds: WHAT COMMAND…
wait_until() {
  local what=$1 deadline=$((SECONDS + wait_timeout_s))
  shift
  until "$@"; do
    ((SECONDS < deadline)) || die "$what: not within $wait_timeout_s s"
    sleep 0.1
  done
}

watch_saw_it() { grep -q SENT "$work/watch.log"; }
all_sessions_counted() {
  quietly_as "${physician[@]}" referral show "$referral" -o json | grep -q '"sessions_completed": 6'
}

command -v tendon >/dev/null || die "the tendon command is not in PATH; run deploy/quickstart.sh"
: "${TENDON_REFERRAL_SERVER:?names no server; run deploy/quickstart.sh}" "${TENDON_OUTCOMES_SERVER:?names no server}"

work=$(mktemp -d -t tendon-exchange.XXXXXX)
watch_pid=""
trap '[[ -z $watch_pid ]] || kill "$watch_pid" 2>/dev/null || true; rm -rf "$work"' EXIT

echo "-- Two organisations and their clinicians"
as "${operator[@]}" org create river-clinic --name "River Clinic (sample)"
as "${operator[@]}" org create harbor-massage --name "Harbor Massage (sample)"
as "${clinic_desk[@]}" clinician create ada-physician --name "Ada Physician, MD (sample)" --discipline physician
as "${practice_desk[@]}" clinician create max-therapist --name "Max Therapist, LMT (sample)" \
  --discipline massage-therapist

echo
echo "-- The practice watches for news, in the background"
quietly_as "${therapist[@]}" watch >"$work/watch.log" 2>&1 &
watch_pid=$!

echo
echo "-- The physician writes the referral and sends it"
as "${physician[@]}" referral create -f "$here/referral.yaml" -o name | tee "$work/created"
referral=$(tail -n 1 "$work/created")
[[ $referral == referrals/* ]] || die "creating the referral gave no name"
referral=${referral#referrals/}
as "${physician[@]}" referral send "$referral"

wait_until "the practice's watch sees the referral" watch_saw_it
printf '\n[max-therapist] the watch shows:\n'
cat "$work/watch.log"

echo
echo "-- The massage therapist accepts, starts, and reports six sessions"
as "${therapist[@]}" referral accept "$referral"
as "${therapist[@]}" referral start "$referral"
as "${therapist[@]}" session import "$here/sessions.json" --referral "$referral"
wait_until "the referral server learns of six sessions" all_sessions_counted

echo
echo "-- The physician sees how the patient does"
as "${physician[@]}" episode show "$referral"

echo
echo "-- The therapist closes with a summary, and the physician has read it"
as "${therapist[@]}" referral complete "$referral" --discharge-reason GOALS_MET --goal PAIN_RELIEF=ACHIEVED \
  --summary "Six sessions of massage; see the course of pain (constructed sample)."
as "${physician[@]}" referral ack "$referral"
