// FHIR Tasks that focus a request: hints for a person. A Task's status is never taken as a state of Tendon's.
#ifndef TENDON_CLIENTS_INTEROP_TASK_HINTS_H_
#define TENDON_CLIENTS_INTEROP_TASK_HINTS_H_

#include <map>
#include <vector>

#include "clients/interop/report.h"
#include "clients/interop/resource_set.h"

namespace tendon::interop {

// The Tasks of the set by the request that they focus (or, without a focus, are based on). Warns of Tasks whose status
// and businessStatus contradict each other, whatever they focus.
class TaskHints {
 public:
  TaskHints(ResourceSet& set, Report& report);

  // The hints for one request; adds the Tasks and what they refer to to `used`.
  std::vector<TaskHint> Of(const Resource& request, ResourceSet& set, Report& report,
                           std::vector<Resource*>* used) const;

  // Settles the Tasks that no imported referral has used, with the reason.
  void SettleRest(ResourceSet& set) const;

 private:
  std::multimap<const Resource*, Resource*> by_request_;
};

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_TASK_HINTS_H_
