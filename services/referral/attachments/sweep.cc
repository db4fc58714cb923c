#include "services/referral/attachments/sweep.h"

#include "services/telemetry/log.h"

namespace tendon::referral {
namespace {

constexpr int kSweptAtOnce = 200;

absl::Status SweepAnnouncements(storage::ReferralStore& store, AttachmentLibrary& library, absl::Time before,
                                const CommitNow& commit, Swept* swept) {
  while (true) {
    std::vector<storage::AttachmentRow> rows;
    {
      auto reader = store.Read();
      if (!reader.ok()) return reader.status();
      auto found = (*reader)->ListUnfinishedAttachments(absl::ToUnixMicros(before), kSweptAtOnce);
      if (!found.ok()) return found.status();
      rows = *std::move(found);
    }
    if (rows.empty()) return absl::OkStatus();
    for (const storage::AttachmentRow& row : rows) {
      const absl::Status dropped = commit([&](storage::ReferralTransaction& transaction) {
        return transaction.DropUnfinishedAttachment(row.referral_id, row.id);
      });
      // Completed in the last moment: then it stays.
      if (!dropped.ok() && dropped.code() != absl::StatusCode::kNotFound) return dropped;
      if (!dropped.ok()) continue;
      ++swept->attachments;
      if (absl::Status status = library.contents->DropUpload(row.id); !status.ok()) return status;
    }
  }
}

absl::Status SweepFiles(storage::ReferralStore& store, AttachmentLibrary& library, absl::Time before, Swept* swept) {
  const auto uploads = library.contents->ListUploads();
  if (!uploads.ok()) return uploads.status();
  const auto contents = library.contents->ListContents();
  if (!contents.ok()) return contents.status();
  auto reader = store.Read();
  if (!reader.ok()) return reader.status();
  for (const storage::StoredContent& upload : *uploads) {
    const auto known = (*reader)->IsUnfinished(upload.name);
    if (!known.ok()) return known.status();
    if (*known || upload.changed >= before) continue;
    if (absl::Status status = library.contents->DropUpload(upload.name); !status.ok()) return status;
    ++swept->uploads;
  }
  for (const storage::StoredContent& content : *contents) {
    const auto known = (*reader)->HasContent(content.name);
    if (!known.ok()) return known.status();
    if (*known || content.changed >= before) continue;
    if (absl::Status status = library.contents->DropContent(content.name, before); !status.ok()) return status;
    ++swept->contents;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Swept> SweepAttachments(storage::ReferralStore& store, AttachmentLibrary& library, absl::Time now,
                                       const CommitNow& commit) {
  const absl::Time before = now - library.limits.upload_time;
  Swept swept;
  absl::Status status = SweepAnnouncements(store, library, before, commit, &swept);
  if (status.ok()) status = SweepFiles(store, library, before, &swept);
  if (!status.ok()) return status;
  return swept;
}

void SweepAndLog(storage::ReferralStore& store, AttachmentLibrary& library, absl::Time now, const CommitNow& commit) {
  const auto swept = SweepAttachments(store, library, now, commit);
  if (!swept.ok()) {
    telemetry::Log(telemetry::Level::kWarning, "attachment_sweep_failed",
                   {{"code", static_cast<int>(swept.status().code())}});
  } else if (swept->attachments + swept->uploads + swept->contents > 0) {
    telemetry::Log(telemetry::Level::kInfo, "attachments_swept",
                   {{"attachments", swept->attachments}, {"uploads", swept->uploads}, {"contents", swept->contents}});
  }
}

}  // namespace tendon::referral
