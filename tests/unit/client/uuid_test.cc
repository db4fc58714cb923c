// Named UUIDs against values that others published: RFC 4122 erratum 1352 / Python's uuid documentation, and the RFC's
// own namespaces.
#include "clients/cpp/uuid.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace tendon::client {
namespace {

using ::testing::MatchesRegex;

// RFC 4122 appendix C: 6ba7b810-9dad-11d1-80b4-00c04fd430c8.
constexpr UuidBytes kDns = {0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1,
                            0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};

TEST(NamedUuid, IsTheOneOfPythonsDocumentation) {
  // >>> uuid.uuid5(uuid.NAMESPACE_DNS, 'python.org')
  EXPECT_EQ(NamedUuid(kDns, "python.org"), "886313e1-3b8a-5372-9b90-0c9aee199e5d");
}

TEST(NamedUuid, IsTheOneOfRfc9562) {
  // RFC 9562 appendix A.4: www.example.com.
  EXPECT_EQ(NamedUuid(kDns, "www.example.com"), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
}

TEST(RandomUuid, IsOfVersion4AndTheRfcsVariant) {
  EXPECT_THAT(RandomUuid(), MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
}

TEST(RandomUuid, DoesNotRepeat) {
  std::set<std::string> seen;
  for (int i = 0; i < 10'000; ++i) seen.insert(RandomUuid());
  EXPECT_EQ(seen.size(), 10'000U);
}

}  // namespace
}  // namespace tendon::client
