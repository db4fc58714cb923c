#include "services/runtime/page_token.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cassert>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/runtime/limits.h"
#include "services/runtime/string_format.h"

namespace tendon::runtime {
namespace {

// A token is base64url(version, MAC, cursor).
constexpr char kVersion = 1;
constexpr size_t kMacBytes = 16;
constexpr size_t kHeaderBytes = 1 + kMacBytes;
constexpr size_t kSecretBytes = 32;

std::string Mac(std::string_view secret, std::string_view query_fingerprint, std::string_view cursor) {
  const std::string input =
      absl::StrCat("tendon page token", std::string(1, kVersion), QueryFingerprint({query_fingerprint, cursor}));
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(input.data()), input.size(), mac.data(), &size);
  return std::string(reinterpret_cast<const char*>(mac.data()), kMacBytes);
}

absl::Status Refused() {
  return absl::InvalidArgumentError("page_token must be the next_page_token of the page before, of the same query");
}

}  // namespace

std::string QueryFingerprint(const std::vector<std::string_view>& parts) {
  std::string fingerprint;
  for (const std::string_view part : parts) absl::StrAppend(&fingerprint, part.size(), ":", View(part));
  return fingerprint;
}

std::string MakePageToken(std::string_view secret, std::string_view query_fingerprint, std::string_view cursor) {
  assert(secret.size() == kSecretBytes);
  const std::string bytes =
      absl::StrCat(std::string(1, kVersion), Mac(secret, query_fingerprint, cursor), View(cursor));
  return absl::WebSafeBase64Escape(bytes);
}

absl::StatusOr<std::string> OpenPageToken(std::string_view secret, std::string_view query_fingerprint,
                                          std::string_view token) {
  if (secret.size() != kSecretBytes) return absl::InternalError("the store's secret is not 32 bytes");
  if (token.empty()) return std::string();
  if (token.size() > kMaxPageTokenBytes) return Refused();
  std::string bytes;
  // Decoding is lenient about padding and spaces; a token has one spelling.
  if (!absl::WebSafeBase64Unescape(View(token), &bytes) || absl::WebSafeBase64Escape(bytes) != View(token))
    return Refused();
  if (bytes.size() < kHeaderBytes || bytes.front() != kVersion) return Refused();
  std::string cursor = bytes.substr(kHeaderBytes);
  const std::string mac = Mac(secret, query_fingerprint, cursor);
  if (CRYPTO_memcmp(mac.data(), bytes.data() + 1, kMacBytes) != 0) return Refused();
  return cursor;
}

}  // namespace tendon::runtime
