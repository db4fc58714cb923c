// Whether sessions are of the referral's patient.
#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "clients/interop/fhir.h"
#include "clients/interop/subjects.h"
#include "clients/interop/text.h"
#include "tendon/options/v1/options.pb.h"

namespace tendon::interop {
namespace {

constexpr std::string_view kRefused = "of another patient than the referral's: nothing of this document is kept";

// What the claims of one session say; `claim` is the one that decides.
struct Verdict {
  Same same = Same::kNotTold;
  const SubjectClaim* claim = nullptr;
};

Verdict Judge(const SessionImport& session, const Identifiers& patient) {
  Verdict verdict;
  for (const SubjectClaim& claim : session.claims) {
    const Same same = CompareIdentifiers(claim.identifiers, patient);
    if (same == Same::kOther) return {same, &claim};
    if (same == Same::kSame) verdict = {same, &claim};
    if (verdict.claim == nullptr && !claim.identifiers.empty()) verdict.claim = &claim;
  }
  return verdict;
}

bool Withholds(const referral::v1::Referral& referral) {
  const auto& withheld = referral.withheld_categories();
  return std::find(withheld.begin(), withheld.end(), options::v1::DATA_CATEGORY_IDENTITY) != withheld.end();
}

std::string WhyNotChecked(const Verdict& verdict, const referral::v1::Referral& referral) {
  const std::string lead = "whether it is the referral's patient could not be checked: ";
  if (Withholds(referral)) return lead + "the view of the referral withholds the patient's identifiers from your role";
  if (referral.patient().identifiers().empty()) return lead + "the referral's patient has no identifier";
  if (verdict.claim == nullptr) return lead + "no identifier of the patient is told";
  return lead + "no identifier is of a system of the referral's patient";
}

// The documents of sessions that are another patient's; an error for each Patient or subject that says so.
std::set<std::string> RefusedDocuments(const referral::v1::Referral& referral, ImportResult* result) {
  std::set<std::string> refused;
  std::set<std::tuple<std::string, std::string, std::string>> told;
  for (const auto* list : {&result->sessions, &result->assessments}) {
    for (const SessionImport& session : *list) {
      const Verdict verdict = Judge(session, referral.patient().identifiers());
      if (verdict.same != Same::kOther) continue;
      refused.insert(session.documents.begin(), session.documents.end());
      const SubjectClaim& claim = *verdict.claim;
      if (!told.emplace(claim.document, claim.resource, claim.path).second) continue;
      result->issues.push_back(
          {Severity::kError, claim.document, claim.resource, claim.path,
           "another patient than the referral's: an identifier of the same system has another value, and none is in "
           "common; nothing of this document is recorded. See that the referral is the right one; of a document of "
           "several patients, choose the subject"});
    }
  }
  return refused;
}

bool IsRefused(const SessionImport& session, const std::set<std::string>& refused) {
  return std::any_of(session.documents.begin(), session.documents.end(),
                     [&](const std::string& document) { return refused.contains(document); });
}

void Drop(const std::set<std::string>& refused, std::vector<SessionImport>* sessions, ImportResult* result) {
  std::set<std::pair<std::string, std::string>> dropped;  // documents and sources
  for (const SessionImport& session : *sessions) {
    if (!IsRefused(session, refused)) continue;
    for (const std::string& document : session.documents) {
      for (const std::string& source : session.sources) dropped.emplace(document, source);
    }
  }
  std::erase_if(*sessions, [&](const SessionImport& session) { return IsRefused(session, refused); });
  for (Disposition& disposition : result->dispositions) {
    if (!dropped.contains({disposition.document, disposition.resource})) continue;
    disposition.fate = Fate::kInvalid;
    disposition.reason = std::string(kRefused);
  }
}

// Once for each patient, and once for each subject that tells no identifier.
void WarnOfUnchecked(const referral::v1::Referral& referral, ImportResult* result) {
  std::set<std::tuple<std::string, std::string, std::string>> told;
  for (const auto* list : {&result->sessions, &result->assessments}) {
    for (const SessionImport& session : *list) {
      const Verdict verdict = Judge(session, referral.patient().identifiers());
      if (verdict.same == Same::kSame) continue;
      SubjectClaim at = verdict.claim != nullptr
                            ? *verdict.claim
                            : SubjectClaim{session.document,
                                           session.sources[0],
                                           session.sources[0].substr(0, session.sources[0].find('/')) + ".subject",
                                           {}};
      const std::string& whose = verdict.claim != nullptr ? at.resource : session.subject_reference;
      if (!told.emplace(at.document, whose, at.path).second) continue;
      result->issues.push_back(
          {Severity::kWarning, at.document, at.resource, at.path, WhyNotChecked(verdict, referral)});
    }
  }
}

}  // namespace

void KeepSessionsOf(const referral::v1::Referral& referral, ImportResult* result) {
  const std::set<std::string> refused = RefusedDocuments(referral, result);
  if (!refused.empty()) {
    Drop(refused, &result->sessions, result);
    Drop(refused, &result->assessments, result);
  }
  WarnOfUnchecked(referral, result);
}

}  // namespace tendon::interop
