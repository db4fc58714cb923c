#include "services/referral/handlers/common.h"

#include "services/referral/handlers/duplicates.h"
#include "services/referral/record.h"
#include "services/referral/work_entry.h"
#include "services/runtime/resource_name.h"

namespace tendon::referral {
namespace {

// The lookup of a name that must exist; INVALID_ARGUMENT on `field` if it does not.
absl::Status MustExist(const absl::Status& found, const char* field, const char* kind) {
  if (found.code() != absl::StatusCode::kNotFound) return found;
  return runtime::InvalidField(field, std::string("names no ") + kind + " of the directory");
}

absl::Status CheckOrganization(const Call& call, Reader& reader, const std::string& name, const char* field) {
  if (name.empty()) return absl::OkStatus();
  const auto id = runtime::OrganizationId(name);
  return MustExist(reader.GetOrganization(call.scope, id.value_or("")).status(), field, "organisation");
}

absl::Status CheckClinician(const Call& call, Reader& reader, const std::string& name, const std::string& organization,
                            const char* field) {
  if (name.empty()) return absl::OkStatus();
  const auto key = runtime::ParseClinicianName(name);
  if (!key.has_value()) return runtime::InvalidField(field, "must be organizations/*/clinicians/*");
  if (!organization.empty() && runtime::OrganizationName(key->organization_id) != organization) {
    return runtime::InvalidField(field, "must be a clinician of the organisation it goes with");
  }
  return MustExist(reader.GetClinician(call.scope, key->organization_id, key->clinician_id).status(), field,
                   "clinician");
}

// Rows 36, 36b, and 44f of a forward: the next recipient counts from 0.
bool BeginsAnotherAssignment(const v1::Referral& referral) {
  const v1::Transition& last = referral.last_transition();
  return last.to_state() == v1::REFERRAL_STATE_SENT && referral.assignments_size() > 1 &&
         (last.event() == v1::REFERRAL_EVENT_REDIRECT || last.from_state() == v1::REFERRAL_STATE_DECLINED);
}

// The organisation id of a recipient that the last transition has replaced, and that has no other part in the referral.
std::string ReplacedRecipient(const v1::Referral& referral) {
  if (!BeginsAnotherAssignment(referral)) return "";
  const v1::Assignment& ended = referral.assignments(referral.assignments_size() - 2);
  const std::string id = runtime::OrganizationId(ended.recipient()).value_or("");
  return IsFormerRecipient(RolesOf(referral, id)) ? id : "";
}

absl::Status Append(Call& call, Transaction& transaction, int64_t revision, const v1::Event& event,
                    const std::vector<std::string>& audience) {
  call.revision = revision;
  for (const std::string& organization : audience) {
    if (std::find(call.feeds.begin(), call.feeds.end(), organization) == call.feeds.end())
      call.feeds.push_back(organization);
  }
  return transaction.AppendChange({revision, event.SerializeAsString()}, audience);
}

// Comes before the event that tells the others: whoever replays the changes ends with the referral as it is.
absl::Status TellReplacedRecipient(Call& call, Transaction& transaction, const v1::Referral& referral) {
  const std::string replaced = ReplacedRecipient(referral);
  if (replaced.empty()) return absl::OkStatus();
  const auto revision = transaction.NextRevision();
  if (!revision.ok()) return revision.status();
  v1::Event event = MakeReplacedEvent(referral, referral.assignments(referral.assignments_size() - 2));
  event.set_revision(*revision);
  return Append(call, transaction, *revision, event, {replaced});
}

}  // namespace

Act ActOf(const Call& call) {
  Act act;
  act.time = call.now;
  if (!call.principal.organization_id.empty())
    act.organization = runtime::OrganizationName(call.principal.organization_id);
  act.clinician = call.principal.clinician;
  return act;
}

absl::StatusOr<storage::ReferralRow> FindReferral(const Call& call, Reader& reader, const std::string& name) {
  const auto id = runtime::ReferralId(name);
  if (!id.has_value()) return runtime::NotFound("referral");
  auto row = reader.GetReferral(call.scope, *id);
  if (row.status().code() == absl::StatusCode::kNotFound) return runtime::NotFound("referral");
  return row;
}

std::string ReferralNameOf(const std::string& name) {
  const size_t collection = name.find('/');
  return collection == std::string::npos ? name : name.substr(0, name.find('/', collection + 1));
}

std::string ReferralIdOf(const std::string& name) { return runtime::ReferralId(ReferralNameOf(name)).value_or(""); }

TimerTable TimersOf(const Call& call) {
  return call.rules == nullptr ? TimerTable() : static_cast<const ReferralRules*>(call.rules)->timers;
}

absl::StatusOr<WorkingTime> CalendarOf(const Call& call, Reader& reader, const std::string& organization_name) {
  const auto row = reader.GetOrganization(call.scope, runtime::OrganizationId(organization_name).value_or(""));
  if (row.status().code() == absl::StatusCode::kNotFound) return WorkingTime();
  if (!row.ok()) return row.status();
  v1::Organization organization;
  if (!organization.ParseFromString(row->body)) return absl::DataLossError("a stored organization cannot be read");
  return WorkingTimeOf(organization);
}

absl::StatusOr<Calendars> CalendarsOf(const Call& call, Reader& reader, const v1::Referral& referral) {
  auto referrer = CalendarOf(call, reader, referral.referrer());
  if (!referrer.ok()) return referrer.status();
  auto recipient = CalendarOf(call, reader, referral.recipient());
  if (!recipient.ok()) return recipient.status();
  Calendars calendars;
  calendars.referrer = *std::move(referrer);
  calendars.recipient = *std::move(recipient);
  calendars.timers = TimersOf(call);
  return calendars;
}

absl::Status WriteReferral(Call& call, Transaction& transaction, int64_t ordinal, ReferralRecord* record) {
  v1::Referral* referral = &record->referral;
  if (states::kNonTerminal.contains(referral->state()) && !referral->turn().has_due_time()) {
    return absl::InternalError("an open referral would be nobody's turn");
  }
  if (absl::Status status = TellReplacedRecipient(call, transaction, *referral); !status.ok()) return status;
  const auto revision = transaction.NextRevision();
  if (!revision.ok()) return revision.status();
  referral->set_revision(*revision);
  call.resource = referral->name();
  const storage::ReferralRow row = MakeRow(*record, ordinal == 0 ? *revision : ordinal);
  const absl::Status written = row.version == 1 ? transaction.InsertReferral(row) : transaction.UpdateReferral(row);
  if (!written.ok()) return written;
  if (BeginsAnotherAssignment(*referral)) {
    if (absl::Status status = transaction.ResetProgress(row.id); !status.ok()) return status;
  }
  if (absl::Status status = KeepDuplicateKeys(transaction, *referral); !status.ok()) return status;
  if (absl::Status status = transaction.PutWork(row.id, WorkOf(*record)); !status.ok()) return status;
  return Append(call, transaction, *revision, MakeTransitionEvent(*referral), AudienceOf(*referral));
}

absl::Status Alert(Call& call, Transaction& transaction, const v1::Referral& referral, v1::EventType type,
                   clinical::v1::ReferUrgency urgency) {
  const auto revision = transaction.NextRevision();
  if (!revision.ok()) return revision.status();
  v1::Event event = MakeTransitionEvent(referral);
  event.set_type(type);
  event.set_refer_urgency(urgency);
  event.set_revision(*revision);
  call.resource = referral.name();
  return Append(call, transaction, *revision, event, AudienceOf(referral));
}

absl::Status CheckReferences(const Call& call, Reader& reader, const v1::Referral& referral) {
  absl::Status status = CheckOrganization(call, reader, referral.recipient(), "referral.recipient");
  if (!status.ok()) return status;
  status =
      CheckClinician(call, reader, referral.referring_clinician(), referral.referrer(), "referral.referring_clinician");
  if (!status.ok()) return status;
  status = CheckClinician(call, reader, referral.recipient_clinician(), referral.recipient(),
                          "referral.recipient_clinician");
  if (!status.ok()) return status;
  status = CheckClinician(call, reader, referral.responsible_physician(), "", "referral.responsible_physician");
  if (!status.ok()) return status;
  for (const std::string& party : referral.informed_parties()) {
    status = CheckOrganization(call, reader, party, "referral.informed_parties");
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status CheckOrganizationNamed(const Call& call, Reader& reader, const std::string& name, const char* field) {
  return CheckOrganization(call, reader, name, field);
}

absl::Status CheckClinicianOf(const Call& call, Reader& reader, const std::string& clinician, const char* field) {
  return CheckClinician(call, reader, clinician, runtime::OrganizationName(call.principal.organization_id), field);
}

absl::StatusOr<std::string> OpenPage(Reader& reader, const std::string& fingerprint, const std::string& token) {
  if (token.empty()) return "";
  const auto secret = reader.Secret();
  if (!secret.ok()) return secret.status();
  auto cursor = runtime::OpenPageToken(*secret, fingerprint, token);
  if (!cursor.ok()) return runtime::InvalidField("page_token", "must be the next_page_token of the same query");
  return cursor;
}

}  // namespace tendon::referral
