// JSON and YAML into a tree, and a tree into a message, with errors that name the place and the rule, never a value.
// Exceptions of the parsers end here.
#pragma once

#include <google/protobuf/message.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cli/input_file.h"

namespace tendon::cli {

using Json = nlohmann::ordered_json;

// One part of a file: the whole of it, or a line, or a document of YAML.
struct Part {
  std::int64_t number = 1;  // of the line for JSON lines, else counted from 1
  Json tree;
};

// JSON, JSON lines or YAML, by the file's ending, else by its looks. Scalars of YAML become strings, so that they reach
// the message as they are written. INVALID_ARGUMENT with line and column when it is not well formed, or is XML, or
// nests deeper than 64, and with the path of a key that an object has twice.
absl::StatusOr<std::vector<Part>> ParseDocument(const InputFile& input);

// The only part of a file. INVALID_ARGUMENT when there are more.
absl::StatusOr<Json> ParseSingle(const InputFile& input);

// Fills the message from a tree of protobuf JSON. Enums may be written without their prefix and in any case.
// INVALID_ARGUMENT with google.rpc.BadRequest: unknown fields, wrong types, unknown enum values; `where` goes before
// each path.
absl::Status FillMessage(Json tree, const std::string& where, google::protobuf::Message& message);

// ReadInput, ParseSingle and FillMessage.
absl::Status ReadMessage(const std::string& path, Terminal& terminal, google::protobuf::Message& message);

}  // namespace tendon::cli
