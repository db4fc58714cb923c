// The parts of `tendon events`, each in its own file.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace tendon::cli {

class Context;

// "ehr" -> "organizations/river-clinic/cursors/ehr" with the organisation's name.
std::string CursorName(const std::string& text, const std::string& organization);

void AddCursorCommands(CLI::App& group, Context& context);  // cursors, ack, forget

}  // namespace tendon::cli
