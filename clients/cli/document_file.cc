#include "clients/cli/document_file.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace tendon::cli {
namespace {

constexpr std::size_t kReadAtOnce = 256 << 10;

struct Ending {
  const char* ending;
  const char* media_type;
};
constexpr Ending kEndings[] = {{".dcm", "application/dicom"}, {".jpeg", "image/jpeg"},     {".jpg", "image/jpeg"},
                               {".json", "application/json"}, {".pdf", "application/pdf"}, {".png", "image/png"},
                               {".tif", "image/tiff"},        {".tiff", "image/tiff"},     {".txt", "text/plain"},
                               {".xml", "application/xml"}};

absl::Status CannotUse(const std::string& path, const char* what) {
  return absl::InvalidArgumentError(absl::StrCat(path, ": ", what));
}

absl::StatusOr<std::string> ReadFrom(int descriptor, std::int64_t offset, std::size_t count) {
  std::string bytes(count, '\0');
  std::size_t done = 0;
  while (done < count) {
    const ssize_t got = pread(descriptor, bytes.data() + done, count - done,
                              static_cast<off_t>(offset + static_cast<std::int64_t>(done)));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return absl::InvalidArgumentError("the file cannot be read");
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

absl::StatusOr<std::string> HashFrom(int descriptor) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  for (std::int64_t offset = 0;;) {
    const auto bytes = ReadFrom(descriptor, offset, kReadAtOnce);
    if (!bytes.ok()) return bytes.status();
    if (bytes->empty()) break;
    EVP_DigestUpdate(context.get(), bytes->data(), bytes->size());
    offset += static_cast<std::int64_t>(bytes->size());
  }
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(digest.data()), &size);
  return absl::BytesToHexString(absl::string_view(digest.data(), size));
}

std::string PartOf(const std::string& path) { return path + ".part"; }

}  // namespace

std::string MediaTypeByEnding(const std::string& path) {
  const std::string ending = absl::AsciiStrToLower(std::filesystem::path(path).extension().string());
  for (const Ending& row : kEndings) {
    if (ending == row.ending) return row.media_type;
  }
  return "";
}

absl::StatusOr<std::unique_ptr<DocumentReader>> DocumentReader::Open(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return CannotUse(path, "cannot be read");
  struct stat status {};
  const bool plain = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
  std::unique_ptr<DocumentReader> reader(new DocumentReader(descriptor, plain ? status.st_size : 0));
  if (!plain) return CannotUse(path, "is no plain file");
  if (reader->size() == 0) return CannotUse(path, "is empty");
  return reader;
}

DocumentReader::~DocumentReader() { close(descriptor_); }

absl::StatusOr<std::string> DocumentReader::Read(std::int64_t offset, std::size_t count) const {
  return ReadFrom(descriptor_, offset, count);
}

absl::StatusOr<std::string> DocumentReader::Sha256() const { return HashFrom(descriptor_); }

absl::StatusOr<std::unique_ptr<DocumentWriter>> DocumentWriter::Open(const std::string& path) {
  if (access(path.c_str(), F_OK) == 0) return CannotUse(path, "is there already");
  const int descriptor = open(PartOf(path).c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return CannotUse(path, "cannot be written");
  return std::unique_ptr<DocumentWriter>(new DocumentWriter(path, descriptor));
}

DocumentWriter::~DocumentWriter() { close(descriptor_); }

absl::StatusOr<std::int64_t> DocumentWriter::Size() const {
  struct stat status {};
  if (fstat(descriptor_, &status) != 0) return CannotUse(path_, "cannot be read");
  return static_cast<std::int64_t>(status.st_size);
}

absl::Status DocumentWriter::Write(std::int64_t offset, const std::string& bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t wrote = pwrite(descriptor_, bytes.data() + done, bytes.size() - done,
                                 static_cast<off_t>(offset + static_cast<std::int64_t>(done)));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return CannotUse(path_, "cannot be written; is the disk full?");
    done += static_cast<std::size_t>(wrote);
  }
  return absl::OkStatus();
}

absl::Status DocumentWriter::Finish(const std::string& sha256) {
  const auto hash = HashFrom(descriptor_);
  if (!hash.ok()) return hash.status();
  if (*hash != sha256) {
    unlink(PartOf(path_).c_str());
    return absl::DataLossError("the document that came is not the one that was attached: its SHA-256 is another");
  }
  const bool named = fsync(descriptor_) == 0 && link(PartOf(path_).c_str(), path_.c_str()) == 0;
  if (!named) return CannotUse(path_, errno == EEXIST ? "is there already" : "cannot be written");
  unlink(PartOf(path_).c_str());
  return absl::OkStatus();
}

}  // namespace tendon::cli
