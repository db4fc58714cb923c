// The options that describe a session, for recording and amending one.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "clients/cli/command.h"
#include "tendon/outcomes/v1/outcomes.pb.h"

namespace tendon::cli {

struct SessionOptions {
  std::string referral, file, time = "now", clinician, status, reason, note, home_program;
  std::vector<std::string> techniques, measures, adverse_events;
  std::string pain_before, pain_after;
  int minutes = 0, number = 0;
  MutationOptions mutation;
};

// All but referral, file and those of every mutation.
void AddSessionOptions(CLI::App* command, SessionOptions& options);

// What the options say goes over what the session says. Usage errors.
absl::Status ApplySessionOptions(const SessionOptions& options, const Context& context, outcomes::v1::Session& session);

}  // namespace tendon::cli
