// Time, as the server's own clock has it. What time does is told by tests/unit/referral with a clock that is told to go
// on.
#include "tests/integration/fixture.h"

namespace tendon::testing {
namespace {

using Timers = ExchangeTest;

// A latest start that has passed ends a referral that nobody began (row 40).
TEST_F(Timers, FireInTheServerAndBothPartiesAreTold) {
  pb::Referral order = SmallReferral(kHandWork);
  order.mutable_authorization()->set_latest_start_date("2020-01-31");
  const pb::Referral sent = Must(river->Send(Must(river->Create(order))));
  ASSERT_TRUE(Eventually([&] { return Must(hand->Get(sent.name())).state() == pb::REFERRAL_STATE_EXPIRED; }));
  for (Party* party : {&*river, &*hand}) {
    const auto feed = party->Events();
    const pb::Event& last = feed->events(feed->events_size() - 1);
    EXPECT_EQ(last.transition(), pb::REFERRAL_EVENT_TIMER);
    EXPECT_EQ(last.actor_role(), pb::PARTY_ROLE_SYSTEM);
    EXPECT_EQ(last.state(), pb::REFERRAL_STATE_EXPIRED);
  }
}

}  // namespace
}  // namespace tendon::testing
