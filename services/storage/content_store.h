// The bytes of attachments, named by their SHA-256: the same bytes are stored once. Uploads grow beside them under ids
// of their own until they are complete.
//
// Errors: NOT_FOUND; ABORTED a chunk does not begin where the upload ends; FAILED_PRECONDITION the content is not the
// one announced; UNAVAILABLE the disk is full or broken. Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace tendon::storage {

// A file of the store, for the sweep.
struct StoredContent {
  std::string name;  // the upload's id, or the SHA-256
  absl::Time changed;
};

class ContentStore {
 public:
  virtual ~ContentStore() = default;
  // How many bytes of an upload are there; 0 for one that has not begun.
  virtual absl::StatusOr<int64_t> UploadSize(std::string_view upload_id) = 0;
  // Adds bytes at the end, which must be at `offset`: ABORTED otherwise.
  virtual absl::Status Append(std::string_view upload_id, int64_t offset, std::string_view bytes) = 0;
  // The first bytes of an upload, at most `count`. NOT_FOUND.
  virtual absl::StatusOr<std::string> Head(std::string_view upload_id, size_t count) = 0;
  // Makes the upload the content of this name, durable when it returns. FAILED_PRECONDITION when its SHA-256 is
  // another: then the upload is gone. OK also when the upload is gone and the content is there: it was finished before.
  // UNAVAILABLE when it cannot be made durable; the upload may be gone then, and begins anew.
  virtual absl::Status Finish(std::string_view upload_id, std::string_view sha256) = 0;
  // Forgets an upload; OK when there is none.
  virtual absl::Status DropUpload(std::string_view upload_id) = 0;
  // Bytes of a content from `offset`, at most `count`; none at its end. NOT_FOUND.
  virtual absl::StatusOr<std::string> Read(std::string_view sha256, int64_t offset, size_t count) = 0;
  // Forgets a content, unless it was stored, or stored again, since `before`: whoever finishes an upload meanwhile
  // keeps it. OK also when there is none.
  virtual absl::Status DropContent(std::string_view sha256, absl::Time before) = 0;
  virtual absl::StatusOr<std::vector<StoredContent>> ListUploads() = 0;
  virtual absl::StatusOr<std::vector<StoredContent>> ListContents() = 0;
};

}  // namespace tendon::storage
