#include "clients/cli/import_checkpoint.h"

#include "clients/cpp/cursor_file.h"

namespace tendon::cli {

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
