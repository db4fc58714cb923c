// An event of the feed for people, in one line.
#pragma once

#include "clients/cli/context.h"
#include "tendon/referral/v1/event_service.pb.h"

namespace tendon::cli {

// A line at once, so that a watch shows each event when it comes; columns have fixed widths.
void PrintEvent(const referral::v1::Event& event, Context& context);

// The header over such lines.
void PrintEventHeader(Context& context);

}  // namespace tendon::cli
