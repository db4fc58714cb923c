#!/usr/bin/env bash
# The exchange with nothing but `buf curl` and the servers' reflection: no proto file is read.
#   tests/integration/buf_curl_exchange.sh PROGRAM_FOLDER   needs tests/install-node-tools.sh
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
PATH=$repository/build/node/node_modules/.bin:$PATH
if [[ ! ${TENDON_REFERRAL_SERVER:-} ]]; then
  command -v buf >/dev/null || {
    echo "buf_curl_exchange: buf is not here; run tests/install-node-tools.sh" >&2
    exit 1
  }
  exec "$repository/tests/testing/with-servers.sh" "$1" bash "${BASH_SOURCE[0]}"
fi
work=$(mktemp -d -t tendon-buf-curl.XXXXXX)
trap 'rm -rf "$work"' EXIT
# buf looks for a configuration where it runs; there is none to find.
cd "$work"

readonly clinic=organizations/curl-clinic practice=organizations/curl-practice
uuid() { cat /proc/sys/kernel/random/uuid; }

# Prints the value at PATH ("state", "measures.0.latest") of the JSON on standard input.
field() {
  # shellcheck disable=SC2016 # JavaScript
  node -e 'const path = process.argv[1].split(".");
    const value = path.reduce((v, k) => v?.[k], JSON.parse(require("fs").readFileSync(0)));
    console.log(value ?? "")' "$1"
}

# Calls SERVER SERVICE/METHOD as "ROLE [ORGANIZATION [CLINICIAN]]" with a JSON request.
call() {
  local server=$1 method=$2 caller=$3 request=$4
  read -r role organization clinician <<<"$caller"
  buf curl --protocol grpc --http2-prior-knowledge -H "tendon-role: $role" \
    ${organization:+-H "tendon-organization: $organization"} ${clinician:+-H "tendon-clinician: $clinician"} \
    -d "$request" "http://$server/$method"
}
directory() { call "$TENDON_REFERRAL_SERVER" "tendon.referral.v1.DirectoryService/$1" "${@:2}"; }
referrals() { call "$TENDON_REFERRAL_SERVER" "tendon.referral.v1.ReferralService/$1" "${@:2}"; }
events() { call "$TENDON_REFERRAL_SERVER" "tendon.referral.v1.EventService/$1" "${@:2}"; }
sessions() { call "$TENDON_OUTCOMES_SERVER" "tendon.outcomes.v1.SessionService/$1" "${@:2}"; }

# Prints the etag of a referral in JSON on standard input as the head of the next request on it.
on() {
  local json
  json=$(cat)
  printf '"name":"%s","etag":"%s","requestId":"%s"' "$(field name <<<"$json")" "$(field etag <<<"$json")" "$(uuid)"
}

expect() {
  [[ $2 == "$3" ]] || {
    echo "buf_curl_exchange: $1 is '$2', expected '$3'" >&2
    exit 1
  }
  echo "ok: $1 is $3"
}

for id in curl-clinic curl-practice; do
  directory CreateOrganization operator \
    "{\"organizationId\":\"$id\",\"organization\":{\"displayName\":\"$id\"},\"requestId\":\"$(uuid)\"}" >/dev/null
done
directory CreateClinician "administrator $practice" "{\"parent\":\"$practice\",\"clinicianId\":\"max\",
  \"clinician\":{\"displayName\":\"Max\",\"disciplines\":[\"DISCIPLINE_MASSAGE_THERAPIST\"]},
  \"requestId\":\"$(uuid)\"}" >/dev/null
physician="system_client $clinic" therapist="massage_therapist $practice $practice/clinicians/max"

referral=$(referrals CreateReferral "$physician" "{\"referral\":{\"recipient\":\"$practice\",
  \"discipline\":\"DISCIPLINE_MASSAGE_THERAPIST\",\"reason\":\"Low back pain\",
  \"patient\":{\"identifiers\":[{\"system\":\"urn:example:mrn\",\"value\":\"1\"}]},
  \"authorization\":{\"sessions\":6}},\"requestId\":\"$(uuid)\"}")
name=$(field name <<<"$referral")
referral=$(referrals SendReferral "$physician" "{$(on <<<"$referral")}")
expect "the state" "$(field state <<<"$referral")" REFERRAL_STATE_SENT
inbox=$(referrals ListReferrals "$therapist" "{\"parent\":\"$practice\",\"box\":\"REFERRAL_BOX_INBOX\"}")
expect "the inbox" "$(field referrals.0.name <<<"$inbox")" "$name"
referral=$(referrals AcceptReferral "$therapist" "{$(on <<<"$referral")}")
expect "the clinician" "$(field assignments.0.clinician <<<"$referral")" "$practice/clinicians/max"
referral=$(referrals StartSession "$therapist" "{$(on <<<"$referral")}")
for pain in 7 6 6 5 4 3; do
  sessions RecordSession "$therapist" "{\"parent\":\"$name\",\"requestId\":\"$(uuid)\",\"session\":{
    \"startTime\":\"$(date --utc +%Y-%m-%dT%H:%M:%SZ)\",
    \"observations\":[{\"measure\":\"NPRS\",\"value\":$pain,\"phase\":\"OBSERVATION_PHASE_BEFORE\"}]}}" >/dev/null
done
episode=$(sessions GetEpisode "$physician" "{\"name\":\"$name/episodes/-\"}")
expect "k" "$(field sessionsCompleted <<<"$episode")" 6
expect "the change of pain" "$(field measures.0.change <<<"$episode")" -4
referral=$(referrals CompleteReferral "$therapist" "{$(on <<<"$referral"),
  \"closingSummary\":{\"text\":\"Better.\",\"dischargeReason\":\"DISCHARGE_REASON_GOALS_MET\"}}")
referral=$(referrals AcknowledgeReferral "$physician" "{$(on <<<"$referral")}")
expect "the state" "$(field state <<<"$referral")" REFERRAL_STATE_CLOSED
feed=$(events ListEvents "$therapist" "{\"parent\":\"$practice\"}")
expect "the last event" "$(node -e 'const {events} = JSON.parse(require("fs").readFileSync(0));
  console.log(events.at(-1).transition)' <<<"$feed")" REFERRAL_EVENT_ACKNOWLEDGE

# A watch gives what was before, then waits; it is cut off once it has caught up. A job of its own, because buf's
# launcher has a child.
set -m
events WatchEvents "$therapist" "{\"parent\":\"$practice\"}" >"$work/watched" 2>/dev/null &
watch=$!
set +m
for ((i = 0; i < 1000; ++i)); do
  grep -q REFERRAL_EVENT_ACKNOWLEDGE "$work/watched" && break
  sleep 0.02
done
kill -- "-$watch"
wait "$watch" 2>/dev/null || true
expect "the number of events watched" \
  "$(grep -c '"sequence"' "$work/watched")" "$(grep -o '"sequence"' <<<"$feed" | wc -l)"

if refusal=$(referrals GetReferral "$physician" '{"name":"nonsense"}' 2>&1); then exit 1; fi
expect "the code of a refusal" "$(field code <<<"$refusal")" invalid_argument
expect "the field it names" "$(field message <<<"$refusal" | grep -o 'request: [a-z]*')" "request: name"
