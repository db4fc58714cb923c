// UUIDs of RFC 9562: version 7 for names of resources (they sort by time, so that rows lie as they are listed), version
// 4 for ids that must tell nothing. Random bits come from OpenSSL; the program ends when it has none. Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace tendon::runtime {

using UuidBytes = std::array<uint8_t, 16>;

// Makes UUIDs of version 7, each greater than the one before, also when the clock stands still or goes back.
// Thread-safe.
class UuidV7Generator {
 public:
  // 36 lower-case characters.
  std::string Next(absl::Time now);

 private:
  std::mutex mutex_;  // not absl::Mutex: ThreadSanitizer does not see into Debian's
  uint64_t last_ms_ = 0;
  uint32_t sequence_ = 0;  // 12 bits
};

// From the one generator of this process.
std::string NewUuidV7(absl::Time now);
std::string NewUuidV4();

// The 8-4-4-4-12 form in lower or upper case; any version.
bool IsUuid(std::string_view text);
std::optional<UuidBytes> ParseUuid(std::string_view text);
std::string FormatUuid(const UuidBytes& bytes);

}  // namespace tendon::runtime
