#include "clients/cli/guidance_view.h"

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/labels.h"
#include "clients/cli/series.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"

namespace tendon::cli {
namespace {

namespace guide = outcomes::v1;

Style StyleOfAction(guide::AdviceAction action) {
  switch (action) {
    case guide::ADVICE_ACTION_STOP_AND_ESCALATE:
    case guide::ADVICE_ACTION_REFER_BACK:
      return Style::kBad;
    case guide::ADVICE_ACTION_CONTINUE:
    case guide::ADVICE_ACTION_TAPER:
    case guide::ADVICE_ACTION_DISCHARGE:
      return Style::kGood;
    default:
      return Style::kWaiting;
  }
}

// "TR32, MODERATE, working rule".
template <class Ruled>
std::string RuleLabel(const Ruled& ruled) {
  return absl::StrCat(ruled.rule(), ruled.confidence().empty() ? "" : ", ", ruled.confidence(),
                      ruled.working_rule() ? ", working rule" : "");
}

// With the source behind it; that of a working rule says so itself.
template <class Ruled>
std::string BasisLabel(const Ruled& ruled) {
  if (ruled.citation().empty()) return RuleLabel(ruled);
  const bool says_so = absl::StrContains(ruled.citation(), "working rule");
  return absl::StrCat(ruled.rule(), ruled.confidence().empty() ? "" : ", ", ruled.confidence(),
                      ruled.working_rule() && !says_so ? ", working rule" : "", "; ", ruled.citation());
}

void PrintAdvice(const guide::Advice& advice, Context& context) {
  std::string action = Label(advice.action());
  if (advice.discipline() != clinical::v1::DISCIPLINE_UNSPECIFIED)
    absl::StrAppend(&action, " ", Label(advice.discipline()));
  if (advice.urgency() != clinical::v1::REFER_URGENCY_UNSPECIFIED)
    absl::StrAppend(&action, " (", Label(advice.urgency()), ")");
  Fields fields;
  fields.Add(context.terminal().utf8 ? "→" : "->", action, StyleOfAction(advice.action()));
  fields.Add("  What", advice.text());
  fields.Add("  Rule", RuleLabel(advice));
  fields.Add("  From", absl::StrJoin(advice.inputs(), "\n"));
  fields.Add("  Source", advice.citation(), Style::kDim);
  fields.Print(context.terminal(), context.out());
}

std::string WhenLabel(const guide::Checkpoint& checkpoint) {
  std::vector<std::string> when;
  if (checkpoint.has_due_time()) when.push_back(TimeLabel(checkpoint.due_time()).substr(0, 10));
  if (checkpoint.has_latest_time())
    when.push_back(absl::StrCat("to ", TimeLabel(checkpoint.latest_time()).substr(0, 10)));
  if (checkpoint.due_session() > 0) when.push_back(absl::StrCat("session ", checkpoint.due_session()));
  return absl::StrJoin(when, " ");
}

void PrintCheckpoints(const guide::Guidance& guidance, Context& context) {
  Table table({{"CHECKPOINT"}, {"STATE"}, {"WHEN"}, {"WHAT", false, true}, {"RULE", false, true}});
  for (const auto& checkpoint : guidance.checkpoints()) {
    const bool pressing =
        checkpoint.state() == guide::CHECKPOINT_STATE_DUE || checkpoint.state() == guide::CHECKPOINT_STATE_MISSED;
    table.Add({checkpoint.kind(), Cell(Label(checkpoint.state()), pressing ? Style::kWaiting : Style::kPlain),
               WhenLabel(checkpoint), checkpoint.text(), BasisLabel(checkpoint)});
  }
  if (!table.empty()) context.out() << '\n';
  table.Print(context.terminal(), context.out());
}

}  // namespace

void PrintGuidance(const guide::Guidance& guidance, Context& context) {
  if (guidance.answer().empty()) return;
  context.out() << '\n' << context.terminal().Styled(Printable(guidance.answer()), Style::kBold) << '\n';
  for (const auto& advice : guidance.advice()) {
    context.out() << '\n';
    PrintAdvice(advice, context);
  }
  if (guidance.has_dose()) {
    Fields fields;
    fields.Add("Dose", absl::StrCat(guidance.dose().adequate() ? "adequate: " : "not adequate yet: ",
                                    guidance.dose().text(), "; ", BasisLabel(guidance.dose())));
    context.out() << '\n';
    fields.Print(context.terminal(), context.out());
  }
  PrintCheckpoints(guidance, context);
  context.out() << "\nDecision support, not a decision. Knowledge " << Printable(guidance.knowledge_version()) << '\n';
}

void PrintExplanations(const guide::Episode& episode, Context& context) {
  Fields fields;
  for (const auto& measure : episode.measures()) {
    if (measure.trajectory().rule().empty()) continue;
    fields.Add(SeriesLabel(measure),
               absl::StrCat(measure.trajectory().explanation(), "\n", BasisLabel(measure.trajectory())));
  }
  context.out() << '\n';
  fields.Print(context.terminal(), context.out());
}

}  // namespace tendon::cli
