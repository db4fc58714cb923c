#include "clients/interop/task_hints.h"

#include <algorithm>

#include "clients/interop/datatypes.h"
#include "clients/interop/element.h"
#include "clients/interop/parties.h"
#include "clients/interop/subjects.h"
#include "clients/interop/text.h"

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

// What a Task's status says of the request that it fulfils, for whoever reads the draft.
struct StatusRow {
  std::string_view status, words;
  bool ended;
};
constexpr StatusRow kTold[] = {
    {"rejected", "it was declined", true},
    {"cancelled", "it was called off", true},
    {"failed", "it was tried and failed", true},
    {"completed", "it was carried out", true},
    {"on-hold", "it is put on hold", false},
    {"accepted", "somebody has accepted it already", false},
    {"in-progress", "somebody carries it out already", false},
};

const StatusRow* Told(std::string_view status) {
  const auto* const found =
      std::find_if(std::begin(kTold), std::end(kTold), [&](const StatusRow& row) { return row.status == status; });
  return found == std::end(kTold) ? nullptr : found;
}

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
  const Subject subject = SubjectOf(request, set);
  const auto [begin, end] = by_request_.equal_range(&request);
  for (auto it = begin; it != end; ++it) {
    Resource& task = *it->second;
    used->push_back(&task);
    Element element(task, report);
    if (CompareSubjects(ReadSubject(element, task, set), subject) == Same::kOther) {
      element.Warn("for", "another patient than the request's: no hint");
      continue;
    }
    TaskHint& hint = hints.emplace_back();
    hint.reference = task.label;
    hint.status = element.String("status");
    hint.business_status = BusinessStatus(element);
    if (element.Has("owner")) hint.owner = ReadParty(task, ReadReference(element.Object("owner")), set, report, used);
    if (hint.status == "entered-in-error") {
      element.Warn("status", "entered-in-error: no hint; the draft begins anew");
      hints.pop_back();
    } else if (const StatusRow* told = Told(hint.status)) {
      hint.ended = told->ended;
      element.Warn("status", Cat(hint.status, ": ", told->words,
                                 "; the draft begins anew, see whether it is still wanted before sending"));
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
