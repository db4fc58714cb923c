// `tendon table`: the transition table that the server enforces.
#include <algorithm>
#include <ostream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/command.h"
#include "clients/cli/commands.h"
#include "clients/cli/labels.h"
#include "clients/cli/table.h"
#include "clients/cpp/referral_client.h"

namespace tendon::cli {
namespace {

namespace pb = referral::v1;

struct TableOptions {
  std::string state;
};

template <class Enum>
std::string Labels(const google::protobuf::RepeatedField<int>& values) {
  std::vector<std::string> labels;
  for (const int value : values) labels.push_back(Label(static_cast<Enum>(value)));
  return absl::StrJoin(labels, ", ");
}

// The states that a referral can be in: REDIRECTED is the end of an assignment.
std::vector<int> PresentStates() {
  std::vector<int> states;
  for (int state = pb::ReferralState_MIN + 1; state <= pb::ReferralState_MAX; ++state) {
    if (pb::ReferralState_IsValid(state) && state != pb::REFERRAL_STATE_REDIRECTED) states.push_back(state);
  }
  return states;
}

// "DRAFT, SENT"; of most of them, what they leave out: "all but DRAFT".
std::string StateLabels(const google::protobuf::RepeatedField<int>& values) {
  google::protobuf::RepeatedField<int> others;
  for (const int state : PresentStates()) {
    if (std::find(values.begin(), values.end(), state) == values.end()) others.Add(state);
  }
  if (others.empty()) return "all";
  if (values.size() <= 2 * others.size()) return Labels<pb::ReferralState>(values);
  return absl::StrCat("all but ", Labels<pb::ReferralState>(others));
}

void PrintRules(const pb::ListTransitionRulesResponse& response, Context& context) {
  Table table({{"RULE", true},
               {"FROM", false, true},
               {"EVENT"},
               {"BY"},
               {"TO"},
               {"NEEDS"},
               {"IF", false, true},
               {"WHAT IT DOES", false, true}});
  for (const auto& rule : response.rules()) {
    const std::string needs = rule.reason_code_required() ? rule.comment_required() ? "reason, comment" : "reason" : "";
    table.Add(
        {rule.rule(), StateLabels(rule.from_states()), Label(rule.event()), Labels<pb::PartyRole>(rule.actor_roles()),
         rule.to_states().empty() ? Cell("unchanged") : Cell(StateLabels(rule.to_states()), StyleOf(rule.to_state())),
         needs, absl::StrJoin(rule.guards(), "; "), rule.description()});
  }
  table.Print(context.terminal(), context.out());
}

absl::Status PrintTable(Context& context, const TableOptions& options) {
  const int state = options.state.empty() ? 0 : EnumValue(*pb::ReferralState_descriptor(), options.state);
  if (state < 0)
    return UsageError(absl::StrCat("--state: expects one of ", EnumLabels(*pb::ReferralState_descriptor())));
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  auto response = client::ReferralClient(*connection).ListTransitionRules();
  if (!response.ok()) return response.status();
  pb::ListTransitionRulesResponse shown;
  for (const auto& rule : response->rules()) {
    const auto& from = rule.from_states();
    if (state == 0 || std::find(from.begin(), from.end(), state) != from.end()) *shown.add_rules() = rule;
  }
  context.Print(shown, [&] { PrintRules(shown, context); });
  return absl::OkStatus();
}

}  // namespace

void AddTransitionTableCommand(CLI::App& app, Context& context) {
  auto options = std::make_shared<TableOptions>();
  CLI::App* command = app.add_subcommand("table", "Print the transition table of referrals");
  command->add_option("--state", options->state, "Only what can happen in this state");
  Do(command, context, options, PrintTable);
}

}  // namespace tendon::cli
