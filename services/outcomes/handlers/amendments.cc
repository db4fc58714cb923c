// Amending a session, and reading the versions that it had.
#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/outcomes/domain/referral_view.h"
#include "services/outcomes/domain/session_rules.h"
#include "services/outcomes/handlers/handlers.h"
#include "services/outcomes/handlers/own_measures.h"
#include "services/outcomes/handlers/placement.h"
#include "services/outcomes/link/settle.h"
#include "services/runtime/errors.h"
#include "services/runtime/limits.h"
#include "services/runtime/page_token.h"
#include "services/runtime/resource_name.h"

namespace tendon::outcomes {
namespace {

// The session as it is, and its row.
struct Present {
  storage::SessionRow row;
  v1::Session session;
};

// NOT_FOUND for whoever has not recorded it.
absl::StatusOr<Present> FindOwn(const Call& call, Transaction& transaction, const std::string& name) {
  const auto key = runtime::ParseSessionName(name);
  if (!key.has_value()) return runtime::NotFound("session");
  auto row = transaction.GetSession(call.scope, key->referral_id, key->session_id);
  if (row.status().code() == absl::StatusCode::kNotFound) return runtime::NotFound("session");
  if (!row.ok()) return row.status();
  if (row->organization != call.principal.organization_id) return runtime::NotFound("session");
  Present present;
  present.row = *std::move(row);
  if (!present.session.ParseFromString(present.row.body)) return absl::DataLossError("a stored session cannot be read");
  return present;
}

// What a new version keeps of the present one, and what is new about it.
void StampNextVersion(const Call& call, const v1::AmendSessionRequest& request, const v1::Session& present,
                      v1::Session* next) {
  next->set_name(present.name());
  next->set_version(present.version() + 1);
  next->set_etag(absl::StrCat("v", next->version()));
  next->set_episode(present.episode());
  next->set_organization(present.organization());
  if (next->session_number() == 0) next->set_session_number(present.session_number());
  *next->mutable_create_time() = present.create_time();
  *next->mutable_update_time() = ToProto(call.now);
  next->set_amendment_reason(request.reason());
  next->set_amended_by(call.principal.clinician);
}

// An assessment that was a treatment after all takes the next free number.
absl::Status GiveNumber(Transaction& transaction, const Present& present, v1::Session* next) {
  if (next->session_number() != 0 || next->status() == v1::SESSION_STATUS_ASSESSMENT) return absl::OkStatus();
  const auto last =
      transaction.LastSessionNumber(present.row.referral_id, present.row.organization, present.row.episode);
  if (!last.ok()) return last.status();
  next->set_session_number(*last + 1);
  return absl::OkStatus();
}

// Whether another session has the number: a new number must be free; the present one may have been in conflict, and is
// so as long as the other is there.
absl::StatusOr<bool> IsInConflict(const Call& call, Transaction& transaction, const Present& present,
                                  const v1::Session& next) {
  if (next.session_number() == 0) return false;
  const auto other = FindNumber(transaction, call.principal.organization_id, present.row.referral_id,
                                present.row.episode, next.session_number());
  if (other.status().code() == absl::StatusCode::kNotFound) return false;
  if (!other.ok()) return other.status();
  if (other->id == present.row.id) return false;
  if (next.session_number() != present.session.session_number()) return NumberTaken(*other);
  return present.row.number_conflict;
}

storage::SessionRow NextRow(const Present& present, const v1::Session& next, bool conflict) {
  storage::SessionRow row = present.row;
  row.session_number = next.session_number();
  row.number_conflict = conflict;
  row.start_us = ToMicros(next.start_time());
  row.version = next.version();
  row.counts = TookPlace(next) && row.episode != 0 && !conflict;
  row.body = next.SerializeAsString();
  return row;
}

absl::Status Decide(Call& call, Transaction& transaction, const v1::AmendSessionRequest& request,
                    const clinical::scoring::ScoringOptions& scoring, Present* present, storage::SessionRow* row,
                    v1::Session* next) {
  *next = request.session();
  if (next->status() == v1::SESSION_STATUS_UNSPECIFIED) next->set_status(v1::SESSION_STATUS_COMPLETED);
  const auto violations = CheckSession(*next, call.now, scoring);
  if (!violations.empty()) return runtime::InvalidFields(violations);
  if (request.session().name().empty()) return runtime::InvalidField("session.name", "is needed");
  if (request.session().etag().empty())
    return runtime::InvalidField("session.etag", "is needed: the etag of the version that is amended");
  if (absl::Status status = CheckOwnMeasures(transaction, call.principal.organization_id, next); !status.ok())
    return status;
  ScoreSession(scoring, next);
  NameNearestMeasures(next);
  auto found = FindOwn(call, transaction, request.session().name());
  if (!found.ok()) return found.status();
  *present = *std::move(found);
  if (next->clinician().empty()) next->set_clinician(present->session.clinician());
  if (absl::Status status = CheckClinician(call, next); !status.ok()) return status;
  if (request.session().etag() != present->session.etag()) return runtime::StaleEtag();
  StampNextVersion(call, request, present->session, next);
  if (absl::Status status = GiveNumber(transaction, *present, next); !status.ok()) return status;
  const auto conflict = IsInConflict(call, transaction, *present, *next);
  if (!conflict.ok()) return conflict.status();
  const auto view = StoredView(transaction, present->row.referral_id);
  if (!view.ok()) return view.status();
  SnapshotPlace place = {present->row.referral_id, present->row.id, present->row.episode};
  if (view->has_value()) place.discipline = static_cast<clinical::v1::Discipline>((*view)->discipline());
  if (absl::Status status = AddSnapshots(call, transaction, place, next); !status.ok()) return status;
  *row = NextRow(*present, *next, *conflict);
  return absl::OkStatus();
}

// The flags of the whole episode follow what changed; then the session is as it is read.
absl::Status SettleAndRead(Transaction& transaction, const storage::SessionRow& row, v1::Session* response) {
  const auto view = StoredView(transaction, row.referral_id);
  if (!view.ok()) return view.status();
  if (view->has_value()) {
    if (absl::Status status = SettleReferral(transaction, **view, row.referral_id); !status.ok()) return status;
  }
  const auto settled = transaction.GetSession(storage::TenantScope::System(), row.referral_id, row.id);
  if (!settled.ok()) return settled.status();
  return response->ParseFromString(settled->body) ? absl::OkStatus()
                                                  : absl::DataLossError("a stored session cannot be read");
}

}  // namespace

absl::Status AmendSession(Call& call, Transaction& transaction, const v1::AmendSessionRequest& request,
                          const clinical::scoring::ScoringOptions& scoring, v1::Session* response) {
  Present present;
  storage::SessionRow row;
  if (absl::Status status = Decide(call, transaction, request, scoring, &present, &row, response); !status.ok())
    return status;
  const auto revision = transaction.NextRevision();
  if (!revision.ok()) return revision.status();
  response->set_revision(*revision);
  row.body = response->SerializeAsString();
  if (absl::Status status = transaction.UpdateSession(row); !status.ok()) return status;
  if (absl::Status status = SettleAndRead(transaction, row, response); !status.ok()) return status;
  call.revision = *revision;
  call.feeds = row.readers;
  call.resource = response->name();
  if (row.episode != 0) {
    if (absl::Status status = QueueProgress(transaction, row.referral_id, row.episode, *revision); !status.ok())
      return status;
  }
  return AppendSessionChange(transaction, *revision, response->name(), call.now);
}

absl::Status ListSessionVersions(Call& call, Reader& reader, const v1::ListSessionVersionsRequest& request,
                                 v1::ListSessionVersionsResponse* response) {
  const auto key = runtime::ParseSessionName(request.parent());
  if (!key.has_value()) return runtime::NotFound("session");
  const auto secret = reader.Secret();
  if (!secret.ok()) return secret.status();
  const std::string fingerprint =
      runtime::QueryFingerprint({"ListSessionVersions", call.principal.organization_id, request.parent()});
  const auto cursor = runtime::OpenPageToken(*secret, fingerprint, request.page_token());
  int64_t before = INT64_MAX;
  if (!cursor.ok() || (!cursor->empty() && !absl::SimpleAtoi(*cursor, &before)))
    return runtime::InvalidField("page_token", "must be the next_page_token of the same query");
  const int page_size =
      request.page_size() == 0 ? runtime::kDefaultPageSize : std::min(request.page_size(), runtime::kMaxPageSize);
  const auto versions =
      reader.ListSessionVersions(call.scope, key->referral_id, key->session_id, before, page_size + 1);
  if (versions.status().code() == absl::StatusCode::kNotFound) return runtime::NotFound("session");
  if (!versions.ok()) return versions.status();
  const size_t count = std::min(versions->size(), static_cast<size_t>(page_size));
  for (size_t i = 0; i < count; ++i) {
    if (!response->add_sessions()->ParseFromString((*versions)[i].body))
      return absl::DataLossError("a stored session cannot be read");
  }
  if (versions->size() > count)
    response->set_next_page_token(
        runtime::MakePageToken(*secret, fingerprint, absl::StrCat((*versions)[count - 1].version)));
  return absl::OkStatus();
}

}  // namespace tendon::outcomes
