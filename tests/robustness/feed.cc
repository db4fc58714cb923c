#include "tests/robustness/feed.h"

#include "absl/strings/str_cat.h"
#include "tests/testing/party.h"

namespace tendon::testing {

std::vector<referral::v1::Event> ReadFeed(Exchange* exchange, const Caller& caller,
                                          std::vector<std::string>* complaints) {
  Party party(exchange, caller);
  std::vector<referral::v1::Event> events;
  bool more = true;
  while (more) {
    const auto page = party.Events(static_cast<int64_t>(events.size()));
    if (!page.ok()) {
      complaints->push_back(absl::StrCat("feed of ", caller.organization, ": ", page.status.error_message()));
      return events;
    }
    events.insert(events.end(), page->events().begin(), page->events().end());
    more = page->more();
  }
  for (size_t i = 0; i < events.size(); ++i) {
    if (events[i].sequence() == static_cast<int64_t>(i) + 1) continue;
    complaints->push_back(
        absl::StrCat("feed of ", caller.organization, ": place ", i + 1, " has sequence ", events[i].sequence()));
    break;
  }
  return events;
}

}  // namespace tendon::testing
