#include <chrono>
#include <utility>

#include "services/outcomes/link/referral_link.h"
#include "services/outcomes/link/service_call.h"
#include "services/runtime/limits.h"
#include "services/runtime/resource_name.h"

namespace tendon::outcomes {
namespace {

// A clinic waits for this when a referral is new here; longer, and the session is stored unresolved and settled later.
constexpr std::chrono::milliseconds kLookupDeadline(1000);

struct Question {
  grpc::ClientContext context;
  referral::v1::GetReferralRequest request;
  referral::v1::Referral response;
};

}  // namespace

std::shared_ptr<grpc::Channel> ConnectToReferralServer(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(runtime::kMaxSendMessageBytes);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, runtime::kKeepaliveMs);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

ReferralLookup::ReferralLookup(const std::shared_ptr<grpc::Channel>& channel)
    : stub_(referral::v1::ReferralService::NewStub(channel)) {}

void ReferralLookup::Find(const std::string& referral_id, std::function<void(absl::StatusOr<v1::ReferralView>)> done) {
  auto question = std::make_shared<Question>();
  IdentifyAsService(&question->context);
  question->context.set_deadline(std::chrono::system_clock::now() + kLookupDeadline);
  question->request.set_name(runtime::ReferralName(referral_id));
  stub_->async()->GetReferral(&question->context, &question->request, &question->response,
                              [question, done = std::move(done)](const grpc::Status& status) {
                                if (status.ok()) return done(MakeView(question->response));
                                const bool missing = status.error_code() == grpc::StatusCode::NOT_FOUND;
                                done(missing ? absl::NotFoundError("no such referral")
                                             : absl::UnavailableError("the referral server cannot be asked"));
                              });
}

}  // namespace tendon::outcomes
