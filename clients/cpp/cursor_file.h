// Keeps a watch's cursor in a small text file: one line "EPOCH SEQUENCE". A write replaces the file as a whole and is
// on the disk when it returns, so that a crash leaves the old cursor or the new one.
#ifndef TENDON_CLIENTS_CPP_CURSOR_FILE_H_
#define TENDON_CLIENTS_CPP_CURSOR_FILE_H_

#include <string>

#include "absl/status/statusor.h"
#include "clients/cpp/event_sequence.h"

namespace tendon::client {

// The cursor in the file; the beginning of the feed when there is no such file. INVALID_ARGUMENT when the file is
// something else; PERMISSION_DENIED and other codes of errno when it cannot be read.
absl::StatusOr<Cursor> LoadCursor(const std::string& path);

// Codes of errno when it cannot be written.
absl::Status SaveCursor(const std::string& path, const Cursor& cursor);

}  // namespace tendon::client

#endif  // TENDON_CLIENTS_CPP_CURSOR_FILE_H_
