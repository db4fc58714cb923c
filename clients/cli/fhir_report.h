// What became of an import of FHIR, for people and for machines.
#pragma once

#include <string>
#include <vector>

#include "clients/cli/context.h"
#include "clients/interop/fhir.h"

namespace tendon::cli {

// What was done with one mapped resource.
struct FhirOutcome {
  std::string document;
  std::string source;   // "ServiceRequest/physical-therapy"
  std::string became;   // "referral", "session"
  std::string result;   // "DRAFT", "rejected", "not sent"
  std::string name;     // of the resource it became, if it was stored
  std::string message;  // why not
  bool failed = false;
};

struct FhirReport {
  interop::ImportResult import;
  std::vector<FhirOutcome> outcomes;
  bool dry_run = false;

  bool has_failures() const;
};

void PrintFhirReport(const FhirReport& report, Context& context);

}  // namespace tendon::cli
