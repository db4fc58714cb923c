// One request sent many times at once is one referral.
#include <thread>

#include "tests/integration/fixture.h"

namespace tendon::testing {
namespace {

using ::testing::Each;
using ::testing::Eq;
using ::testing::SizeIs;
using ParallelCreate = ExchangeTest;

TEST_F(ParallelCreate, SixtyFourOfOneRequestIdAreOneReferralAndOneAnswer) {
  constexpr int kCallers = 64;
  const std::string request_id = NewRequestId();
  const int64_t before = Revision();
  // A connection each, so that they truly compete.
  std::vector<std::shared_ptr<grpc::Channel>> channels(kCallers);
  for (auto& channel : channels) channel = NewChannel(exchange->referral().address());
  std::vector<std::string> answers(kCallers);
  std::vector<std::thread> callers;
  for (size_t i = 0; i < kCallers; ++i) {
    callers.emplace_back([&, i] {
      const auto stub = pb::ReferralService::NewStub(channels[i]);
      pb::CreateReferralRequest request;
      *request.mutable_referral() = FullReferral();
      request.set_request_id(request_id);
      const auto answer = Call(stub.get(), &Party::ReferralStub::CreateReferral, river->caller, request);
      EXPECT_THAT(answer, IsOk());
      answers[i] = answer->SerializeAsString();
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_THAT(answers, Each(Eq(answers[0])));
  EXPECT_THAT(river->List(pb::REFERRAL_BOX_OUTBOX)->referrals(), SizeIs(1));
  EXPECT_EQ(Revision(), before + 1);
}

TEST_F(ParallelCreate, OfManyDecisionsOnOneVersionOneTakesEffect) {
  constexpr int kCallers = 16;
  const pb::Referral sent = Sent();
  std::vector<grpc::StatusCode> codes(kCallers);
  std::vector<std::thread> callers;
  for (size_t i = 0; i < kCallers; ++i) {
    callers.emplace_back([&, i] {
      Party therapist(exchange.get(), hand->caller);
      const auto answer = i % 2 == 0 ? therapist.Accept(sent) : therapist.Decline(sent, "other", "Busy");
      codes[i] = answer.status.error_code();
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(std::count(codes.begin(), codes.end(), grpc::StatusCode::OK), 1);
  EXPECT_EQ(std::count(codes.begin(), codes.end(), grpc::StatusCode::ABORTED), kCallers - 1);
  EXPECT_EQ(Must(hand->Get(sent.name())).version(), sent.version() + 1);
}

}  // namespace
}  // namespace tendon::testing
