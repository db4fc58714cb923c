// `tendon referral send`, `receive`, `accept`, `decline`, `start`, `cancel`, `complete`, `ack`.
#include "clients/cli/referral_actions.h"

#include <memory>
#include <vector>

#include "absl/strings/str_split.h"
#include "clients/cli/document.h"
#include "clients/cli/labels.h"
#include "clients/cli/referral_commands.h"
#include "clients/cli/report_data.h"
#include "clients/cli/screening_flags.h"

namespace tendon::cli {
namespace {

namespace pb = referral::v1;
using client::ReferralClient;

constexpr char kEtagExample[] = "--etag v3 of `tendon referral show ID`";

struct AcceptOptions {
  ActionOptions action;
  std::string clinician;
  std::vector<std::string> rules;
};

struct StartOptions {
  ActionOptions action;
  std::vector<std::string> rules, findings;
};

struct ReasonOptions {
  ActionOptions action;
  std::string reason, comment;
};

struct CompleteOptions {
  ActionOptions action;
  std::string summary, file, discharge_reason, recommendation;
  std::vector<std::string> goals;
  bool urgent = false, with_report = false;
};

struct SendOptions {
  ActionOptions action;
  std::string not_a_duplicate;
};

absl::Status Send(Context& context, const SendOptions& options) {
  pb::SendReferralRequest request;
  request.set_duplicate_override_reason(options.not_a_duplicate);
  return ChangeState(context, options.action, std::move(request), &ReferralClient::Send);
}
absl::Status Receive(Context& context, const ActionOptions& options) {
  return ChangeState(context, options, pb::ReceiveReferralRequest(), &ReferralClient::Receive);
}
absl::Status Start(Context& context, const StartOptions& options) {
  pb::StartSessionRequest request;
  for (const std::string& text : options.findings) {
    const auto finding = ParseFinding(text);
    if (!finding.ok()) return finding.status();
    *request.add_findings() = *finding;
  }
  for (const std::string& rule : options.rules) request.add_acknowledged_rules(rule);
  return ChangeState(context, options.action, std::move(request), &ReferralClient::StartSession);
}
absl::Status Acknowledge(Context& context, const ActionOptions& options) {
  return ChangeState(context, options, pb::AcknowledgeReferralRequest(), &ReferralClient::Acknowledge);
}

absl::Status Accept(Context& context, const AcceptOptions& options) {
  pb::AcceptReferralRequest request;
  request.set_clinician(ClinicianName(options.clinician, context.options.organization));
  for (const std::string& rule : options.rules) request.add_acknowledged_rules(rule);
  return ChangeState(context, options.action, std::move(request), &ReferralClient::Accept);
}

template <class Request>
Request WithReason(const ReasonOptions& options) {
  Request request;
  request.set_reason_code(options.reason);
  request.set_comment(options.comment);
  return request;
}
absl::Status Decline(Context& context, const ReasonOptions& options) {
  return ChangeState(context, options.action, WithReason<pb::DeclineReferralRequest>(options),
                     &ReferralClient::Decline);
}
absl::Status Cancel(Context& context, const ReasonOptions& options) {
  return ChangeState(context, options.action, WithReason<pb::CancelReferralRequest>(options), &ReferralClient::Cancel);
}

// "PAIN_RELIEF=ACHIEVED".
absl::Status AddGoal(const std::string& text, pb::ClosingSummary& summary) {
  const std::vector<std::string> parts = absl::StrSplit(text, absl::MaxSplits('=', 1));
  const int kind = EnumValue(*clinical::v1::TreatmentGoal_descriptor(), parts[0]);
  const int achievement = parts.size() == 2 ? EnumValue(*pb::GoalAchievement_descriptor(), parts[1]) : -1;
  if (kind <= 0 || achievement <= 0) {
    return UsageError(absl::StrCat("--goal: expects GOAL=ACHIEVEMENT; GOAL one of ",
                                   EnumLabels(*clinical::v1::TreatmentGoal_descriptor()), "; ACHIEVEMENT one of ",
                                   EnumLabels(*pb::GoalAchievement_descriptor())));
  }
  auto* goal = summary.add_goal_outcomes();
  goal->set_kind(static_cast<clinical::v1::TreatmentGoal>(kind));
  goal->set_achievement(static_cast<pb::GoalAchievement>(achievement));
  return absl::OkStatus();
}

// What the episode's numbers say, after what the therapist says.
absl::Status AddReport(Context& context, const std::string& id, pb::ClosingSummary& summary) {
  const auto made = ReadReport(context, id);
  if (!made.ok()) return made.status();
  if (!summary.text().empty()) summary.mutable_text()->append("\n\n");
  if (summary.text().size() < kMostSummaryBytes)
    summary.mutable_text()->append(report::RenderSummary(*made, kMostSummaryBytes - summary.text().size()));
  return absl::OkStatus();
}

absl::Status Complete(Context& context, const CompleteOptions& options) {
  pb::CompleteReferralRequest request;
  pb::ClosingSummary& summary = *request.mutable_closing_summary();
  absl::Status status =
      options.file.empty() ? absl::OkStatus() : ReadMessage(options.file, context.terminal(), summary);
  for (const auto& goal : options.goals) status.Update(AddGoal(goal, summary));
  if (!status.ok()) return status;
  if (!options.summary.empty()) summary.set_text(options.summary);
  if (options.with_report) status = AddReport(context, options.action.id, summary);
  if (!status.ok()) return status;
  if (!options.recommendation.empty()) summary.set_recommendation(options.recommendation);
  if (options.urgent) summary.set_urgent(true);
  if (!options.discharge_reason.empty()) {
    const int reason = EnumValue(*pb::DischargeReason_descriptor(), options.discharge_reason);
    if (reason <= 0)
      return UsageError(
          absl::StrCat("--discharge-reason: expects one of ", EnumLabels(*pb::DischargeReason_descriptor())));
    summary.set_discharge_reason(static_cast<pb::DischargeReason>(reason));
  }
  return ChangeState(context, options.action, std::move(request), &ReferralClient::Complete);
}

CLI::App* AddAction(CLI::App& group, const std::string& name, const std::string& help, ActionOptions& options) {
  CLI::App* command = group.add_subcommand(name, help);
  command->add_option("id", options.id, "The referral")->required();
  command->add_option("--etag", options.etag,
                      "The etag that you decided on: refused if the referral changed since. Without it the present one "
                      "is read, and nothing "
                      "guards you against a change that you have not seen");
  AddMutationOptions(command, options.mutation);
  return command;
}

void AddPlainAction(CLI::App& group, Context& context, const std::string& name, const std::string& help,
                    absl::Status (*action)(Context&, const ActionOptions&)) {
  auto options = std::make_shared<ActionOptions>();
  Do(AddAction(group, name, help, *options), context, options, action);
}

void AddReasonAction(CLI::App& group, Context& context, const std::string& name, const std::string& help,
                     const std::string& example, absl::Status (*action)(Context&, const ReasonOptions&)) {
  auto options = std::make_shared<ReasonOptions>();
  CLI::App* command = AddAction(group, name, help, options->action);
  command->add_option("--reason", options->reason, "The reason code")->required();
  command->add_option("--comment", options->comment, "The reason in words");
  command->footer("Example:\n  tendon referral " + name + " 0190a5b4-... " + example + "\n");
  Do(command, context, options, action);
}

void AddSend(CLI::App& group, Context& context) {
  auto options = std::make_shared<SendOptions>();
  CLI::App* command = AddAction(group, "send", "Send a draft to its recipient", options->action);
  command->add_option("--not-a-duplicate", options->not_a_duplicate,
                      "Why it is none, though one for the same patient, recipient, service and reason is open");
  command->footer("Example:\n  tendon referral send 0190a5b4-... --not-a-duplicate 'The other knee'\n");
  Do(command, context, options, Send);
}

void AddAcknowledge(CLI::App* command, std::vector<std::string>& rules) {
  command->add_option("--acknowledge", rules, "The rules of screening that you have read: CI012,CI040; may be repeated")
      ->delimiter(',')
      ->take_all();
}

void AddAccept(CLI::App& group, Context& context) {
  auto options = std::make_shared<AcceptOptions>();
  CLI::App* command = AddAction(group, "accept", "You will treat; opens the episode of sessions", options->action);
  command->add_option("--treating-clinician", options->clinician, "Who will treat; you when left out");
  AddAcknowledge(command, options->rules);
  command->footer(
      "Screening is done again for who will treat: read it with `tendon screen ID`, and name each rule that hits.\n"
      "Example:\n  tendon referral accept 0190a5b4-... --acknowledge CI012,CI040\n"
      "What screening says is decision support, not a decision.\n");
  Do(command, context, options, Accept);
}

void AddStart(CLI::App& group, Context& context) {
  auto options = std::make_shared<StartOptions>();
  CLI::App* command = AddAction(group, "start", "Begin a session, within what is authorised", options->action);
  command
      ->add_option(
          "--finding", options->findings,
          "What you found before it: CODE, CODE=no, CODE=unknown, BP=168mm[Hg],96mm[Hg]; may be repeated. A red "
          "flag stops the session: the referral is halted and its physician asked")
      ->take_all();
  AddAcknowledge(command, options->rules);
  command->footer(
      "Screening is done again, and what is other than at the last one is shown; name new rules to go on.\n"
      "Examples:\n  tendon referral start 0190a5b4-... --finding RF_SADDLE=no --finding 'BP=128mm[Hg],82mm[Hg]'\n"
      "  tendon referral start 0190a5b4-... --acknowledge CI040\n"
      "What screening says is decision support, not a decision.\n");
  Do(command, context, options, Start);
}

void AddComplete(CLI::App& group, Context& context) {
  auto options = std::make_shared<CompleteOptions>();
  CLI::App* command =
      AddAction(group, "complete", "The treatment is over; sends the summary to the referrer", options->action);
  command->add_option("--summary", options->summary, "What was done and what came of it");
  command->add_flag("--with-report", options->with_report,
                    "Add what the episode's numbers say: each measure's course and class, the dose, the advice");
  command->add_option("--discharge-reason", options->discharge_reason, EnumLabels(*pb::DischargeReason_descriptor()));
  command->add_option("--goal", options->goals, "GOAL=ACHIEVEMENT, such as PAIN_RELIEF=ACHIEVED; may be repeated")
      ->take_all();
  command->add_option("--recommendation", options->recommendation, "What should happen next");
  command->add_flag("--urgent", options->urgent, "The referrer must read it without delay");
  command->add_option("-f,--file", options->file, "A ClosingSummary as JSON or YAML; - for standard input");
  command->footer(
      "Example:\n  tendon referral complete 0190a5b4-... --discharge-reason GOALS_MET \\\n"
      "    --summary 'Six sessions; pain from 7 to 2.' --goal PAIN_RELIEF=ACHIEVED\n");
  Do(command, context, options, Complete);
}

}  // namespace

absl::StatusOr<std::string> EtagFor(Context& context, ReferralClient& client, const ActionOptions& options) {
  if (!options.etag.empty()) return options.etag;
  if (absl::Status status = RefuseOtherAtEachAttempt(options.mutation, false, "--etag", kEtagExample); !status.ok())
    return status;
  pb::GetReferralRequest request;
  request.set_name(ReferralName(options.id));
  auto referral = client.Get(std::move(request));
  if (!referral.ok()) return referral.status();
  context.filled_in.push_back(absl::StrCat("--etag ", referral->etag()));
  return referral->etag();
}

void AddReferralActions(CLI::App& group, Context& context) {
  AddSend(group, context);
  AddPlainAction(group, context, "receive", "You have looked at it", Receive);
  AddAccept(group, context);
  AddReasonAction(group, context, "decline", "You will not treat",
                  "--reason capacity-full --comment 'No place before March'", Decline);
  AddStart(group, context);
  AddReasonAction(group, context, "cancel", "Discard a draft, or recall it before treatment has begun",
                  "--reason patient-declined", Cancel);
  AddComplete(group, context);
  AddPlainAction(group, context, "ack", "You have read the outcome; closes the loop", Acknowledge);
}

}  // namespace tendon::cli
