// The content store in files of a folder: "uploads/ID" and "content/ab/SHA256". Names are ids and hashes: no patient
// data. A content is on the disk, with its name, before Finish returns.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <string>

#include "services/storage/content_store.h"

namespace tendon::storage {

class ContentFiles final : public ContentStore {
 public:
  // Makes the folders (mode 0700) where they are absent. UNAVAILABLE with the reason.
  static absl::StatusOr<std::unique_ptr<ContentFiles>> Open(const std::string& folder);

  absl::StatusOr<int64_t> UploadSize(std::string_view upload_id) override;
  absl::Status Append(std::string_view upload_id, int64_t offset, std::string_view bytes) override;
  absl::StatusOr<std::string> Head(std::string_view upload_id, size_t count) override;
  absl::Status Finish(std::string_view upload_id, std::string_view sha256) override;
  absl::Status DropUpload(std::string_view upload_id) override;
  absl::StatusOr<std::string> Read(std::string_view sha256, int64_t offset, size_t count) override;
  absl::Status DropContent(std::string_view sha256, absl::Time before) override;
  absl::StatusOr<std::vector<StoredContent>> ListUploads() override;
  absl::StatusOr<std::vector<StoredContent>> ListContents() override;

 private:
  explicit ContentFiles(std::string folder) : folder_(std::move(folder)) {}

  std::string UploadPath(std::string_view upload_id) const;
  std::string ContentFolder(std::string_view sha256) const;
  std::string ContentPath(std::string_view sha256) const;
  // Syncs the folders that a content is named in.
  absl::Status MakeDurable(std::string_view sha256) const;
  // Writers of one upload take turns; so do who makes and who drops one content. The upload's lock comes first.
  std::mutex& LockOf(std::string_view upload_id);
  std::mutex& ContentLockOf(std::string_view sha256);

  const std::string folder_;
  std::array<std::mutex, 64> upload_locks_;
  std::array<std::mutex, 64> content_locks_;
};

}  // namespace tendon::storage
