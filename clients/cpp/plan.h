// One plan across disciplines, put together from what both servers show the caller.
#ifndef TENDON_CLIENTS_CPP_PLAN_H_
#define TENDON_CLIENTS_CPP_PLAN_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cpp/connection.h"
#include "tendon/outcomes/v1/plan.pb.h"

namespace tendon::client {

// The plan around a referral: from the topmost parent that the caller may see down to every child, with k of n, scores
// and advice of each. A referral of the tree that is not the caller's is counted, not shown. Errors as in
// ReferralClient; what the outcomes server cannot tell is left out.
absl::StatusOr<outcomes::v1::Plan> GetPlan(const std::shared_ptr<Connection>& connection, const std::string& referral);

// The same from what was read, parents before their children. Pure.
struct PlanSource {
  referral::v1::Referral referral;
  outcomes::v1::Episode episode;  // empty where there is none
};
outcomes::v1::Plan MakePlan(const std::string& referral, const std::vector<PlanSource>& sources, int hidden);

}  // namespace tendon::client

#endif  // TENDON_CLIENTS_CPP_PLAN_H_
