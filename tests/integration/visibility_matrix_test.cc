// Every method that reads, found by reflection, asked by every kind of actor about every resource of a story: what each
// one can find out in all, and that lists, gets and watches agree. What may be known is told apart by markers, each of
// which was written once.
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tests/integration/fixture.h"
#include "tests/testing/proto_types.h"
#include "tests/testing/raw_call.h"

namespace tendon::testing {
namespace {

using Markers = std::set<std::string>;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// Where each marker was written.
constexpr const char* kMarkers[] = {
    "MARKERORDER",     // the order's note, as it was sent to Hand Work
    "MARKERDECLINED",  // Hand Work's comment when it declined
    "MARKERMESSAGE",   // a message, and an attachment, of that time
    "MARKERDOCUMENT",
    "MARKERCHANGED",  // the order's note once Step has it
    "MARKERLATER",    // a message, an attachment and a question of that time
    "MARKERPICTURE",  "MARKERQUESTION",
    "MARKERSESSION",  // Step's session
    "MARKERCHILD",    // the note of the child that Step sends to Elm, and a message there
    "MARKERTHREAD",
};

std::unique_ptr<Message> NewMessage(const google::protobuf::Descriptor* type) {
  return std::unique_ptr<Message>(google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

class VisibilityMatrix : public ExchangeTest {
 protected:
  void SetUp() override {
    ExchangeTest::SetUp();
    Party keeper(exchange.get(), Operator());
    for (const char* id : {"family", "elm"}) {
      Must(keeper.CreateOrganization(id, FullOrganization()));
      Party desk(exchange.get(), SystemOf(id, "administrator"));
      Must(desk.CreateClinician(std::string(id) + "-clinician",
                                FullClinician(clinical::v1::DISCIPLINE_MASSAGE_THERAPIST)));
    }
    family.emplace(exchange.get(), Person("family", "family-clinician", "massage_therapist"));
    elm.emplace(exchange.get(), Person("elm", "elm-clinician", "massage_therapist"));
  }

  template <class Request>
  static Request On(const pb::Referral& referral) {
    Request request;
    request.set_name(referral.name());
    request.set_etag(referral.etag());
    request.set_request_id(NewRequestId());
    return request;
  }

  std::string Attach(Party& party, const std::string& referral, const std::string& title) {
    pb::CreateAttachmentRequest announce;
    announce.set_parent(referral);
    announce.set_request_id(NewRequestId());
    announce.mutable_attachment()->set_title(title);
    announce.mutable_attachment()->set_media_type("text/plain");
    announce.mutable_attachment()->set_size_bytes(6);
    // Of "abcdef".
    announce.mutable_attachment()->set_sha256("bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721");
    const std::string name = Must(party.Do(&Party::AttachmentStub::CreateAttachment, announce)).name();
    pb::UploadAttachmentRequest chunk;
    chunk.set_name(name);
    chunk.set_request_id(NewRequestId());
    chunk.set_data("abcdef");
    const RawAnswer uploaded =
        CallRaw(exchange->referral().channel(), "/tendon.referral.v1.AttachmentService/UploadAttachment", party.caller,
                {chunk.SerializeAsString()});
    EXPECT_TRUE(uploaded.status.ok()) << uploaded.status.error_message();
    return name;
  }

  // River refers to Hand Work, which declines; then to Step, which treats and sends a child to Elm. Family is informed.
  void TellTheStory() {
    pb::Referral order = SmallReferral(kHandWork);
    order.set_discipline(clinical::v1::DISCIPLINE_PHYSICAL_THERAPIST);
    order.set_note("MARKERORDER");
    order.add_informed_parties("organizations/family");
    pb::Referral parent = Must(river->Send(Must(river->Create(order))));
    const std::string name = parent.name();
    Must(river->Post(name, "MARKERMESSAGE"));
    Remember(Attach(*river, name, "MARKERDOCUMENT"));
    Must(hand->Decline(parent, "capacity-full", "MARKERDECLINED"));
    auto redirect = On<pb::RedirectReferralRequest>(Must(river->Get(name)));
    redirect.set_recipient(step->organization());
    parent = Must(river->Do(&Party::OrderStub::RedirectReferral, redirect));
    pb::ModifyReferralRequest modify;
    modify.set_request_id(NewRequestId());
    modify.mutable_referral()->set_name(name);
    modify.mutable_referral()->set_etag(parent.etag());
    modify.mutable_referral()->set_note("MARKERCHANGED");
    Must(river->Do(&Party::OrderStub::ModifyReferral, modify));
    Must(step->Post(name, "MARKERLATER", true));
    Remember(Attach(*step, name, "MARKERPICTURE"));
    Must(step->Accept(Must(step->Get(name))));
    auto ask = On<pb::AskQuestionsRequest>(Must(step->Get(name)));
    ask.add_questions()->set_kind(pb::QUESTION_KIND_VALUE);
    ask.mutable_questions(0)->set_text("MARKERQUESTION");
    Must(step->Do(&Party::QuestionStub::AskQuestions, ask));
    Must(step->StartSession(Must(step->Get(name))));
    out::Session session = SmallSession(absl::Now(), 5, 4);
    session.set_note("MARKERSESSION");
    Remember(Must(step->Record(name, session)).name());
    auto refer = On<pb::CreateChildReferralRequest>(Must(step->Get(name)));
    *refer.mutable_child() = SmallReferral("elm");
    refer.mutable_child()->clear_patient();
    refer.mutable_child()->set_note("MARKERCHILD");
    const std::string child =
        Must(step->Do(&Party::ProposalStub::CreateChildReferral, refer)).last_transition().subject();
    Must(elm->Post(child, "MARKERTHREAD"));
    patient = parent.patient().identifiers(0);
    for (const std::string& referral : {name, child}) {
      for (const char* part : {"", "/messages/1", "/messages/2", "/questions/1", "/assignments/1", "/assignments/2",
                               "/episodes/1", "/episodes/2", "/episodes/-"}) {
        Remember(referral + part);
      }
    }
    for (const Party* party : {&*river, &*hand, &*step, &*family, &*elm, &*far}) Remember(party->organization());
  }
  void Remember(const std::string& name) { names.push_back(name); }

  // A request with every value that makes a difference.
  std::vector<std::unique_ptr<Message>> Variants(const MethodDescriptor* method) {
    std::vector<std::unique_ptr<Message>> variants;
    variants.push_back(NewMessage(method->input_type()));
    for (const char* field : {"name", "parent", "referral"}) {
      Multiply(field, &variants, [this](const FieldDescriptor* of, const Message& message) {
        std::vector<std::unique_ptr<Message>> named;
        for (const std::string& value : names) {
          named.emplace_back(message.New());
          named.back()->CopyFrom(message);
          message.GetReflection()->SetString(named.back().get(), of, value);
        }
        return named;
      });
    }
    for (const char* field : {"worklist", "box"}) {
      Multiply(field, &variants, [](const FieldDescriptor* of, const Message& message) {
        std::vector<std::unique_ptr<Message>> chosen;
        for (int i = 0; of->cpp_type() == FieldDescriptor::CPPTYPE_ENUM && i < of->enum_type()->value_count(); ++i) {
          chosen.emplace_back(message.New());
          chosen.back()->CopyFrom(message);
          message.GetReflection()->SetEnumValue(chosen.back().get(), of, of->enum_type()->value(i)->number());
        }
        return chosen;
      });
    }
    // With the referral itself.
    Multiply("view", &variants, [](const FieldDescriptor* of, const Message& message) {
      std::vector<std::unique_ptr<Message>> snapshot;
      snapshot.emplace_back(message.New());
      snapshot.back()->CopyFrom(message);
      message.GetReflection()->SetEnumValue(snapshot.back().get(), of, pb::EVENT_VIEW_SNAPSHOT);
      return snapshot;
    });
    Multiply("version", &variants, [](const FieldDescriptor* of, const Message& message) {
      std::vector<std::unique_ptr<Message>> versions;
      for (int64_t version = 1; of->cpp_type() == FieldDescriptor::CPPTYPE_INT64 && version <= 16; ++version) {
        versions.emplace_back(message.New());
        versions.back()->CopyFrom(message);
        message.GetReflection()->SetInt64(versions.back().get(), of, version);
      }
      return versions;
    });
    Multiply("identifier", &variants, [this](const FieldDescriptor* of, const Message& message) {
      std::vector<std::unique_ptr<Message>> one;
      if (of->message_type() != clinical::v1::Identifier::descriptor()) return one;
      one.emplace_back(message.New());
      one.back()->CopyFrom(message);
      message.GetReflection()->MutableMessage(one.back().get(), of)->CopyFrom(patient);
      return one;
    });
    return variants;
  }
  template <class Make>
  static void Multiply(const char* field, std::vector<std::unique_ptr<Message>>* variants, Make make) {
    const FieldDescriptor* of = variants->front()->GetDescriptor()->FindFieldByName(field);
    if (of == nullptr || of->is_repeated()) return;
    std::vector<std::unique_ptr<Message>> more;
    for (const auto& variant : *variants) {
      for (auto& made : make(of, *variant)) more.push_back(std::move(made));
    }
    if (!more.empty()) *variants = std::move(more);
  }

  Markers Ask(const Party& who, const MethodDescriptor* method) {
    const bool outcomes = method->file()->package() == "tendon.outcomes.v1";
    const auto channel = outcomes ? exchange->outcomes().channel() : exchange->referral().channel();
    const std::string path = absl::StrCat("/", method->service()->full_name(), "/", method->name());
    RawOptions options;
    // A watch never ends by itself.
    if (method->name() == "WatchEvents") options.deadline = absl::Seconds(1);
    Markers found;
    for (const auto& request : Variants(method)) {
      const RawAnswer answer = CallRaw(channel, path, who.caller, {request->SerializeAsString()}, options);
      ++calls;
      if (answer.status.ok()) ++answered;
      for (const char* marker : kMarkers) {
        EXPECT_EQ(answer.status.error_details().find(marker), std::string::npos);
        for (const std::string& response : answer.responses) {
          if (response.find(marker) != std::string::npos) found.insert(marker);
        }
      }
    }
    return found;
  }
  // By method, what this party can find out.
  std::map<std::string, Markers> AskEverything(const Party& who) {
    std::map<std::string, Markers> found;
    for (const auto* service : AllServices()) {
      for (int i = 0; i < service->method_count(); ++i) {
        const MethodDescriptor* method = service->method(i);
        if (method->options().GetExtension(options::v1::method).mutation()) continue;
        found[method->name()] = Ask(who, method);
      }
    }
    return found;
  }

  std::optional<Party> family;
  std::optional<Party> elm;
  std::vector<std::string> names;
  clinical::v1::Identifier patient;
  int calls = 0;
  int answered = 0;
};

Markers Of(const std::string& words) {
  Markers markers;
  for (const auto word : absl::StrSplit(words, ' ', absl::SkipEmpty())) markers.insert(absl::StrCat("MARKER", word));
  return markers;
}

struct Knowledge {
  const char* party;
  const char* in_all;
  const char* get;  // of GetReferral, and of every other method that shows whole referrals as they are
};

constexpr Knowledge kKnowledge[] = {
    {"river", "ORDER DECLINED MESSAGE DOCUMENT CHANGED LATER PICTURE QUESTION SESSION CHILD THREAD", "CHANGED CHILD"},
    {"hand", "ORDER DECLINED MESSAGE DOCUMENT", "ORDER DECLINED"},
    {"step", "ORDER MESSAGE DOCUMENT CHANGED LATER PICTURE QUESTION SESSION CHILD THREAD", "CHANGED CHILD"},
    {"family", "ORDER DECLINED MESSAGE DOCUMENT CHANGED LATER PICTURE QUESTION SESSION CHILD THREAD", "CHANGED CHILD"},
    {"elm", "CHILD THREAD", "CHILD"},
    {"far", "", ""},
};

TEST_F(VisibilityMatrix, EveryoneFindsOutWhatIsTheirsAndEveryMethodAgrees) {
  TellTheStory();
  const std::map<std::string, const Party*> parties = {{"river", &*river},   {"hand", &*hand}, {"step", &*step},
                                                       {"family", &*family}, {"elm", &*elm},   {"far", &*far}};
  for (const Knowledge& known : kKnowledge) {
    SCOPED_TRACE(known.party);
    const auto found = AskEverything(*parties.at(known.party));
    Markers in_all;
    for (const auto& [method, markers] : found) in_all.insert(markers.begin(), markers.end());
    EXPECT_EQ(in_all, Of(known.in_all));
    for (const char* method : {"GetReferral", "ListPatientReferrals", "WatchEvents"}) {
      EXPECT_EQ(found.at(method), Of(known.get)) << method;
    }
    // Lists of one's own, and the first page of the feed, show nothing more.
    for (const char* method : {"ListReferrals", "ListWorklist", "ListOverdue", "ListEvents"}) {
      for (const std::string& marker : found.at(method)) EXPECT_EQ(Of(known.get).count(marker), 1) << method << marker;
    }
  }
  EXPECT_GT(answered, 200) << "of " << calls << ": the requests are good ones";
}

}  // namespace
}  // namespace tendon::testing
