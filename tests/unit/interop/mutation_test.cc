// Real resources, broken in every place: each value is replaced by each other kind of value, taken away, or the text
// cut. Nothing may crash, every resource stays accounted for, a prohibition stays one, and no issue quotes the patient.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/unit/interop/fixtures.h"

namespace tendon::interop {
namespace {

using nlohmann::json;

const std::vector<std::string>& Samples() {
  static const std::vector<std::string> samples = {
      "hl7-fhir-r4-examples/ServiceRequest-physiotherapy.json",
      "hl7-fhir-r4-examples/ServiceRequest-do-not-turn.json",
      "hl7-fhir-r4-examples/ServiceRequest-benchpress.json",
      "hl7-fhir-r4-examples/Patient-example.json",
      "hl7-fhir-r4-examples/Condition-stroke.json",
      "hl7-fhir-r4-examples/Procedure-physical-therapy.json",
      "hl7-fhir-r4-examples/PractitionerRole-example.json",
      "hl7-fhir-r4-examples/Task-example1.json",
      "medplum-task-demo/example/example-practitioner-role.json",
      "smart4health-backpain/s4h-user-portal/s4h-fhir-xforms/test/api/fixtures/terra-examples/pretraining/"
      "questionnaire-response-1.json",
      "smart4health-backpain/s4h-user-portal/s4h-fhir-xforms/test/api/fixtures/terra-examples/encounters/"
      "encounterOne.json",
  };
  return samples;
}

class MutationTest : public FixtureTest {};

// Every place in a document, as a pointer.
void Places(const json& node, const json::json_pointer& at, std::vector<json::json_pointer>* places) {
  if (!at.empty()) places->push_back(at);
  if (node.is_object()) {
    for (const auto& [key, child] : node.items()) Places(child, at / key, places);
  } else if (node.is_array()) {
    for (std::size_t i = 0; i < node.size(); ++i) Places(node[i], at / i, places);
  }
}

TEST_F(MutationTest, EveryValueOfEveryOtherKindIsSurvived) {
  // Imported beside the sample, so that references lead somewhere.
  const std::string order = ReadFile(Fixtures() / "hl7-fhir-r4-examples/ServiceRequest-physical-therapy.json");
  const json replacements[] = {nullptr,
                               true,
                               -1,
                               1e300,
                               "",
                               "x",
                               json::array(),
                               json::object(),
                               json::array({1}),
                               json::array({json::object()})};
  std::size_t imports = 0;
  for (const std::string& sample : Samples()) {
    json original = json::parse(ReadFile(Fixtures() / sample));
    original.erase("text");
    std::vector<json::json_pointer> places;
    Places(original, json::json_pointer(), &places);
    for (const json::json_pointer& place : places) {
      for (const json& replacement : replacements) {
        json mutant = original;
        mutant[place] = replacement;
        const std::string text = mutant.dump();
        const ImportResult result = ImportTexts({text, order});
        ++imports;
        ASSERT_GE(result.dispositions.size(), 1u) << sample << place;
        for (const ReferralImport& referral : result.referrals) {
          // Whatever else is broken, only a plain `false` or absence may let it through.
          const bool forbids = mutant.is_object() && mutant.contains("doNotPerform") && mutant["doNotPerform"] != false;
          ASSERT_FALSE(forbids && referral.document == "0") << text;
        }
      }
    }
  }
  EXPECT_GT(imports, 3'000u);
}

TEST_F(MutationTest, EveryCutOfTheTextIsOneError) {
  const std::string text = json::parse(ReadFile(Fixtures() / Samples()[0])).dump();
  for (std::size_t length = 0; length < text.size(); ++length) {
    const ImportResult result = ImportTexts({text.substr(0, length)});
    ASSERT_EQ(result.issues.size(), 1u) << length;
    ASSERT_TRUE(result.has_errors());
    ASSERT_TRUE(result.dispositions.empty());
  }
}

// What a person wrote or is: never in an issue or a reason.
void CollectPrivate(const json& node, const std::string& key, std::set<std::string>* found) {
  static const std::set<std::string> kPrivate = {"family", "given",       "display",     "div",
                                                 "line",   "city",        "postalCode",  "birthDate",
                                                 "value",  "description", "authorString"};
  if (node.is_string() && node.get_ref<const std::string&>().size() >= 4 && (kPrivate.contains(key) || key == "text")) {
    found->insert(node.get<std::string>());
  }
  if (node.is_object()) {
    for (const auto& [name, child] : node.items()) CollectPrivate(child, name, found);
  } else if (node.is_array()) {
    for (const json& child : node) CollectPrivate(child, key, found);
  }
}

TEST_F(MutationTest, NoIssueQuotesWhatAPersonWroteOrIs) {
  for (const char* folder : {"hl7-fhir-r4-examples", "smart4health-backpain", "medplum-task-demo", "nhs-ers"}) {
    const auto files = JsonFilesUnder(Fixtures() / folder);
    std::set<std::string> secrets;
    for (const auto& file : files) CollectPrivate(json::parse(ReadFile(file)), "", &secrets);
    // Plain lower-case words ("code", "date") and names of resource types are in the rules' own texts too.
    std::erase_if(secrets, [](const std::string& secret) {
      const bool plain =
          std::all_of(secret.begin(), secret.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == ' '; });
      return plain || secret == "Patient" || secret == "Condition" || secret == "Encounter" || secret == "Procedure";
    });
    ASSERT_GT(secrets.size(), 20u);
    const ImportResult result = ImportFiles(files);
    std::set<std::string> said;
    for (const Issue& issue : result.issues) said.insert(issue.text + " " + issue.path);
    for (const Disposition& disposition : result.dispositions) said.insert(disposition.reason);
    for (const std::string& line : said) {
      for (const std::string& secret : secrets) {
        // Labels ("Type/id") are names of resources: ids of the examples are words like "example".
        EXPECT_TRUE(line.find(" " + secret + " ") == std::string::npos) << folder << ": " << line;
      }
    }
  }
}

}  // namespace
}  // namespace tendon::interop
