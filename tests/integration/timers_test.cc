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

// Of three settings for a timer and priority the last holds, and a flag over the environment.
TEST_F(Timers, RunAsTheServerIsConfigured) {
  exchange.reset();
  Exchange::Options options;
  options.referral_flags = {"--timer", "draft:stat=0.1,draft:asap=3", "--timer", "draft:asap=0.5"};
  options.environment = {{"TENDON_REFERRAL_TIMER", "draft:asap=0.2,draft:routine=60"}};
  StartExchange(options);
  const auto minutes_to_act = [this](pb::Priority priority) {
    pb::Referral order = SmallReferral(kHandWork);
    order.set_priority(priority);
    const pb::Turn turn = Must(river->Create(order)).turn();
    return (turn.due_time().seconds() - turn.since_time().seconds()) / 60;
  };
  EXPECT_EQ(minutes_to_act(pb::PRIORITY_STAT), 144);
  EXPECT_EQ(minutes_to_act(pb::PRIORITY_ASAP), 12 * 60);
  EXPECT_EQ(minutes_to_act(pb::PRIORITY_URGENT), 30 * 24 * 60) << "by default";
  EXPECT_EQ(minutes_to_act(pb::PRIORITY_ROUTINE), 60 * 24 * 60) << "from the environment";
}

}  // namespace
}  // namespace tendon::testing
