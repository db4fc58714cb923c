#include "clients/cpp/uuid.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <random>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace tendon::client {
namespace {

std::string Format(UuidBytes bytes, std::uint8_t version) {
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0F) | (version << 4));
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3F) | 0x80);
  const std::string hex = absl::BytesToHexString({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  const absl::string_view digits = hex;
  return absl::StrCat(digits.substr(0, 8), "-", digits.substr(8, 4), "-", digits.substr(12, 4), "-",
                      digits.substr(16, 4), "-", digits.substr(20));
}

}  // namespace

std::string RandomUuid() {
  UuidBytes bytes;
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    std::random_device device;
    std::generate(bytes.begin(), bytes.end(), [&] { return static_cast<std::uint8_t>(device()); });
  }
  return Format(bytes, 4);
}

std::string NamedUuid(const UuidBytes& name_space, absl::string_view name) {
  std::string input(name_space.begin(), name_space.end());
  input.append(name.data(), name.size());
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(input.data(), input.size(), digest.data(), &size, EVP_sha1(), nullptr);
  UuidBytes bytes;
  std::copy_n(digest.begin(), bytes.size(), bytes.begin());
  return Format(bytes, 5);
}

}  // namespace tendon::client
