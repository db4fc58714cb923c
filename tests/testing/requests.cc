#include "tests/testing/requests.h"

#include <google/protobuf/text_format.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>

namespace tendon::testing {
namespace {

template <class Message>
Message Parse(const std::string& text) {
  Message message;
  if (!google::protobuf::TextFormat::ParseFromString(text, &message)) {
    std::fprintf(stderr, "a builder of tests/testing is not a %s\n", message.GetTypeName().c_str());
    std::abort();
  }
  return message;
}

constexpr char kOrganization[] = R"(
  etag: "unused"
  display_name: "A practice"
  identifiers { system: "http://hl7.org/fhir/sid/us-npi" value: "1234567893" }
  contacts { system: CONTACT_SYSTEM_PHONE value: "+1 555 0100" }
  sites { id: "main" display_name: "Main Street" address_lines: "1 Main Street" city: "Rivertown" state: "NY"
          postal_code: "10001" latitude_deg: 40.7 longitude_deg: -74.0 }
  time_zone: "America/New_York"
  capacity { status: CAPACITY_STATUS_ACCEPTING next_available_date: "2026-12-01" }
  trusted_identifier_systems: "urn:oid:2.16.840.1.113883.4.1"
  calendar { working_weekdays: 1 closed_dates: "2026-12-25" })";

constexpr char kClinician[] = R"(
  etag: "unused"
  display_name: "A clinician"
  npi: "1245319599"
  taxonomy_codes: "225700000X"
  licenses { discipline: DISCIPLINE_MASSAGE_THERAPIST state: "NY" number: "L-1" valid_to_date: "2030-01-01" }
  techniques: "DEEP_TISSUE"
  languages: "en"
  site_ids: "main"
  specialties: "backs"
  capacity { status: CAPACITY_STATUS_WAITING_LIST next_available_date: "2026-12-01" }
  ordering_authority: true)";

constexpr char kParties[] = R"(
  etag: "unused"
  referring_clinician: "organizations/river-clinic/clinicians/ada-physician"
  recipient: "organizations/hand-work"
  recipient_clinician: "organizations/hand-work/clinicians/mo-massage"
  discipline: DISCIPLINE_MASSAGE_THERAPIST
  informed_parties: "organizations/step"
  responsible_physician: "organizations/river-clinic/clinicians/ada-physician"
  priority: PRIORITY_URGENT
  referral_intent: REFERRAL_INTENT_WRITTEN_REPORT
  identifiers { system: "urn:river:orders" value: "ORDER-7731942" }
  patient {
    identifiers { system: "urn:river:mrn" value: "MRN-6620481" }
    name { family: "Quillfeather" given: "Zebulon" text: "Mx Zebulon Quillfeather III" }
    birth_date: "1903-07-19"
    gender: ADMINISTRATIVE_GENDER_OTHER
    telecom { system: CONTACT_SYSTEM_PHONE value: "+1 555 0199 8877" }
    language: "gsw-CH"
    postal_code: "ZIP-98341"
  })";

constexpr char kFacts[] = R"(
  service { system: "http://snomed.info/sct" code: "387854002-svc" display: "Service Wobbletherapy" }
  reason: "Reason: cannot lift the xylophone"
  reason_conditions {
    icd10cm: "M54.59" text: "Back pain since the regatta"
    other_codings { system: "http://snomed.info/sct" code: "279039007-rc" display: "Coded lowbackache" }
    clinical_status: CONDITION_CLINICAL_STATUS_ACTIVE onset_date: "2021-02-03" recorded_date: "2021-02-04"
    body_sites { region: "lumbar-reason" laterality: LATERALITY_LEFT }
    assertion { asserter: "organizations/river-clinic/clinicians/ada-physician" assert_time { seconds: 1612310400 } }
  }
  conditions {
    icd10cm: "I82.4Z9" text: "Old clot of the calf"
    other_codings { system: "http://snomed.info/sct" code: "128053003-dvt" display: "Coded calfclot" }
    clinical_status: CONDITION_CLINICAL_STATUS_RESOLVED onset_date: "2011-05-06" recorded_date: "2011-05-07"
    body_sites { region: "calf-condition" laterality: LATERALITY_RIGHT }
    assertion { asserter: "organizations/river-clinic/clinicians/ada-physician" assert_time { seconds: 1612310400 } }
  }
  medications {
    rxcui: "11289" ingredients: "warfarinmarker" text: "Blood thinner at dusk" status: MEDICATION_STATUS_ACTIVE
    start_date: "2012-06-07" end_date: "2013-06-08" route: "by mouthmarker"
    assertion { asserter: "organizations/river-clinic/clinicians/ada-physician" assert_time { seconds: 1612310400 } }
  }
  findings {
    code: "BPMARKER" status: FACT_STATUS_PRESENT values { value: 151 unit: "mm[Hg]" }
    effective_time { seconds: 1612310400 } body_sites { region: "arm-finding" laterality: LATERALITY_LEFT }
    text: "Pressure taken sitting on a barrel"
    assertion { asserter: "organizations/river-clinic/clinicians/ada-physician" assert_time { seconds: 1612310400 } }
  }
  co_treatments {
    kind: CO_TREATMENT_KIND_SURGERY
    codings { system: "http://www.ama-assn.org/go/cpt" code: "63030-cpt" display: "Coded discsurgery" }
    text: "Disc removed in the lighthouse" start_date: "2014-07-08" end_date: "2014-07-09"
    body_sites { region: "sacrum-surgery" laterality: LATERALITY_MIDLINE }
  })";

constexpr char kOrder[] = R"(
  goals {
    kind: TREATMENT_GOAL_PAIN_RELIEF measure: "NPRSGOAL" target: 2 due_date: "2027-03-04"
    text: "Play the xylophone again" body_sites { region: "lumbar-goal" laterality: LATERALITY_BILATERAL }
  }
  body_sites { region: "lumbar-order" laterality: LATERALITY_BILATERAL }
  planned_techniques {
    technique: "KINESIO_TAPE" body_sites { region: "lumbar-plan" laterality: LATERALITY_BILATERAL }
    duration_minutes: 20 intensity: "feathery pressure"
  }
  note: "Note: afraid of geese"
  patient_instruction: "Instruction: hum while resting"
  authorization {
    sessions: 6 start_date: "2019-08-09" latest_start_date: "2199-10-11" end_date: "2199-10-12"
    sessions_per_week: 1.5 session_minutes: 45
  }
  consent { granted: true date: "2022-09-10" withheld_categories: DATA_CATEGORY_COVERAGE benchmarking: true }
  coverage { payer: "Payer Moonbeam Mutual" member_number: "MEMBER-551" authorization_number: "AUTH-662" })";

constexpr char kSession[] = R"(
  etag: "unused"
  clinician: "organizations/hand-work/clinicians/mo-massage"
  status: SESSION_STATUS_COMPLETED
  duration_minutes: 45
  techniques {
    technique: "EFFLEURAGEMARKER" body_sites { region: "lumbar-session" laterality: LATERALITY_LEFT }
    duration_minutes: 25 intensity: "like warm butter"
  }
  observations {
    measure: "NPRS" value: 7 unit: "{score}" items { item: 1 value: 7 } phase: OBSERVATION_PHASE_BEFORE
    effective_time { seconds: 1612310400 } body_site { region: "lumbar-reading" laterality: LATERALITY_LEFT }
    motion: "flexionmarker" motion_mode: MOTION_MODE_ACTIVE form_version: "v1" recall: "now"
  }
  adverse_events {
    grade: ADVERSE_EVENT_GRADE_MILD text: "Bruise in the shape of a harp"
    codings { system: "http://snomed.info/sct" code: "125667009-ae" display: "Coded bruisemarker" }
    onset_time { seconds: 1612310400 } body_sites { region: "lumbar-harm" laterality: LATERALITY_LEFT }
    suspected_technique: "CUPPINGMARKER" relation: ADVERSE_EVENT_RELATION_POSSIBLE
  }
  findings {
    code: "PULSEMARKER" status: FACT_STATUS_PRESENT values { value: 61 unit: "/min" }
    effective_time { seconds: 1612310400 } body_sites { region: "wrist-finding" laterality: LATERALITY_LEFT }
    text: "Pulse like a metronome"
    assertion { asserter: "organizations/hand-work/clinicians/mo-massage" assert_time { seconds: 1612310400 } }
  }
  home_program: "Home: roll on a pumpkin"
  note: "Session note: whistled throughout"
  identifiers { system: "urn:handwork:visits" value: "VISIT-33071" }
  reason_code: "none")";

}  // namespace

google::protobuf::Timestamp ToProto(absl::Time time) {
  google::protobuf::Timestamp timestamp;
  const int64_t micros = absl::ToUnixMicros(time);
  timestamp.set_seconds(micros / 1'000'000);
  timestamp.set_nanos(static_cast<int32_t>(micros % 1'000'000) * 1000);
  return timestamp;
}

referral::v1::Organization FullOrganization() { return Parse<referral::v1::Organization>(kOrganization); }

referral::v1::Clinician FullClinician(clinical::v1::Discipline discipline) {
  auto clinician = Parse<referral::v1::Clinician>(kClinician);
  clinician.add_disciplines(discipline);
  return clinician;
}

referral::v1::Referral FullReferral() { return Parse<referral::v1::Referral>(std::string(kParties) + kFacts + kOrder); }

referral::v1::Referral SmallReferral(const std::string& recipient_id) {
  auto referral = Parse<referral::v1::Referral>(R"(
    discipline: DISCIPLINE_MASSAGE_THERAPIST
    patient { identifiers { system: "urn:river:mrn" value: "1001" } }
    reason: "Low back pain for six months"
    authorization { sessions: 6 })");
  static std::atomic<int> patients = 1001;
  referral.mutable_patient()->mutable_identifiers(0)->set_value(std::to_string(patients++));
  referral.set_recipient("organizations/" + recipient_id);
  return referral;
}

referral::v1::ClosingSummary FullSummary() {
  return Parse<referral::v1::ClosingSummary>(R"(
    text: "Summary: xylophone lifted twice"
    discharge_reason: DISCHARGE_REASON_GOALS_MET
    goal_outcomes {
      kind: TREATMENT_GOAL_PAIN_RELIEF achievement: GOAL_ACHIEVEMENT_ACHIEVED text: "Goal: pain below two"
    }
    recommendation: "Recommend a softer xylophone"
    urgent: true)");
}

referral::v1::PatientFacts KnownFacts() {
  return Parse<referral::v1::PatientFacts>(R"(
    birth_date: "1975-04-12"
    conditions {
      icd10cm: "M54.50" text: "Low back pain" other_codings { system: "http://snomed.info/sct" code: "279039007" }
      clinical_status: CONDITION_CLINICAL_STATUS_ACTIVE onset_date: "2026-01" recorded_date: "2026-02-03"
      body_sites { region: "lumbar" laterality: LATERALITY_LEFT }
      assertion { asserter: "organizations/river-clinic/clinicians/ada-physician" assert_time { seconds: 1612310400 } }
    }
    medications {
      rxcui: "11289" ingredients: "warfarin" text: "Blood thinner" status: MEDICATION_STATUS_ACTIVE
      start_date: "2026-01-02" end_date: "2199-01-01" route: "oral"
      assertion { asserter: "organizations/river-clinic/clinicians/ada-physician" assert_time { seconds: 1612310400 } }
    }
    findings {
      code: "BP" status: FACT_STATUS_PRESENT values { value: 120 unit: "mm[Hg]" } values { value: 80 unit: "mm[Hg]" }
      effective_time { seconds: 1612310400 } body_sites { region: "upper_arm" laterality: LATERALITY_LEFT }
      text: "Sitting"
      assertion { asserter: "organizations/river-clinic/clinicians/ada-physician" assert_time { seconds: 1612310400 } }
    })");
}

clinical::v1::TechniqueUse KnownTechnique() {
  return Parse<clinical::v1::TechniqueUse>(R"(
    technique: "DEEP_TISSUE" body_sites { region: "lumbar" laterality: LATERALITY_LEFT }
    duration_minutes: 20 intensity: "light")");
}

outcomes::v1::Session FullSession(absl::Time start) {
  auto session = Parse<outcomes::v1::Session>(kSession);
  session.set_session_number(1);
  *session.mutable_start_time() = ToProto(start);
  return session;
}

outcomes::v1::Session SmallSession(absl::Time start, double pain_before, double pain_after) {
  outcomes::v1::Session session;
  session.set_status(outcomes::v1::SESSION_STATUS_COMPLETED);
  *session.mutable_start_time() = ToProto(start);
  for (const bool before : {true, false}) {
    clinical::v1::Observation* reading = session.add_observations();
    reading->set_measure("NPRS");
    reading->set_value(before ? pain_before : pain_after);
    reading->set_phase(before ? clinical::v1::OBSERVATION_PHASE_BEFORE : clinical::v1::OBSERVATION_PHASE_AFTER);
  }
  return session;
}

}  // namespace tendon::testing
