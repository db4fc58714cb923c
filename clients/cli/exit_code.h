// What the command tells the shell. The table is part of `tendon --help` and stays as it is.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace tendon::cli {

enum class ExitCode {
  kOk = 0,
  kUnexpected = 1,   // a fault of the server or of the command
  kUsage = 2,        // wrong options
  kBadInput = 3,     // INVALID_ARGUMENT, or a file that cannot be read
  kDenied = 4,       // NOT_FOUND, PERMISSION_DENIED, UNAUTHENTICATED
  kRefused = 5,      // FAILED_PRECONDITION, ABORTED, ALREADY_EXISTS, OUT_OF_RANGE: the present state does not allow it
  kUnavailable = 6,  // UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED
  kPartialImport = 7,  // some records were not imported
};

ExitCode ExitCodeOf(const absl::Status& status);

// The options were wrong, found out after they were parsed.
absl::Status UsageError(absl::string_view message);
bool IsUsageError(const absl::Status& status);

// The table for people.
inline constexpr char kExitCodesHelp[] =
    "Exit codes:\n"
    "  0  done\n"
    "  1  unexpected: a fault of the server or of this command\n"
    "  2  wrong options\n"
    "  3  bad input: a field breaks a rule, or a file cannot be read\n"
    "  4  not found, not allowed, or not known who calls\n"
    "  5  refused by the present state: not allowed now, changed in between, or exists already\n"
    "  6  no server, or no answer in time\n"
    "  7  an import in which some records were not stored\n";

}  // namespace tendon::cli
