// Questions to screening written as short text, for tables of cases.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "services/clinical/screening/engine.h"

namespace tendon::clinical::screening {

// Noon of 2026-06-15 UTC: every case is asked then.
absl::Time CaseTime();

// The engine over the embedded knowledge base, made once.
const Engine& EmbeddedEngine();

// One technique on one place ("calf", "calf:left", "" for anywhere), nothing known of the patient.
ScreeningQuestion AskFor(const std::string& technique, absl::string_view place);

// Each a list separated by ';'.
// Diagnoses: "I82.412", "I82.412@90" (begun 90 days ago), "I82.412@=2026-03" (a date), "C80.1/chest:left" (said to
// sit there).
void AddDiagnoses(absl::string_view text, PatientFacts* facts);
// Medications: "warfarin", "#11289" (an RxCUI), "prednisone@90" (begun 90 days ago).
void AddMedications(absl::string_view text, PatientFacts* facts);
// Findings: "FLARE" (present), "!FLARE" (absent), "?FLARE" (asked, not known), "BP=180:mm[Hg],120:mm[Hg]",
// "FLARE/knee"; "BIRTH=60" is a birthday today.
void AddFindings(absl::string_view text, PatientFacts* facts);

// All findings that are not in the list are known to be absent.
void DenyOtherFindings(PatientFacts* facts);

// What the rule says in the first result: "ABSOLUTE", "CLEARANCE", "PRECAUTION" or "NONE".
std::string VerdictOf(const Screening& screening, absl::string_view rule);
std::string VerdictName(Verdict verdict);
// "CI001:ABSOLUTE;CI041:PRECAUTION", in the order of the rules.
std::string HitsText(const TechniqueResult& result);

}  // namespace tendon::clinical::screening
