// Messages as protobuf JSON for machines, with the field names of the protos.
#pragma once

#include <google/protobuf/message.h>

#include <ostream>
#include <string>

#include "absl/strings/string_view.h"

namespace tendon::cli {

enum class JsonLayout { kIndented, kOneLine };

// Control characters in texts are escaped, also those that JSON would let pass.
std::string ToJson(const google::protobuf::Message& message, JsonLayout layout);

// Several messages: one array, or one message a line. Finish ends it.
class JsonList {
 public:
  JsonList(bool lines, std::ostream& out) : lines_(lines), out_(out) {}
  void Add(const google::protobuf::Message& message);
  void Finish();

 private:
  const bool lines_;
  std::ostream& out_;
  bool empty_ = true;
};

}  // namespace tendon::cli
