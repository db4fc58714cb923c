// The sessions of an episode as its course needs them: from their digests, on an arena.
#pragma once

#include <google/protobuf/arena.h>

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "services/outcomes/domain/strand.h"
#include "services/outcomes/handlers/handlers.h"

namespace tendon::outcomes {

// In the order in which they began. Outlives what is made of it.
struct EpisodeSessions {
  google::protobuf::Arena arena{LargeBlocks()};
  SessionList sessions;
  std::string organization;  // id of who recorded the last of them; empty where there are none

 private:
  // A course of some hundred sessions is a megabyte: the usual 8 KiB would be many blocks.
  static google::protobuf::ArenaOptions LargeBlocks() {
    google::protobuf::ArenaOptions options;
    options.start_block_size = std::size_t{16} << 10;
    options.max_block_size = std::size_t{256} << 10;
    return options;
  }
};

// Adds the sessions of an episode that the scope may see.
absl::Status ReadEpisode(Reader& reader, const storage::TenantScope& scope, const std::string& referral_id, int episode,
                         EpisodeSessions* read);

}  // namespace tendon::outcomes
