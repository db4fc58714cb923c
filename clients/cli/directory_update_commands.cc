// `tendon org update` and `tendon clinician update`: read, change, write.
#include <ostream>

#include "clients/cli/command.h"
#include "clients/cli/directory_commands.h"
#include "clients/cli/document.h"
#include "clients/cli/labels.h"
#include "clients/cli/names.h"
#include "clients/cpp/directory_client.h"

namespace tendon::cli {
namespace {

namespace pb = referral::v1;

struct DirectoryUpdateOptions {
  std::string id, file, etag, capacity, next_available;
  std::vector<std::string> fields;
  MutationOptions mutation;
};

// Puts the file and the options into `change`, and their fields into the mask.
template <class Resource>
absl::Status ReadChange(Context& context, const DirectoryUpdateOptions& options, Resource& change,
                        google::protobuf::FieldMask& mask) {
  if (!options.file.empty()) {
    if (absl::Status status = ReadMessage(options.file, context.terminal(), change); !status.ok()) return status;
  }
  for (const std::string& field : options.fields) mask.add_paths(field);
  if (!options.capacity.empty()) {
    const int value = EnumValue(*pb::CapacityStatus_descriptor(), options.capacity);
    if (value <= 0) {
      return UsageError(absl::StrCat("--capacity: expects one of ", EnumLabels(*pb::CapacityStatus_descriptor())));
    }
    change.mutable_capacity()->set_status(static_cast<pb::CapacityStatus>(value));
  }
  if (!options.next_available.empty()) change.mutable_capacity()->set_next_available_date(options.next_available);
  const bool capacity_given = !options.capacity.empty() || !options.next_available.empty();
  if (capacity_given && !options.fields.empty()) mask.add_paths("capacity");
  if (change.ByteSizeLong() == 0) return UsageError("say what is to change: --file, --capacity or --next-available");
  return RefuseOtherAtEachAttempt(options.mutation, !options.etag.empty(), "--etag", "--etag v1");
}

// The etag that was given, or the present one, noted as filled in.
std::string EtagOr(const std::string& present, const DirectoryUpdateOptions& options, Context& context) {
  if (!options.etag.empty()) return options.etag;
  context.filled_in.push_back(absl::StrCat("--etag ", present));
  return present;
}

absl::Status UpdateOrganization(Context& context, const DirectoryUpdateOptions& options) {
  const auto name = context.Organization();
  if (!name.ok()) return name.status();
  pb::UpdateOrganizationRequest request;
  pb::Organization& change = *request.mutable_organization();
  absl::Status status = ReadChange(context, options, change, *request.mutable_update_mask());
  if (!status.ok()) return status;
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  client::DirectoryClient client(*connection);
  pb::GetOrganizationRequest get;
  get.set_name(*name);
  const auto present = client.GetOrganization(std::move(get));
  if (!present.ok()) return present.status();
  change.set_name(*name);
  change.set_etag(EtagOr(present->etag(), options, context));
  if (change.display_name().empty()) change.set_display_name(present->display_name());
  request.set_request_id(context.RequestId(options.mutation.request_id));
  request.set_validate_only(options.mutation.validate_only);
  const auto updated = client.UpdateOrganization(std::move(request));
  if (!updated.ok()) return updated.status();
  context.Print(*updated,
                [&] { context.out() << ShortName(updated->name()) << " is now " << updated->etag() << ".\n"; });
  return absl::OkStatus();
}

absl::Status UpdateClinician(Context& context, const DirectoryUpdateOptions& options) {
  pb::UpdateClinicianRequest request;
  pb::Clinician& change = *request.mutable_clinician();
  absl::Status status = ReadChange(context, options, change, *request.mutable_update_mask());
  if (!status.ok()) return status;
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  client::DirectoryClient client(*connection);
  pb::GetClinicianRequest get;
  get.set_name(ClinicianName(options.id, context.options.organization));
  const auto present = client.GetClinician(get);
  if (!present.ok()) return present.status();
  change.set_name(get.name());
  change.set_etag(EtagOr(present->etag(), options, context));
  if (change.display_name().empty()) change.set_display_name(present->display_name());
  if (change.disciplines().empty()) *change.mutable_disciplines() = present->disciplines();
  request.set_request_id(context.RequestId(options.mutation.request_id));
  request.set_validate_only(options.mutation.validate_only);
  const auto updated = client.UpdateClinician(std::move(request));
  if (!updated.ok()) return updated.status();
  context.Print(*updated,
                [&] { context.out() << ShortName(updated->name()) << " is now " << updated->etag() << ".\n"; });
  return absl::OkStatus();
}

void AddUpdateOptions(CLI::App* command, DirectoryUpdateOptions& options, const std::string& resource) {
  command->add_option("-f,--file", options.file,
                      absl::StrCat(resource, " with the new values, as JSON or YAML; - for standard input"));
  command
      ->add_option("--field", options.fields,
                   "Replace only this field of the file, also by nothing; may be repeated. All that the file sets else")
      ->take_all();
  command->add_option("--capacity", options.capacity, "ACCEPTING, WAITING_LIST or CLOSED");
  command->add_option("--next-available", options.next_available, "The next date that is free: 2026-12-01");
  command->add_option("--etag", options.etag, "The version that you decided on; the present one when left out");
  AddMutationOptions(command, options.mutation);
}

}  // namespace

void AddOrganizationUpdate(CLI::App& group, Context& context) {
  auto options = std::make_shared<DirectoryUpdateOptions>();
  CLI::App* command = group.add_subcommand("update", "Change your own organisation (role administrator)");
  AddUpdateOptions(command, *options, "An Organization");
  command->footer(
      "Example:\n  tendon --organization harbor-massage --role administrator \\\n"
      "    org update --capacity waiting-list --next-available 2026-12-01\n");
  Do(command, context, options, UpdateOrganization);
}

void AddClinicianUpdate(CLI::App& group, Context& context) {
  auto options = std::make_shared<DirectoryUpdateOptions>();
  CLI::App* command = group.add_subcommand("update", "Change a clinician of your organisation (role administrator)");
  command->add_option("id", options->id, "The id")->required();
  AddUpdateOptions(command, *options, "A Clinician");
  Do(command, context, options, UpdateClinician);
}

}  // namespace tendon::cli
