// The feeds after a crash run.
#include <google/protobuf/util/message_differencer.h>

#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "tests/robustness/feed.h"
#include "tests/robustness/run_checks.h"
#include "tests/testing/party.h"

namespace tendon::testing {
namespace {

namespace pb = referral::v1;
using google::protobuf::util::MessageDifferencer;

// What a reader of a feed has made of it.
struct Replayed {
  int64_t version = 0;
  pb::ReferralState state = pb::REFERRAL_STATE_UNSPECIFIED;
  int32_t sessions_completed = 0;
};

// Replays a feed from its beginning. `first_version` is the first that its organisation gets to see of a referral.
std::map<std::string, Replayed> Replay(const std::vector<pb::Event>& events, int64_t first_version,
                                       const std::string& feed, Complaints* complaints) {
  std::map<std::string, Replayed> referrals;
  for (const pb::Event& event : events) {
    if (event.type() != pb::EVENT_TYPE_REFERRAL_CHANGED && event.type() != pb::EVENT_TYPE_PROGRESS_CHANGED) continue;
    const bool is_new = referrals.count(event.resource()) == 0;
    Replayed& referral = referrals[event.resource()];
    const int64_t next = event.type() == pb::EVENT_TYPE_PROGRESS_CHANGED ? referral.version
                         : is_new                                        ? first_version
                                                                         : referral.version + 1;
    if (event.version() != next) {
      complaints->push_back(
          absl::StrCat(feed, ": at ", event.sequence(), " version ", event.version(), " instead of ", next));
    }
    referral = {event.version(), event.state(), event.progress().sessions_completed()};
  }
  return referrals;
}

void CompareWithPresent(Exchange* exchange, const Caller& reader, const std::map<std::string, Replayed>& replayed,
                        Complaints* complaints) {
  Party party(exchange, reader);
  for (const auto& [name, referral] : replayed) {
    const auto present = party.Get(name);
    if (!present.ok()) {
      complaints->push_back(absl::StrCat(name, " is in a feed and is lost: ", present.status.error_message()));
    } else if (present->version() != referral.version || present->state() != referral.state ||
               present->progress().sessions_completed() != referral.sessions_completed) {
      complaints->push_back(absl::StrCat(name, " is not as the feed of ", reader.organization, " ends"));
    }
  }
}

// Whether an organisation's feed is what the system's feed, which was read before, says that it gets to see.
void CompareWithSystem(const std::vector<pb::Event>& system, std::vector<pb::Event> feed,
                       const std::string& organization, Complaints* complaints) {
  while (!feed.empty() && feed.back().revision() > system.back().revision()) feed.pop_back();
  std::vector<const pb::Event*> expected;
  std::set<std::string> seen;
  for (const pb::Event& event : system) {
    const bool party = event.referrer() == organization || event.recipient() == organization;
    const bool directory =
        event.type() == pb::EVENT_TYPE_DIRECTORY_CHANGED && event.resource().rfind(organization, 0) == 0;
    if (party || directory) expected.push_back(&event);
  }
  if (feed.size() != expected.size()) {
    complaints->push_back(
        absl::StrCat("feed of ", organization, ": ", feed.size(), " events instead of ", expected.size()));
    return;
  }
  for (size_t i = 0; i < feed.size(); ++i) {
    pb::Event event = feed[i];
    event.set_sequence(expected[i]->sequence());
    if (MessageDifferencer::Equals(event, *expected[i])) continue;
    complaints->push_back(absl::StrCat("feed of ", organization, ": event ", i + 1, " is not the system's"));
    return;
  }
}

}  // namespace

Complaints CheckFeedsAreDense(Exchange* exchange, const Ledger& ledger) {
  Complaints complaints;
  const std::vector<pb::Event> system = ReadFeed(exchange, Service(), &complaints);
  for (const pb::Event& event : system) {
    if (event.revision() == event.sequence()) continue;
    complaints.push_back(absl::StrCat("system feed: sequence ", event.sequence(), " has revision ", event.revision()));
    break;
  }
  Replay(system, 1, "system feed", &complaints);
  std::map<std::string, Caller> readers;
  for (const Course& course : ledger.courses) {
    readers[course.referrer.organization] = course.referrer;
    readers[course.recipient.organization] = course.recipient;
  }
  for (const auto& [organization, caller] : readers) {
    // A referral is its recipient's from its second version on: the first is a draft.
    const int64_t first_version = caller.organization == ledger.courses[0].referrer.organization ? 1 : 2;
    const std::vector<pb::Event> feed = ReadFeed(exchange, caller, &complaints);
    CompareWithPresent(exchange, caller, Replay(feed, first_version, organization, &complaints), &complaints);
    CompareWithSystem(system, feed, organization, &complaints);
  }
  return complaints;
}

}  // namespace tendon::testing
