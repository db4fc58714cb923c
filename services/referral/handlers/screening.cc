#include "services/referral/handlers/screening.h"

#include "absl/strings/numbers.h"
#include "services/clinical/screening/message.h"
#include "services/clinical/screening/search.h"
#include "services/referral/handlers/common.h"
#include "services/referral/record.h"
#include "services/referral/screening/knowledge.h"
#include "services/referral/screening/names.h"
#include "services/referral/screening/question.h"

namespace tendon::referral {
namespace {

namespace cs = clinical::screening;

// The question of the referral that is named; an empty one when none is.
absl::StatusOr<ScreeningQuestion> ReferralQuestion(Call& call, Reader& reader, const std::string& name) {
  if (name.empty()) {
    ScreeningQuestion question;
    question.now = call.now;
    return question;
  }
  const auto found = FindRecord(call, reader, name);
  if (!found.ok()) return found.status();
  call.resource = name;
  return QuestionOf(found->record.referral, call.now);
}

template <class Request>
void SetPerformer(const Request& request, cs::Performer* performer) {
  if (const auto discipline = cs::FromProto(request.discipline()); discipline.has_value()) {
    performer->discipline = discipline;
  }
  performer->state = request.state();
}

}  // namespace

absl::Status Screen(const ScreeningKnowledge& knowledge, Call& call, Reader& reader, const v1::ScreenRequest& request,
                    v1::ScreenResponse* response) {
  const cs::Engine& engine = knowledge.engine;
  NameCheck names(engine.knowledge());
  names.Check(request.patient(), "patient");
  names.Check(request.techniques(), "techniques");
  if (!names.violations().empty()) return runtime::InvalidFields(names.violations());
  auto question = ReferralQuestion(call, reader, request.referral());
  if (!question.ok()) return question.status();
  AddFacts(request.patient(), &question->patient);
  for (const auto& use : request.techniques()) question->techniques.push_back(cs::FromProto(use));
  if (question->techniques.empty()) return runtime::InvalidField("techniques", "must name at least one technique");
  if (request.goals_size() > 0) question->goals = GoalsOf(request.goals());
  SetPerformer(request, &question->performer);
  *response->mutable_screening() = cs::ToProto(engine.Screen(*question), engine.knowledge(), call.now);
  return absl::OkStatus();
}

absl::Status SuggestTechniques(const ScreeningKnowledge& knowledge, Call& call, Reader& reader,
                               const v1::SuggestTechniquesRequest& request, v1::SuggestTechniquesResponse* response) {
  const cs::Engine& engine = knowledge.engine;
  NameCheck names(engine.knowledge());
  names.Check(request.patient(), "patient");
  if (request.has_body_site()) names.Check(request.body_site(), "body_site");
  if (!names.violations().empty()) return runtime::InvalidFields(names.violations());
  auto question = ReferralQuestion(call, reader, request.referral());
  if (!question.ok()) return question.status();
  AddFacts(request.patient(), &question->patient);
  question->techniques = {cs::TechniquePlan()};
  if (request.has_body_site()) question->techniques[0].places = {cs::FromProto(request.body_site())};
  question->goals = GoalsOf(request.goals());
  SetPerformer(request, &question->performer);
  for (const cs::Suggestion& suggestion : engine.Suggest(*question)) {
    v1::TechniqueSuggestion* proto = response->add_suggestions();
    *proto->mutable_technique() = ToProto(*suggestion.result.technique);
    *proto->mutable_verdict() = cs::ToProto(suggestion.result);
    for (size_t goal = 1; goal < suggestion.goals.size(); ++goal) {
      if (suggestion.goals.test(goal)) proto->add_goals(static_cast<clinical::v1::TreatmentGoal>(goal));
    }
  }
  response->set_knowledge_version(engine.knowledge().version);
  response->set_statement(cs::kStatement);
  return absl::OkStatus();
}

absl::Status GetKnowledge(const ScreeningKnowledge& knowledge, Call&, Reader&, const v1::GetKnowledgeRequest&,
                          v1::Knowledge* response) {
  *response = DescribeKnowledge(knowledge.engine.knowledge(), knowledge.embedded);
  return absl::OkStatus();
}

absl::Status ListRules(const ScreeningKnowledge& knowledge, Call&, Reader& reader, const v1::ListRulesRequest& request,
                       v1::ListRulesResponse* response) {
  const cs::KnowledgeBase& base = knowledge.engine.knowledge();
  const std::string fingerprint = runtime::QueryFingerprint({"ListRules", base.version, request.query()});
  const auto cursor = OpenPage(reader, fingerprint, request.page_token());
  if (!cursor.ok()) return cursor.status();
  size_t begin = 0;
  if (!cursor->empty() && !absl::SimpleAtoi(*cursor, &begin)) {
    return runtime::InvalidField("page_token", "must be the next_page_token of the same query");
  }
  const int limit = PageSize(request.page_size());
  for (size_t i = begin; i < base.rules.size(); ++i) {
    if (!cs::Holds(base.rules[i], request.query())) continue;
    if (response->rules_size() == limit) {
      const auto secret = reader.Secret();
      if (!secret.ok()) return secret.status();
      response->set_next_page_token(runtime::MakePageToken(*secret, fingerprint, std::to_string(i)));
      break;
    }
    *response->add_rules() = ToProto(base.rules[i], base);
  }
  response->set_knowledge_version(base.version);
  return absl::OkStatus();
}

absl::Status ListTechniques(const ScreeningKnowledge& knowledge, Call&, Reader&,
                            const v1::ListTechniquesRequest& request, v1::ListTechniquesResponse* response) {
  const cs::KnowledgeBase& base = knowledge.engine.knowledge();
  for (const cs::Technique& technique : base.techniques) {
    if (cs::Holds(technique, request.query())) *response->add_techniques() = ToProto(technique);
  }
  response->set_knowledge_version(base.version);
  return absl::OkStatus();
}

}  // namespace tendon::referral
