// Messages as bytes: made in one way only, and read field by field without making the message again. The encoding is
// that of https://protobuf.dev/programming-guides/encoding.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/message.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace tendon::runtime {

// The one serialisation of a message: fields by number, entries of maps by key (which have no order on the wire unless
// it is asked for), what is unknown at the end of each message.
std::string CanonicalBytes(const google::protobuf::Message& message);

// As the last three bits of a tag. Groups are proto2's; a reader ends with them.
enum class WireType { kVarint = 0, kFixed64 = 1, kBytes = 2, kGroup = 3, kFixed32 = 5 };

// How a value of this type stands on the wire.
WireType WireTypeOf(google::protobuf::FieldDescriptor::Type type);

// One field as it stands on the wire. A repeated field is several of them, or one that packs its numbers in `bytes`.
struct WireField {
  int number = 0;
  WireType type = WireType::kVarint;
  uint64_t bits = 0;       // of a number
  std::string_view bytes;  // of a string, a message or packed numbers
};

// The fields of a serialised message, in their order. `bytes` outlives it.
class WireReader {
 public:
  explicit WireReader(std::string_view bytes);
  // False at the end, and where the bytes are no message.
  bool Next();
  const WireField& field() const { return field_; }
  bool malformed() const { return malformed_; }

 private:
  bool ReadValue();
  bool ReadBytes();

  google::protobuf::io::CodedInputStream input_;
  WireField field_;
  bool malformed_ = false;
};

// The numbers of a packed field, each as its bits. As WireReader.
class PackedReader {
 public:
  PackedReader(std::string_view bytes, WireType type);
  bool Next();
  uint64_t bits() const { return bits_; }
  bool malformed() const { return malformed_; }

 private:
  google::protobuf::io::CodedInputStream input_;
  const int size_;
  const WireType type_;
  uint64_t bits_ = 0;
  bool malformed_ = false;
};

// The number that these bits are in a field of this type.
double NumberOf(google::protobuf::FieldDescriptor::Type type, uint64_t bits);

}  // namespace tendon::runtime
