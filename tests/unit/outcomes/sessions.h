// Sessions and views for the tests of this folder.
#pragma once

#include <string>

#include "services/outcomes/domain/session_rules.h"
#include "tendon/outcomes/v1/outcomes.pb.h"
#include "tendon/outcomes/v1/session_service.pb.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::outcomes {

inline constexpr int64_t kDaySeconds = 86'400;

// A completed session on the given day, with pain before and (unless negative) after.
inline v1::Session PainSession(int number, int64_t day, double before, double after = -1) {
  v1::Session session;
  session.set_name("referrals/r1/sessions/s" + std::to_string(number));
  session.set_session_number(number);
  session.set_status(v1::SESSION_STATUS_COMPLETED);
  session.mutable_start_time()->set_seconds(day * kDaySeconds);
  session.set_revision(number);
  auto* observation = session.add_observations();
  observation->set_measure("NPRS");
  observation->set_value(before);
  observation->set_phase(clinical::v1::OBSERVATION_PHASE_BEFORE);
  if (after < 0) return session;
  observation = session.add_observations();
  observation->set_measure("NPRS");
  observation->set_value(after);
  observation->set_phase(clinical::v1::OBSERVATION_PHASE_AFTER);
  return session;
}

// A referral of river to hands with n authorised sessions, in progress.
inline v1::ReferralView InProgress(int authorized) {
  v1::ReferralView view;
  view.set_referral("referrals/r1");
  view.set_referrer("organizations/river");
  view.set_sessions_authorized(authorized);
  view.set_state(referral::v1::REFERRAL_STATE_IN_PROGRESS);
  view.set_version(4);
  view.set_discipline(clinical::v1::DISCIPLINE_MASSAGE_THERAPIST);
  auto* assignment = view.add_assignments();
  assignment->set_number(1);
  assignment->set_recipient("organizations/hands");
  assignment->set_started(true);
  return view;
}

}  // namespace tendon::outcomes
