// Patient data stays out of logs and errors. The full requests hold strings found nowhere else; through successes and
// refusals of every kind none of them may turn up in what the servers say.
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "tests/integration/fixture.h"
#include "tests/testing/bad_variants.h"
#include "tests/testing/proto_types.h"
#include "tests/testing/raw_call.h"

namespace tendon::testing {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using ::testing::HasSubstr;
using ::testing::Not;
using Logs = ExchangeTest;

bool IsPatientData(options::v1::DataCategory category) { return category > options::v1::DATA_CATEGORY_DIRECTORY; }

// Every string of patient data in a message.
void CollectMarkers(const Message& message, std::set<std::string>* markers) {
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING && IsPatientData(RulesOf(field).category())) {
        markers->insert(field->is_repeated() ? reflection->GetRepeatedString(message, field, i)
                                             : reflection->GetString(message, field));
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        CollectMarkers(field->is_repeated() ? reflection->GetRepeatedMessage(message, field, i)
                                            : reflection->GetMessage(message, field),
                       markers);
      }
    }
  }
}

std::set<std::string> Markers() {
  std::set<std::string> markers = {"A comment with MARKERCOMMENT"};
  CollectMarkers(FullReferral(), &markers);
  CollectMarkers(FullSession(absl::Now()), &markers);
  CollectMarkers(FullSummary(), &markers);
  return markers;
}

void ExpectNoMarker(const std::string& text, const std::string& where) {
  for (const std::string& marker : Markers()) EXPECT_THAT(text, Not(HasSubstr(marker))) << where;
}

void ExpectNoMarker(const grpc::Status& status) {
  ExpectNoMarker(status.error_message(), "message");
  ExpectNoMarker(status.error_details(), "details");
}

TEST_F(Logs, AFullReferralHasManyMarkers) { EXPECT_GT(Markers().size(), 60U); }

TEST_F(Logs, HoldNoPatientDataThroughSuccessAndRefusal) {
  StartExchange({.referral_flags = {"--log-level", "debug"}, .outcomes_flags = {"--log-level", "debug"}});
  const pb::Referral draft = Must(river->Create(FullReferral()));
  const pb::Referral sent = Must(river->Send(draft));
  std::vector<grpc::Status> refusals = {
      river->Send(draft).status,    // stale
      hand->Complete(sent).status,  // not in the table
      hand->Decline(sent, "no-such-code", "A comment with MARKERCOMMENT").status,
      far->Get(sent.name()).status,
      river->Get("referrals/Quillfeather").status,
      far->Record(sent.name(), FullSession(absl::Now())).status,
  };
  const pb::Referral started = Must(hand->StartSession(Must(hand->Accept(sent))));
  Must(hand->Record(started.name(), FullSession(absl::Now())));
  refusals.push_back(hand->Record(started.name(), FullSession(absl::Now())).status);  // the number is taken
  const std::string request_id = NewRequestId();
  Must(river->Create(FullReferral(), request_id));
  refusals.push_back(river->Create(SmallReferral(kHandWork), request_id).status);  // the request id is taken
  Must(hand->Complete(started));
  for (const grpc::Status& refusal : refusals) {
    EXPECT_FALSE(refusal.ok());
    ExpectNoMarker(refusal);
  }
  ASSERT_THAT(exchange->outcomes().Terminate(), IsOk());
  ASSERT_THAT(exchange->referral().Terminate(), IsOk());
  for (ServerProcess* server : {&exchange->referral(), &exchange->outcomes()}) {
    EXPECT_THAT(server->Log(), HasSubstr("\"event\":\"stopped\"")) << "the log is whole";
    ExpectNoMarker(server->Log(), "log");
    ExpectNoMarker(ReadFile(exchange->folder() + "/tendon-referral.out"), "standard output");
  }
}

TEST_F(Logs, ErrorsOfEveryBadFieldHoldNoValue) {
  pb::CreateReferralRequest create;
  *create.mutable_referral() = FullReferral();
  create.set_request_id(NewRequestId());
  for (const BadVariant& variant : BadVariants(create)) {
    const auto answer = CallRaw(exchange->referral().channel(), "/tendon.referral.v1.ReferralService/CreateReferral",
                                river->caller, {variant.request->SerializeAsString()});
    ExpectNoMarker(answer.status);
  }
  // A value that is too long, or of a wrong form, is patient data too.
  create.mutable_referral()->mutable_patient()->set_birth_date("born in MARKERCOMMENT");
  create.mutable_referral()->mutable_patient()->mutable_name()->set_family("MARKERCOMMENT" + std::string(300, 'a'));
  create.mutable_referral()->mutable_reason_conditions(0)->set_icd10cm("MARKERX");
  const auto answer = river->Do(&Party::ReferralStub::CreateReferral, create);
  EXPECT_THAT(answer, StatusIs(grpc::StatusCode::INVALID_ARGUMENT));
  EXPECT_THAT(answer.status.error_message() + answer.status.error_details(), Not(HasSubstr("MARKER")));
  ExpectNoMarker(exchange->referral().Log(), "log");
}

TEST_F(Logs, AreLinesOfJsonAlsoWhereALibraryComplains) {
  const std::string name = "MARKERNAME\xff";  // no UTF-8
  const auto answer = CallRaw(exchange->referral().channel(), "/tendon.referral.v1.ReferralService/GetReferral",
                              river->caller, {"\x0a" + std::string(1, static_cast<char>(name.size())) + name});
  EXPECT_FALSE(answer.status.ok());
  ASSERT_THAT(exchange->referral().Terminate(), IsOk());
  std::vector<std::string> events;
  std::istringstream log(exchange->referral().Log());
  for (std::string line; std::getline(log, line);) {
    const auto json = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
    ASSERT_TRUE(json.is_object()) << line;
    events.push_back(json.value("event", ""));
  }
  EXPECT_THAT(events, ::testing::Contains("library_error"));
  ExpectNoMarker(exchange->referral().Log(), "log");
}

}  // namespace
}  // namespace tendon::testing
