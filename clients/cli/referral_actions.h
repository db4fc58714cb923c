// Changing the state of a referral: the etag, the request id, the call, the answer. Shared by the commands that send.
#pragma once

#include <string>
#include <utility>

#include "clients/cli/command.h"
#include "clients/cli/names.h"
#include "clients/cli/referral_safety.h"
#include "clients/cli/referral_view.h"
#include "clients/cpp/referral_client.h"

namespace tendon::cli {

struct ActionOptions {
  std::string id;
  std::string etag;
  MutationOptions mutation;
};

// The etag that was given, or the present one, noted as filled in; a usage error where a request id was given without
// one.
absl::StatusOr<std::string> EtagFor(Context& context, client::ReferralClient& client, const ActionOptions& options);

// Makes a call that changes the state: `request` has its own fields filled, the common ones are filled here.
template <class Request>
absl::Status ChangeState(
    Context& context, const ActionOptions& options, Request request,
    absl::StatusOr<referral::v1::Referral> (client::ReferralClient::*method)(Request, const client::CallOptions&)) {
  context.subject = ShortName(ReferralName(options.id));
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  client::ReferralClient client(*connection);
  auto etag = EtagFor(context, client, options);
  if (!etag.ok()) return etag.status();
  request.set_name(ReferralName(options.id));
  request.set_etag(*std::move(etag));
  request.set_request_id(context.RequestId(options.mutation.request_id));
  request.set_validate_only(options.mutation.validate_only);
  const auto referral = (client.*method)(std::move(request), {});
  if (!referral.ok()) return referral.status();
  context.Print(*referral, [&] {
    PrintReferralState(*referral, context);
    PrintSafetyNews(*referral, context);
  });
  return absl::OkStatus();
}

}  // namespace tendon::cli
