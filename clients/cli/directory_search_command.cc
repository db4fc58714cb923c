// `tendon directory search`.
#include <ostream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/cli/command.h"
#include "clients/cli/commands.h"
#include "clients/cli/directory_commands.h"
#include "clients/cli/labels.h"
#include "clients/cli/names.h"
#include "clients/cli/table.h"
#include "clients/cpp/directory_client.h"
#include "clients/cpp/paging.h"

namespace tendon::cli {
namespace {

namespace pb = referral::v1;

struct SearchOptions {
  std::string discipline, technique, goal, language, specialty, state, postal_code, near, capacity, organization;
  double within_km = 0;
  ListOptions list;
};

// Sets an enum from its label; `option` is for the message.
template <class Enum, class Set>
absl::Status SetEnum(const std::string& label, const std::string& option, Set set) {
  if (label.empty()) return absl::OkStatus();
  const auto& descriptor = *google::protobuf::GetEnumDescriptor<Enum>();
  const int value = EnumValue(descriptor, label);
  if (value <= 0) return UsageError(absl::StrCat(option, ": expects one of ", EnumLabels(descriptor)));
  set(static_cast<Enum>(value));
  return absl::OkStatus();
}

// "40.7,-74.0".
absl::Status SetNear(const std::string& text, pb::SearchCliniciansRequest& request) {
  if (text.empty()) return absl::OkStatus();
  const std::vector<std::string> parts = absl::StrSplit(text, ',');
  double latitude = 0, longitude = 0;
  if (parts.size() != 2 || !absl::SimpleAtod(parts[0], &latitude) || !absl::SimpleAtod(parts[1], &longitude)) {
    return UsageError("--near: expects LATITUDE,LONGITUDE in degrees: 40.7,-74.0");
  }
  request.mutable_near()->set_latitude_deg(latitude);
  request.mutable_near()->set_longitude_deg(longitude);
  return absl::OkStatus();
}

absl::StatusOr<pb::SearchCliniciansRequest> SearchRequest(const SearchOptions& options) {
  pb::SearchCliniciansRequest request;
  absl::Status status = SetEnum<clinical::v1::Discipline>(options.discipline, "--discipline",
                                                          [&](auto value) { request.set_discipline(value); });
  if (status.ok())
    status = SetEnum<clinical::v1::TreatmentGoal>(options.goal, "--goal", [&](auto value) { request.set_goal(value); });
  if (status.ok())
    status =
        SetEnum<pb::CapacityStatus>(options.capacity, "--capacity", [&](auto value) { request.set_capacity(value); });
  if (status.ok()) status = SetNear(options.near, request);
  if (!status.ok()) return status;
  request.set_technique(options.technique);
  request.set_language(options.language);
  request.set_specialty(options.specialty);
  request.set_state(options.state);
  request.set_postal_code_prefix(options.postal_code);
  request.set_max_distance_km(options.within_km);
  request.set_organization(OrganizationName(options.organization));
  request.set_page_size(PageSize(options.list));
  return request;
}

std::string DisciplinesOf(const pb::Clinician& clinician) {
  std::vector<std::string> labels;
  for (const int discipline : clinician.disciplines())
    labels.push_back(Label(static_cast<clinical::v1::Discipline>(discipline)));
  return absl::StrJoin(labels, ", ");
}

// What is tighter of organisation and clinician.
pb::CapacityStatus TighterCapacity(const pb::ClinicianMatch& match) {
  return std::max(match.organization_capacity().status(), match.clinician().capacity().status());
}

std::vector<Cell> MatchRow(const pb::ClinicianMatch& match) {
  const pb::Clinician& clinician = match.clinician();
  return {ShortName(clinician.name()),
          clinician.display_name(),
          DisciplinesOf(clinician),
          match.organization_display_name(),
          absl::StrJoin({match.site().city(), match.site().state(), match.site().postal_code()}, " "),
          match.has_distance_km() ? absl::StrFormat("%.1f", match.distance_km()) : "",
          Label(TighterCapacity(match)),
          clinician.capacity().next_available_date()};
}

absl::Status Search(Context& context, const SearchOptions& options) {
  auto request = SearchRequest(options);
  if (!request.ok()) return request.status();
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  client::DirectoryClient client(*connection);
  ListOutput output(context);
  Table table({{"CLINICIAN"},
               {"NAME", false, true},
               {"DISCIPLINES", false, true},
               {"ORGANISATION", false, true},
               {"WHERE", false, true},
               {"KM", true},
               {"CAPACITY"},
               {"NEXT FREE"}});
  int count = 0;
  const absl::Status status = client::ForEachPage(
      *std::move(request), [&](const auto& page_request) { return client.SearchClinicians(page_request); },
      [&](const auto& page) {
        for (const auto& match : page.matches()) {
          if (Enough(options.list, count)) return false;
          ++count;
          const bool names_only = context.options.output == OutputFormat::kName;
          if (!(names_only ? output.Add(match.clinician()) : output.Add(match))) table.Add(MatchRow(match));
        }
        return !Enough(options.list, count);
      });
  table.Print(context.terminal(), context.out());
  if (status.ok()) output.Finish();
  if (status.ok() && !context.for_machines() && count == 0) context.terminal().err << "Nobody meets all of this.\n";
  return status;
}

}  // namespace

void AddDirectorySearch(CLI::App& group, Context& context) {
  auto options = std::make_shared<SearchOptions>();
  CLI::App* command = group.add_subcommand("search", "Find clinicians: the nearest first with --near, else by name");
  const auto text = [command](const std::string& name, std::string& value, const std::string& help) {
    command->add_option(name, value, help);
  };
  text("--discipline", options->discipline, "PHYSICIAN, PHYSICAL_THERAPIST or MASSAGE_THERAPIST");
  text("--technique", options->technique, "Who offers it: DEEP_TISSUE");
  text("--goal", options->goal, "Who offers a technique that serves it: PAIN_RELIEF");
  text("--language", options->language, "Who treats in it: es");
  text("--specialty", options->specialty, "Words of a specialty");
  text("--state", options->state, "Who treats in this US state: NY");
  text("--postal-code", options->postal_code, "Who treats where the postal code begins so: 100");
  text("--near", options->near, "LATITUDE,LONGITUDE in degrees: 40.7,-74.0");
  command->add_option("--within-km", options->within_km, "How near; 50 when left out")
      ->check(CLI::Range(0.001, 1000.0).description(""));
  text("--capacity", options->capacity, "ACCEPTING: who takes referrals now; WAITING_LIST: also where one waits");
  text("--of", options->organization, "Whose clinicians: an organisation");
  AddListOptions(command, options->list);
  command->footer(
      "Example:\n  tendon directory search --discipline massage-therapist --goal pain-relief --near 40.7,-74\n");
  Do(command, context, options, Search);
}

void AddDirectoryCommands(CLI::App& app, Context& context) {
  CLI::App* group = AddGroup(app, "directory", "Find a recipient");
  AddDirectorySearch(*group, context);
  AddRecipientCheck(*group, context);
}

}  // namespace tendon::cli
