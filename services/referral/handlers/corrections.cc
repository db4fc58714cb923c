// What both parties learn or got wrong.
#include "services/referral/handlers/lifecycle_handlers.h"
#include "services/referral/handlers/move.h"
#include "services/referral/handlers/red_flags.h"
#include "services/runtime/validator.h"

namespace tendon::referral {
namespace {

// The referral's own limits on these lists, as its proto has them.
constexpr int kMaxFacts = 100;

// Adds facts with who asserts them and when.
template <class Fact>
absl::Status AddFacts(const Step& step, const google::protobuf::RepeatedPtrField<Fact>& facts, const char* field,
                      google::protobuf::RepeatedPtrField<Fact>* known) {
  if (known->size() + facts.size() > kMaxFacts) {
    return runtime::InvalidField(field, "would make more than the referral can hold");
  }
  for (const Fact& fact : facts) {
    Fact* added = known->Add();
    *added = fact;
    added->mutable_assertion()->set_asserter(step.act.clinician);
    *added->mutable_assertion()->mutable_assert_time() = ToProto(step.act.time);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status AddSafetyFacts(Call& call, Transaction& transaction, const v1::AddSafetyFactsRequest& request,
                            v1::Referral* response) {
  if (request.conditions().empty() && request.medications().empty() && request.findings().empty()) {
    return runtime::InvalidField("conditions", "is required, or medications or findings");
  }
  const Effect effect = [&request](Step& step) {
    v1::Referral& referral = step.referral();
    absl::Status status = AddFacts(step, request.conditions(), "conditions", referral.mutable_conditions());
    if (status.ok()) status = AddFacts(step, request.medications(), "medications", referral.mutable_medications());
    if (status.ok()) status = AddFacts(step, request.findings(), "findings", referral.mutable_findings());
    return status;
  };
  const auto found = FindRecord(call, transaction, request.name());
  if (!found.ok()) return found.status();
  const RedFlags before = RedFlagsNow(found->record.referral, call.now);
  absl::Status status = Move(call, transaction, request, v1::REFERRAL_EVENT_ADD_SAFETY_FACT, effect, response);
  return status.ok() ? HaltForNewRedFlags(call, transaction, before, response) : status;
}

absl::Status MarkEnteredInError(Call& call, Transaction& transaction, const v1::MarkEnteredInErrorRequest& request,
                                v1::Referral* response) {
  return Move(call, transaction, request, v1::REFERRAL_EVENT_ENTERED_IN_ERROR, NoEffect, response);
}

absl::Status ReportWrongPatient(Call& call, Transaction& transaction, const v1::ReportWrongPatientRequest& request,
                                v1::Referral* response) {
  const Effect effect = [](Step& step) {
    if (step.referral().has_wrong_patient_claim()) return absl::OkStatus();
    v1::WrongPatientClaim* claim = step.referral().mutable_wrong_patient_claim();
    // An organisation that refers to itself is both parties.
    const bool both = (step.roles & kEitherParty) == kEitherParty;
    claim->set_party(both ? v1::PARTY_ROLE_RECIPIENT : step.decision.role);
    *claim->mutable_claim_time() = ToProto(step.act.time);
    return absl::OkStatus();
  };
  return Move(call, transaction, request, v1::REFERRAL_EVENT_WRONG_PATIENT, effect, response);
}

absl::Status LinkDuplicate(Call& call, Transaction& transaction, const v1::LinkDuplicateRequest& request,
                           v1::Referral* response) {
  if (request.duplicate_of() == request.name()) {
    return runtime::InvalidField("duplicate_of", "must be another referral");
  }
  const Effect effect = [&request](Step& step) -> absl::Status {
    const auto other = FindReferral(step.call, step.transaction, request.duplicate_of());
    if (!other.ok()) return runtime::InvalidField("duplicate_of", "names no referral that you may read");
    v1::Referral same;
    if (!same.ParseFromString(other->body)) return absl::DataLossError("a stored referral cannot be read");
    if (AreDifferentPatients(step.referral().patient(), same.patient())) {
      return runtime::InvalidField("duplicate_of", "is of another patient; a duplicate is of the same one");
    }
    step.referral().set_duplicate_of(request.duplicate_of());
    step.act.subject = request.duplicate_of();
    return absl::OkStatus();
  };
  return Move(call, transaction, request, v1::REFERRAL_EVENT_LINK_DUPLICATE, effect, response);
}

}  // namespace tendon::referral
