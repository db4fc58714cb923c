#include "absl/strings/str_cat.h"
#include "services/referral/handlers/attachment_handlers.h"
#include "services/referral/lifecycle/apply.h"
#include "services/referral/record.h"
#include "services/runtime/resource_name.h"
#include "services/runtime/uuid.h"

namespace tendon::referral {
namespace {

constexpr char kAttachmentPattern[] = "referrals/*/attachments/*";

struct AttachmentKey {
  std::string referral;  // the resource name
  std::string referral_id;
  std::string id;
};

std::optional<AttachmentKey> ParseAttachmentName(const std::string& name) {
  const auto segments = runtime::MatchResourceName(kAttachmentPattern, name);
  if (!segments.has_value()) return std::nullopt;
  return AttachmentKey{runtime::ReferralName((*segments)[0]), (*segments)[0], (*segments)[1]};
}

absl::Status ReadAttachment(const storage::AttachmentRow& row, v1::Attachment* attachment) {
  return attachment->ParseFromString(row.body) ? absl::OkStatus()
                                               : absl::DataLossError("a stored attachment cannot be read");
}

// Complete before a former recipient's time was over.
bool IsInTime(const SeenReferral& seen, const v1::Attachment& attachment) {
  if (!attachment.has_create_time()) return true;
  return absl::FromUnixSeconds(attachment.create_time().seconds()) +
             absl::Nanoseconds(attachment.create_time().nanos()) <
         seen.until;
}

absl::Status CheckAnnounced(const AttachmentLimits& limits, const v1::Attachment& attachment) {
  std::vector<runtime::FieldViolation> violations;
  if (attachment.size_bytes() < 1 || attachment.size_bytes() > limits.max_bytes) {
    violations.push_back({"attachment.size_bytes", absl::StrCat("must be 1 to ", limits.max_bytes)});
  }
  if (!IsTaken(attachment.media_type())) {
    violations.push_back({"attachment.media_type", absl::StrCat("must be one of ", TakenMediaTypes())});
  }
  return violations.empty() ? absl::OkStatus() : runtime::InvalidFields(violations);
}

}  // namespace

bool MayAttach(const Call& call, const v1::Referral& referral) {
  return !(RolesOf(referral, call.principal.organization_id) & (kReferrer | kRecipient)).empty();
}

absl::Status CreateAttachment(const AttachmentLibrary& library, Call& call, Transaction& transaction,
                              const v1::CreateAttachmentRequest& request, v1::Attachment* response) {
  const auto seen = FindSeenReferral(call, transaction, request.parent());
  if (!seen.ok()) return seen.status();
  call.resource = request.parent();
  if (!MayAttach(call, seen->referral)) {
    return RefuseToWrite(call, transaction, *seen);
  }
  if (absl::Status status = CheckAnnounced(library.limits, request.attachment()); !status.ok()) return status;
  const auto count = transaction.CountAttachments(call.scope, seen->row.id);
  if (!count.ok()) return count.status();
  if (*count >= runtime::kMaxAttachmentsPerReferral) {
    return runtime::Error(absl::StatusCode::kResourceExhausted, runtime::Reason::ERROR_REASON_OVERLOADED,
                          absl::StrCat("the referral has ", *count, " attachments; no more are taken"));
  }
  const std::string id = runtime::NewUuidV7(call.now);
  *response = request.attachment();
  response->set_name(absl::StrCat(request.parent(), "/attachments/", id));
  response->set_organization(ActOf(call).organization);
  call.resource = response->name();
  const auto revision = transaction.Revision();
  if (!revision.ok()) return revision.status();
  call.revision = *revision;
  return transaction.InsertAttachment({seen->row.id, id, call.principal.organization_id, response->sha256(), false,
                                       absl::ToUnixMicros(call.now), response->SerializeAsString()});
}

absl::StatusOr<SeenAttachment> FindAttachment(const Call& call, Reader& reader, const std::string& name) {
  const auto key = ParseAttachmentName(name);
  if (!key.has_value()) return runtime::NotFound("attachment");
  auto referral = FindSeenReferral(call, reader, key->referral, "attachment");
  if (!referral.ok()) return referral.status();
  auto row = reader.GetAttachment(call.scope, key->referral_id, key->id);
  if (row.status().code() == absl::StatusCode::kNotFound) return runtime::NotFound("attachment");
  if (!row.ok()) return row.status();
  SeenAttachment seen{*std::move(referral), *std::move(row), {}};
  if (absl::Status status = ReadAttachment(seen.row, &seen.attachment); !status.ok()) return status;
  if (!IsInTime(seen.referral, seen.attachment)) return runtime::NotFound("attachment");
  return seen;
}

absl::Status GetAttachment(const AttachmentLibrary& library, Call& call, Reader& reader,
                           const v1::GetAttachmentRequest& request, v1::Attachment* response) {
  auto seen = FindAttachment(call, reader, request.name());
  if (!seen.ok()) return seen.status();
  *response = std::move(seen->attachment);
  if (seen->row.complete) return absl::OkStatus();
  const auto size = library.contents->UploadSize(seen->row.id);
  if (!size.ok()) return size.status();
  response->set_stored_bytes(*size);
  return absl::OkStatus();
}

absl::Status ListAttachments(Call& call, Reader& reader, const v1::ListAttachmentsRequest& request,
                             v1::ListAttachmentsResponse* response) {
  const auto seen = FindSeenReferral(call, reader, request.parent());
  if (!seen.ok()) return seen.status();
  const std::string fingerprint = runtime::QueryFingerprint({"ListAttachments", request.parent()});
  const auto cursor = OpenPage(reader, fingerprint, request.page_token());
  if (!cursor.ok()) return cursor.status();
  const int page_size = PageSize(request.page_size());
  // All of them are few: those that are not the caller's to see are passed over.
  const auto rows =
      reader.ListAttachments(call.scope, seen->row.id, *cursor, static_cast<int>(runtime::kMaxAttachmentsPerReferral));
  if (!rows.ok()) return rows.status();
  std::string last;
  for (const storage::AttachmentRow& row : *rows) {
    v1::Attachment attachment;
    if (absl::Status status = ReadAttachment(row, &attachment); !status.ok()) return status;
    if (!IsInTime(*seen, attachment)) continue;
    if (response->attachments_size() == page_size) {
      const auto secret = reader.Secret();
      if (!secret.ok()) return secret.status();
      response->set_next_page_token(runtime::MakePageToken(*secret, fingerprint, last));
      return absl::OkStatus();
    }
    *response->add_attachments() = std::move(attachment);
    last = row.id;
  }
  return absl::OkStatus();
}

absl::Status CompleteUpload(Call& call, Transaction& transaction, const std::string& name, v1::Attachment* response) {
  const auto seen = FindAttachment(call, transaction, name);
  if (!seen.ok()) return seen.status();
  *response = seen->attachment;
  call.resource = name;
  if (seen->row.complete) return absl::OkStatus();
  if (!MayAttach(call, seen->referral.referral)) return runtime::NotFound("attachment");
  response->set_stored_bytes(response->size_bytes());
  *response->mutable_create_time() = ToProto(call.now);
  absl::Status status =
      transaction.CompleteAttachment(seen->row.referral_id, seen->row.id, response->SerializeAsString());
  if (!status.ok()) return status;
  return AnnouncePart(call, transaction, seen->referral, v1::EVENT_TYPE_ATTACHMENT_ADDED,
                      v1::REFERRAL_EVENT_UNSPECIFIED, name);
}

absl::Status CheckAttachments(const Call& call, Reader& reader, const SeenReferral& seen,
                              const google::protobuf::RepeatedPtrField<std::string>& names, const std::string& field) {
  for (int i = 0; i < names.size(); ++i) {
    const auto key = ParseAttachmentName(names[i]);
    const bool here = key.has_value() && key->referral == seen.referral.name();
    const auto row = here ? reader.GetAttachment(call.scope, key->referral_id, key->id)
                          : absl::StatusOr<storage::AttachmentRow>(absl::NotFoundError("of another referral"));
    if (!row.ok() && row.status().code() != absl::StatusCode::kNotFound) return row.status();
    if (row.ok() && row->complete) continue;
    return runtime::InvalidField(absl::StrCat(field, "[", i, "]"), "names no complete attachment of this referral");
  }
  return absl::OkStatus();
}

}  // namespace tendon::referral
