// What a treatment has to mind, of one referral or of a plan.
#include <algorithm>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/labels.h"
#include "clients/cli/referral_safety.h"
#include "clients/cli/screening_view.h"

namespace tendon::cli {
namespace {

namespace cpb = clinical::v1;

void SortStrongestFirst(std::vector<cpb::RuleHit>* hits) {
  std::stable_sort(hits->begin(), hits->end(),
                   [](const cpb::RuleHit& a, const cpb::RuleHit& b) { return a.verdict() > b.verdict(); });
}

// "MODIFY: Anticoagulant therapy: light pressure only (CI023; sources BATAVIA2004; confidence MODERATE)".
std::string HitLine(const cpb::RuleHit& hit) {
  const std::string urgency = Label(hit.refer_urgency());
  return absl::StrCat(VerdictWords(hit.verdict()), ": ", hit.label(), hit.action().empty() ? "" : ": ", hit.action(),
                      " (", hit.rule(), urgency.empty() ? "" : ", ", urgency, "; sources ",
                      absl::StrJoin(hit.sources(), ", "), "; confidence ", hit.confidence(), ")");
}

}  // namespace

bool Stands(const referral::v1::Override& attested, absl::Time now) {
  return !attested.has_expire_time() || attested.expire_time().seconds() > absl::ToUnixSeconds(now);
}

Minded MindedIn(const referral::v1::Referral& referral) {
  Minded minded;
  for (const auto& technique : referral.screening().techniques()) {
    for (const cpb::RuleHit& hit : technique.hits()) {
      const auto same = std::find_if(minded.hits.begin(), minded.hits.end(),
                                     [&hit](const cpb::RuleHit& known) { return known.rule() == hit.rule(); });
      if (same == minded.hits.end()) {
        minded.hits.push_back(hit);
      } else if (hit.verdict() > same->verdict()) {
        *same = hit;
      }
    }
  }
  SortStrongestFirst(&minded.hits);
  minded.overrides.assign(referral.overrides().begin(), referral.overrides().end());
  minded.clearances.assign(referral.clearances().begin(), referral.clearances().end());
  minded.statement = referral.screening().statement();
  minded.knowledge_version = referral.screening().knowledge_version();
  minded.unsafe = referral.unsafe();
  return minded;
}

Minded MindedIn(const outcomes::v1::Plan& plan) {
  Minded minded;
  minded.hits.assign(plan.precautions().begin(), plan.precautions().end());
  minded.overrides.assign(plan.overrides().begin(), plan.overrides().end());
  minded.clearances.assign(plan.clearances().begin(), plan.clearances().end());
  minded.statement = plan.statement();
  minded.knowledge_version = plan.knowledge_version();
  return minded;
}

void PrintMinded(const Minded& minded, absl::Time now, Context& context) {
  std::vector<std::string> hits, overrides, clearances;
  for (const auto& hit : minded.hits) hits.push_back(HitLine(hit));
  for (const auto& attested : minded.overrides)
    if (Stands(attested, now)) overrides.push_back(OverrideLine(attested));
  for (const auto& clearance : minded.clearances) clearances.push_back(ClearanceLine(clearance));
  // Who may not see why still sees that nobody is to be treated.
  if (hits.empty() && overrides.empty() && clearances.empty() && !minded.unsafe) return;
  Fields fields;
  fields.Add("Precautions", absl::StrJoin(hits, "\n"),
             minded.hits.empty() ? Style::kPlain : StyleOf(minded.hits.front().verdict()));
  fields.Add("Overrides", absl::StrJoin(overrides, "\n"), Style::kWaiting);
  fields.Add("Clearances", absl::StrJoin(clearances, "\n"), Style::kWaiting);
  if (minded.unsafe) fields.Add("Unsafe", "screening stands in the way; no session can be started", Style::kBad);
  const std::string version =
      minded.knowledge_version.empty() ? "" : absl::StrCat(" Knowledge ", minded.knowledge_version, ".");
  fields.Add("", absl::StrCat(minded.statement, version), Style::kDim);
  context.out() << '\n';
  fields.Print(context.terminal(), context.out());
}

}  // namespace tendon::cli
