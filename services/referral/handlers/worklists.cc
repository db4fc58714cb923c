// Worklists: each a page of one index, by keyset.
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/referral/handlers/common.h"
#include "services/referral/handlers/worklist_handlers.h"
#include "services/referral/record.h"
#include "services/referral/work_entry.h"
#include "services/runtime/resource_name.h"

namespace tendon::referral {
namespace {

absl::Status CheckOwnLists(const Call& call, const std::string& parent) {
  const std::string& own = call.principal.organization_id;
  const bool is_own = !own.empty() && parent == runtime::OrganizationName(own);
  return is_own ? absl::OkStatus() : runtime::NotFound("organisation");
}

absl::StatusOr<storage::WorkList> ListOf(v1::Worklist worklist) {
  switch (worklist) {
    case v1::WORKLIST_INBOX:
      return storage::WorkList::kInbox;
    case v1::WORKLIST_OUTBOX:
      return storage::WorkList::kOutbox;
    case v1::WORKLIST_MY_TURN:
      return storage::WorkList::kTurn;
    case v1::WORKLIST_UNREAD_OUTCOMES:
      return storage::WorkList::kUnread;
    default:
      return runtime::InvalidField("worklist", "is required");
  }
}

absl::Status BadPlace() { return runtime::InvalidField("page_token", "must be the next_page_token of the same query"); }

// "due_us/ordinal".
absl::StatusOr<storage::WorkPosition> ParsePlace(const std::string& cursor) {
  storage::WorkPosition place;
  if (cursor.empty()) return place;
  const std::vector<std::string> parts = absl::StrSplit(cursor, '/');
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &place.due_us) || !absl::SimpleAtoi(parts[1], &place.ordinal)) {
    return BadPlace();
  }
  return place;
}

absl::StatusOr<std::string> TokenAt(Reader& reader, const std::string& fingerprint, const storage::WorkRow& row) {
  const auto secret = reader.Secret();
  if (!secret.ok()) return secret.status();
  return runtime::MakePageToken(*secret, fingerprint, absl::StrCat(row.due_us, "/", row.referral.ordinal));
}

absl::Status Show(const Call& call, Reader& reader, const storage::ReferralRow& row, v1::Referral* referral) {
  auto seen = SeenRecord(call, reader, row);
  if (seen.ok()) *referral = std::move(seen->record.referral);
  return seen.status();
}

absl::Status FillItem(const Call& call, Reader& reader, const storage::WorkRow& row, v1::WorklistItem* item) {
  if (absl::Status status = Show(call, reader, row.referral, item->mutable_referral()); !status.ok()) return status;
  item->set_my_turn(row.turn == call.principal.organization_id);
  item->set_overdue(row.due_us < absl::ToUnixMicros(call.now));
  return absl::OkStatus();
}

bool IsOf(const std::string& clinician, const v1::Referral& referral) {
  if (referral.referring_clinician() == clinician || referral.recipient_clinician() == clinician) return true;
  const v1::Assignment* assignment = CurrentAssignment(referral);
  return assignment != nullptr && assignment->clinician() == clinician;
}

bool Passes(const v1::ListWorklistRequest& request, const v1::Referral& referral) {
  if (request.state() != v1::REFERRAL_STATE_UNSPECIFIED && referral.state() != request.state()) return false;
  if (request.priority() != v1::PRIORITY_UNSPECIFIED && referral.priority() != request.priority()) return false;
  if (request.discipline() != clinical::v1::DISCIPLINE_UNSPECIFIED && referral.discipline() != request.discipline()) {
    return false;
  }
  return request.clinician().empty() || IsOf(request.clinician(), referral);
}

// Everything but the page.
std::string FingerprintOf(v1::ListWorklistRequest request) {
  request.clear_page_size();
  request.clear_page_token();
  return runtime::QueryFingerprint({"ListWorklist", request.SerializeAsString()});
}

}  // namespace

absl::Status ListWorklist(Call& call, Reader& reader, const v1::ListWorklistRequest& request,
                          v1::ListWorklistResponse* response) {
  if (absl::Status status = CheckOwnLists(call, request.parent()); !status.ok()) return status;
  const auto list = ListOf(request.worklist());
  if (!list.ok()) return list.status();
  const std::string fingerprint = FingerprintOf(request);
  const auto cursor = OpenPage(reader, fingerprint, request.page_token());
  if (!cursor.ok()) return cursor.status();
  const auto place = ParsePlace(*cursor);
  if (!place.ok()) return place.status();
  const auto page_size = static_cast<size_t>(PageSize(request.page_size()));
  const auto rows = reader.ListWork(call.scope, {*list, request.state(), *place, static_cast<int>(page_size) + 1});
  if (!rows.ok()) return rows.status();
  // A filter looks at one page of the index, however few pass it: no call reads a whole list.
  const size_t count = std::min(rows->size(), page_size);
  for (size_t i = 0; i < count; ++i) {
    v1::WorklistItem item;
    if (absl::Status status = FillItem(call, reader, (*rows)[i], &item); !status.ok()) return status;
    if (Passes(request, item.referral())) *response->add_items() = std::move(item);
  }
  if (rows->size() <= count) return absl::OkStatus();
  auto token = TokenAt(reader, fingerprint, (*rows)[count - 1]);
  if (!token.ok()) return token.status();
  response->set_next_page_token(*std::move(token));
  return absl::OkStatus();
}

absl::Status ListOverdue(Call& call, Reader& reader, const v1::ListOverdueRequest& request,
                         v1::ListOverdueResponse* response) {
  if (absl::Status status = CheckOwnLists(call, request.parent()); !status.ok()) return status;
  const std::string fingerprint = runtime::QueryFingerprint({"ListOverdue", request.parent()});
  const auto cursor = OpenPage(reader, fingerprint, request.page_token());
  if (!cursor.ok()) return cursor.status();
  const auto place = ParsePlace(*cursor);
  if (!place.ok()) return place.status();
  const auto page_size = static_cast<size_t>(PageSize(request.page_size()));
  const auto rows =
      reader.ListOverdue(call.scope, absl::ToUnixMicros(call.now), *place, static_cast<int>(page_size) + 1);
  if (!rows.ok()) return rows.status();
  const size_t count = std::min(rows->size(), page_size);
  for (size_t i = 0; i < count; ++i) {
    if (absl::Status status = FillItem(call, reader, (*rows)[i], response->add_items()); !status.ok()) return status;
  }
  *response->mutable_list_time() = ToProto(call.now);
  if (rows->size() <= count) return absl::OkStatus();
  auto token = TokenAt(reader, fingerprint, (*rows)[count - 1]);
  if (!token.ok()) return token.status();
  response->set_next_page_token(*std::move(token));
  return absl::OkStatus();
}

absl::Status ListPatientReferrals(Call& call, Reader& reader, const v1::ListPatientReferralsRequest& request,
                                  v1::ListPatientReferralsResponse* response) {
  if (absl::Status status = CheckOwnLists(call, request.parent()); !status.ok()) return status;
  const std::string key = PatientKey(request.identifier());
  const std::string fingerprint = runtime::QueryFingerprint({"ListPatientReferrals", request.parent(), key});
  const auto cursor = OpenPage(reader, fingerprint, request.page_token());
  if (!cursor.ok()) return cursor.status();
  int64_t after = 0;
  if (!cursor->empty() && !absl::SimpleAtoi(*cursor, &after)) return BadPlace();
  const auto page_size = static_cast<size_t>(PageSize(request.page_size()));
  const auto rows = reader.ListByPatientKey(call.scope, key, after, static_cast<int>(page_size) + 1);
  if (!rows.ok()) return rows.status();
  const size_t count = std::min(rows->size(), page_size);
  for (size_t i = 0; i < count; ++i) {
    if (absl::Status status = Show(call, reader, (*rows)[i], response->add_referrals()); !status.ok()) return status;
  }
  if (rows->size() <= count) return absl::OkStatus();
  const auto secret = reader.Secret();
  if (!secret.ok()) return secret.status();
  response->set_next_page_token(runtime::MakePageToken(*secret, fingerprint, absl::StrCat((*rows)[count - 1].ordinal)));
  return absl::OkStatus();
}

}  // namespace tendon::referral
