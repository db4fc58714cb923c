// An import over streams that break: each record is stored once and answered once.
#include "clients/cpp/session_import.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "clients/cpp/session_client.h"
#include "tests/unit/client/client_fixture.h"
#include "tests/unit/client/rpc_errors.h"

namespace tendon::client {
namespace {

namespace out = outcomes::v1;
using ::tendon::testing::ClientTest;
using ::tendon::testing::FakeSessionService;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

out::ImportSessionsResponse Answer(const out::ImportSessionsRequest& record, out::ImportOutcome outcome) {
  out::ImportSessionsResponse response;
  response.set_record_number(record.record_number());
  response.set_outcome(outcome);
  return response;
}

std::vector<out::ImportSessionsRequest> SomeRecords(int count) {
  std::vector<out::ImportSessionsRequest> records(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    auto& record = records[static_cast<std::size_t>(i)];
    record.set_record_number(i + 1);
    record.set_parent("referrals/a");
    record.mutable_session()->set_session_number(i + 1);
  }
  return records;
}

class SessionImportTest : public ClientTest {
 protected:
  // Stores a record by its request id; the n-th stream breaks after `answers[n]` answers, having stored one more than
  // it answered.
  void ServeBreaking(std::vector<int> answers) {
    servers_.sessions.ImportSessions_ = [this, answers](grpc::ServerContext&, FakeSessionService::Stream& stream) {
      const std::size_t number = streams_++;
      const int until = number < answers.size() ? answers[number] : 1'000'000;
      out::ImportSessionsRequest record;
      for (int answered = 0; stream.Read(&record); ++answered) {
        const bool is_new = stored_.insert(record.request_id()).second;
        if (answered == until) return grpc::Status(grpc::UNAVAILABLE, "killed");
        stream.Write(Answer(record, is_new ? out::IMPORT_OUTCOME_ACCEPTED : out::IMPORT_OUTCOME_DUPLICATE));
      }
      return grpc::Status::OK;
    };
  }

  absl::Status Import(std::vector<out::ImportSessionsRequest> records, ImportOptions options = {}) {
    SessionClient client(Connect());
    return client.Import(std::move(records), options,
                         [this](const ImportResult& result) { results_.push_back(result); });
  }

  std::vector<std::int64_t> ResultNumbers() const {
    std::vector<std::int64_t> numbers;
    for (const auto& result : results_) numbers.push_back(result.response.record_number());
    return numbers;
  }

  std::size_t streams_ = 0;
  std::set<std::string> stored_;
  std::vector<ImportResult> results_;
};

TEST_F(SessionImportTest, EveryRecordHasItsResult) {
  ServeBreaking({});
  EXPECT_TRUE(Import(SomeRecords(3)).ok());
  EXPECT_THAT(ResultNumbers(), ElementsAre(1, 2, 3));
  EXPECT_EQ(streams_, 1U);
}

TEST_F(SessionImportTest, NothingToImportIsFine) {
  ServeBreaking({});
  EXPECT_TRUE(Import({}).ok());
  EXPECT_EQ(streams_, 0U);
}

TEST_F(SessionImportTest, ABrokenStreamIsGoneOnWith) {
  ServeBreaking({40, 0, 100, 7});
  EXPECT_TRUE(Import(SomeRecords(500)).ok());
  EXPECT_THAT(stored_, SizeIs(500));
  ASSERT_THAT(results_, SizeIs(500));
  const auto numbers = ResultNumbers();
  EXPECT_EQ(std::set<std::int64_t>(numbers.begin(), numbers.end()).size(), 500U);
  EXPECT_EQ(streams_, 5U);
}

TEST_F(SessionImportTest, ADuplicateOfItsOwnIsMarked) {
  ServeBreaking({2});
  EXPECT_TRUE(Import(SomeRecords(3), {.window = 1}).ok());
  ASSERT_THAT(ResultNumbers(), ElementsAre(1, 2, 3));
  EXPECT_EQ(results_[2].response.outcome(), out::IMPORT_OUTCOME_DUPLICATE);
  EXPECT_TRUE(results_[2].sent_again);
  EXPECT_FALSE(results_[1].sent_again);
}

TEST_F(SessionImportTest, ARepeatedImportIsAllDuplicates) {
  ServeBreaking({});
  ASSERT_TRUE(Import(SomeRecords(20)).ok());
  results_.clear();
  ASSERT_TRUE(Import(SomeRecords(20)).ok());
  ASSERT_THAT(results_, SizeIs(20));
  for (const auto& result : results_) {
    EXPECT_EQ(result.response.outcome(), out::IMPORT_OUTCOME_DUPLICATE);
    EXPECT_FALSE(result.sent_again);
  }
}

TEST_F(SessionImportTest, TheWindowBoundsWhatIsUnderWay) {
  // The server answers only once the client has stopped sending: with a window of 4 that is after 4 records.
  std::vector<int> under_way;
  servers_.sessions.ImportSessions_ = [&](grpc::ServerContext&, FakeSessionService::Stream& stream) {
    std::vector<out::ImportSessionsRequest> waiting;
    out::ImportSessionsRequest record;
    while (stream.Read(&record)) {
      waiting.push_back(record);
      under_way.push_back(static_cast<int>(waiting.size()));
      if (waiting.size() < 4) continue;
      for (const auto& each : waiting) stream.Write(Answer(each, out::IMPORT_OUTCOME_ACCEPTED));
      waiting.clear();
    }
    return grpc::Status::OK;
  };
  EXPECT_TRUE(Import(SomeRecords(40), {.window = 4}).ok());
  EXPECT_EQ(*std::max_element(under_way.begin(), under_way.end()), 4);
  EXPECT_THAT(results_, SizeIs(40));
}

TEST_F(SessionImportTest, ABadRecordHarmsNoOther) {
  servers_.sessions.ImportSessions_ = [&](grpc::ServerContext&, FakeSessionService::Stream& stream) {
    out::ImportSessionsRequest record;
    while (stream.Read(&record)) {
      auto answer =
          Answer(record, record.record_number() == 2 ? out::IMPORT_OUTCOME_REJECTED : out::IMPORT_OUTCOME_ACCEPTED);
      if (record.record_number() == 2) answer.set_code(grpc::INVALID_ARGUMENT);
      stream.Write(answer);
    }
    return grpc::Status::OK;
  };
  EXPECT_TRUE(Import(SomeRecords(3)).ok());
  ASSERT_THAT(results_, SizeIs(3));
  EXPECT_EQ(results_[1].response.outcome(), out::IMPORT_OUTCOME_REJECTED);
}

TEST_F(SessionImportTest, ARefusalThatMayPassIsSentAgain) {
  int streams = 0;
  servers_.sessions.ImportSessions_ = [&](grpc::ServerContext&, FakeSessionService::Stream& stream) {
    const bool overloaded = ++streams == 1;
    out::ImportSessionsRequest record;
    while (stream.Read(&record)) {
      const bool refuse = overloaded && record.record_number() == 2;
      auto answer = Answer(record, refuse ? out::IMPORT_OUTCOME_REJECTED : out::IMPORT_OUTCOME_ACCEPTED);
      if (refuse) answer.set_code(grpc::RESOURCE_EXHAUSTED);
      stream.Write(answer);
    }
    return grpc::Status::OK;
  };
  EXPECT_TRUE(Import(SomeRecords(3)).ok());
  EXPECT_THAT(ResultNumbers(), ElementsAre(1, 3, 2));
  for (const auto& result : results_) EXPECT_EQ(result.response.outcome(), out::IMPORT_OUTCOME_ACCEPTED);
}

TEST_F(SessionImportTest, ARefusalThatStaysIsTheResult) {
  servers_.sessions.ImportSessions_ = [&](grpc::ServerContext&, FakeSessionService::Stream& stream) {
    out::ImportSessionsRequest record;
    while (stream.Read(&record)) {
      auto answer = Answer(record, out::IMPORT_OUTCOME_REJECTED);
      answer.set_code(grpc::UNAVAILABLE);
      stream.Write(answer);
    }
    return grpc::Status::OK;
  };
  EXPECT_TRUE(Import(SomeRecords(2)).ok());
  ASSERT_THAT(results_, SizeIs(2));
  EXPECT_EQ(results_[0].response.code(), grpc::UNAVAILABLE);
}

TEST_F(SessionImportTest, GivesUpWhenNothingComesOfIt) {
  ServeBreaking(std::vector<int>(100, 0));
  EXPECT_TRUE(absl::IsUnavailable(Import(SomeRecords(3))));
  EXPECT_EQ(streams_, 5U);  // RetryPolicy::max_attempts
  EXPECT_THAT(results_, IsEmpty());
}

TEST_F(SessionImportTest, ARefusedStreamIsNotRepeated) {
  servers_.sessions.ImportSessions_ = [&](grpc::ServerContext&, FakeSessionService::Stream&) {
    ++streams_;
    return grpc::Status(grpc::PERMISSION_DENIED, "");
  };
  EXPECT_TRUE(absl::IsPermissionDenied(Import(SomeRecords(3))));
  EXPECT_EQ(streams_, 1U);
}

TEST_F(SessionImportTest, ARecordThatIsTooLongIsRejectedAlone) {
  ServeBreaking({});
  auto records = SomeRecords(3);
  records[1].mutable_session()->set_note(std::string(1 << 20, 'x'));
  EXPECT_TRUE(Import(std::move(records)).ok());
  ASSERT_THAT(results_, SizeIs(3));
  EXPECT_EQ(results_[0].response.record_number(), 2);
  EXPECT_EQ(results_[0].response.outcome(), out::IMPORT_OUTCOME_REJECTED);
  EXPECT_EQ(results_[0].response.field(), "session");
  EXPECT_THAT(stored_, SizeIs(2));
}

TEST_F(SessionImportTest, TwoRecordsOfOneNumberAreRefused) {
  ServeBreaking({});
  auto records = SomeRecords(2);
  records[1].set_record_number(1);
  EXPECT_TRUE(absl::IsInvalidArgument(Import(std::move(records))));
  EXPECT_EQ(streams_, 0U);
}

TEST_F(SessionImportTest, AnAnswerToNoRecordIsPassedOver) {
  servers_.sessions.ImportSessions_ = [&](grpc::ServerContext&, FakeSessionService::Stream& stream) {
    out::ImportSessionsRequest record;
    while (stream.Read(&record)) {
      auto stray = Answer(record, out::IMPORT_OUTCOME_ACCEPTED);
      stray.set_record_number(4711);
      stream.Write(stray);
      stream.Write(Answer(record, out::IMPORT_OUTCOME_ACCEPTED));
      stream.Write(Answer(record, out::IMPORT_OUTCOME_ACCEPTED));
    }
    return grpc::Status::OK;
  };
  EXPECT_TRUE(Import(SomeRecords(50), {.window = 2}).ok());
  EXPECT_THAT(results_, SizeIs(50));
}

}  // namespace
}  // namespace tendon::client
