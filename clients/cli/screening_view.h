// Screening as a therapist reads it: one line a technique, with a symbol that needs no colour, then each rule once.
#pragma once

#include <string>

#include "clients/cli/terminal.h"
#include "tendon/clinical/v1/treatment.pb.h"
#include "tendon/referral/v1/screening_service.pb.h"

namespace tendon::cli {

// "X", "!", "~", "#", "." (✖ ▲ ◆ ⊘ ✔ where the terminal draws them): a shape for each verdict.
std::string VerdictSymbol(clinical::v1::Verdict verdict, bool utf8);
// "DO NOT PERFORM", "CLEARANCE FIRST", "MODIFY", "NOT YOUR SCOPE", "no rule hit".
std::string VerdictWords(clinical::v1::Verdict verdict);
Style StyleOf(clinical::v1::Verdict verdict);

void PrintScreening(const clinical::v1::ScreeningSnapshot& screening, const Terminal& terminal, std::ostream& out);
void PrintSuggestions(const referral::v1::SuggestTechniquesResponse& response, const Terminal& terminal,
                      std::ostream& out);

}  // namespace tendon::cli
