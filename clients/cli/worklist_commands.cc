// `tendon worklist` and `tendon overdue`: what is to be done.
#include <ostream>

#include "absl/strings/match.h"
#include "clients/cli/command.h"
#include "clients/cli/commands.h"
#include "clients/cli/labels.h"
#include "clients/cli/names.h"
#include "clients/cli/referral_view.h"
#include "clients/cli/table.h"
#include "clients/cpp/paging.h"
#include "clients/cpp/worklist_client.h"

namespace tendon::cli {
namespace {

namespace pb = referral::v1;

struct WorklistOptions {
  pb::Worklist list = pb::WORKLIST_UNSPECIFIED;
  std::string state, priority, discipline, clinician;
  ListOptions paging;
};

struct PatientOptions {
  std::string system, value;
  ListOptions paging;
};

// Prints lines as they come; says when there are none.
class WorkOutput {
 public:
  explicit WorkOutput(Context& context)
      : context_(context),
        output_(context),
        table_({{"ID"},
                {"STATE"},
                {"TURN"},
                {"DUE"},
                {"PRIORITY"},
                {"FROM", false, true},
                {"TO", false, true},
                {"SESSIONS"},
                {"EXPECTED", false, true},
                {"PATIENT", false, true}}) {}

  void Add(const pb::Referral& referral, bool my_turn, bool overdue) {
    ++count_;
    if (output_.Add(referral)) return;
    const Style due = overdue ? Style::kBad : Style::kPlain;
    table_.Add({ShortName(referral.name()), Cell(Label(referral.state()), StyleOf(referral.state())),
                my_turn ? Cell("YOURS", Style::kBold) : Cell(Label(referral.turn().party())),
                Cell(TimeLabel(referral.turn().due_time()), due), Label(referral.priority()),
                ShortName(referral.referrer()), ShortName(referral.recipient()),
                referral.has_progress() ? ProgressLabel(referral.progress()) : "", referral.turn().expectation(),
                PatientLabel(referral.patient())});
  }
  int count() const { return count_; }
  void Finish(const char* none) {
    table_.Print(context_.terminal(), context_.out());
    output_.Finish();
    if (!context_.for_machines() && count_ == 0) context_.terminal().err << none << "\n";
  }

 private:
  Context& context_;
  ListOutput output_;
  Table table_;
  int count_ = 0;
};

template <class Enum, class Set>
absl::Status SetFilter(const std::string& label, const std::string& option, Set set) {
  if (label.empty()) return absl::OkStatus();
  const auto& descriptor = *google::protobuf::GetEnumDescriptor<Enum>();
  const int value = EnumValue(descriptor, label);
  if (value <= 0) return UsageError(absl::StrCat(option, ": expects one of ", EnumLabels(descriptor)));
  set(static_cast<Enum>(value));
  return absl::OkStatus();
}

absl::StatusOr<pb::ListWorklistRequest> WorklistRequest(Context& context, const WorklistOptions& options) {
  const auto organization = context.Organization();
  if (!organization.ok()) return organization.status();
  pb::ListWorklistRequest request;
  request.set_parent(*organization);
  request.set_worklist(options.list);
  request.set_clinician(ClinicianName(options.clinician, context.options.organization));
  request.set_page_size(PageSize(options.paging));
  absl::Status status =
      SetFilter<pb::ReferralState>(options.state, "--state", [&](auto value) { request.set_state(value); });
  if (status.ok())
    status = SetFilter<pb::Priority>(options.priority, "--priority", [&](auto value) { request.set_priority(value); });
  if (status.ok())
    status = SetFilter<clinical::v1::Discipline>(options.discipline, "--discipline",
                                                 [&](auto value) { request.set_discipline(value); });
  if (!status.ok()) return status;
  return request;
}

absl::Status ShowWorklist(Context& context, const WorklistOptions& options) {
  auto request = WorklistRequest(context, options);
  if (!request.ok()) return request.status();
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  client::WorklistClient client(*connection);
  WorkOutput output(context);
  const absl::Status status = client::ForEachPage(
      *std::move(request), [&](const auto& page_request) { return client.List(page_request); },
      [&](const auto& page) {
        for (const auto& item : page.items()) {
          if (Enough(options.paging, output.count())) return false;
          output.Add(item.referral(), item.my_turn(), item.overdue());
        }
        return !Enough(options.paging, output.count());
      });
  if (status.ok()) output.Finish("Nothing to do here.");
  return status;
}

absl::Status ShowOverdue(Context& context, const ListOptions& options) {
  const auto organization = context.Organization();
  if (!organization.ok()) return organization.status();
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  client::WorklistClient client(*connection);
  WorkOutput output(context);
  pb::ListOverdueRequest request;
  request.set_parent(*organization);
  request.set_page_size(PageSize(options));
  const absl::Status status = client::ForEachPage(
      request, [&](const auto& page_request) { return client.ListOverdue(page_request); },
      [&](const auto& page) {
        for (const auto& item : page.items()) {
          if (Enough(options, output.count())) return false;
          output.Add(item.referral(), item.my_turn(), item.overdue());
        }
        return !Enough(options, output.count());
      });
  if (status.ok()) output.Finish("Nothing is late.");
  return status;
}

absl::Status ShowPatient(Context& context, const PatientOptions& options) {
  const auto organization = context.Organization();
  if (!organization.ok()) return organization.status();
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  client::WorklistClient client(*connection);
  WorkOutput output(context);
  pb::ListPatientReferralsRequest request;
  request.set_parent(*organization);
  request.mutable_identifier()->set_system(options.system);
  request.mutable_identifier()->set_value(options.value);
  request.set_page_size(PageSize(options.paging));
  const absl::Status status = client::ForEachPage(
      request, [&](const auto& page_request) { return client.ListOfPatient(page_request); },
      [&](const auto& page) {
        for (const auto& referral : page.referrals()) {
          if (Enough(options.paging, output.count())) return false;
          output.Add(referral, false, false);
        }
        return !Enough(options.paging, output.count());
      });
  if (status.ok()) output.Finish("No referrals of this patient.");
  return status;
}

void AddWorklist(CLI::App& group, Context& context, const std::string& name, pb::Worklist list,
                 const std::string& help) {
  auto options = std::make_shared<WorklistOptions>();
  options->list = list;
  CLI::App* command = group.add_subcommand(name, help);
  command->add_option("--state", options->state, "Only those in this state: SENT");
  command->add_option("--priority", options->priority, "Only those of this priority: URGENT");
  command->add_option("--discipline", options->discipline, "Only those for this discipline");
  command->add_option("--of", options->clinician, "Only those that this clinician wrote, is wished for, or treats");
  AddListOptions(command, options->paging);
  Do(command, context, options, ShowWorklist);
}

}  // namespace

void AddWorklistCommands(CLI::App& app, Context& context) {
  CLI::App* group = AddGroup(app, "worklist", "What is to be done, in order");
  AddWorklist(*group, context, "inbox", pb::WORKLIST_INBOX, "Sent to you, the oldest first");
  AddWorklist(*group, context, "outbox", pb::WORKLIST_OUTBOX, "Written by you, the oldest first");
  AddWorklist(*group, context, "turn", pb::WORKLIST_MY_TURN, "It is your turn, by when it is due");
  AddWorklist(*group, context, "unread", pb::WORKLIST_UNREAD_OUTCOMES, "Outcomes that you have not acknowledged");

  auto patient = std::make_shared<PatientOptions>();
  CLI::App* command = group->add_subcommand("patient", "The referrals of one patient, the oldest first");
  command->add_option("system", patient->system, "Who gives out the identifier: urn:river:mrn")->required();
  command->add_option("value", patient->value, "The identifier")->required();
  AddListOptions(command, patient->paging);
  Do(command, context, patient, ShowPatient);

  auto overdue = std::make_shared<ListOptions>();
  command = app.add_subcommand("overdue", "Referrals to or from you whose turn is late, the longest overdue first");
  AddListOptions(command, *overdue);
  Do(command, context, overdue, ShowOverdue);
}

}  // namespace tendon::cli
