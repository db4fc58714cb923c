#include "services/outcomes/link/session_screening.h"

#include <openssl/sha.h>

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "services/outcomes/domain/session_rules.h"
#include "services/outcomes/link/settle.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/uuid.h"

namespace tendon::outcomes {
namespace {

// More than a referral ever has.
constexpr int kSessionsAtMost = 10'000;

bool IsToBeReported(const v1::Session& session) {
  if (session.has_screening() || session.status() == v1::SESSION_STATUS_ENTERED_IN_ERROR) return false;
  return (TookPlace(session) && !session.techniques().empty()) || !session.findings().empty();
}

// A UUID of version 8 (RFC 9562) made of what is reported, so that a repeated report is the same request.
std::string RequestIdOf(const v1::Session& session) {
  const std::string key = absl::StrCat(session.name(), "|", session.version());
  std::array<uint8_t, SHA256_DIGEST_LENGTH> digest = {};
  SHA256(reinterpret_cast<const uint8_t*>(key.data()), key.size(), digest.data());
  runtime::UuidBytes bytes = {};
  std::copy_n(digest.begin(), bytes.size(), bytes.begin());
  bytes[6] = static_cast<uint8_t>((bytes[6] & 0x0f) | 0x80);
  bytes[8] = static_cast<uint8_t>((bytes[8] & 0x3f) | 0x80);
  return runtime::FormatUuid(bytes);
}

// Of a session that has its screening.
void SetFlags(const referral::v1::ReportSessionResponse& answer, v1::Session* session) {
  auto* flags = session->mutable_flags();
  const bool screened = IsScreened(*session);
  const auto is_past = [screened](int flag) {
    return (flag == v1::SESSION_FLAG_UNSCREENED && screened) || flag == v1::SESSION_FLAG_CONTRAINDICATED_USE;
  };
  flags->erase(std::remove_if(flags->begin(), flags->end(), is_past), flags->end());
  if (!answer.contraindicated_use()) return;
  flags->Add(v1::SESSION_FLAG_CONTRAINDICATED_USE);
  std::sort(flags->begin(), flags->end());
}

}  // namespace

referral::v1::ReportSessionRequest ReportOf(const v1::Session& session) {
  referral::v1::ReportSessionRequest request;
  request.set_session(session.name());
  request.set_request_id(RequestIdOf(session));
  *request.mutable_start_time() = session.start_time();
  if (TookPlace(session)) *request.mutable_techniques() = session.techniques();
  *request.mutable_findings() = session.findings();
  request.set_organization(session.organization());
  request.set_clinician(session.clinician());
  return request;
}

absl::StatusOr<std::vector<SessionReport>> UnscreenedSessions(storage::OutcomesReader& reader,
                                                              const std::string& referral_id, int32_t episode) {
  const auto rows = reader.ListSessions(storage::TenantScope::System(), referral_id, {}, kSessionsAtMost);
  if (!rows.ok()) return rows.status();
  std::vector<SessionReport> reports;
  for (const storage::SessionRow& row : *rows) {
    if (row.episode != episode) continue;
    v1::Session session;
    if (!session.ParseFromString(row.body)) return absl::DataLossError("a stored session cannot be read");
    if (IsToBeReported(session)) reports.push_back({row.id, row.version, ReportOf(session)});
  }
  return reports;
}

absl::Status KeepScreening(storage::OutcomesTransaction& transaction, const std::string& referral_id,
                           const SessionReport& report, const referral::v1::ReportSessionResponse& answer,
                           absl::Time now) {
  auto row = transaction.GetSession(storage::TenantScope::System(), referral_id, report.session_id);
  if (!row.ok()) return row.status();
  v1::Session session;
  if (!session.ParseFromString(row->body)) return absl::DataLossError("a stored session cannot be read");
  if (session.version() != report.version || session.has_screening()) return absl::OkStatus();
  *session.mutable_screening() = answer.screening();
  SetFlags(answer, &session);
  row->body = session.SerializeAsString();
  const auto revision = transaction.NextRevision();
  if (!revision.ok()) return revision.status();
  if (absl::Status status = transaction.ReviseSession(*row); !status.ok()) return status;
  return AppendSessionChange(transaction, *revision, session.name(), now);
}

}  // namespace tendon::outcomes
