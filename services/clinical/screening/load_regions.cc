// sources.csv, body_regions.csv, body_region_overlaps.csv, icd_region_map.csv.
#include <algorithm>
#include <cctype>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/clinical/screening/load_parts.h"
#include "services/clinical/screening/place.h"

namespace tendon::clinical::screening {
namespace {

using knowledge::CsvRow;

bool IsIcdPrefix(absl::string_view prefix) {
  const size_t dot = prefix.find('.');
  const absl::string_view category = prefix.substr(0, dot);
  const auto alphanumeric = [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c)) || absl::ascii_isupper(static_cast<unsigned char>(c));
  };
  if (category.empty() || category.size() > 3 || !absl::ascii_isupper(static_cast<unsigned char>(category[0]))) {
    return false;
  }
  if (category.size() > 1 && !absl::ascii_isdigit(static_cast<unsigned char>(category[1]))) return false;
  if (!std::all_of(category.begin(), category.end(), alphanumeric)) return false;
  if (dot == absl::string_view::npos) return true;
  const absl::string_view rest = prefix.substr(dot + 1);
  return category.size() == 3 && !rest.empty() && rest.size() <= 4 &&
         std::all_of(rest.begin(), rest.end(), alphanumeric);
}

RegionSet ParseRegions(const CsvRow& row, const std::vector<absl::string_view>& names, const Regions& regions,
                       Problems* problems) {
  RegionSet set;
  for (const absl::string_view name : names) {
    const auto region = regions.Find(name);
    if (region.has_value()) {
      set.set(*region);
    } else {
      problems->Add(row, "body_regions", absl::StrCat("no region '", name, "' in body_regions.csv"));
    }
  }
  return set;
}

// "1=shoulder;2=upper_arm|elbow".
SiteDigits ParseSiteDigits(const CsvRow& row, const Regions& regions, Problems* problems) {
  SiteDigits digits;
  for (const absl::string_view item : row.List("body_regions")) {
    if (item.size() < 3 || !absl::ascii_isdigit(static_cast<unsigned char>(item[0])) || item[1] != '=') {
      problems->Add(row, "body_regions", "must be items like 1=shoulder or 2=upper_arm|elbow");
      continue;
    }
    const std::vector<absl::string_view> names = absl::StrSplit(item.substr(2), '|');
    digits[static_cast<size_t>(item[0] - '0')] = ParseRegions(row, names, regions, problems);
  }
  return digits;
}

constexpr std::array<Word<SidePlace>, 5> kSides = {{{"", SidePlace::kNone},
                                                    {"LEFT", SidePlace::kLeft},
                                                    {"RIGHT", SidePlace::kRight},
                                                    {"CHAR5", SidePlace::kChar5},
                                                    {"CHAR6", SidePlace::kChar6}}};

}  // namespace

void CheckNotEmpty(const CsvRow& row, absl::string_view column, Problems* problems) {
  if (row[column].empty()) problems->Add(row, column, "must not be empty");
}

std::vector<std::string> ParseSources(const CsvRow& row, const KnowledgeBase& knowledge, Problems* problems) {
  std::vector<std::string> sources;
  for (const absl::string_view id : row.List("sources")) {
    if (knowledge.FindSource(id) == nullptr) {
      problems->Add(row, "sources", absl::StrCat("no source '", id, "' in sources.csv"));
    }
    sources.emplace_back(id);
  }
  if (sources.empty()) problems->Add(row, "sources", "must name at least one source");
  return sources;
}

std::string ParsePrefix(const CsvRow& row, absl::string_view column, absl::string_view prefix, Problems* problems) {
  if (!IsIcdPrefix(prefix)) {
    problems->Add(row, column, absl::StrCat("'", prefix, "' is no beginning of an ICD-10-CM code, like I82.4"));
  }
  return NormalCode(prefix);
}

void LoadSources(const Rows& rows, KnowledgeBase* knowledge, Problems* problems) {
  for (const CsvRow& row : rows) {
    CheckNotEmpty(row, "source_id", problems);
    CheckNotEmpty(row, "citation", problems);
    CheckNotEmpty(row, "status", problems);
    if (knowledge->FindSource(row["source_id"]) != nullptr) problems->Add(row, "source_id", "is there twice");
    knowledge->sources.push_back({std::string(row["source_id"]), std::string(row["citation"]),
                                  std::string(row["address"]), std::string(row["status"]), std::string(row["note"])});
  }
}

void LoadRegions(const Rows& regions, const Rows& overlaps, KnowledgeBase* knowledge, Problems* problems) {
  const size_t problems_before = problems->size();
  std::vector<Regions::Entry> entries;
  std::set<std::string> known;
  for (const CsvRow& row : regions) {
    CheckNotEmpty(row, "region", problems);
    const std::string part_of(row["part_of"]);
    if (!known.insert(std::string(row["region"])).second) problems->Add(row, "region", "is there twice");
    entries.push_back({std::string(row["region"]), part_of});
  }
  for (const CsvRow& row : regions) {
    std::set<std::string> path;
    std::string at(row["region"]);
    while (!at.empty() && known.count(at) > 0 && path.insert(at).second) {
      const auto entry = std::find_if(entries.begin(), entries.end(), [&](const auto& e) { return e.id == at; });
      at = entry->part_of;
    }
    if (!at.empty()) {
      problems->Add(row, "part_of", absl::StrCat("'", at, "' is no region of this file, or part of itself"));
    }
  }
  if (entries.size() > kMaxRegions) {
    problems->Add(regions.back(), "region", absl::StrCat("more than ", kMaxRegions, " regions"));
  }
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const CsvRow& row : overlaps) {
    for (const char* column : {"region", "overlaps"}) {
      if (known.count(std::string(row[column])) == 0) problems->Add(row, column, "no such region in body_regions.csv");
    }
    pairs.emplace_back(row["region"], row["overlaps"]);
  }
  // Only a sound map can be built.
  if (problems->size() == problems_before) knowledge->regions = Regions(std::move(entries), pairs);
}

void LoadPlacements(const Rows& rows, KnowledgeBase* knowledge, Problems* problems) {
  std::set<std::string> seen;
  for (const CsvRow& row : rows) {
    const absl::string_view prefix = row["icd10cm_prefix_or_rule"];
    CheckNotEmpty(row, "body_regions", problems);
    if (!seen.insert(NormalCode(prefix)).second) problems->Add(row, "icd10cm_prefix_or_rule", "is there twice");
    const SidePlace side = ParseWord(row, "laterality", kSides, problems);
    if (prefix == "MSK_SITE_5TH") {
      knowledge->limb_sites = ParseSiteDigits(row, knowledge->regions, problems);
    } else if (prefix == "SPINE_SITE_5TH") {
      knowledge->spine_sites = ParseSiteDigits(row, knowledge->regions, problems);
    } else {
      knowledge->placements.push_back({ParsePrefix(row, "icd10cm_prefix_or_rule", prefix, problems),
                                       ParseRegions(row, row.List("body_regions"), knowledge->regions, problems),
                                       side});
    }
  }
}

}  // namespace tendon::clinical::screening
