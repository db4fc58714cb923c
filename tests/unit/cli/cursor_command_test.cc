// `tendon events cursors`, `ack`, `forget`, and `tendon watch --cursor`.
#include <gmock/gmock.h>

#include "tests/unit/cli/cli_fixture.h"
#include "tests/unit/client/rpc_errors.h"

namespace tendon::testing {
namespace {

namespace pb = referral::v1;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class CursorCommandTest : public CliTest {
 protected:
  CursorCommandTest() {
    servers_.cursors.AcknowledgeEvents_ = [this](grpc::ServerContext&, const pb::AcknowledgeEventsRequest& request,
                                                 pb::FeedCursor& cursor) {
      acknowledged_.push_back(request.name() + ":" + std::to_string(request.sequence()) + ":" + request.epoch());
      cursor.set_name(request.name());
      cursor.set_acknowledged_sequence(request.sequence());
      return grpc::Status::OK;
    };
    servers_.events.WatchEvents_ = [this](grpc::ServerContext&, const pb::WatchEventsRequest& request,
                                          FakeEventService::Writer& writer) {
      watched_ = request;
      pb::WatchEventsResponse response;
      response.add_events()->set_sequence(request.after_sequence() + 1);
      response.set_last_sequence(request.after_sequence() + 1);
      response.set_epoch("e");
      writer.Write(response);
      return grpc::Status::OK;
    };
  }
  std::vector<std::string> acknowledged_;
  pb::WatchEventsRequest watched_;
};

TEST_F(CursorCommandTest, AcknowledgesUpToAnEvent) {
  EXPECT_EQ(Run({"events", "ack", "ehr", "12", "--epoch", "e"}).code, 0);
  EXPECT_THAT(acknowledged_, ElementsAre("organizations/river-clinic/cursors/ehr:12:e"));
}

TEST_F(CursorCommandTest, ShowsWhoIsBehind) {
  servers_.cursors.ListFeedCursors_ = [](grpc::ServerContext&, const pb::ListFeedCursorsRequest& request,
                                         pb::ListFeedCursorsResponse& response) {
    for (const char* id : {"ehr", "portal"}) {
      auto* cursor = response.add_cursors();
      cursor->set_name(request.parent() + "/cursors/" + id);
      cursor->set_lag(7);
      cursor->set_lost(std::string(id) == "portal");
    }
    return grpc::Status::OK;
  };
  const auto result = Run({"events", "cursors"});
  EXPECT_THAT(result.out, HasSubstr("ehr"));
  EXPECT_THAT(result.out, HasSubstr("7"));
  EXPECT_THAT(result.out, HasSubstr("lost"));
}

TEST_F(CursorCommandTest, AWatchGoesOnFromItsCursorAndMovesIt) {
  servers_.cursors.GetFeedCursor_ = [](grpc::ServerContext&, const pb::GetFeedCursorRequest& request,
                                       pb::FeedCursor& cursor) {
    cursor.set_name(request.name());
    cursor.set_acknowledged_sequence(41);
    cursor.set_epoch("e");
    return grpc::Status::OK;
  };
  EXPECT_EQ(Run({"watch", "--cursor", "ehr", "--limit", "1"}).code, 0);
  EXPECT_EQ(watched_.after_sequence(), 41);
  EXPECT_EQ(watched_.epoch(), "e");
  EXPECT_THAT(acknowledged_, ElementsAre("organizations/river-clinic/cursors/ehr:42:e"));
}

TEST_F(CursorCommandTest, ANewCursorBeginsAtTheBeginning) {
  servers_.cursors.GetFeedCursor_ = [](grpc::ServerContext&, const pb::GetFeedCursorRequest&, pb::FeedCursor&) {
    return RpcError(grpc::NOT_FOUND, "NOT_FOUND", "no such cursor");
  };
  EXPECT_EQ(Run({"watch", "--cursor", "ehr", "--limit", "1"}).code, 0);
  EXPECT_EQ(watched_.after_sequence(), 0);
  EXPECT_THAT(acknowledged_, ElementsAre("organizations/river-clinic/cursors/ehr:1:e"));
}

TEST_F(CursorCommandTest, APlaceIsKeptInOnePlace) {
  EXPECT_EQ(Run({"watch", "--cursor", "ehr", "--cursor-file", folder_ + "/c", "--limit", "1"}).code, 2);
}

TEST_F(CursorCommandTest, ANumberThatIsNoneIsRefusedInWords) {
  for (const std::vector<std::string>& words : {std::vector<std::string>{"events", "ack", "ehr", "x"},
                                                {"events", "list", "--after", "-1"},
                                                {"watch", "--after", "1.5"},
                                                {"events", "ack", "ehr", "99999999999999999999"}}) {
    const auto result = Run(words);
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.err, ::testing::HasSubstr("expects a whole number from 0 on"));
  }
}

}  // namespace
}  // namespace tendon::testing
