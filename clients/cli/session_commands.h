// The parts of `tendon session`, each in its own file, and how sessions look.
#pragma once

#include <string>

#include "tendon/outcomes/v1/outcomes.pb.h"

namespace CLI {
class App;
}

namespace tendon::cli {

class Context;

void AddSessionRecord(CLI::App& group, Context& context);
void AddSessionImport(CLI::App& group, Context& context);
void AddSessionReading(CLI::App& group, Context& context);   // list, show
void AddSessionAmending(CLI::App& group, Context& context);  // amend, history

// After a change: its name, number, pain and flags in one line, or the session as JSON; and a warning of each measure
// that is not known, which goes to standard error.
void TellSession(const outcomes::v1::Session& session, Context& context);

// "OVER_AUTHORIZED, UNSCREENED".
std::string FlagLabels(const google::protobuf::RepeatedField<int>& flags);

}  // namespace tendon::cli
