#include "clients/cli/import_checkpoint.h"

#include <openssl/evp.h>

#include "absl/strings/escaping.h"
#include "clients/cpp/cursor_file.h"

namespace tendon::cli {

std::string DigestOf(const std::string& text) {
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(digest.data()), &size, EVP_sha256(), nullptr);
  digest.resize(size);
  return absl::BytesToHexString(digest);
}

absl::StatusOr<ImportCheckpoint> LoadCheckpoint(const std::string& path, const std::string& digest) {
  const auto cursor = client::LoadCursor(path);
  if (!cursor.ok()) return cursor.status();
  if (cursor->sequence > 0 && cursor->epoch != digest)
    return absl::InvalidArgumentError(
        "--checkpoint: is of another import: of another map, organisation, or file; take another name for it");
  return ImportCheckpoint{cursor->sequence, digest};
}

absl::Status SaveCheckpoint(const std::string& path, const ImportCheckpoint& checkpoint) {
  return client::SaveCursor(path, {checkpoint.digest, checkpoint.line});
}

}  // namespace tendon::cli
