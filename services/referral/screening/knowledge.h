// The knowledge base as the API shows it.
#pragma once

#include "services/clinical/screening/model.h"
#include "tendon/referral/v1/screening_service.pb.h"

namespace tendon::referral {

v1::ScreeningRule ToProto(const clinical::screening::Rule& rule, const clinical::screening::KnowledgeBase& knowledge);
v1::Technique ToProto(const clinical::screening::Technique& technique);
v1::Knowledge DescribeKnowledge(const clinical::screening::KnowledgeBase& knowledge, bool embedded);

}  // namespace tendon::referral
