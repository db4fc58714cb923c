#include "services/runtime/host.h"

#include <iostream>
#include <string>

namespace tendon::runtime {

int RunServer(const ServerIdentity& identity, int argc, const char* const* argv,
              const std::function<absl::Status(const ServerConfig&)>& serve) {
  ServerConfig config;
  if (const std::optional<int> exit_code = ReadConfig(identity, argc, argv, &config); exit_code.has_value()) return *exit_code;
  if (const std::string refusal = RefusalToListen(config); !refusal.empty()) {
    std::cerr << identity.program << ": " << refusal << "\n";
    return 2;
  }
  PrepareProcess();
  telemetry::StartLog(config.log_level);
  telemetry::Log(telemetry::Level::kWarning, "insecure_development",
                 {{"program", identity.program},
                  {"meaning", "callers are believed what they say they are; loopback only; never with real patients"}});
  const absl::Status status = serve(config);
  if (!status.ok()) {
    telemetry::Log(telemetry::Level::kCritical, "failed",
                   {{"program", identity.program}, {"detail", std::string(status.message())}});
  } else {
    telemetry::Log(telemetry::Level::kInfo, "stopped", {{"program", identity.program}});
  }
  telemetry::StopLog();
  return status.ok() ? 0 : 1;
}

}  // namespace tendon::runtime
