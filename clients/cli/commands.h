// The commands. Each function adds one group to the parser; the callbacks only note in the context what is to be done.
#pragma once

namespace CLI {  // NOLINT(readability-identifier-naming): the library's
class App;
}

namespace tendon::cli {

class Context;

void AddHealthCommand(CLI::App& app, Context& context);
void AddVersionCommand(CLI::App& app, Context& context);
void AddOrganizationCommands(CLI::App& app, Context& context);
void AddClinicianCommands(CLI::App& app, Context& context);
void AddDirectoryCommands(CLI::App& app, Context& context);
void AddReferralCommands(CLI::App& app, Context& context);
void AddAttachCommands(CLI::App& app, Context& context);
void AddWorklistCommands(CLI::App& app, Context& context);
void AddMessageCommands(CLI::App& app, Context& context);
void AddTransitionTableCommand(CLI::App& app, Context& context);
void AddExplainCommand(CLI::App& app, Context& context);
void AddScreenCommands(CLI::App& app, Context& context);
void AddKnowledgeCommands(CLI::App& app, Context& context);
void AddSessionCommands(CLI::App& app, Context& context);
void AddEpisodeCommands(CLI::App& app, Context& context);
void AddMeasureCommands(CLI::App& app, Context& context);
void AddPlanCommands(CLI::App& app, Context& context);
void AddWatchCommand(CLI::App& app, Context& context);
void AddEventCommands(CLI::App& app, Context& context);
void AddImportCommands(CLI::App& app, Context& context);
// In the group of the one above.
void AddCsvImportCommand(CLI::App& group, Context& context);
void AddNdjsonImportCommand(CLI::App& group, Context& context);
void AddCohortCommands(CLI::App& app, Context& context);
void AddReportCommand(CLI::App& app, Context& context);
// After all others: it describes them.
void AddCompletionCommand(CLI::App& app, Context& context);

}  // namespace tendon::cli
