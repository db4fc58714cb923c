// A document on this machine: its size, SHA-256 and media type, and a file that a download fills.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tendon::cli {

// The media type by the file's ending; "" where the ending says nothing.
std::string MediaTypeByEnding(const std::string& path);

// A file that is read at any place. Not thread-safe.
class DocumentReader {
 public:
  // INVALID_ARGUMENT when it cannot be read, is no plain file, or is empty.
  static absl::StatusOr<std::unique_ptr<DocumentReader>> Open(const std::string& path);
  ~DocumentReader();

  std::int64_t size() const { return size_; }
  absl::StatusOr<std::string> Read(std::int64_t offset, std::size_t count) const;
  // 64 hexadecimal digits.
  absl::StatusOr<std::string> Sha256() const;

 private:
  DocumentReader(int descriptor, std::int64_t size) : descriptor_(descriptor), size_(size) {}
  const int descriptor_;
  const std::int64_t size_;
};

// A download on its way: "PATH.part", which a broken download leaves for the next one, and PATH at the end. Mode 0600:
// it holds patient data.
class DocumentWriter {
 public:
  // INVALID_ARGUMENT when PATH is there already, or cannot be written.
  static absl::StatusOr<std::unique_ptr<DocumentWriter>> Open(const std::string& path);
  ~DocumentWriter();

  // How many bytes are there.
  absl::StatusOr<std::int64_t> Size() const;
  absl::Status Write(std::int64_t offset, const std::string& bytes);
  // Gives the file its name, on the disk when it returns. DATA_LOSS when its SHA-256 is another: then it is removed.
  absl::Status Finish(const std::string& sha256);

 private:
  DocumentWriter(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
  const std::string path_;
  const int descriptor_;
};

}  // namespace tendon::cli
