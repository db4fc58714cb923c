// `tendon clinician`: create, get, list; update is in directory_update_commands.cc.
#include <ostream>
#include <vector>

#include "absl/strings/str_join.h"
#include "clients/cli/command.h"
#include "clients/cli/commands.h"
#include "clients/cli/directory_commands.h"
#include "clients/cli/document.h"
#include "clients/cli/labels.h"
#include "clients/cli/names.h"
#include "clients/cli/table.h"
#include "clients/cpp/directory_client.h"
#include "clients/cpp/paging.h"

namespace tendon::cli {
namespace {

namespace pb = referral::v1;

struct CreateClinicianOptions {
  std::string id, display_name, file, npi;
  std::vector<std::string> disciplines;
  MutationOptions mutation;
};

struct ClinicianListOptions {
  std::string organization;
  ListOptions list;
};

std::string Disciplines(const pb::Clinician& clinician) {
  std::vector<std::string> labels;
  for (const int discipline : clinician.disciplines())
    labels.push_back(Label(static_cast<clinical::v1::Discipline>(discipline)));
  return absl::StrJoin(labels, ", ");
}

void PrintClinician(const pb::Clinician& clinician, Context& context) {
  std::vector<std::string> licenses;
  for (const auto& license : clinician.licenses())
    licenses.push_back(absl::StrCat(license.state(), " ", license.number(), " ", license.valid_to_date()));
  Fields fields;
  fields.Add("Clinician", ShortName(clinician.name()), Style::kBold);
  fields.Add("Name", clinician.display_name());
  fields.Add("Disciplines", Disciplines(clinician));
  fields.Add("NPI", clinician.npi());
  fields.Add("Licences", absl::StrJoin(licenses, "\n"));
  fields.Add("Techniques", absl::StrJoin(clinician.techniques(), ", "));
  fields.Add("Languages", absl::StrJoin(clinician.languages(), ", "));
  fields.Add("Capacity", Label(clinician.capacity().status()));
  fields.Print(context.terminal(), context.out());
}

absl::Status SetDisciplines(const std::vector<std::string>& labels, pb::Clinician& clinician) {
  for (const auto& label : labels) {
    const int value = EnumValue(*clinical::v1::Discipline_descriptor(), label);
    if (value <= 0)
      return UsageError(
          absl::StrCat("--discipline: expects one of ", EnumLabels(*clinical::v1::Discipline_descriptor())));
    clinician.add_disciplines(static_cast<clinical::v1::Discipline>(value));
  }
  return absl::OkStatus();
}

absl::Status CreateClinician(Context& context, const CreateClinicianOptions& options) {
  const auto organization = context.Organization();
  if (!organization.ok()) return organization.status();
  pb::CreateClinicianRequest request;
  pb::Clinician& clinician = *request.mutable_clinician();
  absl::Status status =
      options.file.empty() ? absl::OkStatus() : ReadMessage(options.file, context.terminal(), clinician);
  if (status.ok()) status = SetDisciplines(options.disciplines, clinician);
  if (!status.ok()) return status;
  if (!options.display_name.empty()) clinician.set_display_name(options.display_name);
  if (!options.npi.empty()) clinician.set_npi(options.npi);
  if (clinician.display_name().empty())
    return UsageError("--name: say what the clinician is called, here or in --file (display_name)");
  request.set_parent(*organization);
  request.set_clinician_id(options.id);
  request.set_request_id(context.RequestId(options.mutation.request_id));
  request.set_validate_only(options.mutation.validate_only);
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  const auto created = client::DirectoryClient(*connection).CreateClinician(std::move(request));
  if (!created.ok()) return created.status();
  context.Print(*created, [&] { PrintClinician(*created, context); });
  return absl::OkStatus();
}

absl::Status GetClinician(Context& context, const std::string& id) {
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  pb::GetClinicianRequest request;
  request.set_name(ClinicianName(id, context.options.organization));
  const auto clinician = client::DirectoryClient(*connection).GetClinician(std::move(request));
  if (!clinician.ok()) return clinician.status();
  context.Print(*clinician, [&] { PrintClinician(*clinician, context); });
  return absl::OkStatus();
}

absl::Status ListClinicians(Context& context, const ClinicianListOptions& options) {
  const auto own = options.organization.empty() ? context.Organization() : OrganizationName(options.organization);
  if (!own.ok()) return own.status();
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  client::DirectoryClient client(*connection);
  ListOutput output(context);
  Table table({{"ID"}, {"NAME", false, true}, {"DISCIPLINES", false, true}, {"NPI"}, {"CAPACITY"}});
  int count = 0;
  pb::ListCliniciansRequest request;
  request.set_parent(*own);
  request.set_page_size(PageSize(options.list));
  const absl::Status status = client::ForEachPage(
      request, [&](const auto& page_request) { return client.ListClinicians(page_request); },
      [&](const auto& page) {
        for (const auto& clinician : page.clinicians()) {
          if (Enough(options.list, count)) return false;
          ++count;
          if (!output.Add(clinician))
            table.Add({ShortName(clinician.name()), clinician.display_name(), Disciplines(clinician), clinician.npi(),
                       Label(clinician.capacity().status())});
        }
        return !Enough(options.list, count);
      });
  table.Print(context.terminal(), context.out());
  if (status.ok()) output.Finish();
  return status;
}

}  // namespace

void AddClinicianCommands(CLI::App& app, Context& context) {
  CLI::App* group = AddGroup(app, "clinician", "Clinicians of an organisation");

  auto create = std::make_shared<CreateClinicianOptions>();
  CLI::App* command = group->add_subcommand("create", "Create a clinician in your organisation (role administrator)");
  command->add_option("id", create->id, "The id: a-z, 0-9 and '-'")->required();
  command->add_option("--name", create->display_name, "What the clinician is called");
  command
      ->add_option("--discipline", create->disciplines,
                   "PHYSICIAN, PHYSICAL_THERAPIST or MASSAGE_THERAPIST; may be repeated")
      ->take_all();
  command->add_option("--npi", create->npi, "The National Provider Identifier");
  command->add_option("-f,--file", create->file, "A Clinician as JSON or YAML; - for standard input");
  AddMutationOptions(command, create->mutation);
  command->footer(
      "Example:\n  tendon --organization harbor-massage --role administrator \\\n"
      "    clinician create max --name 'Max Therapist' --discipline MASSAGE_THERAPIST\n");
  Do(command, context, create, CreateClinician);

  AddClinicianUpdate(*group, context);

  auto id = std::make_shared<std::string>();
  command = group->add_subcommand("get", "Show a clinician");
  command->add_option("id", *id, "The id; harbor/max for one of another organisation")->required();
  Do(command, context, id, GetClinician);

  auto list = std::make_shared<ClinicianListOptions>();
  command = group->add_subcommand("list", "List the clinicians of an organisation");
  command->add_option("of", list->organization, "The organisation; your own when left out");
  AddListOptions(command, list->list);
  Do(command, context, list, ListClinicians);
}

}  // namespace tendon::cli
