// `tendon referral`: what goes to the server, what is printed, which code is left.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/unit/cli/cli_fixture.h"
#include "tests/unit/client/rpc_errors.h"

namespace tendon::testing {
namespace {

namespace pb = referral::v1;
using ::testing::ContainsRegex;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class ReferralCommandTest : public CliTest {
 protected:
  ReferralCommandTest() {
    servers_.referral.GetReferral_ = [](grpc::ServerContext&, const pb::GetReferralRequest& request,
                                        pb::Referral& referral) {
      referral.set_name(request.name());
      referral.set_etag("etag-7");
      referral.set_state(pb::REFERRAL_STATE_SENT);
      referral.set_version(7);
      return grpc::Status::OK;
    };
    servers_.referral.AcceptReferral_ = [this](grpc::ServerContext& context, const pb::AcceptReferralRequest& request,
                                               pb::Referral& referral) {
      accepted_ = request;
      role_ = MetadataOf(context, "tendon-role");
      organization_ = MetadataOf(context, "tendon-organization");
      referral.set_name(request.name());
      referral.set_state(pb::REFERRAL_STATE_ACCEPTED);
      referral.set_version(8);
      return grpc::Status::OK;
    };
  }

  void RefuseAccept(const grpc::Status& status) {
    servers_.referral.AcceptReferral_ = [status](grpc::ServerContext&, const pb::AcceptReferralRequest&,
                                                 pb::Referral&) { return status; };
  }

  pb::AcceptReferralRequest accepted_;
  std::string role_, organization_;
};

TEST_F(ReferralCommandTest, ReadsTheEtagItself) {
  const auto result = Run({"referral", "accept", "abc"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(accepted_.name(), "referrals/abc");
  EXPECT_EQ(accepted_.etag(), "etag-7");
  EXPECT_EQ(accepted_.request_id().size(), 36U);
  EXPECT_THAT(result.out, HasSubstr("ACCEPTED"));
  EXPECT_THAT(result.err, IsEmpty());
}

TEST_F(ReferralCommandTest, AGivenEtagIsSentAsItIs) {
  servers_.referral.GetReferral_ = nullptr;
  EXPECT_EQ(Run({"referral", "accept", "referrals/abc", "--etag", "mine", "--treating-clinician", "max"}).code, 0);
  EXPECT_EQ(accepted_.etag(), "mine");
  EXPECT_EQ(accepted_.clinician(), "organizations/river-clinic/clinicians/max");
}

TEST_F(ReferralCommandTest, AnOrganisationWithoutARoleIsASystemClient) {
  Run({"referral", "accept", "abc"});
  EXPECT_EQ(role_, "system_client");
  EXPECT_EQ(organization_, "organizations/river-clinic");
}

TEST_F(ReferralCommandTest, OptionsGoOverTheEnvironment) {
  environment_["TENDON_ROLE"] = "physician";
  Run({"referral", "accept", "abc", "--organization", "harbor-massage", "--role", "massage_therapist"});
  EXPECT_EQ(role_, "massage_therapist");
  EXPECT_EQ(organization_, "organizations/harbor-massage");
}

TEST_F(ReferralCommandTest, TheEnvironmentGoesOverTheConfiguration) {
  const std::string file = File("config.toml", "organization = \"from-file\"\nrole = \"operator\"\n");
  Run({"--config", file, "referral", "accept", "abc"});
  EXPECT_EQ(organization_, "organizations/river-clinic");
  EXPECT_EQ(role_, "operator");
}

TEST_F(ReferralCommandTest, AMistakeInTheConfigurationIsToldAtOnce) {
  const auto result = Run({"--config", File("config.toml", "organisation = \"x\"\n"), "referral", "accept", "abc"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.err, HasSubstr("organisation"));
}

TEST_F(ReferralCommandTest, MachinesGetJsonWithTheProtosNames) {
  const auto result = Run({"referral", "show", "abc", "-o", "json"});
  const auto json = nlohmann::json::parse(result.out);
  EXPECT_EQ(json["name"], "referrals/abc");
  EXPECT_EQ(json["state"], "REFERRAL_STATE_SENT");
}

TEST_F(ReferralCommandTest, ScriptsGetTheName) {
  EXPECT_EQ(Run({"referral", "accept", "abc", "-o", "name"}).out, "referrals/abc\n");
}

TEST_F(ReferralCommandTest, ARefusalSaysWhatMayBeDoneInstead) {
  pb::TransitionRefused refused;
  refused.set_state(pb::REFERRAL_STATE_DECLINED);
  refused.set_event(pb::REFERRAL_EVENT_ACCEPT);
  refused.set_actor_role(pb::PARTY_ROLE_REFERRER);
  refused.add_allowed_events(pb::REFERRAL_EVENT_CLOSE_WITHOUT);
  refused.add_allowed_events(pb::REFERRAL_EVENT_CANCEL);
  RefuseAccept(RpcError(grpc::FAILED_PRECONDITION, "TRANSITION_REFUSED", "not possible now", refused));
  const auto result = Run({"referral", "accept", "abc"});
  EXPECT_EQ(result.code, 5);
  EXPECT_THAT(result.err, HasSubstr("DECLINED"));
  EXPECT_THAT(result.err, HasSubstr("tendon referral cancel abc --reason CODE"));
  EXPECT_THAT(result.err, HasSubstr("CLOSE_WITHOUT"));
  EXPECT_THAT(result.out, IsEmpty());
}

TEST_F(ReferralCommandTest, EachFieldAtFaultIsNamed) {
  google::rpc::BadRequest bad_request;
  auto* violation = bad_request.add_field_violations();
  violation->set_field("clinician");
  violation->set_description("is of another organisation\x1b[2J");
  RefuseAccept(RpcError(grpc::INVALID_ARGUMENT, "INVALID_ARGUMENT", "invalid", bad_request));
  const auto result = Run({"referral", "accept", "abc"});
  EXPECT_EQ(result.code, 3);
  EXPECT_THAT(result.err, HasSubstr("clinician: is of another organisation\\x1b[2J"));
}

TEST_F(ReferralCommandTest, AStaleEtagSaysWhatToDo) {
  RefuseAccept(RpcError(grpc::ABORTED, "STALE_ETAG", "stale"));
  const auto result = Run({"referral", "accept", "abc"});
  EXPECT_EQ(result.code, 5);
  EXPECT_THAT(result.err, HasSubstr("tendon referral show abc"));
}

TEST_F(ReferralCommandTest, WhatMayHaveHappenedCanBeRepeated) {
  RefuseAccept(grpc::Status(grpc::UNAVAILABLE, "gone"));
  const auto result = Run({"referral", "accept", "abc", "--timeout", "0.5"});
  EXPECT_EQ(result.code, 6);
  EXPECT_THAT(result.err, ContainsRegex("  --etag etag-7 --request-id [0-9a-f-]{36}\n"));
}

TEST_F(ReferralCommandTest, NotFoundIsFour) {
  servers_.referral.GetReferral_ = [](grpc::ServerContext&, const pb::GetReferralRequest&, pb::Referral&) {
    return RpcError(grpc::NOT_FOUND, "NOT_FOUND", "no such referral");
  };
  EXPECT_EQ(Run({"referral", "show", "abc"}).code, 4);
}

TEST_F(ReferralCommandTest, CreateAndSendAreOneStepThatMayBeRepeated) {
  std::vector<std::string> create_ids, send_ids;
  servers_.referral.CreateReferral_ = [&](grpc::ServerContext&, const pb::CreateReferralRequest& request,
                                          pb::Referral& referral) {
    create_ids.push_back(request.request_id());
    EXPECT_EQ(request.referral().discipline(), clinical::v1::DISCIPLINE_MASSAGE_THERAPIST);
    referral.set_name("referrals/new");
    referral.set_etag("first");
    return grpc::Status::OK;
  };
  servers_.referral.SendReferral_ = [&](grpc::ServerContext&, const pb::SendReferralRequest& request,
                                        pb::Referral& referral) {
    send_ids.push_back(request.request_id());
    EXPECT_EQ(request.etag(), "first");
    referral.set_state(pb::REFERRAL_STATE_SENT);
    return grpc::Status::OK;
  };
  const std::string id = "6fa459ea-ee8a-3ca4-894e-db77e160355e";
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(
        Run({"referral", "create", "-f", "-", "--send", "--request-id", id}, "discipline: massage-therapist\n").code,
        0);
  EXPECT_THAT(create_ids, ElementsAre(id, id));
  ASSERT_EQ(send_ids.size(), 2U);
  EXPECT_EQ(send_ids[0], send_ids[1]);
  EXPECT_NE(send_ids[0], id);
}

TEST_F(ReferralCommandTest, ADraftThatCannotBeSentIsNotLost) {
  servers_.referral.CreateReferral_ = [&](grpc::ServerContext&, const pb::CreateReferralRequest&,
                                          pb::Referral& referral) {
    referral.set_name("referrals/new");
    return grpc::Status::OK;
  };
  servers_.referral.SendReferral_ = [&](grpc::ServerContext&, const pb::SendReferralRequest&, pb::Referral&) {
    google::rpc::PreconditionFailure failure;
    failure.add_violations()->set_subject("recipient");
    return RpcError(grpc::FAILED_PRECONDITION, "INCOMPLETE", "incomplete", failure);
  };
  const auto result = Run({"referral", "create", "-f", "-", "--send"}, "{}");
  EXPECT_EQ(result.code, 5);
  EXPECT_THAT(result.err, HasSubstr("written as new"));
  EXPECT_THAT(result.err, HasSubstr("tendon referral update new -f FILE"));
}

TEST_F(ReferralCommandTest, ListNeedsABoxAndAKnownState) {
  EXPECT_EQ(Run({"referral", "list"}).code, 2);
  EXPECT_EQ(Run({"referral", "list", "--inbox", "--outbox"}).code, 2);
  EXPECT_EQ(Run({"referral", "list", "--inbox", "--state", "LOST"}).code, 2);
  EXPECT_THAT(Run({"referral", "list", "--state", "LOST"}).err, HasSubstr("--state")) << "the mistake that was made";
  servers_.referral.ListReferrals_ = [](grpc::ServerContext&, const auto&, auto&) { return grpc::Status::OK; };
  EXPECT_EQ(Run({"referral", "list", "--inbox"}).err, "No referrals in the inbox of river-clinic.\n");
  environment_.erase("TENDON_ORGANIZATION");
  EXPECT_THAT(Run({"referral", "list", "--inbox"}).err, HasSubstr("TENDON_ORGANIZATION"));
}

class ReferralListTest : public CliTest {
 protected:
  ReferralListTest() {
    // 500 referrals, in pages as asked for.
    servers_.referral.ListReferrals_ = [this](grpc::ServerContext&, const pb::ListReferralsRequest& request,
                                              pb::ListReferralsResponse& response) {
      request_ = request;
      const int begin = request.page_token().empty() ? 0 : std::stoi(request.page_token());
      const int end = std::min(500, begin + request.page_size());
      for (int i = begin; i < end; ++i) {
        auto* referral = response.add_referrals();
        referral->set_name("referrals/r" + std::to_string(i));
        referral->mutable_patient()->mutable_name()->set_text("Eve\x1b]0;owned\x07");
      }
      if (end < 500) response.set_next_page_token(std::to_string(end));
      return grpc::Status::OK;
    };
  }
  pb::ListReferralsRequest request_;
};

TEST_F(ReferralListTest, ShowsFiftyAndSaysThatThereAreMore) {
  const auto result = Run({"referral", "list", "--inbox", "--state", "sent"});
  EXPECT_EQ(std::count(result.out.begin(), result.out.end(), '\n'), 51);
  EXPECT_THAT(result.err, HasSubstr("--all"));
  EXPECT_EQ(request_.filter(), "state = SENT");
  EXPECT_EQ(request_.parent(), "organizations/river-clinic");
}

TEST_F(ReferralListTest, AllGoesThroughEveryPage) {
  const auto result = Run({"referral", "list", "--outbox", "--all", "-o", "name"});
  EXPECT_EQ(std::count(result.out.begin(), result.out.end(), '\n'), 500);
}

TEST_F(ReferralListTest, JsonIsOneArrayOrALineEach) {
  const auto array = nlohmann::json::parse(Run({"referral", "list", "--outbox", "--limit", "250", "-o", "json"}).out);
  EXPECT_EQ(array.size(), 250U);
  const auto lines = Run({"--jsonl", "referral", "list", "--outbox", "--limit", "3"}).out;
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 3);
}

TEST_F(ReferralListTest, ANameCannotDriveTheTerminal) {
  for (const char* format : {"table", "json"}) {
    const auto result = Run({"referral", "list", "--outbox", "-o", format, "--limit", "2"});
    EXPECT_THAT(result.out, Not(HasSubstr("\x1b"))) << format;
    EXPECT_THAT(result.out, Not(HasSubstr("\x07"))) << format;
  }
}

TEST_F(ReferralCommandTest, AnyVersionCanBeRead) {
  pb::GetReferralVersionRequest seen;
  servers_.history.GetReferralVersion_ = [&](grpc::ServerContext&, const pb::GetReferralVersionRequest& request,
                                             pb::Referral& out) {
    seen = request;
    out.set_name(request.name());
    out.set_version(request.version());
    out.set_state(pb::REFERRAL_STATE_RECEIVED);
    return grpc::Status::OK;
  };
  const auto result = Run({"referral", "show", "abc", "--version", "3"});
  EXPECT_EQ(result.code, 0) << result.err;
  EXPECT_EQ(seen.name(), "referrals/abc");
  EXPECT_EQ(seen.version(), 3);
  EXPECT_THAT(result.out, HasSubstr("RECEIVED (version 3)"));
  for (const char* version : {"0", "-1", "x"})
    EXPECT_EQ(Run({"referral", "show", "abc", "--version", version}).code, 2);
}

TEST_F(ReferralCommandTest, ASecondOneForTheSamePatientIsSentWithAReason) {
  pb::SendReferralRequest seen;
  servers_.referral.SendReferral_ = [&](grpc::ServerContext&, const pb::SendReferralRequest& request,
                                        pb::Referral& out) {
    seen = request;
    out.set_name(request.name());
    return grpc::Status::OK;
  };
  EXPECT_EQ(Run({"referral", "send", "abc", "--etag", "v1", "--not-a-duplicate", "the other knee"}).code, 0);
  EXPECT_EQ(seen.duplicate_override_reason(), "the other knee");
}

TEST_F(ReferralCommandTest, ShowsChildrenReportsAndAddenda) {
  servers_.referral.GetReferral_ = [](grpc::ServerContext&, const pb::GetReferralRequest& request, pb::Referral& out) {
    out.set_name(request.name());
    out.set_state(pb::REFERRAL_STATE_COMPLETED);
    out.add_open_children("referrals/the-child");
    out.add_interim_reports()->set_text("Half way.");
    out.mutable_closing_summary()->set_text("Back at work.");
    out.mutable_closing_summary()->add_addenda()->set_text("Exercises were given.");
    out.mutable_progress()->set_sessions_authorized(6);
    out.mutable_progress()->set_no_shows(2);
    out.mutable_last_transition()->set_event(pb::REFERRAL_EVENT_NO_SHOW);
    out.mutable_last_transition()->set_subject("referrals/abc/appointments/4");
    return grpc::Status::OK;
  };
  const auto result = Run({"referral", "show", "abc"});
  EXPECT_EQ(result.code, 0) << result.err;
  for (const char* shown : {"the-child  under way", "Half way.", "Exercises were given.", "did not come 2 times",
                            "NO_SHOW appointments/4", "1 child"}) {
    EXPECT_THAT(result.out, HasSubstr(shown));
  }
}

}  // namespace
}  // namespace tendon::testing
