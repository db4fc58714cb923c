// What fails while the rest goes well waits by itself, longer each time, so that it holds nothing else up. In memory
// only: after a restart all is tried anew. Pure; not thread-safe.
#pragma once

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/time/time.h"

namespace tendon::outcomes {

class SetAside {
 public:
  // It waits for `first` after the first failure, then twice as long each time, up to `longest`.
  SetAside(absl::Duration first, absl::Duration longest) : first_(first), longest_(longest) {}

  // Whether it may be tried: what has not failed may.
  bool IsDue(const std::string& key, absl::Time now) const {
    const auto found = failed_.find(key);
    return found == failed_.end() || found->second.due <= now;
  }
  // It failed. True where it had not before: worth a line in the log.
  bool Failed(const std::string& key, absl::Time now) {
    const auto [found, is_new] = failed_.try_emplace(key, Failure{absl::InfinitePast(), first_});
    Failure& failure = found->second;
    failure.due = now + failure.pause;
    failure.pause = std::min(failure.pause * 2, longest_);
    return is_new;
  }
  // It went well. True where it had failed before.
  bool Succeeded(const std::string& key) { return failed_.erase(key) > 0; }
  // All may be tried at once; what fails again waits for longer still.
  void MakeAllDue() {
    for (auto& [key, failure] : failed_) failure.due = absl::InfinitePast();
  }
  // Forgets what is not there any more.
  void KeepOnly(const absl::flat_hash_set<std::string>& keys) {
    absl::erase_if(failed_, [&keys](const auto& entry) { return !keys.contains(entry.first); });
  }
  int size() const { return static_cast<int>(failed_.size()); }

 private:
  struct Failure {
    absl::Time due;
    absl::Duration pause;  // after the next failure
  };

  const absl::Duration first_;
  const absl::Duration longest_;
  absl::flat_hash_map<std::string, Failure> failed_;
};

}  // namespace tendon::outcomes
