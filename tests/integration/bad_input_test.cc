// Bad input on every method of every service: refused, the field named, the server up, nothing changed. Methods are
// found by reflection; one without a case here fails the test.
#include "absl/strings/str_cat.h"
#include "google/protobuf/unknown_field_set.h"
#include "tests/integration/good_requests.h"
#include "tests/testing/bad_variants.h"
#include "tests/testing/proto_types.h"
#include "tests/testing/raw_call.h"

namespace tendon::testing {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using ::testing::IsEmpty;

std::string PathOf(const MethodDescriptor* method) {
  return absl::StrCat("/", method->service()->full_name(), "/", method->name());
}

std::vector<const MethodDescriptor*> AllMethods() {
  std::vector<const MethodDescriptor*> methods;
  for (const auto* service : AllServices()) {
    for (int i = 0; i < service->method_count(); ++i) methods.push_back(service->method(i));
  }
  return methods;
}

class BadInput : public GoodRequests, public ::testing::WithParamInterface<const MethodDescriptor*> {
 protected:
  // Without a request for a method that has no case.
  GoodCase GoodOf(const MethodDescriptor* method) {
    return GoodRequests::GoodOf(absl::StrCat(method->service()->name(), "/", method->name()));
  }

  const std::shared_ptr<grpc::Channel>& channel() {
    const bool of_outcomes = GetParam()->file()->package() == "tendon.outcomes.v1";
    return (of_outcomes ? exchange->outcomes() : exchange->referral()).channel();
  }

  // Calls the method with bytes. A stream of records answers for each record; its one result stands for the call's.
  grpc::Status Try(const Caller& caller, const std::string& bytes) {
    RawOptions options;
    options.stop_after = GetParam()->server_streaming() && !GetParam()->client_streaming() ? 1 : 0;
    const RawAnswer answer = CallRaw(channel(), PathOf(GetParam()), caller, {bytes}, options);
    if (options.stop_after != 0 && !answer.responses.empty()) return grpc::Status::OK;
    const bool answers_each = GetParam()->client_streaming() && GetParam()->server_streaming();
    if (!answers_each || answer.responses.empty()) return answer.status;
    out::ImportSessionsResponse result;
    EXPECT_TRUE(result.ParseFromString(answer.responses[0]));
    return FromResult(result);
  }

  static grpc::Status FromResult(const out::ImportSessionsResponse& result) {
    google::rpc::BadRequest fields;
    fields.add_field_violations()->set_field(result.field());
    google::rpc::Status rich;
    rich.add_details()->PackFrom(fields);
    return {static_cast<grpc::StatusCode>(result.code()), result.message(), rich.SerializeAsString()};
  }

  // All that the servers hold, as far as anybody can see it.
  std::string Snapshot() {
    std::string all = service->Events()->SerializeAsString();
    for (Party* party : {&*river, &*hand, &*step, &*far}) {
      all += party->List(pb::REFERRAL_BOX_INBOX)->SerializeAsString();
      all += party->List(pb::REFERRAL_BOX_OUTBOX)->SerializeAsString();
      pb::ListCliniciansRequest clinicians;
      clinicians.set_parent(party->organization());
      all += party->Do(&Party::DirectoryStub::ListClinicians, clinicians)->SerializeAsString();
    }
    all += river->Do(&Party::DirectoryStub::ListOrganizations, pb::ListOrganizationsRequest())->SerializeAsString();
    const auto boxes = river->List(pb::REFERRAL_BOX_OUTBOX);
    for (const pb::Referral& referral : boxes->referrals()) {
      if (referral.state() == pb::REFERRAL_STATE_DRAFT) continue;
      const auto sessions = river->Sessions(referral.name());
      all += absl::StrCat(sessions->SerializeAsString(), sessions.revision.value_or(-1));
    }
    return all;
  }

  // What was prepared travels between the servers first: referrals one way, the count of sessions the other.
  std::string SnapshotAtRest() {
    const auto has_arrived = [this] {
      const auto outbox = river->List(pb::REFERRAL_BOX_OUTBOX);
      return std::all_of(outbox->referrals().begin(), outbox->referrals().end(), [this](const pb::Referral& referral) {
        const auto sessions = river->Sessions(referral.name());
        const bool is_known = sessions.ok() || referral.state() == pb::REFERRAL_STATE_DRAFT;
        return is_known && referral.progress().sessions_completed() == sessions->sessions_size();
      });
    };
    EXPECT_TRUE(Eventually(has_arrived));
    return Snapshot();
  }

  void ExpectServersServe() {
    for (ServerProcess* server : {&exchange->referral(), &exchange->outcomes()}) {
      EXPECT_TRUE(server->process().IsRunning()) << server->Log();
      EXPECT_THAT(WaitUntilServing(server->address(), absl::Seconds(20)), IsOk());
    }
  }
};

TEST_P(BadInput, IsRefusedByFieldAndChangesNothing) {
  const GoodCase good = GoodOf(GetParam());
  ASSERT_NE(good.request, nullptr)
      << "a new method: give it a good request in a table of good_requests.h or lifecycle_cases.h";
  ASSERT_THAT(AbsentMessages(*good.request), IsEmpty())
      << "the good request leaves messages out, so they are not tried";
  const std::string before = SnapshotAtRest();

  std::vector<BadVariant> variants = BadVariants(*good.request);
  const auto add = [&](const std::string& field, const std::string& path_of_value, const std::string& value) {
    const auto* descriptor = good.request->GetDescriptor()->FindFieldByName(path_of_value);
    if (descriptor != nullptr && descriptor->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_STRING) {
      BadVariant variant{field, value, std::unique_ptr<Message>(good.request->New())};
      variant.request->CopyFrom(*good.request);
      variant.request->GetReflection()->SetString(variant.request.get(), descriptor, value);
      variants.push_back(std::move(variant));
    }
  };
  for (const char* filter :
       {"nonsense", "state", "state = NOWHERE", "state = 1", "state = SENT OR 1 = 1", "state != SENT"}) {
    add("filter", "filter", filter);
  }
  for (const char* token : {"nonsense", "AAAA", "'; DROP TABLE referrals; --"}) add("page_token", "page_token", token);

  for (const BadVariant& variant : variants) {
    SCOPED_TRACE(absl::StrCat(variant.field, ": ", variant.what));
    const grpc::Status status = Try(good.caller, variant.request->SerializeAsString());
    EXPECT_THAT(status, StatusIs(grpc::StatusCode::INVALID_ARGUMENT));
    EXPECT_THAT(status, NamesField(variant.field));
    if (HasFailure()) break;
  }
  RecordProperty("variants", static_cast<int>(variants.size()));
  ExpectServersServe();
  EXPECT_EQ(Snapshot(), before);
  // The refusals were due to what was broken: the request itself is good.
  EXPECT_THAT(Try(good.caller, good.request->SerializeAsString()), IsOk());
}

TEST_P(BadInput, ThatIsNoMessageOrTooLargeIsRefused) {
  const GoodCase good = GoodOf(GetParam());
  ASSERT_NE(good.request, nullptr);
  const std::string before = SnapshotAtRest();
  // A field that nobody knows, of 1 MiB and more: 15 bytes of tag and length before it at most.
  google::protobuf::UnknownFieldSet unknown;
  unknown.AddLengthDelimited(100'000, std::string((1 << 20) + 1, 'x'));
  std::string large;
  unknown.SerializeToString(&large);
  EXPECT_THAT(CallRaw(channel(), PathOf(GetParam()), good.caller, {good.request->SerializeAsString() + large}).status,
              StatusIs(grpc::StatusCode::RESOURCE_EXHAUSTED));
  for (const std::string& garbage :
       {std::string("\xff\xff\xff\xff"), std::string("\x0a\xff"), std::string(1000, '\x07')}) {
    const grpc::Status status = CallRaw(channel(), PathOf(GetParam()), good.caller, {garbage}).status;
    EXPECT_FALSE(status.ok() && !GetParam()->client_streaming()) << "bytes that are no message";
  }
  ExpectServersServe();
  EXPECT_EQ(Snapshot(), before);
}

INSTANTIATE_TEST_SUITE_P(EveryMethod, BadInput, ::testing::ValuesIn(AllMethods()), [](const auto& info) {
  return absl::StrCat(info.param->service()->name(), info.param->name());
});

using BadRequests = ExchangeTest;

TEST_F(BadRequests, AnUpdateMaskNamesFieldsThatACallerMayChange) {
  pb::Referral change = Draft();
  const int64_t revision = Revision();
  for (const char* path : {"no_such_field", "state", "name", "version", "referrer", "patient.no_such_field", "note.x",
                           "goals.kind", "turn.party", "", ".", "note,", "Note"}) {
    const auto refused = river->Update(change, {"note", path});
    EXPECT_THAT(refused, StatusIs(grpc::StatusCode::INVALID_ARGUMENT)) << path;
    EXPECT_THAT(refused, NamesField("update_mask.paths[1]")) << path;
  }
  EXPECT_THAT(river->Update(change, {"*", "note"}), NamesField("update_mask.paths[0]"));
  change.clear_etag();
  EXPECT_THAT(river->Update(change, {"note"}), NamesField("referral.etag"));
  change.set_etag("v1");
  change.clear_name();
  EXPECT_THAT(river->Update(change, {"note"}), NamesField("referral.name"));
  EXPECT_EQ(Revision(), revision);
}

TEST_F(BadRequests, EveryServedMethodIsTried) {
  // grpc.reflection.v1alpha: request { list_services = 7: "" }, response { 6 { service = 1 { name = 1 } } }.
  std::vector<std::string> served;
  for (ServerProcess* server : {&exchange->referral(), &exchange->outcomes()}) {
    const RawAnswer answer =
        CallRaw(server->channel(), "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", {},
                {std::string("\x3a\x00", 2)});
    ASSERT_EQ(answer.responses.size(), 1U);
    google::protobuf::UnknownFieldSet response;
    google::protobuf::UnknownFieldSet list;
    ASSERT_TRUE(response.ParseFromString(answer.responses[0]));
    for (int i = 0; i < response.field_count(); ++i) {
      if (response.field(i).number() != 6) continue;
      ASSERT_TRUE(list.ParseFromString(response.field(i).length_delimited()));
    }
    for (int i = 0; i < list.field_count(); ++i) {
      google::protobuf::UnknownFieldSet entry;
      ASSERT_TRUE(entry.ParseFromString(list.field(i).length_delimited()));
      const std::string name = entry.field(0).length_delimited();
      if (name.rfind("tendon.", 0) == 0) served.push_back(name);
    }
  }
  std::vector<std::string> tried;
  for (const auto* type : AllServices()) tried.push_back(type->full_name());
  EXPECT_THAT(served, ::testing::UnorderedElementsAreArray(tried));
}

}  // namespace
}  // namespace tendon::testing
