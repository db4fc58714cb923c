// Tells a person on standard error what went wrong: what happened, which field breaks which rule, and what to do next.
#pragma once

#include "absl/status/status.h"
#include "clients/cli/context.h"

namespace tendon::cli {

void ReportError(const absl::Status& status, Context& context);

}  // namespace tendon::cli
