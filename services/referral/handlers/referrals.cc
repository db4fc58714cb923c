// Create, get, list and update of referrals.
#include "absl/strings/numbers.h"
#include "services/referral/handlers/common.h"
#include "services/referral/lifecycle/decide.h"
#include "services/referral/record.h"
#include "services/referral/refusal.h"
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

}  // namespace

absl::Status CreateReferral(Call& call, Transaction& transaction, const v1::CreateReferralRequest& request,
                            v1::Referral* response) {
  const Act act = ActOf(call);
  *response = request.referral();
  response->set_referrer(act.organization);
  if (absl::Status status = CheckReferences(call, transaction, *response); !status.ok()) return status;
  const auto decision = Decide(v1::REFERRAL_STATE_UNSPECIFIED, v1::REFERRAL_EVENT_CREATE, kReferrer);
  response->set_name(runtime::ReferralName(runtime::NewUuidV7(call.now)));
  *response->mutable_create_time() = ToProto(call.now);
  response->mutable_progress()->set_sessions_authorized(response->authorization().sessions());
  ApplyTransition(*decision, act, response);
  return WriteReferral(call, transaction, 0, response);
}

absl::Status GetReferral(Call& call, Reader& reader, const v1::GetReferralRequest& request, v1::Referral* response) {
  const auto row = FindReferral(call, reader, request.name());
  return row.ok() ? ReadRow(*row, response) : row.status();
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
  const auto row = FindReferral(call, transaction, request.referral().name());
  if (!row.ok()) return row.status();
  if (absl::Status status = ReadRow(*row, response); !status.ok()) return status;
  if (response->etag() != request.referral().etag()) return runtime::StaleEtag();
  const RoleSet roles = RolesOf(*response, call.principal.organization_id);
  const auto decision = Decide(response->state(), v1::REFERRAL_EVENT_EDIT, roles);
  if (!decision.has_value()) return Refusal(*response, v1::REFERRAL_EVENT_EDIT, roles);
  runtime::ApplyFieldMask(request.update_mask(), request.referral(), response);
  if (absl::Status status = CheckReferences(call, transaction, *response); !status.ok()) return status;
  response->mutable_progress()->set_sessions_authorized(response->authorization().sessions());
  ApplyTransition(*decision, ActOf(call), response);
  return WriteReferral(call, transaction, row->ordinal, response);
}

}  // namespace tendon::referral
