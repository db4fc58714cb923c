// The parts of `tendon org`, `clinician` and `directory`, each in its own file.
#pragma once

namespace CLI {
class App;
}

namespace tendon::cli {

class Context;

void AddOrganizationUpdate(CLI::App& group, Context& context);
void AddClinicianUpdate(CLI::App& group, Context& context);
void AddDirectorySearch(CLI::App& group, Context& context);
void AddRecipientCheck(CLI::App& group, Context& context);

}  // namespace tendon::cli
