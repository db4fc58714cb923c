// `tendon health` and `tendon version`.
#include <google/protobuf/struct.pb.h>
#include <grpcpp/grpcpp.h>

#include <ostream>

#include "clients/cli/command.h"
#include "clients/cli/commands.h"
#include "clients/cli/table.h"
#include "clients/cli/version.h"
#include "clients/cpp/health.h"

namespace tendon::cli {
namespace {

struct NoOptions {};

struct Answer {
  std::string text;
  absl::Status status;  // OK when the server serves
};

Answer Ask(const std::shared_ptr<grpc::Channel>& channel, absl::Duration deadline) {
  const auto health = client::CheckHealth(channel, deadline);
  if (!health.ok()) return {std::string(absl::StatusCodeToString(health.status().code())), health.status()};
  switch (*health) {
    case client::ServingStatus::kServing:
      return {"SERVING", absl::OkStatus()};
    case client::ServingStatus::kNotServing:
      return {"NOT_SERVING", absl::UnavailableError("the server does not serve now")};
    default:
      return {"UNKNOWN", absl::UnavailableError("the server does not know whether it serves")};
  }
}

absl::Status Health(Context& context, const NoOptions&) {
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  const absl::Duration deadline = absl::Seconds(context.options.timeout_seconds);
  const Answer referral = Ask((*connection)->referral_channel(), deadline);
  const Answer outcomes = Ask((*connection)->outcomes_channel(), deadline);
  google::protobuf::Struct document;
  (*document.mutable_fields())["referral"].set_string_value(referral.text);
  (*document.mutable_fields())["outcomes"].set_string_value(outcomes.text);
  context.Print(document, [&] {
    Table table({{"SERVER"}, {"ADDRESS"}, {"STATUS"}});
    table.Add({"referral", context.options.referral_server,
               Cell(referral.text, referral.status.ok() ? Style::kGood : Style::kBad)});
    table.Add({"outcomes", context.options.outcomes_server,
               Cell(outcomes.text, outcomes.status.ok() ? Style::kGood : Style::kBad)});
    table.Print(context.terminal(), context.out());
  });
  return referral.status.ok() ? outcomes.status : referral.status;
}

absl::Status Version(Context& context, const NoOptions&) {
  google::protobuf::Struct document;
  (*document.mutable_fields())["tendon"].set_string_value(kVersion);
  (*document.mutable_fields())["grpc"].set_string_value(grpc::Version());
  context.Print(document, [&] { context.out() << "tendon " << kVersion << " (gRPC " << grpc::Version() << ")\n"; });
  return absl::OkStatus();
}

}  // namespace

void AddHealthCommand(CLI::App& app, Context& context) {
  Do(app.add_subcommand("health", "Ask both servers whether they serve"), context, std::make_shared<NoOptions>(),
     Health);
}

void AddVersionCommand(CLI::App& app, Context& context) {
  Do(app.add_subcommand("version", "Print the version"), context, std::make_shared<NoOptions>(), Version);
}

}  // namespace tendon::cli
