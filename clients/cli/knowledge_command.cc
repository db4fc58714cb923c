// `tendon knowledge show`, `search`, `check`, `export`, `diff`, `server`: the knowledge base, offline but for the last.
#include <filesystem>
#include <fstream>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "clients/cli/command.h"
#include "clients/cli/commands.h"
#include "clients/cli/screening_view.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"
#include "clients/cpp/screening_client.h"
#include "services/clinical/knowledge/file_set.h"
#include "services/clinical/screening/diff.h"
#include "services/clinical/screening/load.h"
#include "services/clinical/screening/message.h"
#include "services/clinical/screening/search.h"

namespace tendon::cli {
namespace {

namespace cs = clinical::screening;

struct KnowledgeOptions {
  std::string directory, text;
};
struct DiffOptions {
  std::string before, after;
};

std::string Join(const std::vector<std::string>& items) { return absl::StrJoin(items, ", "); }

// What is wrong with a local file is bad input, whatever the reason.
absl::Status AsBadInput(const absl::Status& status) { return absl::InvalidArgumentError(status.message()); }

// The words of a problem in a file go out as they are: they hold no patient data.
absl::StatusOr<cs::KnowledgeBase> Load(const std::string& directory) {
  auto knowledge = cs::LoadKnowledge(directory);
  if (!knowledge.ok()) return AsBadInput(knowledge.status());
  return knowledge;
}

// ICD-10-CM as people write it: "Q78.0" for Q780.
std::string WithDots(const std::vector<std::string>& codes) {
  std::vector<std::string> dotted;
  for (const std::string& code : codes) {
    dotted.push_back(code.size() > 3 ? absl::StrCat(code.substr(0, 3), ".", code.substr(3)) : code);
  }
  return absl::StrJoin(dotted, ", ");
}

void PrintStatement(const cs::KnowledgeBase& knowledge, Context& context) {
  context.out() << "\nKnowledge " << knowledge.version << "\n"
                << cs::kStatement << " No clinician has signed these facts off.\n";
}

std::string TriggerOf(const cs::Rule& rule) {
  std::vector<std::string> parts;
  if (!rule.prefixes.empty()) parts.push_back(absl::StrCat("ICD-10-CM ", WithDots(rule.prefixes)));
  if (!rule.excludes.empty()) parts.push_back(absl::StrCat("without ", WithDots(rule.excludes)));
  std::vector<std::string> names;
  for (const cs::Ingredient& ingredient : rule.ingredients) names.push_back(ingredient.name);
  if (!names.empty()) parts.push_back(absl::StrCat("RxNorm ", Join(names)));
  if (rule.predicate != nullptr) {
    parts.push_back(absl::StrCat("finding ", cs::FactsOf(rule.predicate->code).id, ": ", rule.predicate->expression));
  }
  if (!rule.window_text.empty()) parts.push_back(absl::StrCat("within ", rule.window_text));
  return absl::StrCat(rule.logic_text, "; ", absl::StrJoin(parts, "; "));
}

void PrintRule(const cs::Rule& rule, const cs::KnowledgeBase& knowledge, Context& context) {
  const auto verdict = cs::ToProto(rule.severity);
  Fields fields;
  fields.Add("Rule", absl::StrCat(rule.id, " ", rule.label), Style::kBold);
  fields.Add("Kind", rule.kind_text);
  fields.Add("Says", absl::StrCat(VerdictSymbol(verdict, context.terminal().utf8), " ", VerdictWords(verdict)),
             StyleOf(verdict));
  fields.Add("Override", rule.overridable() ? "attested only" : "never: the patient must be seen today or now");
  fields.Add("Trigger", TriggerOf(rule));
  fields.Add("Techniques", Join(rule.selector));
  fields.Add("Where", absl::StrCat(rule.scope_text, rule.region_words.empty() ? "" : ": ", Join(rule.region_words)));
  fields.Add("Do", rule.action);
  fields.Add("Why", rule.rationale);
  fields.Add("Confidence", absl::StrCat(rule.confidence, "; ", rule.agreement, "; sources ", rule.source_type));
  fields.Add("Dispute", rule.dispute_note);
  for (const std::string& id : rule.sources) {
    const cs::Source* source = knowledge.FindSource(id);
    fields.Add("Source", source == nullptr ? id : absl::StrCat(id, ": ", source->citation, " [", source->status, "]"));
  }
  fields.Print(context.terminal(), context.out());
}

void PrintTechnique(const cs::Technique& technique, Context& context) {
  Fields fields;
  fields.Add("Technique", absl::StrCat(technique.id, " ", technique.name), Style::kBold);
  fields.Add("Also called", Join(technique.synonyms));
  fields.Add("Classes", Join(technique.classes));
  fields.Add("Pressure", absl::StrCat(technique.pressure_level, " of 5"));
  fields.Add("Evidence", technique.evidence);
  fields.Add("Dose", technique.dose_text);
  fields.Add("CPT", technique.cpt);
  fields.Add("Source", absl::StrCat(Join(technique.sources), "; confidence ", technique.confidence));
  fields.Print(context.terminal(), context.out());
}

void PrintSummary(const cs::KnowledgeBase& knowledge, Context& context) {
  Fields fields;
  fields.Add("Version", knowledge.version, Style::kBold);
  fields.Add("Rules", absl::StrCat(knowledge.rules.size()));
  fields.Add("Techniques", absl::StrCat(knowledge.techniques.size()));
  fields.Add("Regions", absl::StrCat(knowledge.regions.entries().size()));
  fields.Add("Sources", absl::StrCat(knowledge.sources.size()));
  fields.Add("State overrides", absl::StrCat(knowledge.scope_overrides.size()));
  fields.Print(context.terminal(), context.out());
}

absl::Status Show(Context& context, const KnowledgeOptions& options) {
  const auto knowledge = Load(options.directory);
  if (!knowledge.ok()) return knowledge.status();
  if (options.text.empty()) {
    PrintSummary(*knowledge, context);
  } else if (const cs::Rule* rule = knowledge->FindRule(options.text); rule != nullptr) {
    PrintRule(*rule, *knowledge, context);
  } else if (const cs::Technique* technique = knowledge->FindTechnique(options.text); technique != nullptr) {
    PrintTechnique(*technique, context);
  } else {
    return absl::InvalidArgumentError("no rule or technique of this id; try `tendon knowledge search`");
  }
  PrintStatement(*knowledge, context);
  return absl::OkStatus();
}

absl::Status Search(Context& context, const KnowledgeOptions& options) {
  const auto knowledge = Load(options.directory);
  if (!knowledge.ok()) return knowledge.status();
  Table table({{""}, {"ID"}, {"ABOUT", false, true}, {"CONFIDENCE"}, {"SOURCES", false, true}});
  for (const cs::Rule& rule : knowledge->rules) {
    if (!cs::Holds(rule, options.text)) continue;
    const auto verdict = cs::ToProto(rule.severity);
    table.Add({Cell(VerdictSymbol(verdict, context.terminal().utf8), StyleOf(verdict)), rule.id, rule.label,
               rule.confidence, Join(rule.sources)});
  }
  for (const cs::Technique& technique : knowledge->techniques) {
    if (!cs::Holds(technique, options.text)) continue;
    table.Add({"", technique.id, technique.name, technique.confidence, Join(technique.sources)});
  }
  if (table.empty()) return absl::InvalidArgumentError("nothing in the knowledge base holds this text");
  table.Print(context.terminal(), context.out());
  PrintStatement(*knowledge, context);
  return absl::OkStatus();
}

absl::Status Check(Context& context, const KnowledgeOptions& options) {
  const auto knowledge = Load(options.directory);
  if (!knowledge.ok()) {
    // Every problem on a line of its own, as a compiler would tell it.
    for (const std::string& line : PrintableLines(knowledge.status().message())) context.terminal().err << line << "\n";
    return absl::InvalidArgumentError("the knowledge base has mistakes");
  }
  PrintSummary(*knowledge, context);
  context.out() << "No mistake found.\n";
  return absl::OkStatus();
}

absl::StatusOr<clinical::knowledge::FileSet> Files(const std::string& directory) {
  if (directory.empty()) return clinical::knowledge::FileSet::Embedded();
  auto files = clinical::knowledge::FileSet::FromDirectory(directory, cs::KnowledgeFileNames());
  if (!files.ok()) return AsBadInput(files.status());
  return files;
}

// The knowledge base's own files, to begin one's own with. Nothing is overwritten.
absl::Status Export(Context& context, const KnowledgeOptions& options) {
  namespace fs = std::filesystem;
  std::error_code error;
  fs::create_directories(options.directory, error);
  std::vector<absl::string_view> names = cs::KnowledgeFileNames();
  names.emplace_back("VERSION");
  for (const absl::string_view name : names) {
    const fs::path path = fs::path(options.directory) / std::string(name);
    if (fs::exists(path, error)) return absl::InvalidArgumentError(absl::StrCat(name, ": is in the folder already"));
  }
  const auto embedded = clinical::knowledge::FileSet::Embedded();
  for (const absl::string_view name : names) {
    std::ofstream file(fs::path(options.directory) / std::string(name), std::ios::binary);
    file << *embedded.Get(name) << std::flush;
    if (!file) return absl::InvalidArgumentError(absl::StrCat(name, ": cannot be written in the folder"));
  }
  context.out() << names.size() << " files written. Give VERSION a name of your own, and check them before a server "
                << "loads them: tendon knowledge check DIRECTORY\n";
  return absl::OkStatus();
}

std::string Describe(const cs::Change& change) {
  if (change.kind == cs::Change::Kind::kChanged) {
    return absl::StrCat(change.column, ": ", change.before, " -> ", change.after);
  }
  return change.kind == cs::Change::Kind::kAdded ? "added" : "removed";
}

absl::Status Diff(Context& context, const DiffOptions& options) {
  const auto before = Files(options.after.empty() ? "" : options.before);
  if (!before.ok()) return before.status();
  const auto after = Files(options.after.empty() ? options.before : options.after);
  if (!after.ok()) return after.status();
  const auto changes = cs::DiffKnowledge(*before, *after);
  if (!changes.ok()) return AsBadInput(changes.status());
  Fields versions;
  versions.Add("Before", before->Version(cs::KnowledgeFileNames()).value_or("no VERSION"));
  versions.Add("After", after->Version(cs::KnowledgeFileNames()).value_or("no VERSION"));
  versions.Print(context.terminal(), context.out());
  context.out() << "\n";
  Table table({{"FILE"}, {"ROW"}, {"CHANGE"}});
  for (const cs::Change& change : *changes) table.Add({change.file, change.id, Describe(change)});
  table.Print(context.terminal(), context.out());
  if (changes->empty()) context.out() << "No difference.\n";
  return absl::OkStatus();
}

absl::Status Server(Context& context, const KnowledgeOptions&) {
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  const auto knowledge = client::ScreeningClient(*connection).GetKnowledge();
  if (!knowledge.ok()) return knowledge.status();
  context.Print(*knowledge, [&] {
    Fields fields;
    fields.Add("Version", knowledge->version(), Style::kBold);
    fields.Add("From", knowledge->embedded() ? "the program" : "the operator's own files");
    fields.Add("Rules", absl::StrCat(knowledge->rule_count()));
    fields.Add("Techniques", absl::StrCat(knowledge->technique_count()));
    fields.Print(context.terminal(), context.out());
    context.out() << "\n" << Printable(knowledge->statement()) << "\n";
  });
  return absl::OkStatus();
}

CLI::App* Add(CLI::App& group, Context& context, const std::string& name, const std::string& help,
              std::shared_ptr<KnowledgeOptions> options, absl::Status (*action)(Context&, const KnowledgeOptions&)) {
  CLI::App* command = group.add_subcommand(name, help);
  Do(command, context, std::move(options), action);
  return command;
}

}  // namespace

void AddKnowledgeCommands(CLI::App& app, Context& context) {
  CLI::App& group = *AddGroup(app, "knowledge", "The rules and techniques that screening knows");
  const std::string directory_help = "Your own files; without it, those that are part of the program";

  auto show = std::make_shared<KnowledgeOptions>();
  CLI::App* command =
      Add(group, context, "show", "Show a rule or technique with its sources, or a summary", show, Show);
  command->add_option("id", show->text, "CI001, DEEP_TISSUE");
  command->add_option("--directory", show->directory, directory_help);

  auto search = std::make_shared<KnowledgeOptions>();
  command = Add(group, context, "search", "Find rules and techniques by a word, a code, a medication", search, Search);
  command->add_option("text", search->text, "I82.412, warfarin, traction")->required();
  command->add_option("--directory", search->directory, directory_help);

  auto check = std::make_shared<KnowledgeOptions>();
  command = Add(group, context, "check", "Check your own files before a server loads them", check, Check);
  command->add_option("directory", check->directory, directory_help);

  auto own = std::make_shared<KnowledgeOptions>();
  command =
      Add(group, context, "export", "Write the program's own files into a folder, to begin yours with", own, Export);
  command->add_option("directory", own->directory, "A new folder, or one without these files")->required();
  command->footer(
      "Example:\n  tendon knowledge export own\n  … edit own/*.csv, name it in own/VERSION …\n"
      "  tendon knowledge check own && tendon knowledge diff own\n"
      "  tendon-referral --knowledge own …   (open referrals are screened again when it starts)\n");

  auto diff = std::make_shared<DiffOptions>();
  command = group.add_subcommand("diff", "Tell what differs between two knowledge bases");
  command->add_option("before", diff->before, "A folder; alone, it is compared with the program's own")->required();
  command->add_option("after", diff->after, "Another folder");
  Do(command, context, diff, Diff);

  auto server = std::make_shared<KnowledgeOptions>();
  Add(group, context, "server", "Tell what the referral server screens with", server, Server);
}

}  // namespace tendon::cli
