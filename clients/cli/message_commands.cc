// `tendon message`: post, list, read.
#include <ostream>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "clients/cli/command.h"
#include "clients/cli/commands.h"
#include "clients/cli/input_file.h"
#include "clients/cli/labels.h"
#include "clients/cli/names.h"
#include "clients/cli/text.h"
#include "clients/cpp/message_client.h"
#include "clients/cpp/paging.h"

namespace tendon::cli {
namespace {

namespace pb = referral::v1;

struct PostMessageOptions {
  std::string referral, text, file, reply_to;
  std::vector<std::string> attachments;
  bool needs_answer = false;
  MutationOptions mutation;
};

struct ThreadOptions {
  std::string referral;
  bool mark_read = false;
  ListOptions list;
};

struct ReadThreadOptions {
  std::string referral;
  std::int64_t number = 0;  // 0: all
  MutationOptions mutation;
};

// "3" and "referrals/abc/messages/3" alike.
std::string MessageName(const std::string& referral, const std::string& text) {
  return absl::StrContains(text, '/') ? text : absl::StrCat(ReferralName(referral), "/messages/", text);
}
std::string AttachmentName(const std::string& referral, const std::string& text) {
  return absl::StrContains(text, '/') ? text : absl::StrCat(ReferralName(referral), "/attachments/", text);
}

std::string NumberOf(const pb::Message& message) { return message.name().substr(message.name().rfind('/') + 1); }

// A header line, the text below it, indented.
void PrintMessage(const pb::Message& message, Context& context) {
  const std::string sender = message.clinician().empty() ? message.organization() : message.clinician();
  std::string header =
      absl::StrCat("#", NumberOf(message), "  ", TimeLabel(message.post_time()), "  ", Printable(ShortName(sender)));
  if (!message.in_reply_to().empty()) {
    absl::StrAppend(&header, "  answers #", message.in_reply_to().substr(message.in_reply_to().rfind('/') + 1));
  }
  context.out() << context.terminal().Styled(header, Style::kBold);
  if (message.needs_answer()) context.out() << "  " << context.terminal().Styled("needs an answer", Style::kWaiting);
  context.out() << "\n";
  for (const std::string& line : PrintableLines(message.text())) context.out() << "    " << line << "\n";
  for (const std::string& attachment : message.attachments()) {
    context.out() << "    with " << Printable(ShortName(attachment)) << "\n";
  }
  std::vector<std::string> readers;
  for (const auto& mark : message.read_marks()) {
    readers.push_back(absl::StrCat(Printable(ShortName(mark.clinician())), " ", TimeLabel(mark.read_time())));
  }
  if (readers.empty()) return;
  context.out() << context.terminal().Styled(absl::StrCat("    read by ", absl::StrJoin(readers, ", ")), Style::kDim)
                << "\n";
}

absl::StatusOr<std::string> MessageTextOf(Context& context, const PostMessageOptions& options) {
  if (options.text.empty() == options.file.empty()) return UsageError("give the text, or --file; not both");
  if (!options.text.empty()) return options.text;
  auto input = ReadInput(options.file, context.terminal());
  if (!input.ok()) return input.status();
  return std::move(input->text);
}

absl::Status PostMessage(Context& context, const PostMessageOptions& options) {
  context.subject = ShortName(ReferralName(options.referral));
  auto text = MessageTextOf(context, options);
  if (!text.ok()) return text.status();
  pb::PostMessageRequest request;
  request.set_parent(ReferralName(options.referral));
  pb::Message& message = *request.mutable_message();
  message.set_text(*std::move(text));
  message.set_needs_answer(options.needs_answer);
  if (!options.reply_to.empty()) message.set_in_reply_to(MessageName(options.referral, options.reply_to));
  for (const std::string& attachment : options.attachments) {
    message.add_attachments(AttachmentName(options.referral, attachment));
  }
  request.set_request_id(context.RequestId(options.mutation.request_id));
  request.set_validate_only(options.mutation.validate_only);
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  const auto posted = client::MessageClient(*connection).Post(std::move(request));
  if (!posted.ok()) return posted.status();
  context.Print(*posted, [&] { PrintMessage(*posted, context); });
  return absl::OkStatus();
}

absl::Status MarkRead(client::MessageClient& client, const std::string& referral, std::int64_t number,
                      const std::string& request_id, bool validate_only, pb::MessageReadState* state) {
  pb::MarkMessagesReadRequest request;
  request.set_parent(ReferralName(referral));
  request.set_read_number(number);
  request.set_request_id(request_id);
  request.set_validate_only(validate_only);
  auto marked = client.MarkRead(std::move(request));
  if (!marked.ok()) return marked.status();
  *state = *std::move(marked);
  return absl::OkStatus();
}

absl::Status ListThread(Context& context, const ThreadOptions& options) {
  context.subject = ShortName(ReferralName(options.referral));
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  client::MessageClient client(*connection);
  ListOutput output(context);
  pb::ListMessagesRequest request;
  request.set_parent(ReferralName(options.referral));
  request.set_page_size(PageSize(options.list));
  int count = 0;
  std::int64_t last = 0;
  pb::MessageReadState state;
  absl::Status status = client::ForEachPage(
      request, [&](const auto& page_request) { return client.List(page_request); },
      [&](const auto& page) {
        state = page.read_state();
        for (const auto& message : page.messages()) {
          if (Enough(options.list, count)) return false;
          ++count;
          ++last;
          if (!output.Add(message)) PrintMessage(message, context);
        }
        return !Enough(options.list, count);
      });
  if (!status.ok()) return status;
  output.Finish();
  if (!context.for_machines() && count == 0) context.terminal().err << "No messages.\n";
  if (options.mark_read && last > state.read_number()) {
    return MarkRead(client, options.referral, last, "", false, &state);
  }
  return absl::OkStatus();
}

absl::Status ReadThread(Context& context, const ReadThreadOptions& options) {
  context.subject = ShortName(ReferralName(options.referral));
  if (absl::Status status = RefuseOtherAtEachAttempt(options.mutation, options.number > 0, "the number", "12");
      !status.ok())
    return status;
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  client::MessageClient client(*connection);
  std::int64_t number = options.number;
  if (number == 0) {
    pb::ListMessagesRequest request;
    request.set_parent(ReferralName(options.referral));
    request.set_page_size(1);
    const auto page = client.List(std::move(request));
    if (!page.ok()) return page.status();
    number = page->read_state().last_number();
  }
  if (number == 0) {
    context.terminal().err << "No messages.\n";
    return absl::OkStatus();
  }
  pb::MessageReadState state;
  const std::string request_id = context.RequestId(options.mutation.request_id);
  if (options.number == 0) context.filled_in.push_back(absl::StrCat(number));
  absl::Status status = MarkRead(client, options.referral, number, request_id, options.mutation.validate_only, &state);
  if (!status.ok()) return status;
  context.Print(
      state, [&] { context.out() << "Read up to #" << state.read_number() << " of " << state.last_number() << ".\n"; });
  return absl::OkStatus();
}

}  // namespace

void AddMessageCommands(CLI::App& app, Context& context) {
  CLI::App* group = AddGroup(app, "message", "The thread on a referral");

  auto post = std::make_shared<PostMessageOptions>();
  CLI::App* command = group->add_subcommand("post", "Write in the thread");
  command->add_option("referral", post->referral, "The referral")->required();
  command->add_option("text", post->text, "The text; better --file, which no list of processes shows");
  command->add_option("-f,--file", post->file, "A file with the text; - for standard input");
  command->add_flag("--needs-answer", post->needs_answer, "The turn goes to the other party");
  command->add_option("--reply-to", post->reply_to, "The number of the message that it answers");
  command->add_option("--attachment", post->attachments, "The id of an attachment; may be repeated")->take_all();
  AddMutationOptions(command, post->mutation);
  command->footer("Example:\n  tendon message post 0190a5b4-... -f question.txt --needs-answer\n");
  Do(command, context, post, PostMessage);

  auto list = std::make_shared<ThreadOptions>();
  command = group->add_subcommand("list", "Show the thread, oldest first");
  command->add_option("referral", list->referral, "The referral")->required();
  command->add_flag("--mark-read", list->mark_read, "Mark what is shown as read by you");
  AddListOptions(command, list->list);
  Do(command, context, list, ListThread);

  auto read = std::make_shared<ReadThreadOptions>();
  command = group->add_subcommand("read", "Mark messages as read by you");
  command->add_option("referral", read->referral, "The referral")->required();
  command->add_option("number", read->number, "Up to this message; all when left out")
      ->check(CLI::PositiveNumber.description(""));
  AddMutationOptions(command, read->mutation);
  Do(command, context, read, ReadThread);
}

}  // namespace tendon::cli
