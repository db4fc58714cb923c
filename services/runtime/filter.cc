#include "services/runtime/filter.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace tendon::runtime {
namespace {

absl::Status Refused(const google::protobuf::EnumDescriptor* states, absl::string_view prefix) {
  std::string names;
  for (int i = 0; i < states->value_count(); ++i) {
    if (states->value(i)->number() == 0) continue;
    absl::StrAppend(&names, names.empty() ? "" : ", ", absl::StripPrefix(states->value(i)->name(), prefix));
  }
  return absl::InvalidArgumentError(absl::StrCat("must be empty or `state = NAME` with NAME one of ", names));
}

}  // namespace

absl::StatusOr<int> ParseStateFilter(std::string_view filter, const google::protobuf::EnumDescriptor* states,
                                     std::string_view prefix) {
  const absl::string_view value_prefix(prefix.data(), prefix.size());
  absl::string_view text = absl::StripAsciiWhitespace(absl::string_view(filter.data(), filter.size()));
  if (text.empty()) return 0;
  if (!absl::ConsumePrefix(&text, "state")) return Refused(states, value_prefix);
  text = absl::StripLeadingAsciiWhitespace(text);
  if (!absl::ConsumePrefix(&text, "=")) return Refused(states, value_prefix);
  text = absl::StripLeadingAsciiWhitespace(text);
  if (absl::ConsumePrefix(&text, "\"") && !absl::ConsumeSuffix(&text, "\"")) return Refused(states, value_prefix);
  const auto* value = states->FindValueByName(absl::StrCat(value_prefix, text));
  if (value == nullptr || value->number() == 0) return Refused(states, value_prefix);
  return value->number();
}

}  // namespace tendon::runtime
