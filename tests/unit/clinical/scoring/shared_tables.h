// The reviewed tables that tests read at test time.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/clinical/scoring/read.h"

namespace tendon::clinical::scoring {

// The text of a table, its lines ended by LF alone; empty when it is not there, which fails where CI is set.
inline std::string SharedTable(const std::string& name) {
  const std::filesystem::path path = std::filesystem::path(TENDON_SHARED_DIR) / "clinical" / name;
  if (!std::filesystem::exists(path)) {
    if (std::getenv("CI") != nullptr) ADD_FAILURE() << "the fixture is missing: " << path;
    return "";
  }
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  std::erase(text, '\r');
  return text;
}

inline const Measure& MeasureOf(const std::string& id) {
  const Measure* measure = Catalogue::BuiltIn().Find(id);
  if (measure == nullptr) {
    ADD_FAILURE() << "no measure " << id;
    return Catalogue::BuiltIn().measures().front();
  }
  return *measure;
}

// "2;1;NA;3".
inline Answers ParseAnswers(const std::string& text) {
  Answers answers;
  for (const absl::string_view item : absl::StrSplit(text, ';')) {
    double number = 0;
    answers.push_back(absl::SimpleAtod(item, &number) ? std::optional(number) : std::nullopt);
  }
  return answers;
}

inline v1::Observation FromItems(const std::string& id, const Answers& answers) {
  v1::Observation observation;
  observation.set_measure(id);
  for (size_t i = 0; i < answers.size(); ++i) {
    v1::ItemAnswer* item = observation.add_items();
    item->set_item(static_cast<int>(i) + 1);
    if (answers[i]) item->set_value(*answers[i]);
  }
  return observation;
}

inline v1::Observation Entered(const std::string& id, double value, const std::string& unit = "") {
  v1::Observation observation;
  observation.set_measure(id);
  observation.set_value(value);
  observation.set_unit(unit);
  return observation;
}

inline Reading ReadBuiltIn(const v1::Observation& observation, bool unverified_forms = false) {
  return Read(Catalogue::BuiltIn(), MeasureOf(observation.measure()), observation, {unverified_forms});
}

inline Reading Scored(const std::string& id, const std::string& items) {
  return ReadBuiltIn(FromItems(id, ParseAnswers(items)), true);
}

}  // namespace tendon::clinical::scoring
