// What is kept beside a referral and what happened to it: `tendon referral questions`, `appointments`, `proposals`,
// `versions`, `reasons`, `mappings`, and `tendon explain`.
#include <ostream>

#include "absl/strings/str_join.h"
#include "clients/cli/command.h"
#include "clients/cli/commands.h"
#include "clients/cli/labels.h"
#include "clients/cli/names.h"
#include "clients/cli/referral_commands.h"
#include "clients/cli/referral_view.h"
#include "clients/cli/table.h"
#include "clients/cpp/lifecycle_client.h"
#include "clients/cpp/paging.h"

namespace tendon::cli {
namespace {

namespace pb = referral::v1;
using client::LifecycleClient;

struct PartsOptions {
  std::string id;
  ListOptions list;
};

std::string PartNumber(const std::string& name) { return name.substr(name.rfind('/') + 1); }

std::vector<Cell> RowOf(const pb::Question& question) {
  const std::string state = question.has_answer() ? "answered" : question.lapsed() ? "lapsed" : "waits";
  return {PartNumber(question.name()),
          Label(question.asked_by()),
          Label(question.kind()),
          question.mandatory() ? "yes" : "",
          state,
          question.text(),
          question.answer().text()};
}
std::vector<Cell> RowOf(const pb::Appointment& appointment) {
  return {PartNumber(appointment.name()), Label(appointment.status()), TimeLabel(appointment.start_time()),
          ShortName(appointment.clinician()), appointment.reason_code()};
}
// What would come of it.
std::string Proposed(const pb::Proposal& proposal) {
  if (proposal.kind() == pb::PROPOSAL_KIND_FORWARD) return absl::StrCat("to ", ShortName(proposal.recipient()));
  if (proposal.kind() == pb::PROPOSAL_KIND_EXTENSION) return AuthorizationLabel(proposal.authorization());
  const pb::Referral& child = proposal.child();
  const std::string made = proposal.result().empty() ? "" : absl::StrCat("; it is ", ShortName(proposal.result()));
  return absl::StrCat("to ", ShortName(child.recipient()), ", ", Label(child.discipline()), ", ",
                      AuthorizationLabel(child.authorization()), ": ", child.reason(), made);
}
std::vector<Cell> RowOf(const pb::Proposal& proposal) {
  return {PartNumber(proposal.name()), Label(proposal.kind()), Label(proposal.state()),
          Proposed(proposal),          proposal.reason_code(), TimeLabel(proposal.expire_time()),
          proposal.comment()};
}
std::vector<Cell> RowOf(const pb::Referral& version) {
  const pb::Transition& transition = version.last_transition();
  return {absl::StrCat(version.version()), Cell(Label(version.state()), StyleOf(version.state())),
          Label(transition.event()),       transition.rule(),
          Label(transition.actor_role()),  TimeLabel(transition.transition_time())};
}

const std::vector<Column>& ColumnsOf(const pb::Question&) {
  static const auto* const columns = new std::vector<Column>{
      {"NO", true}, {"BY"}, {"KIND"}, {"MANDATORY"}, {"STATE"}, {"QUESTION", false, true}, {"ANSWER", false, true}};
  return *columns;
}
const std::vector<Column>& ColumnsOf(const pb::Appointment&) {
  static const auto* const columns = new std::vector<Column>{{"NO", true}, {"STATUS"}, {"START"}, {"WITH"}, {"REASON"}};
  return *columns;
}
const std::vector<Column>& ColumnsOf(const pb::Proposal&) {
  static const auto* const columns = new std::vector<Column>{
      {"NO", true}, {"KIND"}, {"STATE"}, {"PROPOSED", false, true}, {"REASON"}, {"RUNS OUT"}, {"COMMENT", false, true}};
  return *columns;
}
const std::vector<Column>& ColumnsOf(const pb::Referral&) {
  static const auto* const columns =
      new std::vector<Column>{{"VERSION", true}, {"STATE"}, {"EVENT"}, {"RULE", true}, {"BY"}, {"WHEN"}};
  return *columns;
}

// Lists the parts of a referral that `method` pages through.
template <class Item, class Request, class Response>
absl::Status ListParts(Context& context, const PartsOptions& options,
                       absl::StatusOr<Response> (LifecycleClient::*method)(Request, const client::CallOptions&),
                       const google::protobuf::RepeatedPtrField<Item>& (Response::*items)() const) {
  context.subject = ShortName(ReferralName(options.id));
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  LifecycleClient client(*connection);
  Request request;
  request.set_parent(ReferralName(options.id));
  request.set_page_size(PageSize(options.list));
  ListOutput output(context);
  Table table(ColumnsOf(Item()));
  int count = 0;
  const absl::Status status = client::ForEachPage(
      std::move(request), [&](const auto& page_request) { return (client.*method)(page_request, {}); },
      [&](const auto& page) {
        for (const Item& item : (page.*items)()) {
          if (Enough(options.list, count)) return false;
          ++count;
          if (!output.Add(item)) table.Add(RowOf(item));
        }
        return !Enough(options.list, count);
      });
  table.Print(context.terminal(), context.out());
  if (!status.ok()) return status;
  output.Finish();
  if (!context.for_machines() && count == 0) context.terminal().err << "There are none.\n";
  return absl::OkStatus();
}

absl::Status Questions(Context& context, const PartsOptions& options) {
  return ListParts(context, options, &LifecycleClient::ListQuestions, &pb::ListQuestionsResponse::questions);
}
absl::Status Appointments(Context& context, const PartsOptions& options) {
  return ListParts(context, options, &LifecycleClient::ListAppointments, &pb::ListAppointmentsResponse::appointments);
}
absl::Status Proposals(Context& context, const PartsOptions& options) {
  return ListParts(context, options, &LifecycleClient::ListProposals, &pb::ListProposalsResponse::proposals);
}
absl::Status Versions(Context& context, const PartsOptions& options) {
  return ListParts(context, options, &LifecycleClient::ListReferralVersions,
                   &pb::ListReferralVersionsResponse::referrals);
}

struct ReasonsOptions {
  std::string event;
};

absl::Status Reasons(Context& context, const ReasonsOptions& options) {
  pb::ListReasonCodesRequest request;
  if (!options.event.empty()) {
    const int event = EnumValue(*pb::ReferralEvent_descriptor(), options.event);
    if (event <= 0)
      return UsageError(absl::StrCat("--event: expects one of ", EnumLabels(*pb::ReferralEvent_descriptor())));
    request.set_event(static_cast<pb::ReferralEvent>(event));
  }
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  const auto response = LifecycleClient(*connection).ListReasonCodes(std::move(request));
  if (!response.ok()) return response.status();
  context.Print(*response, [&] {
    Table table({{"EVENT"}, {"CODE"}, {"COMMENT"}, {"BY"}, {"SOURCE"}, {"MEANS", false, true}});
    for (const pb::ReasonCode& code : response->reason_codes()) {
      std::vector<std::string> roles;
      for (const int role : code.actor_roles()) roles.push_back(Label(static_cast<pb::PartyRole>(role)));
      table.Add({Label(code.events(0)), code.code(), code.comment_required() ? "needed" : "",
                 absl::StrJoin(roles, ", "), code.source(), code.display()});
    }
    table.Print(context.terminal(), context.out());
  });
  return absl::OkStatus();
}

struct MappingsOptions {};

absl::Status Mappings(Context& context, const MappingsOptions&) {
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  const auto response = LifecycleClient(*connection).ListStateMappings({});
  if (!response.ok()) return response.status();
  context.Print(*response, [&] {
    Table table({{"STATE"}, {"TASK"}, {"BUSINESS"}, {"SERVICE REQUEST"}, {"RF1-1"}, {"ORC-5"}, {"360X"}, {"WHEN"}});
    for (const pb::StateMapping& row : response->mappings()) {
      table.Add({Label(row.state()), row.task_status(), row.business_status(), row.service_request_status(),
                 row.referral_status(), row.order_status(), row.transaction(), row.note()});
    }
    table.Print(context.terminal(), context.out());
  });
  return absl::OkStatus();
}

struct ExplainOptions {
  std::string id;
};

// A field that is left empty says something too.
std::string OrEmpty(const std::string& code) { return code.empty() ? "(empty)" : code; }

void PrintSteps(const pb::ExplainReferralResponse& response, Context& context) {
  Table table({{"VERSION", true}, {"WHEN"}, {"WHAT HAPPENED", false, true}, {"WHY", false, true}});
  for (const pb::ExplainedStep& step : response.steps()) {
    table.Add({absl::StrCat(step.version()), TimeLabel(step.transition().transition_time()), step.text(),
               step.transition().comment()});
  }
  table.Print(context.terminal(), context.out());
  Fields fields;
  fields.Add("State", Label(response.state()), StyleOf(response.state()));
  fields.Add("Turn", TurnLabel(response.turn()));
  fields.Add("FHIR", absl::StrCat("Task ", response.mapping().task_status(), ", ServiceRequest ",
                                  response.mapping().service_request_status()));
  fields.Add("HL7 v2", absl::StrCat("RF1-1 ", OrEmpty(response.mapping().referral_status()), ", ORC-5 ",
                                    OrEmpty(response.mapping().order_status())));
  fields.Print(context.terminal(), context.out());
}

absl::Status Explain(Context& context, const ExplainOptions& options) {
  context.subject = ShortName(ReferralName(options.id));
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  pb::ExplainReferralRequest request;
  request.set_name(ReferralName(options.id));
  const auto response = LifecycleClient(*connection).ExplainReferral(std::move(request));
  if (!response.ok()) return response.status();
  context.Print(*response, [&] { PrintSteps(*response, context); });
  return absl::OkStatus();
}

void AddParts(CLI::App& group, Context& context, const char* name, const char* help,
              absl::Status (*action)(Context&, const PartsOptions&)) {
  auto options = std::make_shared<PartsOptions>();
  CLI::App* command = group.add_subcommand(name, help);
  command->add_option("id", options->id, "The referral")->required();
  AddListOptions(command, options->list);
  Do(command, context, options, action);
}

}  // namespace

void AddReferralHistory(CLI::App& group, Context& context) {
  AddParts(group, context, "questions", "List the questions and their answers", Questions);
  AddParts(group, context, "appointments", "List the appointments", Appointments);
  AddParts(group, context, "proposals", "List the proposals", Proposals);
  AddParts(group, context, "versions", "List every version, oldest first", Versions);
  auto reasons = std::make_shared<ReasonsOptions>();
  CLI::App* command = group.add_subcommand("reasons", "List the reason codes and how they behave");
  command->add_option("--event", reasons->event, "Only those that go with this event: DECLINE");
  Do(command, context, reasons, Reasons);
  Do(group.add_subcommand("mappings", "List how each state looks in FHIR, HL7 v2 and 360X"), context,
     std::make_shared<MappingsOptions>(), Mappings);
}

void AddExplainCommand(CLI::App& app, Context& context) {
  auto options = std::make_shared<ExplainOptions>();
  CLI::App* command =
      app.add_subcommand("explain", "Tell the path of a referral in words: who, when, why, by which rule");
  command->add_option("id", options->id, "The referral")->required();
  Do(command, context, options, Explain);
}

}  // namespace tendon::cli
