#include "services/outcomes/cohort/filter.h"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "services/outcomes/domain/session_rules.h"

namespace tendon::outcomes {
namespace {

bool AnyOf(const WordSet& wanted, const WordSet& there) {
  return std::any_of(there.begin(), there.end(),
                     [&wanted](int word) { return std::find(wanted.begin(), wanted.end(), word) != wanted.end(); });
}

// -1, which nobody has, for words that nobody has: a list that names only such matches nobody.
template <class List>
WordSet NumbersOf(const List& list, const Words& words) {
  WordSet numbers;
  for (const std::string& word : list) numbers.push_back(words.Find(word));
  return numbers;
}

template <class List>
bool Holds(const List& list, int value) {
  return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
}

}  // namespace

CohortFilterMatch::CohortFilterMatch(const v1::CohortFilter& filter, const CohortMembers& members,
                                     const Readings& readings)
    : filter_(filter),
      members_(members),
      readings_(readings),
      techniques_(NumbersOf(filter.techniques(), members.words())),
      regions_(NumbersOf(filter.regions(), members.words())) {
  for (const std::string& prefix : filter.conditions()) conditions_.push_back(PlainCode(prefix));
}

bool CohortFilterMatch::Matches(size_t index) const {
  const CohortMember& member = members_.all()[index];
  if (!techniques_.empty() && !AnyOf(techniques_, member.techniques)) return false;
  if (!regions_.empty() && !AnyOf(regions_, member.regions)) return false;
  if (!Holds(filter_.disciplines(), member.discipline)) return false;
  const bool has_goal =
      std::any_of(member.goals.begin(), member.goals.end(), [this](int goal) { return Holds(filter_.goals(), goal); });
  if (!filter_.goals().empty() && !has_goal) return false;
  const auto has_condition = [this, &member](const std::string& prefix) {
    return std::any_of(member.conditions.begin(), member.conditions.end(),
                       [&](int code) { return PlainCode(members_.words()[code]).starts_with(prefix); });
  };
  if (!conditions_.empty() && !std::any_of(conditions_.begin(), conditions_.end(), has_condition)) return false;
  if (!IsInRange(filter_.sessions(), member.sessions)) return false;
  if (!IsInRange(filter_.minutes(), static_cast<double>(member.minutes))) return false;
  const bool begun = member.begin_us != INT64_MAX;
  if (filter_.has_begin_from_time() && (!begun || member.begin_us < ToMicros(filter_.begin_from_time()))) return false;
  if (filter_.has_begin_before_time() && (!begun || member.begin_us >= ToMicros(filter_.begin_before_time())))
    return false;
  return MatchesReadings(index);
}

bool CohortFilterMatch::MatchesReadings(size_t index) const {
  return std::all_of(filter_.readings().begin(), filter_.readings().end(), [&](const v1::ReadingCondition& condition) {
    return IsInRange(condition.range(), readings_.at(condition.measure())[index]);
  });
}

bool IsInRange(const v1::NumberRange& range, double value) {
  if (std::isnan(value)) return false;
  return (!range.has_minimum() || value >= range.minimum()) && (!range.has_maximum() || value <= range.maximum());
}

std::string PlainCode(std::string_view icd10cm) {
  std::string plain;
  for (const char c : icd10cm) {
    if (c != '.') plain.push_back(static_cast<char>(std::toupper(static_cast<unsigned char>(c))));
  }
  return plain;
}

}  // namespace tendon::outcomes
