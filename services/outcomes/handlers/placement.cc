#include "services/outcomes/handlers/placement.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/runtime/errors.h"
#include "services/runtime/resource_name.h"
#include "tendon/referral/v1/errors.pb.h"

namespace tendon::outcomes {

absl::StatusOr<std::optional<v1::ReferralView>> StoredView(Reader& reader, const std::string& referral_id) {
  const auto row = reader.GetReferralView(storage::TenantScope::System(), referral_id);
  if (row.status().code() == absl::StatusCode::kNotFound) return std::nullopt;
  if (!row.ok()) return row.status();
  v1::ReferralView view;
  if (!view.ParseFromString(row->body)) return absl::DataLossError("a stored view cannot be read");
  view.set_version(row->version);
  return std::optional<v1::ReferralView>(std::move(view));
}

absl::StatusOr<storage::SessionRow> FindNumber(Transaction& transaction, const std::string& organization,
                                               const std::string& referral_id, int episode, int32_t number) {
  auto existing = transaction.FindSessionByNumber(referral_id, organization, episode, number);
  if (episode == 0 || existing.status().code() != absl::StatusCode::kNotFound) return existing;
  return transaction.FindSessionByNumber(referral_id, organization, 0, number);
}

absl::Status NumberTaken(const storage::SessionRow& existing) {
  referral::v1::SessionConflict detail;
  detail.set_existing_session(runtime::SessionName(existing.referral_id, existing.id));
  detail.set_session_number(existing.session_number);
  return runtime::WithDetail(
      runtime::Error(
          absl::StatusCode::kAlreadyExists, runtime::Reason::ERROR_REASON_SESSION_NUMBER_TAKEN,
          absl::StrCat("session number ", existing.session_number,
                       " is taken in this episode by another session; leave session_number out for the next free one")),
      detail);
}

absl::Status CheckClinician(const Call& call, v1::Session* session) {
  if (session->clinician().empty()) session->set_clinician(call.principal.clinician);
  if (session->clinician().empty()) return absl::OkStatus();
  const auto key = runtime::ParseClinicianName(session->clinician());
  if (key.has_value() && key->organization_id == call.principal.organization_id) return absl::OkStatus();
  return runtime::InvalidField("session.clinician", "must be a clinician of your own organisation");
}

}  // namespace tendon::outcomes
