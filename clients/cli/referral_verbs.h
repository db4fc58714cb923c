// Verbs of `tendon referral` as data: what they are called, which fields of the proto's request their options fill, and
// the method that they call.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "clients/cli/command.h"
#include "clients/cli/document.h"
#include "clients/cli/names.h"
#include "clients/cli/referral_actions.h"
#include "clients/cli/referral_safety.h"
#include "clients/cpp/lifecycle_client.h"

namespace tendon::cli {

// How what was typed becomes the field's value.
enum class ValueKind {
  kText,
  kFlag,
  kOrganization,
  kReferral,
  kClinician,
  kConstant,
  kFindings  // "RF_SADDLE=no", as often as needed; the path is the repeated field
};

struct VerbOption {
  const char* flag;  // "--comment"; the value itself for kConstant
  const char* path;  // of the request's field: "closing_summary.text", "questions.0.text"
  const char* help = "";
  bool required = false;
  ValueKind kind = ValueKind::kText;
};

struct Verb {
  const char* name;
  const char* help;
  const char*
      part;  // of a part's collection: "appointments", and the id is REFERRAL/NUMBER; "" for the referral itself
  std::vector<VerbOption> options;
  const char* file_field = "";  // the field that -f fills, if any
};

struct VerbValues {
  ActionOptions action;
  std::vector<std::string> texts;
  std::vector<std::vector<std::string>> lists;
  std::vector<char> flags;
  std::string file;
};

// Adds the command with its options.
CLI::App* AddVerbCommand(CLI::App& group, const Verb& verb, VerbValues& values);

// "abc" or "abc/1" by the verb's part: the full name.
std::string NameFor(const Verb& verb, const std::string& id);

// Why `id` does not name what the verb is about; empty when it does.
std::string IdRefusal(const Verb& verb, const std::string& id);

// Fills the request's own fields from what was typed.
absl::Status FillRequest(Context& context, const Verb& verb, const VerbValues& values,
                         google::protobuf::Message& request);

template <class Request>
using TransitionMethod =
    absl::StatusOr<referral::v1::Referral> (client::LifecycleClient::*)(Request, const client::CallOptions&);

template <class Request>
absl::Status RunVerb(Context& context, const Verb& verb, const VerbValues& values, TransitionMethod<Request> method) {
  if (const std::string why = IdRefusal(verb, values.action.id); !why.empty()) return UsageError(why);
  const std::string name = NameFor(verb, values.action.id);
  ActionOptions action = values.action;
  action.id = action.id.substr(0, action.id.find('/', action.id.rfind("referrals/", 0) == 0 ? 10 : 0));
  context.subject = ShortName(ReferralName(action.id));
  Request request;
  if (absl::Status status = FillRequest(context, verb, values, request); !status.ok()) return status;
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  client::ReferralClient referrals(*connection);
  auto etag = EtagFor(context, referrals, action);
  if (!etag.ok()) return etag.status();
  request.set_name(name);
  request.set_etag(*std::move(etag));
  request.set_request_id(context.RequestId(action.mutation.request_id));
  request.set_validate_only(action.mutation.validate_only);
  client::LifecycleClient client(*connection);
  const auto referral = (client.*method)(std::move(request), {});
  if (!referral.ok()) return referral.status();
  context.Print(*referral, [&] {
    PrintReferralState(*referral, context);
    PrintSafetyNews(*referral, context);
  });
  return absl::OkStatus();
}

template <class Request>
void AddVerb(CLI::App& group, Context& context, Verb described, TransitionMethod<Request> method) {
  auto verb = std::make_shared<const Verb>(std::move(described));
  auto values = std::make_shared<VerbValues>();
  AddVerbCommand(group, *verb, *values)->callback([&context, verb, values, method] {
    context.action = [&context, verb, values, method] { return RunVerb(context, *verb, *values, method); };
  });
}

}  // namespace tendon::cli
