#include "services/referral/screening/current.h"

#include <cstdlib>
#include <utility>

#include "absl/synchronization/mutex.h"
#include "services/clinical/screening/load.h"

namespace tendon::referral {
namespace {

struct Slot {
  absl::Mutex mutex;
  std::shared_ptr<const ScreeningKnowledge> knowledge ABSL_GUARDED_BY(mutex);
};
Slot& TheSlot() {
  static Slot& slot = *new Slot;
  return slot;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const ScreeningKnowledge>> LoadScreeningKnowledge(const std::string& directory) {
  auto knowledge = clinical::screening::LoadKnowledge(directory);
  if (!knowledge.ok()) return knowledge.status();
  auto base = std::make_shared<const clinical::screening::KnowledgeBase>(*std::move(knowledge));
  return std::make_shared<const ScreeningKnowledge>(
      ScreeningKnowledge{clinical::screening::Engine(std::move(base)), directory.empty()});
}

void UseScreeningKnowledge(std::shared_ptr<const ScreeningKnowledge> knowledge) {
  absl::MutexLock lock(&TheSlot().mutex);
  TheSlot().knowledge = std::move(knowledge);
}

std::shared_ptr<const ScreeningKnowledge> CurrentScreeningKnowledge() {
  absl::MutexLock lock(&TheSlot().mutex);
  auto& knowledge = TheSlot().knowledge;
  if (knowledge == nullptr) {
    auto embedded = LoadScreeningKnowledge("");
    if (!embedded.ok()) std::abort();  // what is part of the program has been tested to load
    knowledge = *std::move(embedded);
  }
  return knowledge;
}

}  // namespace tendon::referral
