// The knowledge base as screening reads it: what the reviewed files say, checked and resolved. Plain data, immutable
// once loaded. No clinician has signed these facts off; every one names its sources and confidence.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/clinical/screening/dates.h"
#include "services/clinical/screening/finding.h"
#include "services/clinical/screening/predicates.h"
#include "services/clinical/screening/regions.h"

namespace tendon::clinical::screening {

// What screening says, weakest first; the strongest of all hits wins. OUT_OF_SCOPE is no rule's: the performer's
// licence does not cover the technique.
enum class Verdict : uint8_t { kNone, kPrecaution, kClearance, kOutOfScope, kAbsolute };
enum class Urgency : uint8_t { kNone, kRoutine, kUrgentSameDay, kEmergency };

enum class Discipline : uint8_t { kPhysician, kPhysicalTherapist, kMassageTherapist };
inline constexpr size_t kDisciplineCount = 3;
// Whether a licence covers a technique. kByState: it depends on the state's practice act or on extra training.
enum class Scope : uint8_t { kYes, kNo, kByState };

// Bits: what a technique is for, numbered as tendon.clinical.v1.TreatmentGoal.
using GoalSet = std::bitset<16>;

// At most so many techniques; a knowledge base with more is refused.
inline constexpr size_t kMaxTechniques = 128;
using TechniqueSet = std::bitset<kMaxTechniques>;

struct Source {
  std::string id, citation, address, status, note;
};

struct Technique {
  std::string id, name;
  std::vector<std::string> synonyms, classes;
  int pressure_level = 0;
  std::array<Scope, kDisciplineCount> scope = {};  // by Discipline
  GoalSet goals;
  std::string evidence;  // verbatim; the only claim that may be made
  std::string cpt, cpt_note, dose_text;
  int minutes_min = 0, minutes_max = 0;
  std::vector<std::string> sources;
  std::string confidence;
};

struct TechniqueGroup {
  std::string id, definition;
  TechniqueSet members;
};

// What a state says where the catalogue says STATE, or against it.
struct ScopeOverride {
  std::string state;  // "NY"
  Discipline discipline = Discipline::kPhysicalTherapist;
  size_t technique = 0;
  bool allowed = false;
  std::string note;
  std::vector<std::string> sources;
  std::string confidence;
};

// Where a diagnosis sits on the body.
enum class SidePlace : uint8_t { kNone, kLeft, kRight, kChar5, kChar6 };
struct Placement {
  std::string prefix;  // without dots
  RegionSet regions;
  SidePlace side = SidePlace::kNone;
};
// By the digit in the 5th character; an empty set cannot be placed.
using SiteDigits = std::array<RegionSet, 10>;

enum class RuleKind : uint8_t { kCondition, kProcedure, kMedication, kFinding, kRegion, kRedFlag };
enum class Logic : uint8_t { kIcd, kRx, kFinding, kIcdAndFinding, kIcdOrFinding, kRxOrIcd, kRxAndFinding };
enum class RegionScope : uint8_t { kSystemic, kRegional, kLocal };

struct Ingredient {
  std::string name;   // RxNorm ingredient in lower case
  std::string rxcui;  // its RxNorm concept id
};

// Where a rule holds, beside the diagnosis's own site.
struct RuleRegions {
  RegionSet named;          // plain regions of the rule
  RegionSet targets;        // those that overlap one of them
  RegionSet ipsilateral;    // of ipsilateral_*: on the diagnosis's side
  bool own_site = false;    // affected_bone, affected_joint, fused_segment; LOCAL without named regions
  bool own_limb = false;    // affected_limb
  bool everywhere = false;  // SYSTEMIC; below_lesion, whose upper end no code tells
};

struct Rule {
  std::string id, label;
  RuleKind kind = RuleKind::kCondition;
  std::vector<std::string> prefixes, excludes;  // ICD-10-CM without dots
  std::vector<Ingredient> ingredients;
  Logic logic = Logic::kIcd;
  const Predicate* predicate = nullptr;  // null without a finding
  Window window;
  std::string window_text, logic_text, kind_text, scope_text;  // as the file has them, for showing
  std::vector<std::string> region_words;                       // likewise
  std::vector<std::string> selector;
  TechniqueSet techniques;
  RegionScope scope = RegionScope::kSystemic;
  RuleRegions regions;
  Verdict severity = Verdict::kNone;
  Urgency urgency = Urgency::kNone;
  std::string action, rationale;
  std::vector<std::string> sources;
  std::string source_type, agreement, dispute_note, confidence;

  // Only as an attested override allows; never where the patient must be seen today or now.
  bool overridable() const { return urgency < Urgency::kUrgentSameDay; }
};

struct KnowledgeBase {
  std::string version;  // "2026.11.1+sha256:…"
  std::vector<Source> sources;
  Regions regions;
  std::vector<Technique> techniques;
  std::vector<TechniqueGroup> groups;
  std::vector<ScopeOverride> scope_overrides;
  std::vector<Placement> placements;
  SiteDigits limb_sites = {};   // MSK_SITE_5TH
  SiteDigits spine_sites = {};  // SPINE_SITE_5TH
  std::vector<Rule> rules;

  // Null when there is none.
  const Technique* FindTechnique(absl::string_view id) const;
  const Rule* FindRule(absl::string_view id) const;
  const Source* FindSource(absl::string_view id) const;
};

}  // namespace tendon::clinical::screening
