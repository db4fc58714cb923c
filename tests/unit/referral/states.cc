#include "tests/unit/referral/states.h"

#include <map>
#include <vector>

namespace tendon::referral {
namespace {

struct Move_ {
  security::Principal (*who)();
  ReferralEvent event;
  const char* reason = "";
};
using Path = std::vector<Move_>;

Path operator+(Path path, const Path& more) {
  path.insert(path.end(), more.begin(), more.end());
  return path;
}

// From SENT on.
const Path& PathTo(ReferralState state) {
  const Path accepted = {
      {Hand, v1::REFERRAL_EVENT_ACCEPT}, {Hand, v1::REFERRAL_EVENT_ASK_INFO}, {Hand, v1::REFERRAL_EVENT_PROPOSE_CHILD}};
  const Path scheduled = accepted + Path{{Hand, v1::REFERRAL_EVENT_SCHEDULE}};
  const Path in_progress = scheduled + Path{{Hand, v1::REFERRAL_EVENT_START_SESSION}};
  const Path modified = {{River, v1::REFERRAL_EVENT_MODIFY}};
  const Path completed =
      in_progress + Path{{Hand, v1::REFERRAL_EVENT_COMPLETE}, {River, v1::REFERRAL_EVENT_ASK_CLARIFICATION}};
  static const auto* const paths = new std::map<ReferralState, Path>{
      {v1::REFERRAL_STATE_SENT, modified},
      {v1::REFERRAL_STATE_RECEIVED, Path{{Hand, v1::REFERRAL_EVENT_RECEIVE}} + modified},
      {v1::REFERRAL_STATE_INFO_REQUESTED, Path{{Hand, v1::REFERRAL_EVENT_ASK_INFO}} + modified},
      {v1::REFERRAL_STATE_ACCEPTED, accepted + modified},
      {v1::REFERRAL_STATE_WAITLISTED, accepted + Path{{Hand, v1::REFERRAL_EVENT_PUT_ON_WAITLIST}} + modified},
      {v1::REFERRAL_STATE_SCHEDULED, scheduled + modified},
      {v1::REFERRAL_STATE_IN_PROGRESS, in_progress + modified},
      {v1::REFERRAL_STATE_ON_HOLD,
       in_progress + Path{{Hand, v1::REFERRAL_EVENT_HOLD, "contraindication-found"}} + modified},
      {v1::REFERRAL_STATE_CANCEL_REQUESTED, in_progress + Path{{River, v1::REFERRAL_EVENT_REQUEST_CANCEL}}},
      {v1::REFERRAL_STATE_COMPLETED, completed},
      {v1::REFERRAL_STATE_CLOSED, completed + Path{{River, v1::REFERRAL_EVENT_ACKNOWLEDGE}}},
      {v1::REFERRAL_STATE_DECLINED, {{Hand, v1::REFERRAL_EVENT_FORWARD_ONWARD}}},
      {v1::REFERRAL_STATE_FAILED, in_progress + Path{{Hand, v1::REFERRAL_EVENT_FAIL}}},
      {v1::REFERRAL_STATE_CANCELLED, {{River, v1::REFERRAL_EVENT_CANCEL}}},
      {v1::REFERRAL_STATE_ENTERED_IN_ERROR, {{River, v1::REFERRAL_EVENT_ENTERED_IN_ERROR}}}};
  static const Path* const none = new Path();
  const auto found = paths->find(state);
  return found == paths->end() ? *none : found->second;
}

std::string CreateDraft(Desk& desk, const v1::Referral& order) {
  v1::CreateReferralRequest create;
  *create.mutable_referral() = order;
  const auto draft = desk.Run(River(), &CreateReferral, create);
  EXPECT_TRUE(draft.ok()) << draft.status();
  return draft.ok() ? draft->name() : "";
}

void Walk(Desk& desk, const std::string& name, const Path& path, const std::string& elsewhere) {
  for (const Move_& move : path) {
    Choice choice;
    choice.elsewhere = elsewhere;
    choice.reason_code = move.reason;
    const auto moved = Perform(desk, move.event, move.who(), desk.Read(name), choice);
    ASSERT_TRUE(moved.ok()) << v1::ReferralEvent_Name(move.event) << ": " << moved.status();
  }
}

}  // namespace

Prepared Prepare(Desk& desk, ReferralState state, int sessions) {
  static int patient = 0;
  v1::Referral order = Order("first", ++patient);
  if (state == v1::REFERRAL_STATE_EXPIRED) order.mutable_authorization()->set_latest_start_date("2026-12-01");
  const std::string name = CreateDraft(desk, order);
  v1::Referral for_the_neck = Order("hand", patient);
  for_the_neck.set_reason("neck pain");
  const std::string other = CreateDraft(desk, for_the_neck);
  Walk(desk, other, {{River, v1::REFERRAL_EVENT_SEND}}, "");
  if (state != v1::REFERRAL_STATE_DRAFT) {
    Walk(desk, name,
         {{River, v1::REFERRAL_EVENT_SEND},
          {First, v1::REFERRAL_EVENT_DECLINE, "capacity-full"},
          {River, v1::REFERRAL_EVENT_REDIRECT}},
         "organizations/hand");
    Walk(desk, name, PathTo(state), "organizations/elm");
    if (state == v1::REFERRAL_STATE_EXPIRED) {
      EXPECT_TRUE(desk.At(absl::Hours(24 * 30)).PassTime(name).ok());
    }
    if (sessions > 0) desk.CountSessions(name, sessions);
  }
  return {desk.Read(name), other};
}

absl::Duration TimeOf(ReferralEvent event) {
  if (event == v1::REFERRAL_EVENT_NO_SHOW) return absl::Hours(24 * 11);
  return event == v1::REFERRAL_EVENT_REDIRECT ? absl::Hours(24 * 30) : absl::ZeroDuration();
}

}  // namespace tendon::referral
