// Every (state, event, actor) triple on the real handlers: allowed as the table written by hand says, else refused with
// the state, the event, the role and what is allowed instead, or not found. Nothing is kept, so that one referral in
// each state serves them all.
#include <gmock/gmock.h>

#include "services/referral/lifecycle/decide.h"
#include "services/runtime/errors.h"
#include "tests/unit/referral/expected_transitions.h"
#include "tests/unit/referral/states.h"

namespace tendon::referral {
namespace {

template <class Detail>
std::optional<Detail> DetailOf(const absl::Status& status) {
  const auto payload = status.GetPayload("type.googleapis.com/" + Detail::descriptor()->full_name());
  Detail detail;
  if (!payload.has_value() || !detail.ParseFromString(std::string(*payload))) return std::nullopt;
  return detail;
}

struct Actor {
  const char* role;
  security::Principal who;
};

std::vector<Actor> Actors() {
  return {{"REFERRER", River()},  {"RECIPIENT", Hand()}, {"RESPONSIBLE_PHYSICIAN", Informed()},
          {"SYSTEM", Exchange()}, {"INFORMED", Step_()}, {"FORMER_RECIPIENT", First()},
          {"UNSPECIFIED", Far()}};
}

// Two methods make two events each, by what they find: a draft or a sent referral, the recipient's question or the
// referrer's, which Prepare asks in COMPLETED.
bool IsAnotherEventHere(ReferralEvent event, ReferralState state) {
  const bool draft = state == v1::REFERRAL_STATE_DRAFT;
  const bool referrer_asked = state == v1::REFERRAL_STATE_COMPLETED || state == v1::REFERRAL_STATE_CLOSED;
  return (event == v1::REFERRAL_EVENT_CANCEL && draft) || (event == v1::REFERRAL_EVENT_DISCARD && !draft) ||
         (event == v1::REFERRAL_EVENT_ANSWER_CLARIFICATION && !referrer_asked) ||
         (event == v1::REFERRAL_EVENT_ANSWER_INFO && referrer_asked);
}

std::string Short(const std::string& name, const char* prefix) { return name.substr(std::string(prefix).size()); }

class TriplesTest : public ::testing::TestWithParam<ReferralState> {
 protected:
  void ExpectRefusal(const absl::Status& status, const ReferralRecord& record, ReferralEvent event,
                     const std::string& actor) {
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
    const auto detail = DetailOf<v1::TransitionRefused>(status);
    ASSERT_TRUE(detail.has_value()) << status;
    // The recipient of an earlier assignment sees the referral as it was when that ended.
    if (actor != "FORMER_RECIPIENT") {
      EXPECT_EQ(detail->state(), record.referral.state());
      EXPECT_EQ(detail->version(), record.referral.version());
    }
    EXPECT_EQ(detail->event(), event);
    const std::string role = Short(v1::PartyRole_Name(detail->actor_role()), "PARTY_ROLE_");
    EXPECT_EQ(role, actor == "RESPONSIBLE_PHYSICIAN" ? "RESPONSIBLE_PHYSICIAN" : actor);
    const std::string state = Short(v1::ReferralState_Name(detail->state()), "REFERRAL_STATE_");
    for (const int other : detail->allowed_events()) {
      const std::string name = Short(v1::ReferralEvent_Name(static_cast<ReferralEvent>(other)), "REFERRAL_EVENT_");
      EXPECT_TRUE(expected_.contains({state, name, role})) << name << " is offered, and not allowed";
    }
    EXPECT_THAT(std::string(status.message()), ::testing::HasSubstr(state));
  }

  void ExpectAsWritten(const absl::StatusOr<v1::Referral>& answer, const Expected& row, const Prepared& prepared,
                       ReferralEvent event, const std::string& actor) {
    const std::string at_desk = row.at_desk != nullptr ? row.at_desk : row.to;
    if (at_desk == "-") return ExpectRefusal(answer.status(), prepared.record, event, actor);
    ASSERT_TRUE(answer.ok()) << answer.status();
    const v1::Transition& last = answer->last_transition();
    EXPECT_EQ(last.no_op(), at_desk == "47");
    EXPECT_EQ(last.rule(), at_desk == "47" ? "47" : row.rule);
    EXPECT_EQ(last.event(), event);
    EXPECT_EQ(Short(v1::PartyRole_Name(last.actor_role()), "PARTY_ROLE_"), actor);
    const std::string state = Short(v1::ReferralState_Name(prepared.record.referral.state()), "REFERRAL_STATE_");
    const std::string to = at_desk == "=" || at_desk == "47" ? state : at_desk;
    EXPECT_EQ(Short(v1::ReferralState_Name(answer->state()), "REFERRAL_STATE_"), to);
    EXPECT_EQ(answer->version(), prepared.record.referral.version() + 1);
  }

  const std::map<Triple, const Expected*> expected_ = ExpectedTriples();
};

TEST_P(TriplesTest, IsAllowedOrRefusedAsTheHandWrittenTableSays) {
  const std::string state = Short(v1::ReferralState_Name(GetParam()), "REFERRAL_STATE_");
  Desk desk;
  Prepared with_session = Prepare(desk, GetParam(), 1);
  Prepared without = Prepare(desk, GetParam(), 0);
  ASSERT_EQ(with_session.record.referral.state(), GetParam());
  ASSERT_EQ(without.record.referral.state(), GetParam());
  for (int e = v1::ReferralEvent_MIN + 1; e <= v1::ReferralEvent_MAX; ++e) {
    const auto event = static_cast<ReferralEvent>(e);
    if (!IsPerformable(event)) continue;
    const Prepared& prepared = event == v1::REFERRAL_EVENT_ENTERED_IN_ERROR ? without : with_session;
    if (IsAnotherEventHere(event, GetParam())) continue;
    for (const Actor& actor : Actors()) {
      const std::string name = Short(v1::ReferralEvent_Name(event), "REFERRAL_EVENT_");
      SCOPED_TRACE(state + " " + name + " " + actor.role);
      Desk at_time = desk.At(TimeOf(event));
      Choice choice;
      choice.keep = false;
      choice.other_referral = prepared.other;
      const auto answer = Perform(at_time, event, actor.who, prepared.record, choice);
      const auto row = expected_.find({state, name, actor.role});
      const bool draft_of_another = GetParam() == v1::REFERRAL_STATE_DRAFT && std::string(actor.role) != "REFERRER" &&
                                    std::string(actor.role) != "SYSTEM";
      if (row != expected_.end()) {
        ExpectAsWritten(answer, *row->second, prepared, event, actor.role);
      } else if (std::string(actor.role) == "UNSPECIFIED" || draft_of_another) {
        EXPECT_EQ(answer.status().code(), absl::StatusCode::kNotFound) << answer.status();
      } else if (std::string(actor.role) == "FORMER_RECIPIENT") {
        // A stale etag, or refused: never done.
        EXPECT_FALSE(answer.ok());
      } else {
        ExpectRefusal(answer.status(), prepared.record, event, actor.role);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    EveryState, TriplesTest,
    ::testing::Values(v1::REFERRAL_STATE_DRAFT, v1::REFERRAL_STATE_SENT, v1::REFERRAL_STATE_RECEIVED,
                      v1::REFERRAL_STATE_INFO_REQUESTED, v1::REFERRAL_STATE_ACCEPTED, v1::REFERRAL_STATE_WAITLISTED,
                      v1::REFERRAL_STATE_SCHEDULED, v1::REFERRAL_STATE_IN_PROGRESS, v1::REFERRAL_STATE_ON_HOLD,
                      v1::REFERRAL_STATE_CANCEL_REQUESTED, v1::REFERRAL_STATE_COMPLETED, v1::REFERRAL_STATE_CLOSED,
                      v1::REFERRAL_STATE_DECLINED, v1::REFERRAL_STATE_FAILED, v1::REFERRAL_STATE_CANCELLED,
                      v1::REFERRAL_STATE_EXPIRED, v1::REFERRAL_STATE_ENTERED_IN_ERROR),
    [](const auto& info) { return Short(v1::ReferralState_Name(info.param), "REFERRAL_STATE_"); });

}  // namespace
}  // namespace tendon::referral
