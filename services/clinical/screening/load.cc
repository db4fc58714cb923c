#include "services/clinical/screening/load.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/clinical/screening/load_parts.h"

namespace tendon::clinical::screening {
namespace {

struct FileRow {
  const char* name;
  const char* columns;
};

constexpr char kSources[] = "sources.csv";
constexpr char kRegions[] = "body_regions.csv";
constexpr char kOverlaps[] = "body_region_overlaps.csv";
constexpr char kPlacements[] = "icd_region_map.csv";
constexpr char kTechniques[] = "techniques.csv";
constexpr char kGroups[] = "technique_groups.csv";
constexpr char kScope[] = "scope_overrides.csv";
constexpr char kRules[] = "contraindications.csv";

constexpr FileRow kFiles[] = {
    {kSources, "source_id,citation,address,status,note"},
    {kRegions, "region,part_of"},
    {kOverlaps, "region,overlaps,note"},
    {kPlacements, "icd10cm_prefix_or_rule,body_regions,laterality,note"},
    {kTechniques,
     "technique_id,name,synonyms,classes,pressure_level,mt,pt,physician,goals,evidence_for_goals,cpt,cpt_note,"
     "dose_minutes_min,dose_minutes_max,sessions_per_week,course_weeks,dose_text,invasive,high_velocity,thermal,"
     "electrical,sources,confidence"},
    {kGroups, "group,definition_over_classes,members"},
    {kScope, "state,discipline,technique_id,permission,note,sources,confidence"},
    {kRules,
     "rule_id,kind,label,icd10cm_prefixes,icd10cm_exclude,rxnorm_ingredients,trigger_logic,finding_code,finding_expr,"
     "active_within,technique_selector,region_scope,body_regions,severity,refer_urgency,action,rationale,sources,"
     "source_type,agreement,dispute_note,confidence"},
};

// All files as rows. A file that cannot be read as CSV has none, and its mistake is noted.
class Tables {
 public:
  Tables(const knowledge::FileSet& files, Problems* problems) {
    for (const FileRow& file : kFiles) {
      const auto text = files.Get(file.name);
      if (!text.ok()) {
        problems->Add(text.status());
        continue;
      }
      auto rows = knowledge::ParseCsv(file.name, *text, ColumnsOf(file.name));
      if (!rows.ok()) {
        problems->Add(rows.status());
        continue;
      }
      if (rows->empty() && file.name != kScope && file.name != kOverlaps) {
        problems->Add(knowledge::FileError(file.name, 2, "there must be at least one row"));
      }
      tables_.emplace_back(file.name, *std::move(rows));
    }
  }

  const Rows& operator[](const char* name) const {
    static const Rows& none = *new Rows;
    for (const auto& [named, rows] : tables_) {
      if (named == name) return rows;
    }
    return none;
  }

 private:
  std::vector<std::pair<const char*, Rows>> tables_;
};

template <class T>
const T* FindById(const std::vector<T>& rows, absl::string_view id) {
  const auto found = std::find_if(rows.begin(), rows.end(), [id](const T& row) { return row.id == id; });
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace

const Technique* KnowledgeBase::FindTechnique(absl::string_view id) const { return FindById(techniques, id); }
const Rule* KnowledgeBase::FindRule(absl::string_view id) const { return FindById(rules, id); }
const Source* KnowledgeBase::FindSource(absl::string_view id) const { return FindById(sources, id); }

std::string Problems::Text() const {
  constexpr size_t kShown = 50;
  std::string text =
      absl::StrJoin(lines_.begin(), lines_.begin() + static_cast<long>(std::min(lines_.size(), kShown)), "\n");
  if (lines_.size() > kShown) absl::StrAppend(&text, "\nand ", lines_.size() - kShown, " more");
  return text;
}

const std::vector<absl::string_view>& KnowledgeFileNames() {
  static const auto& names = *[] {
    auto* all = new std::vector<absl::string_view>;
    for (const FileRow& file : kFiles) all->push_back(file.name);
    return all;
  }();
  return names;
}

std::vector<absl::string_view> ColumnsOf(absl::string_view file) {
  for (const FileRow& row : kFiles) {
    if (file == row.name) return absl::StrSplit(row.columns, ',');
  }
  return {};
}

absl::StatusOr<KnowledgeBase> LoadKnowledge(const knowledge::FileSet& files) {
  KnowledgeBase knowledge;
  Problems problems;
  auto version = files.Version(KnowledgeFileNames());
  if (!version.ok()) return version.status();
  knowledge.version = *std::move(version);
  const Tables tables(files, &problems);
  // What refers to a table that could not be read would all be wrong.
  if (!problems.empty()) return absl::InvalidArgumentError(problems.Text());
  LoadSources(tables[kSources], &knowledge, &problems);
  LoadRegions(tables[kRegions], tables[kOverlaps], &knowledge, &problems);
  LoadPlacements(tables[kPlacements], &knowledge, &problems);
  LoadTechniques(tables[kTechniques], &knowledge, &problems);
  LoadGroups(tables[kGroups], &knowledge, &problems);
  LoadScopeOverrides(tables[kScope], &knowledge, &problems);
  LoadRules(tables[kRules], &knowledge, &problems);
  if (!problems.empty()) return absl::InvalidArgumentError(problems.Text());
  return knowledge;
}

absl::StatusOr<KnowledgeBase> LoadKnowledge(const std::string& directory) {
  if (directory.empty()) return LoadKnowledge(knowledge::FileSet::Embedded());
  const auto files = knowledge::FileSet::FromDirectory(directory, KnowledgeFileNames());
  if (!files.ok()) return files.status();
  return LoadKnowledge(*files);
}

}  // namespace tendon::clinical::screening
