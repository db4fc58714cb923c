#include "clients/interop/task_hints.h"

#include <algorithm>

#include "clients/interop/datatypes.h"
#include "clients/interop/element.h"
#include "clients/interop/parties.h"

namespace tendon::interop {
namespace {

constexpr std::string_view kTaskStatuses[] = {"draft",    "requested", "received",  "accepted",
                                              "rejected", "ready",     "cancelled", "in-progress",
                                              "on-hold",  "failed",    "completed", "entered-in-error"};

struct BusinessRow {
  std::string_view code, status;
};

// The codes of HL7's Bidirectional Services eReferral guide, with the Task.status that they belong to.
constexpr BusinessRow kBser[] = {
    {"2.0", "requested"},   {"2.0", "received"},  {"3.0", "accepted"},  {"4.0", "rejected"},
    {"5.1", "in-progress"}, {"6.0", "cancelled"}, {"7.0", "completed"},
};

bool IsTaskStatus(std::string_view code) {
  return std::find(std::begin(kTaskStatuses), std::end(kTaskStatuses), code) != std::end(kTaskStatuses);
}

bool Contradicts(std::string_view status, std::string_view business) {
  if (IsTaskStatus(business)) return business != status;
  bool known = false;
  for (const BusinessRow& row : kBser) {
    if (row.code != business) continue;
    if (row.status == status) return false;
    known = true;
  }
  return known;
}

// The first code, else the words.
std::string BusinessStatus(Element& task) {
  const Concept status = ReadConcept(task.Object("businessStatus"));
  for (const Code& coding : status.codings) {
    if (!coding.code.empty()) return coding.code;
  }
  return status.words();
}

void CheckStatus(const Resource& resource, Report& report) {
  Element task(resource, report);
  const std::string status = task.String("status");
  if (!status.empty() && !IsTaskStatus(status)) task.Error("status", "not a code of task-status");
  if (Contradicts(status, BusinessStatus(task))) {
    task.Warn("businessStatus", "contradicts Task.status: neither is taken as a state");
  }
}

}  // namespace

TaskHints::TaskHints(ResourceSet& set, Report& report) {
  for (Resource* task : set.OfType("Task")) {
    CheckStatus(*task, report);
    Report unheard;  // wrong references are told when the Task is used
    Element element(*task, unheard);
    std::vector<Reference> targets = {ReadReference(element.Object("focus"))};
    if (targets[0].empty()) {
      targets.clear();
      for (const Element& based_on : element.Objects("basedOn")) targets.push_back(ReadReference(based_on));
    }
    for (const Reference& target : targets) {
      if (Resource* request = set.Resolve(*task, target, "ServiceRequest")) by_request_.emplace(request, task);
    }
  }
}

std::vector<TaskHint> TaskHints::Of(const Resource& request, ResourceSet& set, Report& report,
                                    std::vector<Resource*>* used) const {
  std::vector<TaskHint> hints;
  const auto [begin, end] = by_request_.equal_range(&request);
  for (auto it = begin; it != end; ++it) {
    Resource& task = *it->second;
    used->push_back(&task);
    Element element(task, report);
    TaskHint& hint = hints.emplace_back();
    hint.reference = task.label;
    hint.status = element.String("status");
    hint.business_status = BusinessStatus(element);
    if (element.Has("owner")) hint.owner = ReadParty(task, ReadReference(element.Object("owner")), set, report, used);
    if (hint.status == "entered-in-error") {
      element.Warn("status", "entered in error: no hint");
      hints.pop_back();
    }
  }
  return hints;
}

void TaskHints::SettleRest(ResourceSet& set) const {
  for (const auto& [request, task] : by_request_)
    task->Settle(Fate::kSkipped, "focuses a request that is not imported");
  for (Resource* task : set.OfType("Task"))
    task->Settle(Fate::kSkipped, "focuses no ServiceRequest among the documents");
}

}  // namespace tendon::interop
