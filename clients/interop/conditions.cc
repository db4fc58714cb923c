#include "clients/interop/conditions.h"

#include <algorithm>
#include <string>

#include "clients/interop/body_sites.h"
#include "clients/interop/modifiers.h"
#include "clients/interop/text.h"

namespace tendon::interop {
namespace {

namespace pb = clinical::v1;

// A letter, a digit, a digit or letter, then up to four more behind an optional dot: "M54.50", "S72001A".
bool IsIcd10cm(std::string_view code) {
  std::string plain;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (code[i] == '.' && i == 3) continue;
    if (!IsUpper(code[i]) && !IsDigit(code[i])) return false;
    plain += code[i];
  }
  return plain.size() >= 3 && plain.size() <= 7 && IsUpper(plain[0]) && IsDigit(plain[1]);
}

void ReadClinicalStatus(Element& element, pb::Condition* into) {
  constexpr std::pair<std::string_view, pb::ConditionClinicalStatus> kCodes[] = {
      {"active", pb::CONDITION_CLINICAL_STATUS_ACTIVE},       {"recurrence", pb::CONDITION_CLINICAL_STATUS_RECURRENCE},
      {"relapse", pb::CONDITION_CLINICAL_STATUS_RELAPSE},     {"inactive", pb::CONDITION_CLINICAL_STATUS_INACTIVE},
      {"remission", pb::CONDITION_CLINICAL_STATUS_REMISSION}, {"resolved", pb::CONDITION_CLINICAL_STATUS_RESOLVED},
  };
  const Concept status = ReadConcept(element.Object("clinicalStatus"));
  for (const Code& coding : status.codings) {
    for (const auto& [code, value] : kCodes) {
      if (coding.code == code) return into->set_clinical_status(value);
    }
    element.Error("clinicalStatus", "not a code of condition-clinical");
  }
}

bool IsRuledOut(Element& element) {
  const Concept verification = ReadConcept(element.Object("verificationStatus"));
  for (const Code& coding : verification.codings) {
    if (coding.code == "refuted" || coding.code == "entered-in-error") return true;
    if (coding.code != "confirmed") element.Warn("verificationStatus", "not confirmed: read as if it were");
  }
  return false;
}

void ReadOnset(Element& element, pb::Condition* into) {
  if (const std::optional<FhirTime> onset = element.DateTime("onsetDateTime")) into->set_onset_date(onset->date);
  const Period period = ReadPeriod(element.Object("onsetPeriod"));
  if (period.start) into->set_onset_date(period.start->date);
  if (const std::optional<FhirTime> recorded = element.DateTime("recordedDate"))
    into->set_recorded_date(recorded->date);
}

}  // namespace

pb::Condition ConditionOfConcept(const Concept& code) {
  pb::Condition result;
  for (const Code& coding : code.codings) {
    if (!coding.coded()) continue;
    if (coding.system == kIcd10cm && result.icd10cm().empty() && IsIcd10cm(coding.code)) {
      result.set_icd10cm(coding.code);
    } else {
      *result.add_other_codings() = ToCoding(coding);
    }
  }
  result.set_text(code.words());
  return result;
}

std::optional<pb::Condition> ReadCondition(const Resource& resource, Report& report) {
  RefuseModifiers(resource, report);
  Element element(resource, report);
  if (IsRuledOut(element)) {
    element.Warn("verificationStatus", "refuted or entered in error: no condition of the patient");
    return std::nullopt;
  }
  pb::Condition result = ConditionOfConcept(ReadConcept(element.Object("code")));
  ReadClinicalStatus(element, &result);
  ReadOnset(element, &result);
  ReadBodySites(element, "bodySite", result.mutable_body_sites());
  if (result.icd10cm().empty() && result.text().empty()) {
    element.Warn("code", "neither an ICD-10-CM code nor words: left out");
    return std::nullopt;
  }
  if (result.icd10cm().empty())
    element.Warn("code", "no ICD-10-CM code: the condition is carried in words and is not screened");
  element.Ignore({"subject", "category"});
  element.WarnUnread();
  return result;
}

bool IsRestricted(const Resource& resource) {
  Report unheard;  // what is wrong with meta is told where the resource is read
  Element element(resource, unheard);
  for (const Element& label : element.Object("meta").Objects("security")) {
    const Code code = ReadCode(label);
    if (code.system == "http://terminology.hl7.org/CodeSystem/v3-Confidentiality" &&
        (code.code == "R" || code.code == "V"))
      return true;
    if (code.system == "http://terminology.hl7.org/CodeSystem/v3-ActCode") return true;
  }
  return false;
}

}  // namespace tendon::interop
