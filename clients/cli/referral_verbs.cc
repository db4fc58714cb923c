#include "clients/cli/referral_verbs.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "clients/cli/screening_flags.h"

namespace tendon::cli {
namespace {

std::string ValueOf(Context& context, const VerbOption& option, const std::string& text) {
  if (option.kind == ValueKind::kOrganization) return OrganizationName(text);
  if (option.kind == ValueKind::kReferral) return ReferralName(text);
  if (option.kind == ValueKind::kClinician) return ClinicianName(text, context.options.organization);
  return option.kind == ValueKind::kConstant ? option.flag : text;
}

// Puts a value into the tree at "a.b" or, with a number, into a list: "a.0.b".
void Put(Json& tree, const std::string& path, const Json& value) {
  Json* place = &tree;
  for (const absl::string_view step : absl::StrSplit(path, '.')) {
    std::size_t index = 0;
    place = absl::SimpleAtoi(step, &index) ? &(*place)[index] : &(*place)[std::string(step)];
  }
  *place = value;
}

// A constant completes what was typed beside it, and does not stand alone.
bool IsGiven(const Verb& verb, const VerbValues& values, std::size_t i) {
  const VerbOption& option = verb.options[i];
  if (option.kind == ValueKind::kFlag) return values.flags[i] != 0;
  if (option.kind == ValueKind::kFindings) return false;  // see AddFindings
  if (option.kind != ValueKind::kConstant) return !values.texts[i].empty();
  const std::string parent = std::string(option.path).substr(0, std::string(option.path).rfind('.') + 1);
  for (std::size_t other = 0; other < verb.options.size(); ++other) {
    const bool typed = !values.texts[other].empty();
    if (typed && std::string(verb.options[other].path).rfind(parent, 0) == 0) return true;
  }
  return false;
}

absl::Status AddFindings(const Verb& verb, const VerbValues& values, google::protobuf::Message& request) {
  for (std::size_t i = 0; i < verb.options.size(); ++i) {
    for (const std::string& text : values.lists[i]) {
      const auto finding = ParseFinding(text);
      if (!finding.ok()) return finding.status();
      const auto* field = request.GetDescriptor()->FindFieldByName(verb.options[i].path);
      request.GetReflection()->AddMessage(&request, field)->CopyFrom(*finding);
    }
  }
  return absl::OkStatus();
}

// What an example types after the id; the codes are some of `tendon referral reasons`.
struct Example {
  const char* verb;
  const char* options;
};
constexpr Example kExamples[] = {
    {"waitlist", " --until 2026-12-24"},
    {"schedule", " --start 2026-11-23T15:00:00Z --minutes 45"},
    {"reschedule", " --start 2026-11-24T09:00:00Z"},
    {"cancel-appointment", " --reason clinic-cancelled"},
    {"no-show", " --reason did-not-attend"},
    {"ask", " --question 'Is anticoagulation current?' --kind CLEARANCE --mandatory"},
    {"answer", " --text 'Stopped in May.' --cleared"},
    {"clarify", " --text 'Which exercises?'"},
    {"hold", " --reason acute-flare --comment 'Fever since yesterday'"},
    {"resume", " --comment 'Ruled out by ultrasound' --finding RF_SADDLE=no"},
    {"request-cancel", " --reason patient-declined"},
    {"confirm-cancel", " --summary 'One session of six.' --discharge-reason PATIENT_CHOICE"},
    {"refuse-cancel", " --reason treatment-nearly-over --comment 'One session is left'"},
    {"fail", " --reason did-not-attend --comment 'Three appointments missed'"},
    {"report", " --text 'Pain from 7 to 5 after three sessions.'"},
    {"addendum", " --text 'Home exercises were given.'"},
    {"late-summary", " --summary 'Two sessions of six.' --discharge-reason PATIENT_CHOICE"},
    {"cross-back",
     " --reason red-flag --comment 'Saddle numbness' --summary 'Stopped.' \\\n    --discharge-reason REFERRED_BACK "
     "--halt-parent --recheck --refer-urgency EMERGENCY"},
    {"extend", " --sessions 10 --reason more-sessions-needed"},
    {"forward", " --to harbor-massage --reason capacity-full"},
    {"propose-child", " -f child.yaml"},
    {"child", " -f child.yaml"},
    {"deny", " --reason see-patient-first --comment 'Not seen since March'"},
    {"redirect", " --to harbor-massage"},
    {"close", " --reason no-provider"},
    {"more", " --sessions 6"},
    {"add-fact", " --icd10 I82.40 --comment 'Found by ultrasound'"},
    {"entered-in-error", " --reason raised-in-error --comment 'Written twice'"},
    {"wrong-patient", " --reason wrong-patient --comment 'Another patient of this name'"},
    {"link-duplicate", " --of 0190a5b5-..."},
    {"override",
     " --rule CI062 --reason benefit-outweighs-risk \\\n    --comment 'Seen today; no deep pressure' --until "
     "2026-12-31T00:00:00Z"},
    {"clear", " --rule CI004 --by 'Dr Ada' --date 2026-11-20 --text 'No clot on ultrasound.'"},
};

std::string ExampleOf(absl::string_view verb) {
  for (const Example& example : kExamples) {
    if (verb == example.verb) return example.options;
  }
  return "";
}

}  // namespace

CLI::App* AddVerbCommand(CLI::App& group, const Verb& verb, VerbValues& values) {
  CLI::App* command = group.add_subcommand(verb.name, verb.help);
  const bool of_part = *verb.part != '\0';
  command->add_option("id", values.action.id, of_part ? "The referral and the number: REFERRAL/NUMBER" : "The referral")
      ->required();
  command->add_option("--etag", values.action.etag,
                      "The etag of the referral that you decided on: refused if it changed since");
  values.texts.resize(verb.options.size());
  values.flags.resize(verb.options.size());
  values.lists.resize(verb.options.size());
  for (std::size_t i = 0; i < verb.options.size(); ++i) {
    const VerbOption& option = verb.options[i];
    if (option.kind == ValueKind::kConstant) continue;
    if (option.kind == ValueKind::kFlag) {
      command->add_flag_callback(
          option.flag, [&values, i] { values.flags[i] = 1; }, option.help);
    } else if (option.kind == ValueKind::kFindings) {
      command->add_option(option.flag, values.lists[i], option.help)
          ->required(option.required)
          ->allow_extra_args(false);
    } else {
      command->add_option(option.flag, values.texts[i], option.help)->required(option.required);
    }
  }
  if (*verb.file_field != '\0') {
    command->add_option("-f,--file", values.file, "JSON or YAML; - for standard input");
  }
  AddMutationOptions(command, values.action.mutation);
  command->footer(absl::StrCat("Example:\n  tendon referral ", verb.name, " 0190a5b4-...", of_part ? "/1" : "",
                               ExampleOf(verb.name), "\n"));
  return command;
}

std::string NameFor(const Verb& verb, const std::string& id) {
  if (*verb.part == '\0') return ReferralName(id);
  const std::size_t slash = id.rfind('/');
  if (slash == std::string::npos || id.find(absl::StrCat("/", verb.part, "/")) != std::string::npos) return id;
  return absl::StrCat(ReferralName(id.substr(0, slash)), "/", verb.part, id.substr(slash));
}

std::string IdRefusal(const Verb& verb, const std::string& id) {
  if (*verb.part == '\0' || NameFor(verb, id).find(absl::StrCat("/", verb.part, "/")) != std::string::npos) return "";
  return absl::StrCat("id: expects REFERRAL/NUMBER; the numbers are listed by `tendon referral ", verb.part, " ",
                      ShortName(ReferralName(id)), "`");
}

absl::Status FillRequest(Context& context, const Verb& verb, const VerbValues& values,
                         google::protobuf::Message& request) {
  Json tree = Json::object();
  if (!values.file.empty()) {
    const auto input = ReadInput(values.file, context.terminal());
    if (!input.ok()) return input.status();
    auto from_file = ParseSingle(*input);
    if (!from_file.ok()) return from_file.status();
    Put(tree, verb.file_field, *from_file);
  }
  for (std::size_t i = 0; i < verb.options.size(); ++i) {
    if (!IsGiven(verb, values, i)) continue;
    const VerbOption& option = verb.options[i];
    const Json value = option.kind == ValueKind::kFlag ? Json(true) : Json(ValueOf(context, option, values.texts[i]));
    Put(tree, option.path, value);
  }
  absl::Status status = FillMessage(std::move(tree), "", request);
  return status.ok() ? AddFindings(verb, values, request) : status;
}

}  // namespace tendon::cli
