#include "clients/cli/referral_safety.h"

#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/labels.h"
#include "clients/cli/names.h"
#include "clients/cli/screening_view.h"
#include "clients/cli/text.h"

namespace tendon::cli {
namespace {

namespace pb = referral::v1;
namespace cpb = clinical::v1;

template <class Items, class ToLine>
std::string EachOnALine(const Items& items, ToLine line) {
  std::vector<std::string> lines;
  for (const auto& item : items) lines.push_back(line(item));
  return absl::StrJoin(lines, "\n");
}

std::string ForTechnique(const std::string& technique) { return technique.empty() ? "every technique" : technique; }

std::string RuleLine(const cpb::RuleHit& hit) {
  const std::string urgency = Label(hit.refer_urgency());
  return absl::StrCat(VerdictWords(hit.verdict()), ": ", hit.rule(), " ", hit.label(), urgency.empty() ? "" : ", ",
                      urgency, "; sources ", absl::StrJoin(hit.sources(), ", "), "; confidence ", hit.confidence());
}

std::string ScreeningLines(const cpb::ScreeningSnapshot& screening) {
  if (!screening.has_screen_time()) return "";
  std::set<std::string> shown;
  std::vector<std::string> lines = {
      absl::StrCat(VerdictWords(screening.verdict()), ", ", TimeLabel(screening.screen_time()))};
  for (const auto& verdict : screening.techniques()) {
    for (const auto& hit : verdict.hits()) {
      if (shown.insert(hit.rule()).second) lines.push_back(RuleLine(hit));
    }
  }
  lines.push_back(absl::StrCat(screening.statement(), " Knowledge ", screening.knowledge_version()));
  return absl::StrJoin(lines, "\n");
}

std::string UseLine(const pb::ContraindicatedUse& use) {
  return absl::StrCat(use.technique(), " on ", TimeLabel(use.session_time()), " against ",
                      absl::StrJoin(use.rules(), ", "));
}

std::string RecheckLine(const pb::RecheckRequest& recheck) {
  const std::string urgency = Label(recheck.refer_urgency());
  return absl::StrCat(TimeLabel(recheck.request_time()), " ", recheck.reason_code(), urgency.empty() ? "" : ", ",
                      urgency, recheck.rules().empty() ? "" : ", ", absl::StrJoin(recheck.rules(), ", "),
                      recheck.comment().empty() ? "" : ": ", recheck.comment());
}

// "; sources A, B; confidence HIGH", as far as the rule hits now.
std::string BasisIn(const cpb::ScreeningSnapshot& screening, const std::string& rule) {
  for (const auto& verdict : screening.techniques()) {
    for (const auto& hit : verdict.hits()) {
      if (hit.rule() != rule) continue;
      return absl::StrCat("; sources ", absl::StrJoin(hit.sources(), ", "), "; confidence ", hit.confidence());
    }
  }
  return "";
}

std::string ChangeLine(const pb::ScreeningChange& change, const cpb::ScreeningSnapshot& screening) {
  const auto words = [](cpb::Verdict verdict) {
    return verdict == cpb::VERDICT_UNSPECIFIED ? std::string("nothing") : VerdictWords(verdict);
  };
  return absl::StrCat(change.rule(), " for ", change.technique(), ": ", words(change.before()), " -> ",
                      words(change.after()), BasisIn(screening, change.rule()));
}

}  // namespace

std::string OverrideLine(const pb::Override& attested) {
  return absl::StrCat(attested.rule(), " for ", ForTechnique(attested.technique()), " by ",
                      ShortName(attested.attesting_clinician()), ", until ", TimeLabel(attested.expire_time()), ", ",
                      attested.reason_code(), ": ", attested.comment(),
                      attested.has_acknowledge_time() ? "; acknowledged" : "; not acknowledged yet");
}

std::string ClearanceLine(const pb::Clearance& clearance) {
  return absl::StrCat(clearance.rule(), clearance.rule().empty() ? "" : " ", "for ",
                      ForTechnique(clearance.technique()), " by ", clearance.clearing_clinician(), " on ",
                      clearance.clear_date(), ": ", clearance.text());
}

void AddSafety(const pb::Referral& referral, Fields& fields) {
  fields.Add("Screening", ScreeningLines(referral.screening()), StyleOf(referral.screening().verdict()));
  if (referral.unsafe()) fields.Add("Unsafe", "screening stands in the way; no session can be started", Style::kBad);
  fields.Add("Overrides", EachOnALine(referral.overrides(), OverrideLine));
  fields.Add("Clearances", EachOnALine(referral.clearances(), ClearanceLine));
  fields.Add("Read", absl::StrJoin(referral.screening_acknowledgement().rules(), ", "));
  fields.Add("Done against", EachOnALine(referral.contraindicated_uses(), UseLine), Style::kBad);
  fields.Add("To be seen", EachOnALine(referral.recheck_requests(), RecheckLine), Style::kBad);
}

void PrintSafetyNews(const pb::Referral& referral, Context& context) {
  const auto event = referral.last_transition().event();
  const bool screened =
      referral.screening().has_screen_time() &&
      referral.screening().screen_time().seconds() == referral.last_transition().transition_time().seconds();
  Fields fields;
  if (event == pb::REFERRAL_EVENT_HOLD && !referral.recheck_requests().empty()) {
    fields.Add("STOPPED",
               "Do not treat. A red flag: the referral is halted, and its physician is asked to see the patient",
               Style::kBad);
    fields.Add("To be seen", RecheckLine(*referral.recheck_requests().rbegin()), Style::kBad);
  }
  if (referral.unsafe()) {
    fields.Add("Unsafe", "screening stands in the way; no session can be started: see `tendon screen`", Style::kBad);
  }
  if (screened) {
    const auto line = [&](const pb::ScreeningChange& change) { return ChangeLine(change, referral.screening()); };
    fields.Add("Screening now", EachOnALine(referral.screening_changes(), line), Style::kWaiting);
  }
  const bool any = referral.unsafe() || (screened && !referral.screening_changes().empty()) ||
                   (event == pb::REFERRAL_EVENT_HOLD && !referral.recheck_requests().empty());
  if (!any) return;
  fields.Add("",
             absl::StrCat(referral.screening().statement(), " Knowledge ", referral.screening().knowledge_version()));
  fields.Print(context.terminal(), context.out());
}

}  // namespace tendon::cli
