// Resources that the tests write themselves.
#ifndef TENDON_TESTS_UNIT_INTEROP_RESOURCES_H_
#define TENDON_TESTS_UNIT_INTEROP_RESOURCES_H_

#include <nlohmann/json.hpp>

#include "tests/unit/interop/fixtures.h"

namespace tendon::interop {

using nlohmann::json;

// A resource of a type and id, and whatever else the text of JSON members holds: Res("Task", "t", R"("status":
// "ready")").
inline json Res(const std::string& type, const std::string& id, const std::string& members = "") {
  return json::parse(R"({"resourceType": ")" + type + R"(", "id": ")" + id + "\"" +
                     (members.empty() ? "" : ", " + members) + "}");
}

// A request for massage of Patient/p.
inline json RequestOfP() {
  return Res("ServiceRequest", "r", R"("status": "active", "intent": "order", "subject": {"reference": "Patient/p"},
      "code": {"text": "Massage"}, "reasonCode": [{"text": "low back pain"}],
      "performerType": {"coding": [{"system": "http://nucc.org/provider-taxonomy", "code": "225700000X"}]})");
}

// A Patient with one identifier of "urn:oid:1.2.3".
inline json PatientOf(const std::string& id, const std::string& value) {
  json patient = Res("Patient", id);
  patient["identifier"] = {{{"system", "urn:oid:1.2.3"}, {"value", value}}};
  return patient;
}

// Pain 5 of 10, at no visit.
inline json PainOf(const std::string& id, const std::string& subject) {
  json pain = Res("Observation", id, R"("status": "final", "effectiveDateTime": "2026-01-02T10:00:00Z",
      "code": {"coding": [{"system": "http://loinc.org", "code": "72514-3"}]}, "valueInteger": 5)");
  if (!subject.empty()) pain["subject"] = {{"reference", subject}};
  return pain;
}

inline json BundleOf(const std::vector<json>& resources, const std::string& type = "collection") {
  json bundle = {{"resourceType", "Bundle"}, {"type", type}, {"entry", json::array()}};
  for (const json& resource : resources) bundle["entry"].push_back({{"resource", resource}});
  return bundle;
}

inline ImportResult ImportAll(const std::vector<json>& documents) {
  std::vector<std::string> texts;
  for (const json& document : documents) texts.push_back(document.dump());
  return ImportTexts(texts);
}

}  // namespace tendon::interop

#endif  // TENDON_TESTS_UNIT_INTEROP_RESOURCES_H_
