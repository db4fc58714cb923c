// The floor under GetReferral: the same gRPC, options and messages, with nothing behind: every answer is the referral
// that the file holds.
//   bench-echo-server --answer FILE --port-file FILE     ends with SIGTERM
#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <iterator>

#include "services/runtime/server.h"
#include "tendon/referral/v1/referral_service.grpc.pb.h"

namespace {

namespace v1 = tendon::referral::v1;
using tendon::runtime::GrpcServer;

class Echo : public v1::ReferralService::CallbackService {
 public:
  explicit Echo(const std::string& bytes) { valid_ = answer_.ParseFromString(bytes); }
  bool valid() const { return valid_; }

  grpc::ServerUnaryReactor* GetReferral(grpc::CallbackServerContext* context, const v1::GetReferralRequest*,
                                        v1::Referral* response) override {
    *response = answer_;
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  v1::Referral answer_;
  bool valid_ = false;
};

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Answers every GetReferral with one stored referral: the floor of the bench.", "bench-echo-server");
  std::string answer_file;
  tendon::runtime::ServerConfig config;
  config.listen = "127.0.0.1:0";
  app.add_option("--answer", answer_file, "A serialised tendon.referral.v1.Referral")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--listen", config.listen, "Address to listen on")->capture_default_str();
  app.add_option("--port-file", config.port_file, "Write the port here once ready");
  CLI11_PARSE(app, argc, argv);
  std::ifstream file(answer_file, std::ios::binary);
  Echo echo({std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()});
  if (!echo.valid()) {
    std::cerr << "bench-echo-server: the file given with --answer holds no referral\n";
    return 2;
  }
  tendon::runtime::PrepareProcess();
  auto server = GrpcServer::Start(config, {&echo});
  if (!server.ok()) {
    std::cerr << "bench-echo-server: " << server.status().message() << "\n";
    return 1;
  }
  (*server)->SetServing(true);
  tendon::runtime::WaitForSignal();
  (*server)->Drain(config, [] {});
  return 0;
}
