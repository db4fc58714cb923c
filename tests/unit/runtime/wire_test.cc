// Expected bytes and numbers are those of https://protobuf.dev/programming-guides/encoding.
#include "services/runtime/wire.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/struct.pb.h"

namespace tendon::runtime {
namespace {

using google::protobuf::FieldDescriptor;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace std::string_view_literals;

struct Read {
  std::vector<WireField> fields;
  bool malformed = false;
};

Read ReadAll(std::string_view bytes) {
  Read read;
  WireReader reader(bytes);
  while (reader.Next()) read.fields.push_back(reader.field());
  read.malformed = reader.malformed();
  return read;
}

TEST(WireReaderTest, ReadsEachKindOfField) {
  // 1: 150, 2: "testing", 3: {1: 150}, 4: 25.4 as fixed32 (float), 5: 1.0 as fixed64 (double)
  const Read read = ReadAll(
      "\x08\x96\x01"
      "\x12\x07testing"
      "\x1a\x03\x08\x96\x01"
      "\x25\x33\x33\xcb\x41"
      "\x29\x00\x00\x00\x00\x00\x00\xf0\x3f"sv);
  EXPECT_FALSE(read.malformed);
  ASSERT_EQ(read.fields.size(), 5U);
  EXPECT_EQ(read.fields[0].number, 1);
  EXPECT_EQ(read.fields[0].type, WireType::kVarint);
  EXPECT_EQ(read.fields[0].bits, 150U);
  EXPECT_EQ(read.fields[1].number, 2);
  EXPECT_EQ(read.fields[1].type, WireType::kBytes);
  EXPECT_EQ(read.fields[1].bytes, "testing");
  EXPECT_EQ(read.fields[2].bytes, "\x08\x96\x01"sv);
  EXPECT_EQ(read.fields[3].type, WireType::kFixed32);
  EXPECT_EQ(NumberOf(FieldDescriptor::TYPE_FLOAT, read.fields[3].bits), static_cast<double>(25.4F));
  EXPECT_EQ(read.fields[4].type, WireType::kFixed64);
  EXPECT_EQ(NumberOf(FieldDescriptor::TYPE_DOUBLE, read.fields[4].bits), 1.0);
}

TEST(WireReaderTest, AnEmptyMessageAndAnEmptyStringAreWhole) {
  EXPECT_THAT(ReadAll("").fields, IsEmpty());
  EXPECT_FALSE(ReadAll("").malformed);
  const Read read = ReadAll("\x12\x00"sv);
  EXPECT_FALSE(read.malformed);
  ASSERT_EQ(read.fields.size(), 1U);
  EXPECT_EQ(read.fields[0].bytes, "");
}

TEST(WireReaderTest, EndsWithAGroup) {
  const Read read = ReadAll("\x08\x01\x13\x08\x05\x14\x08\x02"sv);  // 1: 1, then group 2
  ASSERT_EQ(read.fields.size(), 2U);
  EXPECT_EQ(read.fields[1].number, 2);
  EXPECT_EQ(read.fields[1].type, WireType::kGroup);
  EXPECT_FALSE(read.malformed);
}

TEST(WireReaderTest, SaysWhatIsNoMessage) {
  const std::string_view broken[] = {
      "\x08"sv,                                              // a number that is missing
      "\x08\x96"sv,                                          // one that does not end
      "\x12\x07test"sv,                                      // fewer bytes than announced
      "\x12\xff\xff\xff\xff\x0f"sv,                          // a length of 2^32 - 1
      "\x25\x33\x33"sv,                                      // half a fixed32
      "\x29\x00\x00\x00\x00"sv,                              // half a fixed64
      "\x00\x01"sv,                                          // field number 0
      "\x0e\x01"sv,                                          // wire type 6
      "\x0f\x01"sv,                                          // wire type 7
      "\x14"sv,                                              // the end of a group that did not begin
      "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"sv,  // 11 bytes
  };
  for (const std::string_view bytes : broken) {
    SCOPED_TRACE(::testing::PrintToString(bytes));
    EXPECT_TRUE(ReadAll(bytes).malformed);
    EXPECT_THAT(ReadAll(bytes).fields, IsEmpty());
  }
}

std::vector<uint64_t> Unpack(std::string_view bytes, WireType type, bool* malformed) {
  std::vector<uint64_t> numbers;
  PackedReader packed(bytes, type);
  while (packed.Next()) numbers.push_back(packed.bits());
  *malformed = packed.malformed();
  return numbers;
}

TEST(PackedReaderTest, ReadsNumbers) {
  bool malformed = true;
  EXPECT_THAT(Unpack("\x03\x8e\x02\x9e\xa7\x05"sv, WireType::kVarint, &malformed), ElementsAre(3, 270, 86942));
  EXPECT_FALSE(malformed);
  EXPECT_THAT(Unpack("\x01\x00\x00\x00\x02\x00\x00\x00"sv, WireType::kFixed32, &malformed), ElementsAre(1, 2));
  EXPECT_FALSE(malformed);
  EXPECT_THAT(Unpack("", WireType::kVarint, &malformed), IsEmpty());
  EXPECT_FALSE(malformed);
  EXPECT_THAT(Unpack("\x03\x8e"sv, WireType::kVarint, &malformed), ElementsAre(3));
  EXPECT_TRUE(malformed);
  EXPECT_THAT(Unpack("\x01\x00\x00"sv, WireType::kFixed32, &malformed), IsEmpty());
  EXPECT_TRUE(malformed);
}

TEST(NumberOfTest, ReadsBitsAsTheFieldsTypeDoes) {
  const uint64_t minus_two = ReadAll("\x08\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01"sv).fields.at(0).bits;
  EXPECT_EQ(NumberOf(FieldDescriptor::TYPE_INT32, minus_two), -2);
  EXPECT_EQ(NumberOf(FieldDescriptor::TYPE_INT64, minus_two), -2);
  EXPECT_EQ(NumberOf(FieldDescriptor::TYPE_ENUM, minus_two), -2);
  const std::vector<std::pair<uint64_t, int64_t>> zigzag = {
      {0, 0}, {1, -1}, {2, 1}, {3, -2}, {0xfffffffe, 0x7fffffff}, {0xffffffff, -0x80000000LL}};
  for (const auto& [bits, number] : zigzag) {
    EXPECT_EQ(NumberOf(FieldDescriptor::TYPE_SINT32, bits), static_cast<double>(number));
    EXPECT_EQ(NumberOf(FieldDescriptor::TYPE_SINT64, bits), static_cast<double>(number));
  }
  EXPECT_EQ(NumberOf(FieldDescriptor::TYPE_UINT32, 0xffffffff), 4294967295.0);
  EXPECT_EQ(NumberOf(FieldDescriptor::TYPE_SFIXED32, 0xffffffff), -1);
  EXPECT_EQ(NumberOf(FieldDescriptor::TYPE_UINT64, 1ULL << 63), 9223372036854775808.0);
  EXPECT_EQ(NumberOf(FieldDescriptor::TYPE_BOOL, 1), 1);
}

TEST(CanonicalBytesTest, PutsMapsInOrder) {
  google::protobuf::Struct forwards, backwards;
  for (char key = 'a'; key <= 'z'; ++key) (*forwards.mutable_fields())[std::string(1, key)].set_bool_value(true);
  for (char key = 'z'; key >= 'a'; --key) (*backwards.mutable_fields())[std::string(1, key)].set_bool_value(true);
  EXPECT_EQ(CanonicalBytes(forwards), CanonicalBytes(backwards));
  EXPECT_EQ(CanonicalBytes(forwards).substr(0, 9),
            "\x0a\x07\x0a\x01"
            "a"
            "\x12\x02\x20\x01"sv);
  google::protobuf::Struct parsed;
  ASSERT_TRUE(parsed.ParseFromString(CanonicalBytes(forwards)));
  EXPECT_EQ(parsed.fields_size(), 26);
}

}  // namespace
}  // namespace tendon::runtime
