// Regions of the body: which is part of which, and which overlap. Immutable once made.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace tendon::clinical::screening {

// At most so many regions; a knowledge base with more is refused.
inline constexpr size_t kMaxRegions = 128;
using RegionSet = std::bitset<kMaxRegions>;
using RegionIndex = uint8_t;
// A place that is not known: it may be anywhere.
inline constexpr RegionIndex kAnyRegion = 255;

// Both sides, the midline and what was not said may be either side.
enum class Side : uint8_t { kEither, kLeft, kRight };
constexpr bool MayBeSame(Side a, Side b) { return a == Side::kEither || b == Side::kEither || a == b; }

struct Site {
  RegionIndex region = kAnyRegion;
  Side side = Side::kEither;
};

class Regions {
 public:
  struct Entry {
    std::string id;
    std::string part_of;  // empty, or the id of another
  };
  Regions() = default;
  // Every name in `overlaps` and every part_of is one of `entries`, without a cycle; load_regions.cc sees to it.
  Regions(std::vector<Entry> entries, const std::vector<std::pair<std::string, std::string>>& overlaps);

  const std::vector<Entry>& entries() const { return entries_; }
  std::optional<RegionIndex> Find(absl::string_view id) const;
  const std::string& IdOf(RegionIndex region) const { return entries_[region].id; }

  // The regions that overlap this one: itself, those that it is part of, its own parts, and those that a row names for
  // it or for a region that it is part of, either way.
  const RegionSet& Overlapping(RegionIndex region) const { return overlapping_[region]; }
  RegionSet Overlapping(const RegionSet& regions) const;
  // The region and all its parts.
  const RegionSet& Within(RegionIndex region) const { return within_[region]; }
  RegionSet Within(const RegionSet& regions) const;
  // The limb (upper_extremity or lower_extremity) that each is part of, or the region itself.
  RegionSet LimbsOf(const RegionSet& regions) const;

 private:
  std::vector<Entry> entries_;
  absl::flat_hash_map<std::string, RegionIndex> index_;
  std::vector<RegionSet> above_;  // itself and what it is part of
  std::vector<RegionSet> within_;
  std::vector<RegionSet> overlapping_;
};

}  // namespace tendon::clinical::screening
