#include "services/referral/work_entry.h"

#include "services/referral/lifecycle/timers.h"
#include "services/referral/record.h"
#include "services/runtime/resource_name.h"

namespace tendon::referral {
namespace {

constexpr int kReferralsAtOnce = 500;

std::string OrganizationIdOf(const std::string& name) { return runtime::OrganizationId(name).value_or(""); }

// Of a clinician's name: "organizations/o/clinicians/c" -> "o".
std::string OrganizationIdOfClinician(const std::string& name) {
  const auto key = runtime::ParseClinicianName(name);
  return key.has_value() ? key->organization_id : "";
}

// A responsible physician is the referrer's where the referral names none, or one of an organisation without a part in
// it: the turn must be in the list of somebody who can take it.
std::string WhoseTurn(const v1::Referral& referral, const std::string& referrer, const std::string& recipient) {
  switch (referral.turn().party()) {
    case v1::PARTY_ROLE_REFERRER:
      return referrer;
    case v1::PARTY_ROLE_RECIPIENT:
      return recipient;
    case v1::PARTY_ROLE_RESPONSIBLE_PHYSICIAN: {
      const std::string physicians = OrganizationIdOfClinician(referral.responsible_physician());
      const RoleSet roles = RolesOf(referral, physicians);
      return roles.empty() || IsFormerRecipient(roles) ? referrer : physicians;
    }
    default:
      return "";
  }
}

bool IsUnread(const v1::Referral& referral) {
  if (referral.state() == v1::REFERRAL_STATE_COMPLETED) return true;
  return referral.state() == v1::REFERRAL_STATE_CLOSED && referral.acknowledgement().unread();
}

int64_t DueMicros(const google::protobuf::Timestamp& time) { return time.seconds() * 1'000'000 + time.nanos() / 1000; }

}  // namespace

storage::WorkEntry WorkOf(const ReferralRecord& record) {
  const v1::Referral& referral = record.referral;
  storage::WorkEntry entry;
  entry.referrer = OrganizationIdOf(referral.referrer());
  const v1::Assignment* assignment = CurrentAssignment(referral);
  if (assignment != nullptr) entry.recipient = OrganizationIdOf(assignment->recipient());
  entry.turn = WhoseTurn(referral, entry.referrer, entry.recipient);
  if (IsUnread(referral)) entry.unread = entry.referrer;
  if (referral.turn().has_due_time()) entry.due_us = DueMicros(referral.turn().due_time());
  const absl::Time timer = NextTimer(record);
  if (timer != absl::InfiniteFuture()) entry.timer_us = absl::ToUnixMicros(timer);
  for (const clinical::v1::Identifier& identifier : referral.patient().identifiers()) {
    entry.patient_keys.push_back(PatientKey(identifier));
  }
  return entry;
}

std::string PatientKey(const clinical::v1::Identifier& identifier) {
  return identifier.system() + "\n" + identifier.value();
}

absl::Status BuildWorklists(storage::ReferralStore* store) {
  for (int64_t after = 0;;) {
    auto transaction = store->Begin();
    if (!transaction.ok()) return transaction.status();
    const auto version = (*transaction)->WorklistVersion();
    if (!version.ok()) return version.status();
    if (*version == kWorklistVersion) return absl::OkStatus();
    const auto rows = (*transaction)->ListEveryReferral(after, kReferralsAtOnce);
    if (!rows.ok()) return rows.status();
    for (const storage::ReferralRow& row : *rows) {
      const auto record = ReadRecord(row);
      if (!record.ok()) return record.status();
      if (absl::Status status = (*transaction)->PutWork(row.id, WorkOf(*record)); !status.ok()) return status;
      after = row.ordinal;
    }
    if (static_cast<int>(rows->size()) < kReferralsAtOnce) {
      absl::Status status = (*transaction)->SetWorklistVersion(kWorklistVersion);
      if (!status.ok()) return status;
    }
    if (absl::Status status = (*transaction)->Commit(); !status.ok()) return status;
  }
}

}  // namespace tendon::referral
