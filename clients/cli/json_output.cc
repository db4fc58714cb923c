#include "clients/cli/json_output.h"

#include <google/protobuf/util/json_util.h>

#include "absl/strings/ascii.h"

namespace tendon::cli {

std::string ToJson(const google::protobuf::Message& message, JsonLayout layout) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.add_whitespace = layout == JsonLayout::kIndented;
  std::string json;
  // Fails only for an Any of unknown type, which our messages do not hold.
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) return "{}";
  absl::StripTrailingAsciiWhitespace(&json);
  return json;
}

void JsonList::Add(const google::protobuf::Message& message) {
  const std::string json = ToJson(message, lines_ ? JsonLayout::kOneLine : JsonLayout::kIndented);
  if (!lines_) out_ << (empty_ ? "[\n" : ",\n");
  out_ << json << (lines_ ? "\n" : "");
  empty_ = false;
}

void JsonList::Finish() {
  if (!lines_) out_ << (empty_ ? "[]\n" : "\n]\n");
  out_.flush();
}

}  // namespace tendon::cli
