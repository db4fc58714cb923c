// Messages: posting, reading, marks of reading.
#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/referral/handlers/attachment_handlers.h"
#include "services/referral/handlers/message_handlers.h"
#include "services/referral/handlers/part_of_referral.h"
#include "services/referral/record.h"
#include "services/referral/thread.h"
#include "services/runtime/resource_name.h"

namespace tendon::referral {
namespace {

std::string RowIdOf(const SeenReferral& seen) { return seen.row.id; }

absl::Time PostTimeOf(const v1::Message& message) {
  return absl::FromUnixSeconds(message.post_time().seconds()) + absl::Nanoseconds(message.post_time().nanos());
}

absl::Status ParseMessage(const storage::MessageRow& row, v1::Message* message) {
  return message->ParseFromString(row.body) ? absl::OkStatus() : absl::DataLossError("a stored message cannot be read");
}

// The number of the last message that is the caller's to see. A former recipient's are a first part of the thread.
absl::StatusOr<int64_t> LastSeenNumber(const Call& call, Reader& reader, const SeenReferral& seen) {
  const auto last = reader.LastMessageNumber(call.scope, RowIdOf(seen));
  if (!last.ok() || seen.until == absl::InfiniteFuture()) return last;
  int64_t below = 0;
  for (int64_t above = *last + 1; above - below > 1;) {
    const int64_t middle = below + (above - below) / 2;
    const auto row = reader.GetMessage(call.scope, RowIdOf(seen), middle);
    if (!row.ok()) return row.status();
    v1::Message message;
    if (absl::Status status = ParseMessage(*row, &message); !status.ok()) return status;
    (PostTimeOf(message) < seen.until ? below : above) = middle;
  }
  return below;
}

absl::Status CheckReply(const Call& call, Reader& reader, const SeenReferral& seen, const std::string& in_reply_to) {
  if (in_reply_to.empty()) return absl::OkStatus();
  const auto key = ParseMessageName(in_reply_to);
  const bool here = key.has_value() && key->referral == seen.referral.name();
  const absl::Status found = here ? reader.GetMessage(call.scope, RowIdOf(seen), key->number).status()
                                  : absl::NotFoundError("of another thread");
  if (found.code() != absl::StatusCode::kNotFound) return found;
  return runtime::InvalidField("message.in_reply_to", "names no message of this referral");
}

v1::MessageReadState ReadStateOf(const Call& call, const std::vector<storage::ReadMarkRow>& marks, int64_t last) {
  v1::MessageReadState state;
  state.set_clinician(call.principal.clinician);
  state.set_last_number(last);
  for (const storage::ReadMarkRow& mark : marks) {
    if (mark.clinician != call.principal.clinician || call.principal.clinician.empty()) continue;
    state.set_read_number(mark.read_number);
    *state.mutable_read_time() = ToProto(absl::FromUnixMicros(mark.read_us));
  }
  return state;
}

// Row 45b; the turn is a field of the referral, so passing it makes the next version.
absl::Status LetTurnFollow(Call& call, Transaction& transaction, const Act& act, bool by_referrer, bool needs_answer,
                           SeenReferral* seen) {
  auto record = ReadRecord(seen->row);
  if (!record.ok()) return record.status();
  const auto calendars = CalendarsOf(call, transaction, record->referral);
  if (!calendars.ok()) return calendars.status();
  if (!PassTurnByMessage(act, by_referrer, needs_answer, *calendars, &*record)) return absl::OkStatus();
  if (absl::Status status = WriteReferral(call, transaction, seen->row.ordinal, &*record); !status.ok()) return status;
  seen->referral = std::move(record->referral);
  return absl::OkStatus();
}

}  // namespace

absl::Status PostMessage(Call& call, Transaction& transaction, const v1::PostMessageRequest& request,
                         v1::Message* response) {
  auto seen = FindSeenReferral(call, transaction, request.parent());
  if (!seen.ok()) return seen.status();
  call.resource = request.parent();
  const RoleSet roles = RolesOf(seen->referral, call.principal.organization_id);
  if (!MayWrite(call, seen->referral)) return RefuseToWrite(call, transaction, *seen);
  absl::Status status = CheckReply(call, transaction, *seen, request.message().in_reply_to());
  if (status.ok()) {
    status = CheckAttachments(call, transaction, *seen, request.message().attachments(), "message.attachments");
  }
  if (!status.ok()) return status;
  const auto last = transaction.LastMessageNumber(call.scope, RowIdOf(*seen));
  if (!last.ok()) return last.status();
  const Act act = ActOf(call);
  *response = request.message();
  response->set_name(MessageName(request.parent(), *last + 1));
  response->set_organization(act.organization);
  response->set_clinician(act.clinician);
  *response->mutable_post_time() = ToProto(act.time);
  status = transaction.InsertMessage(RowIdOf(*seen), {*last + 1, response->SerializeAsString()});
  if (!status.ok()) return status;
  const bool by_referrer = roles.contains(v1::PARTY_ROLE_REFERRER);
  status = LetTurnFollow(call, transaction, act, by_referrer, request.message().needs_answer(), &*seen);
  if (!status.ok()) return status;
  return AnnouncePart(call, transaction, *seen, v1::EVENT_TYPE_MESSAGE_POSTED, v1::REFERRAL_EVENT_POST_MESSAGE,
                      response->name());
}

absl::Status GetMessage(Call& call, Reader& reader, const v1::GetMessageRequest& request, v1::Message* response) {
  const auto key = ParseMessageName(request.name());
  if (!key.has_value()) return runtime::NotFound("message");
  const auto seen = FindSeenReferral(call, reader, key->referral, "message");
  if (!seen.ok()) return seen.status();
  const auto row = reader.GetMessage(call.scope, RowIdOf(*seen), key->number);
  if (row.status().code() == absl::StatusCode::kNotFound) return runtime::NotFound("message");
  if (!row.ok()) return row.status();
  if (absl::Status status = ParseMessage(*row, response); !status.ok()) return status;
  if (PostTimeOf(*response) >= seen->until) return runtime::NotFound("message");
  const auto marks = reader.ListReadMarks(call.scope, RowIdOf(*seen));
  if (!marks.ok()) return marks.status();
  AddReadMarks(*marks, key->number, seen->until, response);
  return absl::OkStatus();
}

absl::Status ListMessages(Call& call, Reader& reader, const v1::ListMessagesRequest& request,
                          v1::ListMessagesResponse* response) {
  const auto seen = FindSeenReferral(call, reader, request.parent());
  if (!seen.ok()) return seen.status();
  const std::string fingerprint = runtime::QueryFingerprint({"ListMessages", request.parent()});
  const auto cursor = OpenPage(reader, fingerprint, request.page_token());
  if (!cursor.ok()) return cursor.status();
  int64_t after = 0;
  if (!cursor->empty() && !absl::SimpleAtoi(*cursor, &after)) {
    return runtime::InvalidField("page_token", "must be the next_page_token of the same query");
  }
  const auto last = LastSeenNumber(call, reader, *seen);
  if (!last.ok()) return last.status();
  const auto count = std::min<int64_t>(PageSize(request.page_size()), std::max<int64_t>(*last - after, 0));
  const auto rows = reader.ListMessages(call.scope, RowIdOf(*seen), after, static_cast<int>(count));
  if (!rows.ok()) return rows.status();
  const auto marks = reader.ListReadMarks(call.scope, RowIdOf(*seen));
  if (!marks.ok()) return marks.status();
  for (const storage::MessageRow& row : *rows) {
    v1::Message* message = response->add_messages();
    if (absl::Status status = ParseMessage(row, message); !status.ok()) return status;
    AddReadMarks(*marks, row.number, seen->until, message);
    after = row.number;
  }
  *response->mutable_read_state() = ReadStateOf(call, *marks, *last);
  if (after >= *last) return absl::OkStatus();
  const auto secret = reader.Secret();
  if (!secret.ok()) return secret.status();
  response->set_next_page_token(runtime::MakePageToken(*secret, fingerprint, absl::StrCat(after)));
  return absl::OkStatus();
}

absl::Status MarkMessagesRead(Call& call, Transaction& transaction, const v1::MarkMessagesReadRequest& request,
                              v1::MessageReadState* response) {
  const auto seen = FindSeenReferral(call, transaction, request.parent());
  if (!seen.ok()) return seen.status();
  call.resource = request.parent();
  if (call.principal.clinician.empty()) {
    return runtime::Error(absl::StatusCode::kFailedPrecondition, runtime::Reason::ERROR_REASON_INCOMPLETE,
                          "a clinician reads, not an organisation: call with tendon-clinician");
  }
  const auto last = LastSeenNumber(call, transaction, *seen);
  if (!last.ok()) return last.status();
  if (request.read_number() > *last) return runtime::InvalidField("read_number", "must be the number of a message");
  const auto put = transaction.PutReadMark(
      RowIdOf(*seen), {call.principal.clinician, request.read_number(), absl::ToUnixMicros(call.now)});
  if (!put.ok()) return put.status();
  const auto marks = transaction.ListReadMarks(call.scope, RowIdOf(*seen));
  if (!marks.ok()) return marks.status();
  *response = ReadStateOf(call, *marks, *last);
  if (!*put) {
    const auto revision = transaction.Revision();
    if (revision.ok()) call.revision = *revision;
    return revision.status();
  }
  return AnnouncePart(call, transaction, *seen, v1::EVENT_TYPE_MESSAGES_READ, v1::REFERRAL_EVENT_UNSPECIFIED,
                      MessageName(request.parent(), request.read_number()));
}

}  // namespace tendon::referral
