#include "clients/interop/body_sites.h"

#include <algorithm>
#include <string>

#include "clients/interop/text.h"

namespace tendon::interop {
namespace {

namespace pb = clinical::v1;
constexpr auto kNone = pb::LATERALITY_UNSPECIFIED;
constexpr auto kLeft = pb::LATERALITY_LEFT;
constexpr auto kRight = pb::LATERALITY_RIGHT;
constexpr auto kBoth = pb::LATERALITY_BILATERAL;

struct CodeRow {
  std::string_view code, region;
  pb::Laterality side;
};

// SNOMED CT body structures. Regions are those of the knowledge base's body_regions.
constexpr CodeRow kCodes[] = {
    {"69536005", "head", kNone},
    {"89545001", "face", kNone},
    {"661005", "jaw", kNone},
    {"45048000", "neck", kNone},
    {"122494005", "cervical", kNone},
    {"1217257000", "cervicothoracic", kNone},
    {"421060004", "spine", kNone},
    {"122495006", "thoracic_spine", kNone},
    {"122496007", "lumbar", kNone},
    {"37822005", "lumbar", kNone},
    {"1017210004", "lumbar", kLeft},
    {"1017211000", "lumbar", kRight},
    {"1217253001", "lumbosacral", kNone},
    {"54735007", "sacral", kNone},
    {"64688005", "coccyx", kNone},
    {"77568009", "back", kNone},
    {"816094009", "chest", kNone},
    {"51185008", "thorax", kNone},
    {"40768004", "thorax", kLeft},
    {"51872008", "thorax", kRight},
    {"818981001", "abdomen", kNone},
    {"818983003", "abdomen", kNone},
    {"816092008", "pelvis", kNone},
    {"53120007", "upper_extremity", kNone},
    {"16982005", "shoulder", kNone},
    {"91775009", "shoulder", kLeft},
    {"91774008", "shoulder", kRight},
    {"40983000", "upper_arm", kNone},
    {"368208006", "upper_arm", kLeft},
    {"368209003", "upper_arm", kRight},
    {"127949000", "elbow", kNone},
    {"368148009", "elbow", kLeft},
    {"368149001", "elbow", kRight},
    {"14975008", "forearm", kNone},
    {"66480008", "forearm", kLeft},
    {"64262003", "forearm", kRight},
    {"368225008", "forearm", kLeft},
    {"8205005", "wrist", kNone},
    {"5951000", "wrist", kLeft},
    {"9736006", "wrist", kRight},
    {"85562004", "hand", kNone},
    {"85151006", "hand", kLeft},
    {"78791008", "hand", kRight},
    {"61685007", "lower_extremity", kNone},
    {"29836001", "hip", kNone},
    {"287679003", "hip", kLeft},
    {"287579007", "hip", kRight},
    {"68367000", "thigh", kNone},
    {"71341001", "thigh", kNone},
    {"61396006", "thigh", kLeft},
    {"11207009", "thigh", kRight},
    {"72696002", "knee", kNone},
    {"82169009", "knee", kLeft},
    {"6757004", "knee", kRight},
    {"36701003", "knee", kBoth},
    {"30021000", "lower_leg", kNone},
    {"48979004", "lower_leg", kLeft},
    {"32696007", "lower_leg", kRight},
    {"344001", "ankle", kNone},
    {"51636004", "ankle", kLeft},
    {"6685009", "ankle", kRight},
    {"56459004", "foot", kNone},
    {"22335008", "foot", kLeft},
    {"7769000", "foot", kRight},
};

struct WordRow {
  std::string_view words, region;
};

// After the side, "entire", "structure of" and the like are taken away. "arm" and "leg" are the whole limb: the wider
// region.
constexpr WordRow kWords[] = {
    {"head", "head"},
    {"face", "face"},
    {"jaw", "jaw"},
    {"neck", "neck"},
    {"cervical spine", "cervical"},
    {"spine", "spine"},
    {"thoracic spine", "thoracic_spine"},
    {"lumbar spine", "lumbar"},
    {"lumbar", "lumbar"},
    {"lower back", "lumbar"},
    {"low back", "lumbar"},
    {"sacrum", "sacral"},
    {"coccyx", "coccyx"},
    {"back", "back"},
    {"upper back", "thoracic"},
    {"chest", "chest"},
    {"thorax", "thorax"},
    {"abdomen", "abdomen"},
    {"pelvis", "pelvis"},
    {"arm", "upper_extremity"},
    {"upper limb", "upper_extremity"},
    {"upper extremity", "upper_extremity"},
    {"shoulder", "shoulder"},
    {"upper arm", "upper_arm"},
    {"elbow", "elbow"},
    {"forearm", "forearm"},
    {"wrist", "wrist"},
    {"hand", "hand"},
    {"leg", "lower_extremity"},
    {"lower limb", "lower_extremity"},
    {"lower extremity", "lower_extremity"},
    {"hip", "hip"},
    {"thigh", "thigh"},
    {"femur", "thigh"},
    {"knee", "knee"},
    {"lower leg", "lower_leg"},
    {"calf", "calf"},
    {"ankle", "ankle"},
    {"foot", "foot"},
};

constexpr std::string_view kFillers[] = {"entire", "structure", "of", "the", "region", "body", "joint"};

pb::BodySite Site(std::string_view region, pb::Laterality side) {
  pb::BodySite site;
  site.set_region(std::string(region));
  site.set_laterality(side);
  return site;
}

pb::Laterality SideOfCode(std::string_view code) {
  if (code == "7771000") return kLeft;
  if (code == "24028007") return kRight;
  if (code == "51440002") return kBoth;
  if (code == "260528009") return pb::LATERALITY_MIDLINE;
  return kNone;
}

std::optional<pb::BodySite> FromSnomed(std::string_view expression) {
  const std::size_t colon = expression.find(':');
  const std::string_view concept_code = expression.substr(0, colon);
  const std::string_view refinement =
      colon == std::string_view::npos ? std::string_view() : expression.substr(colon + 1);
  constexpr std::string_view kLaterality = "272741003=";
  pb::Laterality refined = kNone;
  if (!refinement.empty()) {
    if (!refinement.starts_with(kLaterality)) return std::nullopt;
    refined = SideOfCode(refinement.substr(kLaterality.size()));
    if (refined == kNone) return std::nullopt;
  }
  for (const CodeRow& row : kCodes) {
    if (row.code == concept_code) return Site(row.region, refined == kNone ? row.side : refined);
  }
  return std::nullopt;
}

// "knees" -> "knee", "feet" -> "foot".
std::string Singular(std::string_view word) {
  if (word == "feet") return "foot";
  if (word.size() > 3 && word.ends_with('s') && word != "pelvis") return std::string(word.substr(0, word.size() - 1));
  return std::string(word);
}

std::optional<pb::BodySite> FromWords(std::string_view text) {
  const std::string lower = Lower(text.substr(0, text.find('(')));
  pb::Laterality side = kNone;
  std::vector<std::string> rest;
  for (const std::string_view word : Words(lower, " ,-")) {
    const pb::Laterality here = word == "left"                          ? kLeft
                                : word == "right"                       ? kRight
                                : word == "both" || word == "bilateral" ? kBoth
                                                                        : kNone;
    if (here != kNone && side != kNone) return std::nullopt;  // "left and right" and worse: for a person
    if (here != kNone) {
      side = here;
    } else if (std::find(std::begin(kFillers), std::end(kFillers), word) == std::end(kFillers)) {
      rest.emplace_back(word);
    }
  }
  if (!rest.empty()) rest.back() = Singular(rest.back());
  const std::string wanted = Join(rest, " ");
  for (const WordRow& row : kWords) {
    if (row.words == wanted) return Site(row.region, side);
  }
  return std::nullopt;
}

}  // namespace

std::optional<pb::BodySite> ToBodySite(const Concept& site) {
  std::vector<std::optional<pb::BodySite>> said;
  for (const Code& coding : site.codings) {
    if (coding.system == kSnomed) said.push_back(FromSnomed(coding.code));
  }
  for (const Code& coding : site.codings) said.push_back(FromWords(coding.display));
  said.push_back(FromWords(site.text));
  std::erase(said, std::nullopt);
  if (said.empty()) return std::nullopt;
  pb::BodySite result = *said.front();
  for (const std::optional<pb::BodySite>& other : said) {
    if (result.laterality() == kNone && other->region() == result.region()) result.set_laterality(other->laterality());
    const bool sides_differ = other->laterality() != kNone && other->laterality() != result.laterality();
    if (sides_differ && result.laterality() != kNone) return std::nullopt;  // the wrong side is worse than none
  }
  return result;
}

std::vector<std::string_view> RegionsOfTheTable() {
  std::vector<std::string_view> regions;
  for (const CodeRow& row : kCodes) regions.push_back(row.region);
  for (const WordRow& row : kWords) regions.push_back(row.region);
  return regions;
}

void ReadBodySites(Element& parent, std::string_view key, google::protobuf::RepeatedPtrField<pb::BodySite>* into) {
  for (const Element& item : parent.Objects(key)) {
    if (std::optional<pb::BodySite> site = ToBodySite(ReadConcept(item))) {
      *into->Add() = *std::move(site);
    } else {
      item.Warn("", "no region of Tendon's table for this body site: left out");
    }
  }
}

}  // namespace tendon::interop
