#include "services/clinical/screening/regions.h"

namespace tendon::clinical::screening {
namespace {

// The union of `rows` over the members of `set`.
RegionSet Union(const std::vector<RegionSet>& rows, const RegionSet& set) {
  RegionSet all;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (set.test(i)) all |= rows[i];
  }
  return all;
}

}  // namespace

Regions::Regions(std::vector<Entry> entries, const std::vector<std::pair<std::string, std::string>>& overlaps)
    : entries_(std::move(entries)) {
  const size_t count = entries_.size();
  for (size_t i = 0; i < count; ++i) index_[entries_[i].id] = static_cast<RegionIndex>(i);
  above_.resize(count);
  within_.resize(count);
  for (size_t i = 0; i < count; ++i) {
    for (auto at = Find(entries_[i].id); at.has_value(); at = Find(entries_[*at].part_of)) {
      above_[i].set(*at);
      within_[*at].set(i);
    }
  }
  // A row speaks for both of its regions and for all their parts.
  overlapping_.resize(count);
  for (size_t i = 0; i < count; ++i) overlapping_[i] = above_[i] | within_[i];
  for (const auto& [a, b] : overlaps) {
    const RegionSet& left = within_[*Find(a)];
    const RegionSet& right = within_[*Find(b)];
    for (size_t i = 0; i < count; ++i) {
      if (left.test(i)) overlapping_[i] |= right;
      if (right.test(i)) overlapping_[i] |= left;
    }
  }
}

std::optional<RegionIndex> Regions::Find(absl::string_view id) const {
  const auto found = index_.find(id);
  if (found == index_.end()) return std::nullopt;
  return found->second;
}

RegionSet Regions::Overlapping(const RegionSet& regions) const { return Union(overlapping_, regions); }
RegionSet Regions::Within(const RegionSet& regions) const { return Union(within_, regions); }

RegionSet Regions::LimbsOf(const RegionSet& regions) const {
  RegionSet limbs;
  for (const char* limb : {"upper_extremity", "lower_extremity"}) {
    if (const auto found = Find(limb); found.has_value()) limbs.set(*found);
  }
  RegionSet result;
  for (size_t i = 0; i < entries_.size(); ++i) {
    if (!regions.test(i)) continue;
    const RegionSet limb = above_[i] & limbs;
    if (limb.any()) {
      result |= limb;
    } else {
      result.set(i);
    }
  }
  return result;
}

}  // namespace tendon::clinical::screening
