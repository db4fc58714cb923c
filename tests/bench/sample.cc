#include "tests/bench/sample.h"

#include <google/protobuf/text_format.h>
#include <google/protobuf/util/time_util.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace tendon::bench {
namespace {

constexpr char kReferral[] = R"pb(
  discipline: DISCIPLINE_MASSAGE_THERAPIST
  priority: PRIORITY_ROUTINE
  referral_intent: REFERRAL_INTENT_WRITTEN_REPORT
  identifiers { system: "urn:example:bench:orders" value: "SAMPLE-0001" }
  patient {
    name { family: "Sample" given: "Constructed" }
    birth_date: "1975-04-12"
    gender: ADMINISTRATIVE_GENDER_FEMALE
  }
  reason: "Chronic low back pain for more than three months, worse after sitting (constructed sample)."
  reason_conditions {
    icd10cm: "M54.50"
    text: "Low back pain, unspecified"
    clinical_status: CONDITION_CLINICAL_STATUS_ACTIVE
    body_sites { region: "lumbar" laterality: LATERALITY_BILATERAL }
  }
  conditions {
    icd10cm: "I10"
    text: "Essential (primary) hypertension"
    clinical_status: CONDITION_CLINICAL_STATUS_ACTIVE
  }
  medications { text: "ibuprofen 400 mg as needed" ingredients: "ibuprofen" status: MEDICATION_STATUS_ACTIVE }
  goals { kind: TREATMENT_GOAL_PAIN_RELIEF measure: "NPRS" target: 3 text: "Pain of 3 or less on most days" }
  body_sites { region: "lumbar" laterality: LATERALITY_BILATERAL }
  planned_techniques {
    technique: "EFFLEURAGE"
    body_sites { region: "lumbar" laterality: LATERALITY_BILATERAL }
    duration_minutes: 15
  }
  planned_techniques {
    technique: "MYOFASCIAL_RELEASE"
    body_sites { region: "lumbar" laterality: LATERALITY_BILATERAL }
    duration_minutes: 30
  }
  note: "Please report pain on the numeric rating scale (NPRS) before and after each session."
  authorization { sessions: 6 sessions_per_week: 2 session_minutes: 45 }
  consent { granted: true }
)pb";

constexpr char kSession[] = R"pb(
  status: SESSION_STATUS_COMPLETED
  duration_minutes: 45
  techniques {
    technique: "EFFLEURAGE"
    body_sites { region: "lumbar" laterality: LATERALITY_BILATERAL }
    duration_minutes: 15
  }
  techniques {
    technique: "MYOFASCIAL_RELEASE"
    body_sites { region: "lumbar" laterality: LATERALITY_BILATERAL }
    duration_minutes: 30
  }
  observations { measure: "NPRS" value: 7 unit: "{score}" phase: OBSERVATION_PHASE_BEFORE recall: "now" }
  observations { measure: "NPRS" value: 5 unit: "{score}" phase: OBSERVATION_PHASE_AFTER recall: "now" }
  note: "Constructed sample."
)pb";

template <class Message>
Message Parse(const char* text) {
  Message message;
  if (!google::protobuf::TextFormat::ParseFromString(text, &message)) std::abort();
  return message;
}

}  // namespace

referral::v1::Referral SampleReferral(const std::string& referring_clinician, const std::string& recipient) {
  static const auto* const sample = new referral::v1::Referral(Parse<referral::v1::Referral>(kReferral));
  referral::v1::Referral referral = *sample;
  referral.set_referring_clinician(referring_clinician);
  referral.set_recipient(recipient);
  *referral.mutable_patient()->add_identifiers() = NewPatient();
  return referral;
}

clinical::v1::Identifier NewPatient() {
  // Also after another run.
  static std::atomic<int64_t> patients = absl::GetCurrentTimeNanos();
  clinical::v1::Identifier identifier;
  identifier.set_system("urn:example:bench:mrn");
  identifier.set_value(absl::StrCat("SAMPLE-PATIENT-", patients++));
  return identifier;
}

outcomes::v1::Session SampleSession(const std::string& clinician) {
  static const auto* const sample = new outcomes::v1::Session(Parse<outcomes::v1::Session>(kSession));
  outcomes::v1::Session session = *sample;
  session.set_clinician(clinician);
  *session.mutable_start_time() = google::protobuf::util::TimeUtil::GetCurrentTime();
  return session;
}

std::string NewRequestId() {
  thread_local std::mt19937_64 random(std::random_device{}());
  const uint64_t high = (random() & ~0xf000ULL) | 0x4000ULL;
  const uint64_t low = (random() >> 2) | (1ULL << 63);
  char text[37];
  std::snprintf(text, sizeof text, "%08x-%04x-%04x-%04x-%012llx", static_cast<unsigned>(high >> 32),
                static_cast<unsigned>(high >> 16 & 0xffff), static_cast<unsigned>(high & 0xffff),
                static_cast<unsigned>(low >> 48), static_cast<unsigned long long>(low & 0xffff'ffff'ffffULL));
  return text;
}

}  // namespace tendon::bench
