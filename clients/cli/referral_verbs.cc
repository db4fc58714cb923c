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
  return command;
}

std::string NameFor(const Verb& verb, const std::string& id) {
  if (*verb.part == '\0') return ReferralName(id);
  const std::size_t slash = id.rfind('/');
  if (slash == std::string::npos || id.find(absl::StrCat("/", verb.part, "/")) != std::string::npos) return id;
  return absl::StrCat(ReferralName(id.substr(0, slash)), "/", verb.part, id.substr(slash));
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
