#include "clients/cli/session_records.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/names.h"
#include "clients/cli/text.h"
#include "clients/cpp/error_detail.h"

namespace tendon::cli {
namespace {

namespace out = outcomes::v1;

out::ImportSessionsResponse Rejected(std::int64_t number, const absl::Status& status) {
  out::ImportSessionsResponse response;
  response.set_record_number(number);
  response.set_outcome(out::IMPORT_OUTCOME_REJECTED);
  response.set_code(static_cast<int>(absl::StatusCode::kInvalidArgument));
  response.set_reason("INVALID_ARGUMENT");
  const auto violations = client::ErrorDetailOf(status).field_violations;
  response.set_field(violations.empty() ? "" : violations[0].field);
  response.set_message(violations.empty() ? std::string(status.message()) : violations[0].description);
  return response;
}

absl::Status Add(std::int64_t number, Json tree, const std::string& referral, SessionRecords& records) {
  const bool has_envelope = tree.is_object() && tree.contains("session");
  out::ImportSessionsRequest record;
  const absl::Status status = has_envelope ? FillMessage(std::move(tree), "", record)
                                           : FillMessage(std::move(tree), "session", *record.mutable_session());
  if (!status.ok()) {
    records.bad.push_back(Rejected(number, status));
    return absl::OkStatus();
  }
  if (record.parent().empty() && referral.empty())
    return UsageError(absl::StrCat(
        "record ", number,
        R"( names no referral: give --referral ID, or write {"parent": "referrals/ID", "session": {...}})"));
  record.set_parent(ReferralName(record.parent().empty() ? referral : record.parent()));
  record.set_record_number(number);
  records.good.push_back(std::move(record));
  return absl::OkStatus();
}

// The list in a document, or null.
Json* ListIn(Json& tree) {
  if (tree.is_array()) return &tree;
  for (const char* key : {"records", "sessions"})
    if (tree.is_object() && tree.contains(key) && tree[key].is_array()) return &tree[key];
  return nullptr;
}

}  // namespace

absl::StatusOr<SessionRecords> ReadRecords(const InputFile& input, const std::string& referral) {
  auto parts = ParseDocument(input);
  if (!parts.ok()) return parts.status();
  SessionRecords records;
  Json* list = parts->size() == 1 ? ListIn(parts->front().tree) : nullptr;
  if (list == nullptr && parts->size() == 1 && !parts->front().tree.is_object())
    return absl::InvalidArgumentError(absl::StrCat("'", Printable(input.name), "': expects a list of sessions"));
  absl::Status status;
  if (list != nullptr) {
    for (std::size_t i = 0; i < list->size() && status.ok(); ++i)
      status = Add(static_cast<std::int64_t>(i) + 1, std::move((*list)[i]), referral, records);
  } else {
    for (auto& part : *parts)
      if (status.ok()) status = Add(part.number, std::move(part.tree), referral, records);
  }
  if (!status.ok()) return status;
  return records;
}

}  // namespace tendon::cli
