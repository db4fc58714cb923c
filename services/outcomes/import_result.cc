#include <google/rpc/error_details.pb.h>

#include <string>

#include "services/outcomes/import.h"
#include "services/runtime/errors.h"
#include "tendon/referral/v1/errors.pb.h"

namespace tendon::outcomes {
namespace {

// The detail of a type in a status; the default one when there is none.
template <class Detail>
Detail DetailOf(const absl::Status& status) {
  Detail detail;
  const auto payload = status.GetPayload("type.googleapis.com/" + std::string(Detail::descriptor()->full_name()));
  if (payload.has_value()) detail.ParseFromString(std::string(*payload));
  return detail;
}

}  // namespace

void FillImportResult(const absl::Status& status, const Call& call, const v1::Session& session,
                      v1::ImportSessionsResponse* response) {
  if (status.ok()) {
    response->set_outcome(call.replayed ? v1::IMPORT_OUTCOME_DUPLICATE : v1::IMPORT_OUTCOME_ACCEPTED);
    response->set_session(session.name());
    *response->mutable_flags() = session.flags();
    return;
  }
  response->set_outcome(v1::IMPORT_OUTCOME_REJECTED);
  response->set_code(static_cast<int32_t>(status.code()));
  const std::string reason = referral::v1::ErrorReason_Name(runtime::ReasonOf(status));
  response->set_reason(reason.substr(sizeof("ERROR_REASON_") - 1));
  // The store's own words are for the log, not for callers.
  const bool told = runtime::ReasonOf(status) != runtime::Reason::ERROR_REASON_UNSPECIFIED;
  response->set_message(told ? std::string(status.message()) : "could not be stored now; send this record again");
  const auto bad_request = DetailOf<google::rpc::BadRequest>(status);
  if (bad_request.field_violations_size() > 0) {
    // The message of a call names every field; here the field has a place of its own.
    response->set_field(bad_request.field_violations(0).field());
    response->set_message(bad_request.field_violations(0).description());
  }
  const auto conflict = DetailOf<referral::v1::SessionConflict>(status);
  if (conflict.existing_session().empty()) return;
  response->set_session(conflict.existing_session());
  response->set_field("session.session_number");
}

}  // namespace tendon::outcomes
