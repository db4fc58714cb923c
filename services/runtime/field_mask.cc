#include "services/runtime/field_mask.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/util/field_mask_util.h"
#include "services/runtime/limits.h"
#include "tendon/options/v1/options.pb.h"

namespace tendon::runtime {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FieldMask;
using google::protobuf::Message;
using google::protobuf::util::FieldMaskUtil;

constexpr char kWildcard[] = "*";

// Neither the server's own nor fixed on creation.
bool IsWritable(const FieldDescriptor* field) {
  const auto& rules = field->options().GetExtension(options::v1::field);
  return !rules.output_only() && !rules.immutable();
}

// Lists and Google's own messages (times) are replaced whole.
bool IsDivisible(const FieldDescriptor* field) {
  return !field->is_repeated() && field->message_type() != nullptr &&
         field->message_type()->file()->package() != "google.protobuf";
}

// What is wrong with a path; empty when nothing is.
std::string PathFault(const Descriptor* resource, const std::string& path) {
  const Descriptor* descriptor = resource;
  for (const absl::string_view segment : absl::StrSplit(path, '.')) {
    const FieldDescriptor* field = descriptor == nullptr ? nullptr : descriptor->FindFieldByName(std::string(segment));
    if (field == nullptr) return absl::StrCat("must name a field of ", resource->full_name());
    if (!IsWritable(field)) return "must name a field that a caller may change";
    descriptor = IsDivisible(field) ? field->message_type() : nullptr;
  }
  return "";
}

// The fields of the top level that an empty mask or "*" stands for.
FieldMask TopLevel(const Message& source, bool only_set) {
  FieldMask mask;
  const Descriptor* descriptor = source.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    const bool is_set = field->is_repeated() ? source.GetReflection()->FieldSize(source, field) > 0
                                             : source.GetReflection()->HasField(source, field);
    if (IsWritable(field) && (is_set || !only_set)) mask.add_paths(field->name());
  }
  return mask;
}

}  // namespace

std::vector<FieldViolation> ValidateFieldMask(const Descriptor* resource, const FieldMask& mask,
                                              const std::string& prefix) {
  if (mask.paths_size() == 1 && mask.paths(0) == kWildcard) return {};
  std::vector<FieldViolation> violations;
  for (int i = 0; i < mask.paths_size() && violations.size() < kMaxViolations; ++i) {
    std::string fault = mask.paths(i) == kWildcard ? "must stand alone" : PathFault(resource, mask.paths(i));
    if (!fault.empty()) violations.push_back({absl::StrCat(prefix, ".paths[", i, "]"), std::move(fault)});
  }
  return violations;
}

void ApplyFieldMask(const FieldMask& mask, const Message& source, Message* target) {
  FieldMaskUtil::MergeOptions replace;
  replace.set_replace_message_fields(true);
  replace.set_replace_repeated_fields(true);
  const bool is_wildcard = mask.paths_size() == 1 && mask.paths(0) == kWildcard;
  const bool is_short = is_wildcard || mask.paths().empty();
  FieldMaskUtil::MergeMessageTo(source, is_short ? TopLevel(source, !is_wildcard) : mask, replace, target);
}

}  // namespace tendon::runtime
