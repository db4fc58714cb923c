// Reading a feed to its end.
#pragma once

#include <string>
#include <vector>

#include "tendon/referral/v1/event_service.pb.h"
#include "tests/testing/caller.h"
#include "tests/testing/exchange.h"

namespace tendon::testing {

// The caller's feed from its beginning: an organisation's own, or everybody's for the exchange's own servers. Complains
// unless its sequence is 1, 2, 3, …
std::vector<referral::v1::Event> ReadFeed(Exchange* exchange, const Caller& caller,
                                          std::vector<std::string>* complaints);

}  // namespace tendon::testing
