// The knowledge that this process screens with.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/clinical/screening/engine.h"

namespace tendon::referral {

// The engine, and where its knowledge comes from. Immutable.
struct ScreeningKnowledge {
  clinical::screening::Engine engine;
  bool embedded = true;
};

// From the program itself (an empty directory), or from an operator's own. INVALID_ARGUMENT with every problem as
// "file:line: reason".
absl::StatusOr<std::shared_ptr<const ScreeningKnowledge>> LoadScreeningKnowledge(const std::string& directory);

// Sets what the process screens with; until then it is the embedded knowledge base. Thread-safe.
void UseScreeningKnowledge(std::shared_ptr<const ScreeningKnowledge> knowledge);
std::shared_ptr<const ScreeningKnowledge> CurrentScreeningKnowledge();

}  // namespace tendon::referral
