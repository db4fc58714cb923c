// The records of an import file. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/document.h"
#include "tendon/outcomes/v1/session_service.pb.h"

namespace tendon::cli {

struct SessionRecords {
  std::vector<outcomes::v1::ImportSessionsRequest> good;
  // Records that are not sent because a field is wrong, as the server would have answered.
  std::vector<outcomes::v1::ImportSessionsResponse> bad;
};

// Each record is an ImportSessionsRequest ({parent, session}) or a Session; of the latter, `referral` is the parent.
// They stand in a list, in a list named "records" or "sessions", or one a line. Numbers are those of the lines for JSON
// lines, else counted from 1. INVALID_ARGUMENT when the file is something else; a usage error when a parent is missing.
absl::StatusOr<SessionRecords> ReadRecords(const InputFile& input, const std::string& referral);

}  // namespace tendon::cli
