// `tendon attach`: add, get, list.
#include <ostream>

#include "absl/strings/match.h"
#include "clients/cli/command.h"
#include "clients/cli/commands.h"
#include "clients/cli/document_file.h"
#include "clients/cli/labels.h"
#include "clients/cli/names.h"
#include "clients/cli/table.h"
#include "clients/cpp/attachment_client.h"
#include "clients/cpp/paging.h"

namespace tendon::cli {
namespace {

namespace pb = referral::v1;

struct AttachAddOptions {
  std::string referral, file, title, media_type;
  MutationOptions mutation;
};

struct AttachGetOptions {
  std::string name, file;
};

struct AttachListOptions {
  std::string referral;
  ListOptions list;
};

// "abc/0190..." and the whole name alike.
std::string AttachmentNameOf(const std::string& text) {
  const std::size_t slash = text.find('/');
  if (absl::StartsWith(text, "referrals/") || slash == std::string::npos) return text;
  return absl::StrCat(ReferralName(text.substr(0, slash)), "/attachments/", text.substr(slash + 1));
}

void PrintAttachment(const pb::Attachment& attachment, Context& context) {
  Fields fields;
  fields.Add("Attachment", ShortName(attachment.name()), Style::kBold);
  fields.Add("Title", attachment.title());
  fields.Add("Type", attachment.media_type());
  fields.Add("Bytes", absl::StrCat(attachment.size_bytes()));
  fields.Add("SHA-256", attachment.sha256());
  fields.Add("From", ShortName(attachment.organization()));
  fields.Add("Complete", attachment.has_create_time() ? TimeLabel(attachment.create_time()) : "no");
  fields.Print(context.terminal(), context.out());
}

absl::StatusOr<pb::CreateAttachmentRequest> AnnouncementOf(Context& context, const AttachAddOptions& options,
                                                           const DocumentReader& document) {
  pb::CreateAttachmentRequest request;
  request.set_parent(ReferralName(options.referral));
  pb::Attachment& attachment = *request.mutable_attachment();
  attachment.set_title(options.title);
  attachment.set_media_type(options.media_type.empty() ? MediaTypeByEnding(options.file) : options.media_type);
  if (attachment.media_type().empty()) return UsageError("the file's ending does not tell its type: give --media-type");
  attachment.set_size_bytes(document.size());
  auto sha256 = document.Sha256();
  if (!sha256.ok()) return sha256.status();
  attachment.set_sha256(*std::move(sha256));
  request.set_request_id(context.RequestId(options.mutation.request_id));
  request.set_validate_only(options.mutation.validate_only);
  return request;
}

absl::Status AttachAdd(Context& context, const AttachAddOptions& options) {
  context.subject = ShortName(ReferralName(options.referral));
  const auto document = DocumentReader::Open(options.file);
  if (!document.ok()) return document.status();
  auto request = AnnouncementOf(context, options, **document);
  if (!request.ok()) return request.status();
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  client::AttachmentClient client(*connection);
  auto attachment = client.Create(*std::move(request));
  if (!attachment.ok()) return attachment.status();
  if (!options.mutation.validate_only) {
    attachment = client.Upload(
        attachment->name(), [&](std::int64_t offset, std::size_t count) { return (*document)->Read(offset, count); });
  }
  if (!attachment.ok()) return attachment.status();
  context.Print(*attachment, [&] { PrintAttachment(*attachment, context); });
  return absl::OkStatus();
}

absl::Status AttachGet(Context& context, const AttachGetOptions& options) {
  const std::string name = AttachmentNameOf(options.name);
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  client::AttachmentClient client(*connection);
  pb::GetAttachmentRequest request;
  request.set_name(name);
  const auto attachment = client.Get(std::move(request));
  if (!attachment.ok()) return attachment.status();
  if (options.file.empty()) {
    context.Print(*attachment, [&] { PrintAttachment(*attachment, context); });
    return absl::OkStatus();
  }
  const auto document = DocumentWriter::Open(options.file);
  if (!document.ok()) return document.status();
  auto begin = (*document)->Size();
  if (!begin.ok()) return begin.status();
  if (*begin > attachment->size_bytes()) return absl::InvalidArgumentError("the .part file is of another document");
  absl::Status status = client.Download(
      name, *begin, [&](std::int64_t offset, const std::string& bytes) { return (*document)->Write(offset, bytes); });
  if (status.ok()) status = (*document)->Finish(attachment->sha256());
  if (!status.ok()) return status;
  context.Print(*attachment, [&] { context.out() << attachment->size_bytes() << " bytes, SHA-256 as attached.\n"; });
  return absl::OkStatus();
}

absl::Status AttachList(Context& context, const AttachListOptions& options) {
  context.subject = ShortName(ReferralName(options.referral));
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  client::AttachmentClient client(*connection);
  ListOutput output(context);
  Table table({{"ID"}, {"ADDED"}, {"BY"}, {"TYPE"}, {"BYTES", true}, {"TITLE", false, true}});
  int count = 0;
  pb::ListAttachmentsRequest request;
  request.set_parent(ReferralName(options.referral));
  request.set_page_size(PageSize(options.list));
  const absl::Status status = client::ForEachPage(
      request, [&](const auto& page_request) { return client.List(page_request); },
      [&](const auto& page) {
        for (const auto& attachment : page.attachments()) {
          if (Enough(options.list, count)) return false;
          ++count;
          if (!output.Add(attachment))
            table.Add({ShortName(attachment.name()), TimeLabel(attachment.create_time()),
                       ShortName(attachment.organization()), attachment.media_type(),
                       absl::StrCat(attachment.size_bytes()), attachment.title()});
        }
        return !Enough(options.list, count);
      });
  table.Print(context.terminal(), context.out());
  if (status.ok()) output.Finish();
  if (status.ok() && !context.for_machines() && count == 0) context.terminal().err << "No attachments.\n";
  return status;
}

}  // namespace

void AddAttachCommands(CLI::App& app, Context& context) {
  CLI::App* group = AddGroup(app, "attach", "Documents with a referral");

  auto add = std::make_shared<AttachAddOptions>();
  CLI::App* command = group->add_subcommand("add", "Add a document; goes on where it was after a break");
  command->add_option("referral", add->referral, "The referral")->required();
  command->add_option("file", add->file, "The document")->required();
  command->add_option("--title", add->title, "What it is, for people");
  command->add_option("--media-type", add->media_type, "application/pdf and so on; by the file's ending when left out");
  AddMutationOptions(command, add->mutation);
  command->footer(
      "The same --request-id again goes on with the same upload.\n\n"
      "Example:\n  tendon attach add 0190a5b4-... knee.pdf --title 'MRI of the knee'\n");
  Do(command, context, add, AttachAdd);

  auto get = std::make_shared<AttachGetOptions>();
  command = group->add_subcommand("get", "Show an attachment, or fetch it with --file");
  command->add_option("name", get->name, "REFERRAL/ATTACHMENT")->required();
  command->add_option("-f,--file", get->file,
                      "Where to put it; must not be there. A broken download goes on from .part");
  Do(command, context, get, AttachGet);

  auto list = std::make_shared<AttachListOptions>();
  command = group->add_subcommand("list", "List the attachments of a referral");
  command->add_option("referral", list->referral, "The referral")->required();
  AddListOptions(command, list->list);
  Do(command, context, list, AttachList);
}

}  // namespace tendon::cli
