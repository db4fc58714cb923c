#include "services/runtime/wire.h"

#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <bit>

namespace tendon::runtime {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::io::CodedInputStream;

constexpr uint32_t kTypeBits = 3;
constexpr uint32_t kTypeMask = (1U << kTypeBits) - 1;

const uint8_t* Begin(std::string_view bytes) { return reinterpret_cast<const uint8_t*>(bytes.data()); }

// False for the types that are no numbers.
bool ReadNumber(CodedInputStream* input, WireType type, uint64_t* bits) {
  uint32_t small = 0;
  switch (type) {
    case WireType::kVarint:
      return input->ReadVarint64(bits);
    case WireType::kFixed64:
      return input->ReadLittleEndian64(bits);
    case WireType::kFixed32:
      if (!input->ReadLittleEndian32(&small)) return false;
      *bits = small;
      return true;
    default:
      return false;
  }
}

// 0, -1, 1, -2, … stand as 0, 1, 2, 3, …
int64_t FromZigZag(uint64_t bits) { return static_cast<int64_t>(bits >> 1 ^ (~(bits & 1) + 1)); }

}  // namespace

std::string CanonicalBytes(const google::protobuf::Message& message) {
  std::string bytes(message.ByteSizeLong(), '\0');
  google::protobuf::io::ArrayOutputStream stream(bytes.data(), static_cast<int>(bytes.size()));
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeWithCachedSizes(&coded);
  return bytes;
}

WireType WireTypeOf(FieldDescriptor::Type type) {
  switch (type) {
    case FieldDescriptor::TYPE_DOUBLE:
    case FieldDescriptor::TYPE_FIXED64:
    case FieldDescriptor::TYPE_SFIXED64:
      return WireType::kFixed64;
    case FieldDescriptor::TYPE_FLOAT:
    case FieldDescriptor::TYPE_FIXED32:
    case FieldDescriptor::TYPE_SFIXED32:
      return WireType::kFixed32;
    case FieldDescriptor::TYPE_STRING:
    case FieldDescriptor::TYPE_BYTES:
    case FieldDescriptor::TYPE_MESSAGE:
      return WireType::kBytes;
    case FieldDescriptor::TYPE_GROUP:
      return WireType::kGroup;
    default:
      return WireType::kVarint;
  }
}

WireReader::WireReader(std::string_view bytes) : input_(Begin(bytes), static_cast<int>(bytes.size())) {}

bool WireReader::Next() {
  if (field_.type == WireType::kGroup) return false;
  const uint32_t tag = input_.ReadTag();
  if (tag == 0) {
    malformed_ = !input_.ConsumedEntireMessage();
    return false;
  }
  field_.number = static_cast<int>(tag >> kTypeBits);
  field_.type = static_cast<WireType>(tag & kTypeMask);
  malformed_ = field_.number == 0 || !ReadValue();
  return !malformed_;
}

bool WireReader::ReadValue() {
  if (field_.type == WireType::kGroup) return true;
  return field_.type == WireType::kBytes ? ReadBytes() : ReadNumber(&input_, field_.type, &field_.bits);
}

bool WireReader::ReadBytes() {
  int size = 0;
  if (!input_.ReadVarintSizeAsInt(&size)) return false;
  const void* data = nullptr;
  int rest = 0;
  if (size > 0 && (!input_.GetDirectBufferPointer(&data, &rest) || rest < size)) return false;
  field_.bytes = std::string_view(static_cast<const char*>(data), static_cast<size_t>(size));
  return input_.Skip(size);
}

PackedReader::PackedReader(std::string_view bytes, WireType type)
    : input_(Begin(bytes), static_cast<int>(bytes.size())), size_(static_cast<int>(bytes.size())), type_(type) {}

bool PackedReader::Next() {
  if (malformed_ || input_.CurrentPosition() == size_) return false;
  malformed_ = !ReadNumber(&input_, type_, &bits_);
  return !malformed_;
}

double NumberOf(FieldDescriptor::Type type, uint64_t bits) {
  switch (type) {
    case FieldDescriptor::TYPE_DOUBLE:
      return std::bit_cast<double>(bits);
    case FieldDescriptor::TYPE_FLOAT:
      return static_cast<double>(std::bit_cast<float>(static_cast<uint32_t>(bits)));
    case FieldDescriptor::TYPE_INT32:
    case FieldDescriptor::TYPE_SFIXED32:
    case FieldDescriptor::TYPE_ENUM:
      return static_cast<int32_t>(bits);
    case FieldDescriptor::TYPE_INT64:
    case FieldDescriptor::TYPE_SFIXED64:
      return static_cast<double>(static_cast<int64_t>(bits));
    case FieldDescriptor::TYPE_SINT32:
    case FieldDescriptor::TYPE_SINT64:
      return static_cast<double>(FromZigZag(bits));
    case FieldDescriptor::TYPE_UINT32:
    case FieldDescriptor::TYPE_FIXED32:
      return static_cast<uint32_t>(bits);
    default:
      return static_cast<double>(bits);
  }
}

}  // namespace tendon::runtime
