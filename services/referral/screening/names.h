// Names that a caller gives and that the knowledge base must know: techniques, regions, findings and their units. What
// is not known there could not be screened, so it is refused where somebody can mend it.
#pragma once

#include <string>
#include <vector>

#include "services/clinical/screening/model.h"
#include "services/runtime/validator.h"
#include "tendon/referral/v1/screening_service.pb.h"

namespace tendon::referral {

class NameCheck {
 public:
  explicit NameCheck(const clinical::screening::KnowledgeBase& knowledge) : knowledge_(knowledge) {}

  void Check(const google::protobuf::RepeatedPtrField<clinical::v1::TechniqueUse>& uses, const std::string& path);
  void Check(const google::protobuf::RepeatedPtrField<clinical::v1::Finding>& findings, const std::string& path);
  void Check(const google::protobuf::RepeatedPtrField<clinical::v1::Condition>& conditions, const std::string& path);
  void Check(const clinical::v1::BodySite& site, const std::string& path);
  void Check(const v1::PatientFacts& facts, const std::string& path);

  const std::vector<runtime::FieldViolation>& violations() const { return violations_; }

 private:
  template <class Sites>
  void CheckSites(const Sites& sites, const std::string& path);
  void CheckValues(const clinical::v1::Finding& finding, const std::string& path);

  const clinical::screening::KnowledgeBase& knowledge_;
  std::vector<runtime::FieldViolation> violations_;
};

}  // namespace tendon::referral
