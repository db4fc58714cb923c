// What every command shares: the options of the whole program, the terminal, and the connection, made when first
// needed.
#pragma once

#include <google/protobuf/message.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/json_output.h"
#include "clients/cli/terminal.h"
#include "clients/cpp/connection.h"

namespace tendon::cli {

enum class OutputFormat { kTable, kJson, kName };

struct GlobalOptions {
  std::string referral_server = "127.0.0.1:7600";
  std::string outcomes_server = "127.0.0.1:7601";
  std::string organization;  // as typed: "river-clinic"
  std::string clinician;
  std::string role;
  OutputFormat output = OutputFormat::kTable;
  bool json_lines = false;
  ColorMode color = ColorMode::kAuto;
  double timeout_seconds = 10;
  bool timeout_given = false;
};

class Context {
 public:
  explicit Context(Terminal& terminal) : terminal_(terminal) {}

  GlobalOptions options;
  // What the chosen command does; set while the options are parsed, run afterwards.
  std::function<absl::Status()> action;
  // Overrides the exit code of an action that ended well.
  ExitCode exit_code = ExitCode::kOk;
  // The referral or session that the command is about, for the hints of an error: a short id.
  std::string subject;
  // The request id of the mutation that was made last.
  std::string request_id;
  // What was not typed and was filled in for this attempt, as options: "--etag v3". The same command with these added
  // sends the same bytes again.
  std::vector<std::string> filled_in;

  Terminal& terminal() { return terminal_; }
  std::ostream& out() { return terminal_.out; }
  bool for_machines() const { return options.output != OutputFormat::kTable; }

  // Usage errors for options that cannot be used.
  absl::StatusOr<std::shared_ptr<client::Connection>> Connect();
  // "organizations/{organization}"; a usage error when none was given.
  absl::StatusOr<std::string> Organization() const;
  // `given`, or a new one, noted as filled in; remembered in `request_id`.
  std::string RequestId(const std::string& given);

  // One resource: its name, JSON, or what `for_people` prints.
  void Print(const google::protobuf::Message& message, absl::FunctionRef<void()> for_people);

 private:
  Terminal& terminal_;
  std::shared_ptr<client::Connection> connection_;
};

// Lists go through this: a name or JSON document at once for each item, rows of a table at the end.
class ListOutput {
 public:
  explicit ListOutput(Context& context) : context_(context), json_(context.options.json_lines, context.out()) {}
  // True when the item was printed, false when it is for the table.
  bool Add(const google::protobuf::Message& message);
  void Finish();

 private:
  Context& context_;
  JsonList json_;
};

}  // namespace tendon::cli
