#include "services/runtime/uuid.h"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace tendon::runtime {
namespace {

constexpr size_t kTextLength = 36;
constexpr uint32_t kSequenceMax = 0xfff;

constexpr bool IsHyphenAt(size_t position) {
  return position == 8 || position == 13 || position == 18 || position == 23;
}

constexpr int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Guessable ids would let strangers probe for resources, so there is no going on without.
void FillRandom(uint8_t* bytes, int size) {
  if (RAND_bytes(bytes, size) == 1) return;
  std::fputs("no random bytes from the system\n", stderr);
  std::abort();
}

// Random bytes by the hundred: each request of the system's generator costs more than the rest of an id.
class RandomBytes {
 public:
  void Take(UuidBytes* bytes) {
    if (used_ + bytes->size() > buffer_.size()) {
      FillRandom(buffer_.data(), static_cast<int>(buffer_.size()));
      used_ = 0;
    }
    std::copy_n(buffer_.begin() + used_, bytes->size(), bytes->begin());
    used_ += bytes->size();
  }

 private:
  std::array<uint8_t, 1024> buffer_;
  size_t used_ = buffer_.size();
};

void TakeRandom(UuidBytes* bytes) {
  thread_local RandomBytes random;
  random.Take(bytes);
}

void SetVersion(UuidBytes* bytes, uint8_t version) {
  (*bytes)[6] = static_cast<uint8_t>(((*bytes)[6] & 0x0f) | (version << 4));
  (*bytes)[8] = static_cast<uint8_t>(((*bytes)[8] & 0x3f) | 0x80);  // the variant of RFC 9562
}

}  // namespace

std::string UuidV7Generator::Next(absl::Time now) {
  UuidBytes bytes;
  TakeRandom(&bytes);
  const int64_t now_ms = absl::ToUnixMillis(now);
  uint64_t ms = 0;
  uint32_t sequence = 0;
  {
    std::lock_guard lock(mutex_);
    if (now_ms > 0 && static_cast<uint64_t>(now_ms) > last_ms_) {
      last_ms_ = static_cast<uint64_t>(now_ms);
      // Starts in the lower half, so that there is room to count up within the millisecond.
      sequence_ = ((bytes[6] & 0x07U) << 8) | bytes[7];
    } else if (++sequence_ > kSequenceMax) {
      ++last_ms_;  // RFC 9562, 6.2: a full counter borrows from the next millisecond
      sequence_ = 0;
    }
    ms = last_ms_;
    sequence = sequence_;
  }
  for (size_t i = 0; i < 6; ++i) bytes[i] = static_cast<uint8_t>(ms >> (8 * (5 - i)));
  bytes[6] = static_cast<uint8_t>(sequence >> 8);
  bytes[7] = static_cast<uint8_t>(sequence);
  SetVersion(&bytes, 7);
  return FormatUuid(bytes);
}

std::string NewUuidV7(absl::Time now) {
  static auto* const generator = new UuidV7Generator();
  return generator->Next(now);
}

std::string NewUuidV4() {
  UuidBytes bytes;
  TakeRandom(&bytes);
  SetVersion(&bytes, 4);
  return FormatUuid(bytes);
}

bool IsUuid(std::string_view text) {
  if (text.size() != kTextLength) return false;
  for (size_t i = 0; i < kTextLength; ++i) {
    if (IsHyphenAt(i) ? text[i] != '-' : HexValue(text[i]) < 0) return false;
  }
  return true;
}

std::optional<UuidBytes> ParseUuid(std::string_view text) {
  if (!IsUuid(text)) return std::nullopt;
  UuidBytes bytes;
  size_t position = 0;
  for (uint8_t& byte : bytes) {
    if (IsHyphenAt(position)) ++position;
    byte = static_cast<uint8_t>((HexValue(text[position]) << 4) | HexValue(text[position + 1]));
    position += 2;
  }
  return bytes;
}

std::string FormatUuid(const UuidBytes& bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(kTextLength);
  for (const uint8_t byte : bytes) {
    if (IsHyphenAt(text.size())) text.push_back('-');
    text.push_back(kDigits[byte >> 4]);
    text.push_back(kDigits[byte & 0x0f]);
  }
  return text;
}

}  // namespace tendon::runtime
