// `tendon session list` and `show`.
#include <memory>
#include <optional>
#include <ostream>
#include <vector>

#include "absl/strings/str_join.h"
#include "clients/cli/command.h"
#include "clients/cli/labels.h"
#include "clients/cli/names.h"
#include "clients/cli/referral_view.h"
#include "clients/cli/series.h"
#include "clients/cli/session_commands.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"
#include "clients/cpp/paging.h"
#include "clients/cpp/session_client.h"

namespace tendon::cli {
namespace {

namespace out = outcomes::v1;

struct SessionListOptions {
  std::string referral;
  ListOptions list;
};

std::string Techniques(const out::Session& session, absl::string_view separator) {
  std::vector<std::string> labels;
  for (const auto& technique : session.techniques()) labels.push_back(TechniqueLabel(technique));
  return absl::StrJoin(labels, separator);
}

void PrintSession(const out::Session& session, Context& context) {
  std::vector<std::string> observations, harm;
  for (const auto& observation : session.observations()) observations.push_back(ReadingLabel(observation));
  for (const auto& event : session.adverse_events())
    harm.push_back(absl::StrCat(Label(event.grade()), " ", event.text()));
  Fields fields;
  fields.Add("Session", ShortName(session.name()), Style::kBold);
  fields.Add("Number", session.session_number() > 0 ? absl::StrCat(session.session_number()) : "");
  fields.Add("Status", Label(session.status()));
  fields.Add("Began", TimeLabel(session.start_time()));
  fields.Add("Minutes", session.duration_minutes() > 0 ? absl::StrCat(session.duration_minutes()) : "");
  fields.Add("By", session.clinician().empty() ? ShortName(session.organization()) : ShortName(session.clinician()));
  fields.Add("Techniques", Techniques(session, "\n"));
  fields.Add("Readings", absl::StrJoin(observations, "\n"));
  fields.Add("Harm", absl::StrJoin(harm, "\n"), Style::kBad);
  fields.Add("At home", session.home_program());
  fields.Add("Note", session.note());
  fields.Add("Flags", FlagLabels(session.flags()), Style::kWaiting);
  fields.Add("Etag", session.etag(), Style::kDim);
  fields.Print(context.terminal(), context.out());
}

absl::Status List(Context& context, const SessionListOptions& options) {
  context.subject = ShortName(ReferralName(options.referral));
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  client::SessionClient client(*connection);
  ListOutput output(context);
  Table table({{"NO", true},
               {"BEGAN"},
               {"MIN", true},
               {"STATUS"},
               {"PAIN"},
               {"TECHNIQUES", false, true},
               {"FLAGS", false, true},
               {"ID", false, true}});
  int count = 0;
  out::ListSessionsRequest request;
  request.set_parent(ReferralName(options.referral));
  request.set_page_size(PageSize(options.list));
  const absl::Status status = client::ForEachPage(
      request, [&](const auto& page_request) { return client.List(page_request); },
      [&](const auto& page) {
        for (const auto& session : page.sessions()) {
          if (Enough(options.list, count)) return false;
          ++count;
          if (!output.Add(session))
            table.Add({SessionNumberLabel(session.session_number()), TimeLabel(session.start_time()),
                       absl::StrCat(session.duration_minutes()), Label(session.status()),
                       PainLabel(session, context.terminal().utf8), Techniques(session, "; "),
                       Cell(FlagLabels(session.flags()), Style::kWaiting), ShortName(session.name())});
        }
        return !Enough(options.list, count);
      });
  table.Print(context.terminal(), context.out());
  if (!status.ok()) return status;
  output.Finish();
  if (!context.for_machines() && count == 0) context.terminal().err << "No sessions.\n";
  return status;
}

absl::Status Show(Context& context, const std::string& id) {
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  out::GetSessionRequest request;
  request.set_name(SessionName(id));
  const auto session = client::SessionClient(*connection).Get(std::move(request));
  if (!session.ok()) return session.status();
  context.Print(*session, [&] { PrintSession(*session, context); });
  return absl::OkStatus();
}

}  // namespace

std::string FlagLabels(const google::protobuf::RepeatedField<int>& flags) {
  std::vector<std::string> labels;
  for (const int flag : flags) labels.push_back(Label(static_cast<out::SessionFlag>(flag)));
  return absl::StrJoin(labels, ", ");
}

namespace {

void PrintSessionState(const out::Session& session, Context& context) {
  Table table({{"SESSION"}, {"NO", true}, {"BEGAN"}, {"PAIN"}, {"FLAGS"}});
  table.Add({ShortName(session.name()), SessionNumberLabel(session.session_number()), TimeLabel(session.start_time()),
             PainLabel(session, context.terminal().utf8), Cell(FlagLabels(session.flags()), Style::kWaiting)});
  table.Print(context.terminal(), context.out());
}

void WarnOfUnknownMeasures(const out::Session& session, std::ostream& err) {
  for (const out::UnknownMeasure& unknown : session.unknown_measures()) {
    err << "tendon: warning: " << Printable(unknown.measure())
        << " is no known measure: the reading is kept, and no course or advice reads it.\n  ";
    if (unknown.nearest().empty()) {
      err << "See tendon measure list; measures of your own are declared first.\n";
    } else {
      err << "Did you mean " << Printable(absl::StrJoin(unknown.nearest(), ", "))
          << "? Mend it with tendon session amend.\n";
    }
  }
}

}  // namespace

void TellSession(const out::Session& session, Context& context) {
  context.Print(session, [&] { PrintSessionState(session, context); });
  WarnOfUnknownMeasures(session, context.terminal().err);
}

void AddSessionReading(CLI::App& group, Context& context) {
  auto list = std::make_shared<SessionListOptions>();
  CLI::App* command = group.add_subcommand("list", "List the sessions of a referral, oldest first");
  command->add_option("referral", list->referral, "The referral")->required();
  AddListOptions(command, list->list);
  Do(command, context, list, List);

  auto id = std::make_shared<std::string>();
  command = group.add_subcommand("show", "Show a session");
  command->add_option("id", *id, "REFERRAL/SESSION, as the list prints it")->required();
  Do(command, context, id, Show);
}

}  // namespace tendon::cli
