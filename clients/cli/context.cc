#include "clients/cli/context.h"

#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "clients/cli/names.h"
#include "clients/cli/text.h"
#include "clients/cli/version.h"
#include "clients/cpp/uuid.h"

namespace tendon::cli {
namespace {

constexpr char kSystemClient[] = "system_client";
constexpr char kOperator[] = "operator";

// "massage_therapist" for "Massage-Therapist": as enums are read everywhere.
std::string RoleOf(const std::string& typed) { return absl::StrReplaceAll(absl::AsciiStrToLower(typed), {{"-", "_"}}); }

client::ClientOptions ClientOptionsOf(const GlobalOptions& options) {
  client::ClientOptions result;
  result.referral_server = options.referral_server;
  result.outcomes_server = options.outcomes_server;
  result.identity.organization = OrganizationName(options.organization);
  result.identity.role = options.role.empty() && !options.organization.empty() ? kSystemClient : RoleOf(options.role);
  // The operator is nobody's clinician; the variable may well be set for the other commands.
  if (result.identity.role != kOperator)
    result.identity.clinician = ClinicianName(options.clinician, options.organization);
  result.call_deadline = absl::Seconds(options.timeout_seconds);
  result.retry.max_elapsed = result.call_deadline;
  // Who says how long to wait gets it all; others learn soon that no server is there.
  if (options.timeout_given) result.retry.max_attempts = std::numeric_limits<int>::max();
  result.user_agent = absl::StrCat("tendon-cli/", kVersion);
  return result;
}

// The field "name" of a resource; session results have "session".
std::string NameOf(const google::protobuf::Message& message) {
  for (const char* field_name : {"name", "session", "resource"}) {
    const auto* field = message.GetDescriptor()->FindFieldByName(field_name);
    if (field != nullptr && field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_STRING)
      return message.GetReflection()->GetString(message, field);
  }
  return "";
}

}  // namespace

absl::StatusOr<std::shared_ptr<client::Connection>> Context::Connect() {
  if (connection_ != nullptr) return connection_;
  auto connection = client::Connection::Create(ClientOptionsOf(options));
  if (!connection.ok()) return UsageError(connection.status().message());
  connection_ = *std::move(connection);
  return connection_;
}

absl::StatusOr<std::string> Context::Organization() const {
  if (options.organization.empty())
    return UsageError("say for which organisation: --organization ID, or TENDON_ORGANIZATION");
  return OrganizationName(options.organization);
}

std::string Context::RequestId(const std::string& given) {
  request_id = given.empty() ? client::RandomUuid() : given;
  if (given.empty()) filled_in.push_back(absl::StrCat("--request-id ", request_id));
  return request_id;
}

void Context::Print(const google::protobuf::Message& message, absl::FunctionRef<void()> for_people) {
  switch (options.output) {
    case OutputFormat::kName:
      out() << Printable(NameOf(message)) << '\n';
      break;
    case OutputFormat::kJson:
      out() << ToJson(message, options.json_lines ? JsonLayout::kOneLine : JsonLayout::kIndented) << '\n';
      break;
    case OutputFormat::kTable:
      for_people();
      break;
  }
  out().flush();
}

bool ListOutput::Add(const google::protobuf::Message& message) {
  if (!context_.for_machines()) return false;
  if (context_.options.output == OutputFormat::kJson) {
    json_.Add(message);
  } else {
    context_.out() << Printable(NameOf(message)) << '\n';
  }
  return true;
}

void ListOutput::Finish() {
  if (context_.options.output == OutputFormat::kJson) json_.Finish();
  context_.out().flush();
}

}  // namespace tendon::cli
