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

// 0.1 of a business day is 2 h 24 min, on a calendar without weekends.
TEST_F(Timers, RunAsTheServerIsConfigured) {
  exchange.reset();
  Exchange::Options options;
  options.referral_flags = {"--timer", "ack:stat=0.1,ack:asap=0.5", "--timer", "schedule:routine=366"};
  options.environment = {{"TENDON_REFERRAL_TIMER", "ack:asap=0.2,draft:routine=60"}};
  StartExchange(options);
  pb::Referral order = SmallReferral(kHandWork);
  const auto minutes_to_act = [](const pb::Referral& referral) {
    return (referral.turn().due_time().seconds() - referral.turn().since_time().seconds()) / 60;
  };
  const pb::Referral draft = Must(river->Create(order));
  EXPECT_EQ(minutes_to_act(draft), 60 * 24 * 60) << "from the environment";
  order.set_priority(pb::PRIORITY_STAT);
  order.set_reason("acute");
  const pb::Referral sent = Must(river->Send(Must(river->Create(order))));
  // The recipient works on every day of the week or not: at most two more days.
  EXPECT_EQ(minutes_to_act(sent) % (24 * 60), 144);
}

}  // namespace
}  // namespace tendon::testing
