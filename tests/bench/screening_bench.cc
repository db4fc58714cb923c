// What one screening costs: 20 conditions, 20 medications, 10 techniques. The bar is 150 µs at the median.
//   build/release/bin/bench-screening --benchmark_repetitions=20 --benchmark_report_aggregates_only
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <iostream>
#include <memory>

#include "services/clinical/screening/engine.h"
#include "services/clinical/screening/load.h"

namespace tendon::clinical::screening {
namespace {

// Conditions that trigger many rules, and everyday ones beside them.
constexpr const char* kConditions[] = {"I82.412", "M81.0",    "M06.9",   "C50.911", "E11.40", "I10",    "I50.22",
                                       "Z95.0",   "L03.115",  "G62.9",   "M54.50",  "M17.11", "D69.6",  "N18.4",
                                       "Z33.1",   "S82.101A", "J45.909", "F43.10",  "L40.9",  "Z96.641"};
constexpr const char* kMedications[] = {"warfarin",   "aspirin",    "prednisone",   "fentanyl",   "gabapentin",
                                        "metformin",  "lisinopril", "atorvastatin", "omeprazole", "amlodipine",
                                        "metoprolol", "albuterol",  "losartan",     "sertraline", "levothyroxine",
                                        "furosemide", "tamsulosin", "citalopram",   "ibuprofen",  "insulin glargine"};
constexpr const char* kTechniques[] = {
    "EFFLEURAGE", "PETRISSAGE", "DEEP_TISSUE",  "TRIGGER_POINT", "MYOFASCIAL_RELEASE",
    "MLD",        "HOT_PACK",   "MANIPULATION", "TENS",          "THER_EX"};

ScreeningQuestion FullQuestion() {
  ScreeningQuestion question;
  question.now = absl::FromUnixSeconds(1'781'524'800);
  question.patient.birth_date = "1951-02-03";
  for (const char* code : kConditions) question.patient.diagnoses.push_back({code, false, "2025-11-02", "", {}});
  for (const char* name : kMedications) {
    MedicationFact fact;
    fact.ingredients = {name};
    question.patient.medications.push_back(fact);
  }
  for (const char* technique : kTechniques) question.techniques.push_back({technique, {{"lumbar", Side::kEither}}});
  question.performer = {Discipline::kPhysicalTherapist, "NY"};
  return question;
}

const Engine& TheEngine() {
  static const Engine& engine = *[] {
    auto knowledge = LoadKnowledge("");
    if (!knowledge.ok()) {
      std::cerr << knowledge.status() << "\n";
      std::abort();
    }
    return new Engine(std::make_shared<KnowledgeBase>(*std::move(knowledge)));
  }();
  return engine;
}

void ScreenFullPatient(benchmark::State& state) {
  const ScreeningQuestion question = FullQuestion();
  for (auto _ : state) benchmark::DoNotOptimize(TheEngine().Screen(question));
}
BENCHMARK(ScreenFullPatient)->Unit(benchmark::kMicrosecond);

void ScreenHealthyPatient(benchmark::State& state) {
  ScreeningQuestion question = FullQuestion();
  question.patient = {};
  for (auto _ : state) benchmark::DoNotOptimize(TheEngine().Screen(question));
}
BENCHMARK(ScreenHealthyPatient)->Unit(benchmark::kMicrosecond);

void LoadKnowledgeBase(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(LoadKnowledge(""));
}
BENCHMARK(LoadKnowledgeBase)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tendon::clinical::screening

BENCHMARK_MAIN();
