// Create, get, list and update of referrals.
#include "absl/strings/numbers.h"
#include "services/referral/handlers/move.h"
#include "services/referral/record.h"
#include "services/runtime/field_mask.h"
#include "services/runtime/filter.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/uuid.h"

namespace tendon::referral {
namespace {

absl::StatusOr<storage::BoxQuery> ParseQuery(const v1::ListReferralsRequest& request, const std::string& cursor) {
  const auto state = runtime::ParseStateFilter(request.filter(), v1::ReferralState_descriptor(), "REFERRAL_STATE_");
  if (!state.ok()) return runtime::InvalidField("filter", std::string(state.status().message()));
  storage::BoxQuery query;
  query.box = request.box() == v1::REFERRAL_BOX_INBOX ? storage::Box::kInbox : storage::Box::kOutbox;
  query.state = *state;
  if (!cursor.empty() && !absl::SimpleAtoi(cursor, &query.before_ordinal)) {
    return runtime::InvalidField("page_token", "must be the next_page_token of the same query");
  }
  query.limit = PageSize(request.page_size()) + 1;
  return query;
}

// A referral that was another patient's is written anew for the right one.
absl::Status Replace(Step& step, const std::string& replaced) {
  if (replaced.empty()) return absl::OkStatus();
  const auto found = FindRecord(step.call, step.transaction, replaced);
  if (found.status().code() == absl::StatusCode::kNotFound) {
    return runtime::InvalidField("replaces", "names no referral that you may read");
  }
  if (!found.ok()) return found.status();
  const bool own = found->roles.contains(v1::PARTY_ROLE_REFERRER);
  if (!own || found->record.referral.state() != v1::REFERRAL_STATE_ENTERED_IN_ERROR) {
    return runtime::InvalidField("replaces", "must be your own referral that was entered in error");
  }
  step.referral().set_replaces(replaced);
  return absl::OkStatus();
}

}  // namespace

absl::Status CreateReferral(Call& call, Transaction& transaction, const v1::CreateReferralRequest& request,
                            v1::Referral* response) {
  Step step{call, transaction, v1::REFERRAL_EVENT_CREATE, ActOf(call)};
  step.roles = kReferrer;
  v1::Referral& referral = step.referral();
  referral = request.referral();
  referral.set_referrer(step.act.organization);
  if (absl::Status status = Replace(step, request.replaces()); !status.ok()) return status;
  referral.set_name(runtime::ReferralName(runtime::NewUuidV7(call.now)));
  *referral.mutable_create_time() = ToProto(call.now);
  referral.mutable_progress()->set_sessions_authorized(referral.authorization().sessions());
  if (absl::Status status = Take(step, NoEffect); !status.ok()) return status;
  *response = std::move(referral);
  return absl::OkStatus();
}

absl::Status GetReferral(Call& call, Reader& reader, const v1::GetReferralRequest& request, v1::Referral* response) {
  auto found = FindRecord(call, reader, request.name());
  if (!found.ok()) return found.status();
  *response = std::move(found->record.referral);
  return absl::OkStatus();
}

absl::Status ListReferrals(Call& call, Reader& reader, const v1::ListReferralsRequest& request,
                           v1::ListReferralsResponse* response) {
  if (request.parent() != runtime::OrganizationName(call.principal.organization_id))
    return runtime::NotFound("organisation");
  const std::string box = std::to_string(request.box());
  const std::string fingerprint = runtime::QueryFingerprint({"ListReferrals", request.parent(), box, request.filter()});
  const auto cursor = OpenPage(reader, fingerprint, request.page_token());
  if (!cursor.ok()) return cursor.status();
  const auto query = ParseQuery(request, *cursor);
  if (!query.ok()) return query.status();
  const auto rows = reader.ListReferrals(call.scope, *query);
  if (!rows.ok()) return rows.status();
  const int count = std::min(static_cast<int>(rows->size()), query->limit - 1);
  for (int i = 0; i < count; ++i) {
    if (absl::Status status = ReadRow((*rows)[static_cast<size_t>(i)], response->add_referrals()); !status.ok())
      return status;
  }
  if (static_cast<int>(rows->size()) <= count) return absl::OkStatus();
  const auto secret = reader.Secret();
  if (!secret.ok()) return secret.status();
  const int64_t last = (*rows)[static_cast<size_t>(count) - 1].ordinal;
  response->set_next_page_token(runtime::MakePageToken(*secret, fingerprint, std::to_string(last)));
  return absl::OkStatus();
}

absl::Status UpdateReferral(Call& call, Transaction& transaction, const v1::UpdateReferralRequest& request,
                            v1::Referral* response) {
  auto violations = runtime::ValidateFieldMask(v1::Referral::descriptor(), request.update_mask(), "update_mask");
  if (request.referral().name().empty()) violations.push_back({"referral.name", "is required"});
  if (request.referral().etag().empty()) violations.push_back({"referral.etag", "is required"});
  if (!violations.empty()) return runtime::InvalidFields(violations);
  Step step{call, transaction, v1::REFERRAL_EVENT_EDIT, ActOf(call)};
  const Effect effect = [&request](Step& editing) {
    v1::Referral& referral = editing.referral();
    runtime::ApplyFieldMask(request.update_mask(), request.referral(), &referral);
    referral.mutable_progress()->set_sessions_authorized(referral.authorization().sessions());
    return absl::OkStatus();
  };
  return Move(step, request.referral().name(), request.referral().etag(), effect, response);
}

}  // namespace tendon::referral
