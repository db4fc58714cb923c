#include "services/referral/screening/names.h"

namespace tendon::referral {
namespace {

using clinical::screening::Convert;
using clinical::screening::FactsOf;
using clinical::screening::FindingFacts;
using clinical::screening::UnitsFor;

std::string Item(const std::string& path, int index) { return path + "[" + std::to_string(index) + "]"; }

}  // namespace

void NameCheck::Check(const clinical::v1::BodySite& site, const std::string& path) {
  if (knowledge_.regions.Find(site.region()).has_value()) return;
  violations_.push_back({path + ".region", "must be a region of the knowledge base"});
}

template <class Sites>
void NameCheck::CheckSites(const Sites& sites, const std::string& path) {
  for (int i = 0; i < sites.size(); ++i) Check(sites[i], Item(path + ".body_sites", i));
}

void NameCheck::Check(const google::protobuf::RepeatedPtrField<clinical::v1::TechniqueUse>& uses,
                      const std::string& path) {
  for (int i = 0; i < uses.size(); ++i) {
    if (knowledge_.FindTechnique(uses[i].technique()) == nullptr) {
      violations_.push_back({Item(path, i) + ".technique", "must be a technique of the knowledge base"});
    }
    CheckSites(uses[i].body_sites(), Item(path, i));
  }
}

void NameCheck::CheckValues(const clinical::v1::Finding& finding, const std::string& path) {
  const FindingFacts& facts = FactsOf(*clinical::screening::ParseFindingCode(finding.code()));
  for (int i = 0; i < finding.values_size(); ++i) {
    const std::string at = Item(path + ".values", i);
    const auto part = static_cast<size_t>(i);
    if (part >= facts.parts.size() || facts.parts[part].unit.empty()) {
      violations_.push_back({at, "is more than this finding has"});
    } else if (!Convert(finding.values(i).value(), finding.values(i).unit(), facts.parts[part].unit).has_value()) {
      violations_.push_back({at + ".unit", "must be one of " + UnitsFor(facts.parts[part].unit)});
    }
  }
}

void NameCheck::Check(const google::protobuf::RepeatedPtrField<clinical::v1::Finding>& findings,
                      const std::string& path) {
  for (int i = 0; i < findings.size(); ++i) {
    if (clinical::screening::ParseFindingCode(findings[i].code()).has_value()) {
      CheckValues(findings[i], Item(path, i));
    } else {
      violations_.push_back({Item(path, i) + ".code", "must be a finding of the knowledge base"});
    }
    CheckSites(findings[i].body_sites(), Item(path, i));
  }
}

void NameCheck::Check(const google::protobuf::RepeatedPtrField<clinical::v1::Condition>& conditions,
                      const std::string& path) {
  for (int i = 0; i < conditions.size(); ++i) CheckSites(conditions[i].body_sites(), Item(path, i));
}

void NameCheck::Check(const v1::PatientFacts& facts, const std::string& path) {
  Check(facts.conditions(), path + ".conditions");
  Check(facts.findings(), path + ".findings");
}

}  // namespace tendon::referral
