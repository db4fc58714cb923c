#!/usr/bin/env bash
# Three episodes in running servers, a course that responds, one that stays where it is and one with a red flag, each
# written as a report by `tendon report`. All patients are constructed.
#   TENDON_REFERRAL_SERVER=… TENDON_OUTCOMES_SERVER=… tests/integration/report_episodes.sh FOLDER     (tendon is in PATH)
set -euo pipefail

folder=${1:?names the folder of the reports}
work=$(mktemp -d -t tendon-episodes.XXXXXX)
trap 'rm -rf "$work"' EXIT
export TZ=UTC

identity() { export TENDON_ORGANIZATION=$1 TENDON_CLINICIAN=$2 TENDON_ROLE=$3; }
day() { date -u -d "$1 days ago" +%Y-%m-%d; }

identity "" "" operator
tendon org create river-clinic --name 'River Clinic' >/dev/null
tendon org create harbor-massage --name 'Harbor Massage' >/dev/null
identity river-clinic "" administrator
tendon clinician create ada --name 'Ada Physician, MD' --discipline PHYSICIAN >/dev/null
identity harbor-massage "" administrator
tendon clinician create max --name 'Max Therapist, LMT' --discipline MASSAGE_THERAPIST >/dev/null

# REASON REGION SESSIONS PATIENT [RULES: acknowledged], and more of the referral from standard input; prints its id.
refer() {
  {
    cat <<YAML
recipient: organizations/harbor-massage
referring_clinician: organizations/river-clinic/clinicians/ada
discipline: MASSAGE_THERAPIST
priority: PRIORITY_ROUTINE
referral_intent: REFERRAL_INTENT_WRITTEN_REPORT
reason: $1
reason_conditions: [{icd10cm: M54.50, text: Low back pain, clinical_status: CONDITION_CLINICAL_STATUS_ACTIVE}]
body_sites: [{region: $2}]
patient: {name: {family: $4, given: [Constructed]}, birth_date: "1963-07-19", identifiers: [{system: "urn:x", value: "$4"}]}
authorization: {sessions: $3, sessions_per_week: 1, session_minutes: 60}
consent: {granted: true}
YAML
    cat
  } >"$work/referral.yaml"
  identity river-clinic ada physician
  local name
  name=$(tendon -o name referral create -f "$work/referral.yaml" --send)
  identity harbor-massage max massage_therapist
  tendon referral accept "${name#referrals/}" ${5:+--acknowledge "$5"} >/dev/null
  tendon referral start "${name#referrals/}" >/dev/null
  echo "${name#referrals/}"
}

# DAYS_AGO REGION PAIN_BEFORE PAIN_AFTER [FIELDS]: a session as a line of JSON.
session() {
  cat <<JSON
{"start_time": "$(day "$1")T15:00:00Z", "duration_minutes": 60, "techniques": [{"technique": "MYOFASCIAL_RELEASE", "body_sites": [{"region": "$2"}], "duration_minutes": 40}], "observations": [{"measure": "NPRS", "value": $3, "phase": "OBSERVATION_PHASE_BEFORE", "recall": "worst 7d"}, {"measure": "NPRS", "value": $4, "phase": "OBSERVATION_PHASE_AFTER", "recall": "worst 7d"}${5:-}]${6:-}}
JSON
}
reading() { printf ', {"measure": "%s", "value": %s, "phase": "OBSERVATION_PHASE_BEFORE"%s}' "$1" "$2" "${3:-}"; }
flexion=', "body_site": {"region": "shoulder", "laterality": "LATERALITY_LEFT"}, "motion": "flexion", "motion_mode": "MOTION_MODE_ACTIVE"'

# NAME REFERRAL: records the sessions of standard input, and writes what the referrer reads.
report() {
  cat >"$work/$1.jsonl"
  identity harbor-massage max massage_therapist
  tendon session import "$work/$1.jsonl" --referral "$2"
  identity river-clinic ada physician
  tendon report "$2" --to "$folder/$1.html"
  tendon report "$2" --summary >"$folder/$1.txt"
}

responder=$(refer 'Chronic low back pain, worse after sitting' lumbar 8 Sample <<'YAML'
goals: [{kind: TREATMENT_GOAL_PAIN_RELIEF, measure: NPRS, target: 3}]
co_treatments:
  - {kind: CO_TREATMENT_KIND_INJECTION, text: Facet injection L4/5, start_date: "2025-11-02"}
YAML
)
{
  session 37 lumbar 7 5 "$(reading ODI 42)"
  session 30 lumbar 6 4
  session 23 lumbar 5 4
  session 16 lumbar 4 2 "$(reading ODI 30)"
  session 9 lumbar 3 2
  session 2 lumbar 3 2 "$(reading ODI 18)"
} | report responder "$responder"

plateau=$(refer 'Neck and shoulder pain; range of the left shoulder' neck 12 Example CI041 <<'YAML'
medications: [{text: Warfarin 5 mg, ingredients: [warfarin], status: MEDICATION_STATUS_ACTIVE, start_date: "2024-05"}]
planned_techniques:
  - {technique: EFFLEURAGE, body_sites: [{region: neck}]}
YAML
)
{
  session 59 neck 7 6 "$(reading NDI 44)$(reading ROM_DEG 110 "$flexion")"
  session 52 neck 6 5
  session 45 neck 6 5
  session 38 neck 5 5
  session 31 neck 5 5 "$(reading ROM_DEG 125 "$flexion")"
  session 24 neck 5 5
  session 17 neck 5 5
  session 10 neck 5 5
  session 3 neck 5 5 "$(reading NDI 40)$(reading ROM_DEG 128 "$flexion")"
} | report plateau "$plateau"

red_flag=$(refer 'Low back pain after lifting' lumbar 6 Specimen </dev/null)
{
  session 16 lumbar 5 4
  session 9 lumbar 6 6
  session 2 lumbar 8 8 "" ', "findings": [{"code": "RF_SADDLE", "status": "FACT_STATUS_PRESENT"}], "adverse_events": [{"text": "Pain worse for a day", "grade": "ADVERSE_EVENT_GRADE_MODERATE"}]'
} | report red-flag "$red_flag"
