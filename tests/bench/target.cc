#include "tests/bench/target.h"

namespace tendon::bench {

void Prepare(const Caller& caller, grpc::ClientContext* context) {
  context->AddMetadata("tendon-role", caller.role);
  if (!caller.organization.empty()) context->AddMetadata("tendon-organization", caller.organization);
  if (!caller.clinician.empty()) context->AddMetadata("tendon-clinician", caller.clinician);
}

Target::Target(const std::string& address, int connections) {
  for (int i = 0; i < connections; ++i) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetMaxReceiveMessageSize(-1);
    arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);  // an error that a second attempt hides would not be counted
    channels_.push_back(grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments));
    stubs_.push_back(std::make_unique<grpc::GenericStub>(channels_.back()));
  }
}

}  // namespace tendon::bench
