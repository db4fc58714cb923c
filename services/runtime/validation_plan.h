// The rules of message types as the validator walks them: everything that can be decided once is decided here. Internal
// to the validator.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/descriptor.h"
#include "services/runtime/wire.h"
#include "tendon/options/v1/options.pb.h"

namespace tendon::runtime {

enum class FieldKind { kString, kBytes, kNumber, kEnum, kMessage, kTimestamp };

struct MessagePlan;

// The rules of one field that a caller may set.
struct FieldPlan {
  const google::protobuf::FieldDescriptor* field = nullptr;
  google::protobuf::FieldDescriptor::Type type = google::protobuf::FieldDescriptor::TYPE_INT32;
  FieldKind kind = FieldKind::kNumber;
  bool repeated = false;
  bool has_presence = false;  // zero can be told from absent
  bool required = false;
  bool allow_layout = false;  // tabs and line ends in a string
  uint32_t min_len = 0;
  uint32_t max_len = 0;
  uint32_t max_items = 0;
  std::optional<double> minimum;
  std::optional<double> maximum;
  options::v1::StringFormat format = options::v1::STRING_FORMAT_UNSPECIFIED;
  std::string resource;
  const google::protobuf::EnumDescriptor* enum_type = nullptr;  // of kEnum
  const MessagePlan* nested = nullptr;                          // of kMessage and kTimestamp
};

// What a field number on the wire is of a message.
struct NumberPlan {
  enum class Use { kForeign, kUnchecked, kChecked };
  Use use = Use::kForeign;  // foreign: unknown to this version, or set by a server only
  WireType type = WireType::kVarint;
  bool may_be_packed = false;
  size_t field = 0;  // of kChecked: its place in MessagePlan::fields
};

// The rules of one message type.
struct MessagePlan {
  std::vector<FieldPlan> fields;  // those with something to check, in the order of the proto
  std::vector<const google::protobuf::FieldDescriptor*> server_set;  // output_only
  std::vector<NumberPlan> numbers;                                   // by field number

  // Foreign too where a field is not of the type that this version knows.
  const NumberPlan& Find(const WireField& field) const;
};

// Plans of a message type and of every type in it.
class ValidationPlans {
 public:
  // FAILED_PRECONDITION naming the field whose rules contradict each other or do not fit its type.
  absl::Status Compile(const google::protobuf::Descriptor* descriptor);
  // nullptr if it was not compiled. Lives as long as this.
  const MessagePlan* Find(const google::protobuf::Descriptor* descriptor) const;

 private:
  absl::Status CompileField(const google::protobuf::FieldDescriptor* field, MessagePlan* plan);

  std::map<const google::protobuf::Descriptor*, std::unique_ptr<MessagePlan>> plans_;
};

}  // namespace tendon::runtime
