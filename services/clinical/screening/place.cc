#include "services/clinical/screening/place.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace tendon::clinical::screening {
namespace {

char CharacterAt(absl::string_view code, size_t position) { return position < code.size() ? code[position] : '\0'; }

// 1 and 2 are right and left wherever the map names the character; 3 is both or the unspecified one, by category.
Side SideOf(SidePlace place, absl::string_view code) {
  if (place == SidePlace::kLeft) return Side::kLeft;
  if (place == SidePlace::kRight) return Side::kRight;
  if (place == SidePlace::kNone) return Side::kEither;
  const char digit = CharacterAt(code, place == SidePlace::kChar5 ? 4 : 5);
  if (digit == '1') return Side::kRight;
  return digit == '2' ? Side::kLeft : Side::kEither;
}

// M00-M99 as its number; -1 for other codes.
int MusculoskeletalCategory(absl::string_view code) {
  if (code.size() < 3 || code[0] != 'M' || !absl::ascii_isdigit(static_cast<unsigned char>(code[1])) ||
      !absl::ascii_isdigit(static_cast<unsigned char>(code[2]))) {
    return -1;
  }
  return (code[1] - '0') * 10 + (code[2] - '0');
}

const Placement* LongestRow(const KnowledgeBase& knowledge, absl::string_view code) {
  const Placement* longest = nullptr;
  for (const Placement& row : knowledge.placements) {
    if (!absl::StartsWith(code, row.prefix)) continue;
    if (longest == nullptr || row.prefix.size() > longest->prefix.size()) longest = &row;
  }
  return longest;
}

}  // namespace

std::string NormalCode(absl::string_view icd10cm) {
  std::string code;
  for (const char c : icd10cm) {
    if (c != '.' && c != ' ') code.push_back(absl::ascii_toupper(static_cast<unsigned char>(c)));
  }
  return code;
}

Place PlaceOfCode(const KnowledgeBase& knowledge, absl::string_view code) {
  if (const Placement* row = LongestRow(knowledge, code); row != nullptr) {
    return {row->regions, SideOf(row->side, code), false};
  }
  const int category = MusculoskeletalCategory(code);
  const bool spine = category >= 40 && category <= 54;
  const bool limb = (category >= 0 && category <= 25) || category >= 60;
  if (!spine && !limb) return {};
  // M53.2X1 keeps its site behind a placeholder.
  const char digit = CharacterAt(code, 4) == 'X' ? CharacterAt(code, 5) : CharacterAt(code, 4);
  if (!absl::ascii_isdigit(static_cast<unsigned char>(digit))) return {};
  const auto index = static_cast<size_t>(digit - '0');
  if (spine) return {knowledge.spine_sites[index], Side::kEither, false};
  return {knowledge.limb_sites[index], SideOf(SidePlace::kChar6, code), false};
}

std::vector<Place> PlacesOf(const KnowledgeBase& knowledge, absl::string_view code,
                            const std::vector<Site>& sites_said) {
  const Place by_code = PlaceOfCode(knowledge, code);
  const RegionSet near = knowledge.regions.Overlapping(by_code.regions);
  std::vector<Place> places;
  bool refines = false;
  for (const Site& site : sites_said) {
    if (site.region == kAnyRegion) continue;
    const bool overlaps = near.test(site.region);
    refines = refines || (overlaps && MayBeSame(site.side, by_code.side));
    Place place;
    place.said = true;
    place.regions.set(site.region);
    place.side = site.side == Side::kEither && overlaps ? by_code.side : site.side;
    places.push_back(place);
  }
  if (!refines && by_code.regions.any()) places.push_back(by_code);
  return places;
}

}  // namespace tendon::clinical::screening
