// The versions of a referral.
#include "absl/strings/numbers.h"
#include "services/referral/handlers/common.h"
#include "services/referral/handlers/lifecycle_handlers.h"

namespace tendon::referral {

absl::Status GetReferralVersion(Call& call, Reader& reader, const v1::GetReferralVersionRequest& request,
                                v1::Referral* response) {
  const auto found = FindRecord(call, reader, request.name());
  if (!found.ok()) return found.status();
  if (request.version() > found->record.referral.version()) return runtime::NotFound("version");
  auto version = ReadVersion(call, reader, *found, request.version());
  if (version.status().code() == absl::StatusCode::kNotFound) return runtime::NotFound("version");
  if (!version.ok()) return version.status();
  *response = *std::move(version);
  return absl::OkStatus();
}

absl::Status ListReferralVersions(Call& call, Reader& reader, const v1::ListReferralVersionsRequest& request,
                                  v1::ListReferralVersionsResponse* response) {
  const auto found = FindRecord(call, reader, request.parent());
  if (!found.ok()) return found.status();
  const std::string fingerprint = runtime::QueryFingerprint({"ListReferralVersions", request.parent()});
  const auto cursor = OpenPage(reader, fingerprint, request.page_token());
  if (!cursor.ok()) return cursor.status();
  int64_t version = 0;
  if (!cursor->empty() && !absl::SimpleAtoi(*cursor, &version)) return absl::DataLossError("a page token of no place");
  const int limit = PageSize(request.page_size());
  const int64_t last = found->record.referral.version();
  while (version < last && response->referrals_size() < limit) {
    auto read = ReadVersion(call, reader, *found, ++version);
    if (read.status().code() == absl::StatusCode::kNotFound) continue;
    if (!read.ok()) return read.status();
    *response->add_referrals() = *std::move(read);
  }
  if (version >= last) return absl::OkStatus();
  const auto secret = reader.Secret();
  if (!secret.ok()) return secret.status();
  response->set_next_page_token(runtime::MakePageToken(*secret, fingerprint, std::to_string(version)));
  return absl::OkStatus();
}

}  // namespace tendon::referral
