// What a report advises, and what it warns of.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/labels.h"
#include "clients/cli/referral_safety.h"
#include "clients/cli/referral_view.h"
#include "clients/cli/report_parts.h"
#include "clients/report/text.h"

namespace tendon::cli {
namespace {

namespace guide = outcomes::v1;

template <class Ruled>
report::Basis BasisOf(const Ruled& ruled) {
  return {ruled.rule(), ruled.citation(), ruled.confidence(), ruled.working_rule()};
}

report::AdviceItem AdviceOf(const guide::Advice& advice) {
  report::AdviceItem item;
  item.action = Label(advice.action());
  if (advice.discipline() != clinical::v1::DISCIPLINE_UNSPECIFIED)
    absl::StrAppend(&item.action, ": ", Label(advice.discipline()));
  item.urgency = Label(advice.urgency());
  item.text = advice.text();
  item.basis = BasisOf(advice);
  item.inputs = {advice.inputs().begin(), advice.inputs().end()};
  return item;
}

// "2026-12-01 to 2026-12-08, session 8".
std::string WhenOf(const guide::Checkpoint& checkpoint, absl::TimeZone zone) {
  std::vector<std::string> when;
  if (checkpoint.has_due_time())
    when.push_back(
        absl::StrCat(DateOf(checkpoint.due_time(), zone),
                     checkpoint.has_latest_time() ? absl::StrCat(" to ", DateOf(checkpoint.latest_time(), zone)) : ""));
  if (checkpoint.due_session() > 0) when.push_back(absl::StrCat("session ", checkpoint.due_session()));
  return absl::StrJoin(when, ", ");
}

report::CheckItem CheckOf(const guide::Checkpoint& checkpoint, absl::TimeZone zone) {
  const bool pressing =
      checkpoint.state() == guide::CHECKPOINT_STATE_DUE || checkpoint.state() == guide::CHECKPOINT_STATE_MISSED;
  return {checkpoint.kind(), Label(checkpoint.state()), WhenOf(checkpoint, zone), checkpoint.text(),
          pressing,          BasisOf(checkpoint)};
}

// One rule, and the techniques that it hit on each place.
struct Hit {
  clinical::v1::RuleHit hit;  // the strongest
  std::map<std::string, std::vector<std::string>> techniques;
};

std::vector<Hit> HitsOf(const clinical::v1::ScreeningSnapshot& screening, const guide::Plan& plan) {
  std::vector<Hit> hits;
  const auto take = [&hits](const clinical::v1::RuleHit& hit) -> Hit& {
    const auto same =
        std::find_if(hits.begin(), hits.end(), [&hit](const Hit& known) { return known.hit.rule() == hit.rule(); });
    if (same == hits.end()) return hits.emplace_back(Hit{hit, {}});
    if (hit.verdict() > same->hit.verdict()) same->hit = hit;
    return *same;
  };
  for (const auto& technique : screening.techniques()) {
    for (const clinical::v1::RuleHit& hit : technique.hits())
      take(hit).techniques[SiteLabel(technique.body_site())].push_back(report::Words(technique.technique()));
  }
  for (const clinical::v1::RuleHit& hit : plan.precautions()) take(hit);
  std::stable_sort(hits.begin(), hits.end(),
                   [](const Hit& a, const Hit& b) { return a.hit.verdict() > b.hit.verdict(); });
  return hits;
}

// "Deep tissue, Friction on lumbar; Traction on neck".
std::string WhereOf(const Hit& hit) {
  return absl::StrJoin(hit.techniques, "; ", [](std::string* out, const auto& place) {
    absl::StrAppend(out, absl::StrJoin(place.second, ", "), place.first.empty() ? "" : " on ", place.first);
  });
}

void AddAnswer(const std::string& rule, const std::string& name, const std::string& text, report::EpisodeReport* made) {
  for (report::Precaution& precaution : made->precautions) {
    if (precaution.basis.rule != rule) continue;
    precaution.answers.push_back(absl::StrCat(name, ": ", text, "."));
    return;
  }
  made->plan.push_back({name, text});
}

}  // namespace

void AddGuidance(const guide::Guidance& guidance, absl::TimeZone zone, report::EpisodeReport* made) {
  made->answer = guidance.answer();
  for (const guide::Advice& advice : guidance.advice()) {
    made->alarming = made->alarming || advice.action() == guide::ADVICE_ACTION_STOP_AND_ESCALATE;
    made->advice.push_back(AdviceOf(advice));
  }
  if (guidance.has_dose()) {
    const guide::Dose& dose = guidance.dose();
    made->dose = report::Statement{
        absl::StrCat("Dose ", dose.adequate() ? "adequate: " : "not adequate yet: ", dose.text()), BasisOf(dose)};
  }
  for (const guide::Checkpoint& checkpoint : guidance.checkpoints())
    made->checkpoints.push_back(CheckOf(checkpoint, zone));
  if (!guidance.knowledge_version().empty()) made->knowledge_version = guidance.knowledge_version();
}

void AddPrecautions(const clinical::v1::ScreeningSnapshot& screening, const guide::Plan& plan, absl::Time now,
                    report::EpisodeReport* made) {
  for (const Hit& hit : HitsOf(screening, plan)) {
    report::Precaution precaution;
    precaution.severity = Label(hit.hit.verdict());
    precaution.what = hit.hit.label();
    precaution.where = WhereOf(hit);
    precaution.action = hit.hit.action();
    precaution.rationale = hit.hit.rationale();
    precaution.dispute_note = hit.hit.dispute_note();
    precaution.basis = {hit.hit.rule(), absl::StrJoin(hit.hit.sources(), ", "), hit.hit.confidence(), false};
    made->precautions.push_back(std::move(precaution));
  }
  for (const auto& attested : plan.overrides())
    if (Stands(attested, now)) AddAnswer(attested.rule(), "Override", OverrideLine(attested), made);
  for (const auto& clearance : plan.clearances())
    AddAnswer(clearance.rule(), "Clearance", ClearanceLine(clearance), made);
  if (made->knowledge_version.empty()) made->knowledge_version = screening.knowledge_version();
}

}  // namespace tendon::cli
