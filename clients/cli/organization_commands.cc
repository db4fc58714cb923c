// `tendon org`: create, get, list; update is in directory_update_commands.cc.
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

struct CreateOrganizationOptions {
  std::string id, display_name, file;
  MutationOptions mutation;
};

void PrintOrganization(const pb::Organization& organization, Context& context) {
  std::vector<std::string> contacts, sites;
  for (const auto& contact : organization.contacts()) contacts.push_back(contact.value());
  for (const auto& site : organization.sites())
    sites.push_back(absl::StrCat(site.id(), " ", site.display_name(), " ", site.city(), " ", site.state()));
  Fields fields;
  fields.Add("Organisation", ShortName(organization.name()), Style::kBold);
  fields.Add("Name", organization.display_name());
  fields.Add("Contacts", absl::StrJoin(contacts, "\n"));
  fields.Add("Sites", absl::StrJoin(sites, "\n"));
  fields.Add("Time zone", organization.time_zone());
  fields.Add("Capacity", Label(organization.capacity().status()));
  fields.Add("Created", TimeLabel(organization.create_time()));
  fields.Print(context.terminal(), context.out());
}

absl::Status CreateOrganization(Context& context, const CreateOrganizationOptions& options) {
  pb::CreateOrganizationRequest request;
  if (!options.file.empty()) {
    absl::Status status = ReadMessage(options.file, context.terminal(), *request.mutable_organization());
    if (!status.ok()) return status;
  }
  if (!options.display_name.empty()) request.mutable_organization()->set_display_name(options.display_name);
  if (request.organization().display_name().empty())
    return UsageError("--name: say what the organisation is called, here or in --file (display_name)");
  request.set_organization_id(options.id);
  request.set_request_id(context.RequestId(options.mutation.request_id));
  request.set_validate_only(options.mutation.validate_only);
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  const auto organization = client::DirectoryClient(*connection).CreateOrganization(std::move(request));
  if (!organization.ok()) return organization.status();
  context.Print(*organization, [&] { PrintOrganization(*organization, context); });
  return absl::OkStatus();
}

absl::Status GetOrganization(Context& context, const std::string& id) {
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  pb::GetOrganizationRequest request;
  request.set_name(OrganizationName(id));
  const auto organization = client::DirectoryClient(*connection).GetOrganization(std::move(request));
  if (!organization.ok()) return organization.status();
  context.Print(*organization, [&] { PrintOrganization(*organization, context); });
  return absl::OkStatus();
}

absl::Status ListOrganizations(Context& context, const ListOptions& options) {
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  client::DirectoryClient client(*connection);
  ListOutput output(context);
  Table table({{"ID"}, {"NAME", false, true}, {"SITES", true}, {"CAPACITY"}});
  int count = 0;
  pb::ListOrganizationsRequest request;
  request.set_page_size(PageSize(options));
  const absl::Status status = client::ForEachPage(
      request, [&](const auto& page_request) { return client.ListOrganizations(page_request); },
      [&](const auto& page) {
        for (const auto& organization : page.organizations()) {
          if (Enough(options, count)) return false;
          ++count;
          if (!output.Add(organization))
            table.Add({ShortName(organization.name()), organization.display_name(),
                       absl::StrCat(organization.sites_size()), Label(organization.capacity().status())});
        }
        return !Enough(options, count);
      });
  table.Print(context.terminal(), context.out());
  if (status.ok()) output.Finish();
  return status;
}

}  // namespace

void AddOrganizationCommands(CLI::App& app, Context& context) {
  CLI::App* group = AddGroup(app, "org", "Organisations: clinics, practices, hospitals");

  auto create = std::make_shared<CreateOrganizationOptions>();
  CLI::App* command = group->add_subcommand("create", "Create an organisation (role operator)");
  command->add_option("id", create->id, "Its id: a-z, 0-9 and '-'")->required();
  command->add_option("--name", create->display_name, "What it is called");
  command->add_option("-f,--file", create->file, "An Organization as JSON or YAML; - for standard input");
  AddMutationOptions(command, create->mutation);
  command->footer("Example:\n  tendon --role operator org create river-clinic --name 'River Clinic'\n");
  Do(command, context, create, CreateOrganization);

  AddOrganizationUpdate(*group, context);

  auto id = std::make_shared<std::string>();
  command = group->add_subcommand("get", "Show an organisation");
  command->add_option("id", *id, "Its id")->required();
  Do(command, context, id, GetOrganization);

  auto list = std::make_shared<ListOptions>();
  command = group->add_subcommand("list", "List organisations");
  AddListOptions(command, *list);
  Do(command, context, list, ListOrganizations);
}

}  // namespace tendon::cli
