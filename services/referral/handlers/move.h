// The one path of every transition: find → fresh → decide → guards → reason → effect → checks → apply → write →
// relatives. What an event does beyond the table is its effect; what must be so outside the referral stands in
// checks.cc.
#pragma once

#include <functional>
#include <string>

#include "services/referral/handlers/common.h"
#include "services/referral/lifecycle/decide.h"

namespace tendon::referral {

// A transition in the making. Nothing is written until the effect and the checks have agreed.
struct Step {
  Call& call;
  Transaction& transaction;
  ReferralEvent event;
  Act act;
  RoleSet roles = {};      // the actor's
  Decision decision = {};  // once decided
  ReferralRecord record = {};
  int64_t ordinal = 0;
  const v1::ClosingSummary* summary = nullptr;  // that the request hands in
  // Set by a check: once it is written, its audience is told that this must be looked at now, and how soon.
  bool alert = false;
  clinical::v1::ReferUrgency urgency = clinical::v1::REFER_URGENCY_UNSPECIFIED;

  v1::Referral& referral() { return record.referral; }
  v1::ReferralDetails& details() { return record.details; }
};

// Changes the record, or refuses; both before anything is written. Not called for what is done already (row 47).
using Effect = std::function<absl::Status(Step&)>;
inline absl::Status NoEffect(Step&) { return absl::OkStatus(); }

// The step of a caller on the referral with this name and etag.
absl::Status Move(Step& step, const std::string& name, const std::string& etag, const Effect& effect,
                  v1::Referral* response);

// A step on a record that has been read: the caller's own new one, or the system's. Writes it and its relatives.
absl::Status Take(Step& step, const Effect& effect);
// The system's step on a referral; without a row for it nothing happens.
absl::Status TakeAsSystem(Call& call, Transaction& transaction, const std::string& name, ReferralEvent event,
                          const std::string& reason_code, const Effect& effect);

// A request that names a referral and gives reason and comment, as far as it has them.
template <class Request>
Act ActOf(const Call& call, const Request& request) {
  Act act = ActOf(call);
  if constexpr (requires { request.reason_code(); }) act.reason_code = request.reason_code();
  if constexpr (requires { request.comment(); }) act.comment = request.comment();
  return act;
}

// Move for a request whose `name` is of the referral, or of a part of it.
template <class Request>
absl::Status Move(Call& call, Transaction& transaction, const Request& request, ReferralEvent event,
                  const Effect& effect, v1::Referral* response) {
  Step step{call, transaction, event, ActOf(call, request)};
  if constexpr (requires { request.closing_summary(); }) {
    if (request.has_closing_summary()) step.summary = &request.closing_summary();
  }
  return Move(step, ReferralNameOf(request.name()), request.etag(), effect, response);
}

// FAILED_PRECONDITION: the event is not possible because of `why`.
absl::Status Refuse(const Step& step, const std::string& rule, const std::string& why);

}  // namespace tendon::referral
