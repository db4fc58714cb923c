// Screening as a question of its own: what it answers, to whom, and what it refuses.
#include "tendon/referral/v1/screening_service.grpc.pb.h"
#include "tests/integration/fixture.h"

namespace tendon::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

class ScreeningQuestions : public ExchangeTest {
 protected:
  void SetUp() override {
    ExchangeTest::SetUp();
    stub_ = pb::ScreeningService::NewStub(exchange->referral().channel());
  }
  template <class Request, class Response>
  Answer<Response> Ask(const Party& party,
                       grpc::Status (pb::ScreeningService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                                          Response*),
                       const Request& request) {
    return Call(stub_.get(), method, party.caller, request, {});
  }
  Answer<pb::ScreenResponse> Screen(const Party& party, const pb::ScreenRequest& request) {
    return Ask(party, &pb::ScreeningService::Stub::Screen, request);
  }
  static pb::ScreenRequest About(const std::string& code, const std::string& technique, const std::string& region) {
    pb::ScreenRequest request;
    request.mutable_patient()->add_conditions()->set_icd10cm(code);
    auto* use = request.add_techniques();
    use->set_technique(technique);
    use->add_body_sites()->set_region(region);
    return request;
  }

  std::unique_ptr<pb::ScreeningService::Stub> stub_;
};

TEST_F(ScreeningQuestions, AreAnsweredWithRuleSourceAndConfidence) {
  const auto response = Must(Screen(*hand, About("M81.0", "MANIPULATION", "lumbar")));
  const auto& screening = response.screening();
  EXPECT_EQ(screening.verdict(), clinical::v1::VERDICT_ABSOLUTE);
  EXPECT_EQ(screening.statement(), "Decision support, not a decision.");
  EXPECT_THAT(screening.knowledge_version(), Not(IsEmpty()));
  ASSERT_THAT(screening.techniques(), SizeIs(1));
  ASSERT_THAT(screening.techniques(0).hits(), SizeIs(1));
  const auto& hit = screening.techniques(0).hits(0);
  EXPECT_EQ(hit.rule(), "CI062");
  EXPECT_THAT(hit.sources(), SizeIs(3));
  EXPECT_EQ(hit.confidence(), "HIGH");
  EXPECT_EQ(hit.agreement(), "DISPUTED");
  EXPECT_THAT(hit.dispute_note(), StartsWith("HAWK2020"));
  EXPECT_TRUE(hit.overridable());
}

TEST_F(ScreeningQuestions, ChangeNothing) {
  const int64_t before = Revision();
  Must(Screen(*hand, About("M81.0", "MANIPULATION", "lumbar")));
  EXPECT_EQ(Revision(), before);
}

TEST_F(ScreeningQuestions, TakeTheFactsOfAReferralThatIsTheCallers) {
  pb::Referral referral = SmallReferral(kHandWork);
  referral.add_conditions()->set_icd10cm("L03.115");
  auto* use = referral.add_planned_techniques();
  use->set_technique("MLD");
  use->add_body_sites()->set_region("calf");
  const pb::Referral draft = Must(river->Create(referral));
  pb::ScreenRequest request;
  request.set_referral(draft.name());
  EXPECT_EQ(Must(Screen(*river, request)).screening().verdict(), clinical::v1::VERDICT_ABSOLUTE);
  // A draft is nobody else's.
  EXPECT_THAT(Screen(*hand, request), StatusIs(grpc::StatusCode::NOT_FOUND));
}

TEST_F(ScreeningQuestions, NeedATechnique) {
  EXPECT_THAT(Screen(*hand, pb::ScreenRequest()), NamesField("techniques"));
}

TEST_F(ScreeningQuestions, RefuseWhatTheKnowledgeBaseDoesNotKnow) {
  EXPECT_THAT(Screen(*hand, About("M81.0", "ROLFING", "lumbar")), NamesField("techniques[0].technique"));
  EXPECT_THAT(Screen(*hand, About("M81.0", "MLD", "rump")), NamesField("techniques[0].body_sites[0].region"));
  pb::ScreenRequest request = About("M81.0", "MLD", "calf");
  auto* finding = request.mutable_patient()->add_findings();
  finding->set_code("MOON");
  EXPECT_THAT(Screen(*hand, request), NamesField("patient.findings[0].code"));
  finding->set_code("TEMP");
  finding->add_values()->set_unit("kg");
  EXPECT_THAT(Screen(*hand, request), NamesField("patient.findings[0].values[0].unit"));
  finding->clear_values();
  request.mutable_patient()->mutable_conditions(0)->add_body_sites()->set_region("rump");
  EXPECT_THAT(Screen(*hand, request), NamesField("patient.conditions[0].body_sites[0].region"));
}

TEST_F(ScreeningQuestions, SuggestWhatIsSafeWithItsEvidence) {
  pb::SuggestTechniquesRequest request;
  request.mutable_patient()->add_conditions()->set_icd10cm("M81.0");
  request.add_goals(clinical::v1::TREATMENT_GOAL_PAIN_RELIEF);
  request.mutable_body_site()->set_region("lumbar");
  request.set_discipline(clinical::v1::DISCIPLINE_MASSAGE_THERAPIST);
  const auto response = Must(Ask(*hand, &pb::ScreeningService::Stub::SuggestTechniques, request));
  ASSERT_THAT(response.suggestions(), Not(IsEmpty()));
  for (const auto& suggestion : response.suggestions()) {
    EXPECT_NE(suggestion.technique().id(), "MANIPULATION");
    EXPECT_THAT(suggestion.technique().evidence(), Not(IsEmpty()));
    EXPECT_THAT(suggestion.technique().sources(), Not(IsEmpty()));
    EXPECT_LE(suggestion.verdict().verdict(), clinical::v1::VERDICT_PRECAUTION);
    EXPECT_NE(suggestion.verdict().scope(), clinical::v1::PERFORMER_SCOPE_OUT_OF_SCOPE);
  }
}

TEST_F(ScreeningQuestions, ListTheRulesPageByPage) {
  pb::ListRulesRequest request;
  request.set_page_size(100);
  const auto first = Must(Ask(*hand, &pb::ScreeningService::Stub::ListRules, request));
  EXPECT_THAT(first.rules(), SizeIs(100));
  request.set_page_token(first.next_page_token());
  const auto second = Must(Ask(*hand, &pb::ScreeningService::Stub::ListRules, request));
  EXPECT_THAT(second.rules(), SizeIs(66));
  EXPECT_EQ(second.rules(0).id(), "CI101");
  EXPECT_THAT(second.next_page_token(), IsEmpty());
  request.set_query("warfarin");  // another query
  EXPECT_THAT(Ask(*hand, &pb::ScreeningService::Stub::ListRules, request), NamesField("page_token"));
}

TEST_F(ScreeningQuestions, FindRulesByCodeMedicationAndWord) {
  const auto found = [&](const char* text) {
    pb::ListRulesRequest request;
    request.set_query(text);
    return Must(Ask(*hand, &pb::ScreeningService::Stub::ListRules, request)).rules_size();
  };
  EXPECT_EQ(found("warfarin"), 4);  // CI040 to CI043
  EXPECT_EQ(found("saddle"), 1);    // CI147
  EXPECT_GE(found("I82.412"), 2);   // CI001, CI002
  EXPECT_EQ(found("gibberish"), 0);
}

TEST_F(ScreeningQuestions, TellWhichKnowledgeAnswers) {
  const auto knowledge = Must(Ask(*hand, &pb::ScreeningService::Stub::GetKnowledge, pb::GetKnowledgeRequest()));
  EXPECT_TRUE(knowledge.embedded());
  EXPECT_EQ(knowledge.rule_count(), 166);
  EXPECT_EQ(knowledge.technique_count(), 51);
  EXPECT_THAT(knowledge.statement(), StartsWith("Decision support, not a decision."));
}

}  // namespace
}  // namespace tendon::testing
