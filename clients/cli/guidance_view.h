// What an episode's numbers say and what to do next, for people.
#pragma once

#include "clients/cli/context.h"
#include "tendon/outcomes/v1/outcomes.pb.h"

namespace tendon::cli {

// Answer, advice with its reasons, dose and checkpoints; nothing where the reader's role may not see it.
void PrintGuidance(const outcomes::v1::Guidance& guidance, Context& context);

// Why each measure is classified as it is.
void PrintExplanations(const outcomes::v1::Episode& episode, Context& context);

}  // namespace tendon::cli
