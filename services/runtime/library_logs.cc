#include "services/runtime/library_logs.h"

#include <google/protobuf/stubs/logging.h>
#include <grpc/support/log.h>

#include <string>
#include <string_view>

#include "services/telemetry/log.h"

namespace tendon::runtime {
namespace {

void LogLibraryError(std::string_view library, std::string_view file, int line) {
  telemetry::Log(telemetry::Level::kWarning, "library_error",
                 {{"library", library}, {"file", file.substr(file.rfind('/') + 1)}, {"line", line}});
}

void TakeGrpc(gpr_log_func_args* args) {
  if (args->severity == GPR_LOG_SEVERITY_ERROR) LogLibraryError("grpc", args->file, args->line);
}

void TakeProtobuf(google::protobuf::LogLevel level, const char* file, int line, const std::string&) {
  if (level >= google::protobuf::LOGLEVEL_ERROR) LogLibraryError("protobuf", file, line);
}

}  // namespace

void RouteLibraryLogs() {
  gpr_set_log_function(&TakeGrpc);
  google::protobuf::SetLogHandler(&TakeProtobuf);
}

}  // namespace tendon::runtime
