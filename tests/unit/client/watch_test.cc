// A watch over servers that break, repeat, skip and change: every event once, in order, or a clear end.
#include "clients/cpp/watch.h"

#include <gmock/gmock.h>

#include <atomic>
#include <string>
#include <vector>

#include "clients/cpp/error_detail.h"
#include "tests/unit/client/client_fixture.h"
#include "tests/unit/client/rpc_errors.h"

namespace tendon::client {
namespace {

namespace pb = referral::v1;
using ::tendon::testing::ClientTest;
using ::tendon::testing::FakeEventService;
using ::tendon::testing::RetryAfterMilliseconds;
using ::tendon::testing::RpcError;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const grpc::Status kUnavailable(grpc::UNAVAILABLE, "going down");

// Events first..last, each a change of its own unless `one_change`.
pb::WatchEventsResponse Events(int first, int last, bool one_change = false, const std::string& epoch = "e") {
  pb::WatchEventsResponse response;
  for (int sequence = first; sequence <= last; ++sequence) {
    auto* event = response.add_events();
    event->set_sequence(sequence);
    event->set_revision(one_change ? 1000 + first : 1000 + sequence);
  }
  response.set_last_sequence(last);
  response.set_epoch(epoch);
  return response;
}

class WatchTest : public ClientTest {
 protected:
  // The n-th stream is served by the n-th script; a request that comes after the last one is answered with NOT_FOUND,
  // which ends a watch.
  using StreamScript = std::function<grpc::Status(FakeEventService::Writer&)>;
  void Serve(std::vector<StreamScript> scripts) {
    servers_.events.WatchEvents_ = [this, scripts](grpc::ServerContext&, const pb::WatchEventsRequest& request,
                                                   FakeEventService::Writer& writer) {
      requests_.push_back(request);
      return requests_.size() <= scripts.size() ? scripts[requests_.size() - 1](writer)
                                                : grpc::Status(grpc::NOT_FOUND, "end of the test");
    };
  }

  absl::Status Run(WatchOptions options) {
    options.parent = "organizations/river-clinic";
    Watch watch(Connect(), std::move(options));
    const absl::Status status = watch.Run([this](absl::Span<const pb::Event* const> events) {
      ++changes_;
      for (const auto* event : events) sequences_.push_back(event->sequence());
      return absl::OkStatus();
    });
    cursor_ = watch.cursor();
    return status;
  }

  std::vector<pb::WatchEventsRequest> requests_;
  std::vector<std::int64_t> sequences_;
  int changes_ = 0;
  Cursor cursor_;
};

TEST_F(WatchTest, ReadsEventsInOrder) {
  Serve({[](auto& writer) {
    writer.Write(Events(1, 2));
    writer.Write(Events(3, 3));
    return grpc::Status(grpc::NOT_FOUND, "");
  }});
  EXPECT_TRUE(absl::IsNotFound(Run({})));
  EXPECT_THAT(sequences_, ElementsAre(1, 2, 3));
  EXPECT_EQ(cursor_, (Cursor{"e", 3}));
}

TEST_F(WatchTest, GoesOnWhereItWasAfterABreak) {
  Serve({[](auto& writer) {
           writer.Write(Events(1, 2));
           return kUnavailable;
         },
         [](auto& writer) {
           writer.Write(Events(3, 4));
           return grpc::Status(grpc::NOT_FOUND, "");
         }});
  EXPECT_TRUE(absl::IsNotFound(Run({})));
  EXPECT_THAT(sequences_, ElementsAre(1, 2, 3, 4));
  ASSERT_THAT(requests_, SizeIs(2));
  EXPECT_EQ(requests_[1].after_sequence(), 2);
  EXPECT_EQ(requests_[1].epoch(), "e");
}

TEST_F(WatchTest, OverHundredBreaksEachEventComesOnce) {
  std::vector<StreamScript> scripts;
  for (int i = 0; i < 100; ++i) {
    scripts.push_back([i](auto& writer) {
      writer.Write(Events(i + 1, i + 1));
      return i % 3 == 0 ? grpc::Status::OK : i % 3 == 1 ? kUnavailable : grpc::Status(grpc::UNKNOWN, "Stream removed");
    });
  }
  Serve(scripts);
  EXPECT_TRUE(absl::IsNotFound(Run({})));
  ASSERT_THAT(sequences_, SizeIs(100));
  for (int i = 0; i < 100; ++i) EXPECT_EQ(sequences_[static_cast<std::size_t>(i)], i + 1);
}

TEST_F(WatchTest, AnEventSentAgainIsNotHandledAgain) {
  Serve({[](auto& writer) {
           writer.Write(Events(1, 3));
           return kUnavailable;
         },
         [](auto& writer) {
           writer.Write(Events(2, 4));
           return grpc::Status(grpc::NOT_FOUND, "");
         }});
  EXPECT_TRUE(absl::IsNotFound(Run({})));
  EXPECT_THAT(sequences_, ElementsAre(1, 2, 3, 4));
}

TEST_F(WatchTest, EventsOfOneChangeComeTogether) {
  Serve({[](auto& writer) {
    writer.Write(Events(1, 3, true));
    return grpc::Status(grpc::NOT_FOUND, "");
  }});
  EXPECT_TRUE(absl::IsNotFound(Run({})));
  EXPECT_THAT(sequences_, SizeIs(3));
  EXPECT_EQ(changes_, 1);
}

TEST_F(WatchTest, AGapIsAskedForAgain) {
  Serve({[](auto& writer) {
           writer.Write(Events(1, 1));
           writer.Write(Events(3, 3));
           return kUnavailable;
         },
         [](auto& writer) {
           writer.Write(Events(2, 3));
           return grpc::Status(grpc::NOT_FOUND, "");
         }});
  EXPECT_TRUE(absl::IsNotFound(Run({})));
  EXPECT_THAT(sequences_, ElementsAre(1, 2, 3));
}

TEST_F(WatchTest, AGapThatStaysIsReported) {
  const StreamScript gap = [](auto& writer) {
    writer.Write(Events(6, 6));
    return kUnavailable;
  };
  Serve({gap, gap});
  const absl::Status status = Run({.start = {"e", 4}});
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_THAT(sequences_, IsEmpty());
  EXPECT_THAT(requests_, SizeIs(2));
}

TEST_F(WatchTest, AnotherEpochIsReported) {
  Serve({[](auto& writer) {
           writer.Write(Events(1, 1));
           return kUnavailable;
         },
         [](auto& writer) {
           writer.Write(Events(2, 2, false, "another"));
           return kUnavailable;
         }});
  const absl::Status status = Run({});
  EXPECT_TRUE(absl::IsOutOfRange(status));
  EXPECT_EQ(ErrorDetailOf(status).feed_position->epoch(), "another");
  EXPECT_THAT(sequences_, ElementsAre(1));
}

TEST_F(WatchTest, OutOfRangeIsReportedWithThePosition) {
  pb::FeedPosition position;
  position.set_oldest_sequence(17);
  Serve({[&](auto&) { return RpcError(grpc::OUT_OF_RANGE, "RESUME_POINT_LOST", "", position); }});
  const absl::Status status = Run({.start = {"e", 4}});
  EXPECT_TRUE(absl::IsOutOfRange(status));
  EXPECT_EQ(ErrorDetailOf(status).feed_position->oldest_sequence(), 17);
}

TEST_F(WatchTest, WaitsLongerUntilAnAnswerComes) {
  Serve({[](auto&) { return kUnavailable; }, [](auto&) { return kUnavailable; },
         [](auto& writer) {
           writer.Write(Events(1, 0));  // a checkpoint
           return kUnavailable;
         },
         [](auto&) { return RpcError(grpc::UNAVAILABLE, "UNAVAILABLE", "", RetryAfterMilliseconds(3000)); }});
  EXPECT_TRUE(absl::IsNotFound(Run({})));
  EXPECT_THAT(environment_.sleeps(),
              ElementsAre(absl::Milliseconds(50), absl::Milliseconds(100), absl::Milliseconds(50), absl::Seconds(3)));
}

TEST_F(WatchTest, DoesNotGiveUpOnAServerThatIsAway) {
  Serve(std::vector<StreamScript>(200, [](auto&) { return kUnavailable; }));
  EXPECT_TRUE(absl::IsNotFound(Run({})));
  EXPECT_THAT(requests_, SizeIs(201));
}

TEST_F(WatchTest, GivesUpOnAFaultThatStays) {
  Serve(std::vector<StreamScript>(200, [](auto&) { return grpc::Status(grpc::INTERNAL, "a fault"); }));
  EXPECT_TRUE(absl::IsInternal(Run({})));
}

TEST_F(WatchTest, TellsOfEachBreak) {
  Serve({[](auto&) { return kUnavailable; }});
  std::vector<absl::StatusCode> codes;
  (void)Run({.on_interruption = [&](const absl::Status& status, absl::Duration) { codes.push_back(status.code()); }});
  EXPECT_THAT(codes, ElementsAre(absl::StatusCode::kUnavailable));
}

TEST_F(WatchTest, KeepsTheCursorAfterTheEventsAreHandled) {
  Serve({[](auto& writer) {
    writer.Write(Events(1, 2));
    writer.Write(Events(3, 3));
    return grpc::Status(grpc::NOT_FOUND, "");
  }});
  std::vector<Cursor> saved;
  (void)Run({.save = [&](const Cursor& cursor) {
    EXPECT_EQ(static_cast<std::int64_t>(sequences_.size()), cursor.sequence);
    saved.push_back(cursor);
    return absl::OkStatus();
  }});
  EXPECT_THAT(saved, ElementsAre(Cursor{"e", 2}, Cursor{"e", 3}));
}

TEST_F(WatchTest, EndsWhenTheCursorCannotBeKept) {
  Serve({[](auto& writer) {
    writer.Write(Events(1, 1));
    return kUnavailable;
  }});
  EXPECT_TRUE(
      absl::IsPermissionDenied(Run({.save = [](const Cursor&) { return absl::PermissionDeniedError("read-only"); }})));
  EXPECT_THAT(requests_, SizeIs(1));
}

TEST_F(WatchTest, TheHandlersErrorEndsItAndTheEventIsNotDone) {
  Serve({[](auto& writer) {
    writer.Write(Events(1, 3));
    return kUnavailable;
  }});
  Watch watch(Connect(), {.parent = "organizations/river-clinic"});
  const absl::Status status = watch.Run([](absl::Span<const pb::Event* const> events) {
    return events[0]->sequence() == 2 ? absl::UnavailableError("the consumer's database") : absl::OkStatus();
  });
  EXPECT_EQ(status.message(), "the consumer's database");
  EXPECT_EQ(watch.cursor().sequence, 1);
}

TEST_F(WatchTest, StopFromTheHandlerHandlesNoMore) {
  Serve({[](auto& writer) {
    writer.Write(Events(1, 5));
    return grpc::Status::OK;
  }});
  std::vector<Cursor> saved;
  Watch watch(Connect(), {.parent = "organizations/river-clinic", .save = [&](const Cursor& cursor) {
                            saved.push_back(cursor);
                            return absl::OkStatus();
                          }});
  const absl::Status status = watch.Run([&](absl::Span<const pb::Event* const> events) {
    if (events[0]->sequence() == 2) watch.Stop();
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(saved, ElementsAre(Cursor{"e", 2}));
}

TEST_F(WatchTest, StopFromAnotherThreadEndsAnIdleStream) {
  absl::Notification idle;
  servers_.events.WatchEvents_ = [&](grpc::ServerContext& context, const pb::WatchEventsRequest&,
                                     FakeEventService::Writer& writer) {
    writer.Write(Events(1, 1));
    while (!context.IsCancelled()) absl::SleepFor(absl::Milliseconds(1));
    return grpc::Status::CANCELLED;
  };
  Watch watch(Connect(), {.parent = "organizations/river-clinic"});
  std::thread stopper([&] {
    idle.WaitForNotification();
    watch.Stop();
  });
  const absl::Status status = watch.Run([&](absl::Span<const pb::Event* const>) {
    idle.Notify();
    return absl::OkStatus();
  });
  stopper.join();
  EXPECT_TRUE(status.ok()) << status;
}

TEST_F(WatchTest, StopEndsAWait) {
  ClientOptions options = Options();
  options.environment.sleep = [](absl::Duration, const absl::Notification& stop) { stop.WaitForNotification(); };
  Serve(std::vector<StreamScript>(5, [](auto&) { return kUnavailable; }));
  absl::Notification waiting;
  Watch watch(Connect(options), {.parent = "organizations/river-clinic",
                                 .on_interruption = [&](const absl::Status&, absl::Duration) { waiting.Notify(); }});
  std::thread stopper([&] {
    waiting.WaitForNotification();
    watch.Stop();
  });
  EXPECT_TRUE(watch.Run([](absl::Span<const pb::Event* const>) { return absl::OkStatus(); }).ok());
  stopper.join();
}

TEST_F(WatchTest, StopBeforeRunDoesNothing) {
  Watch watch(Connect(), {.parent = "organizations/river-clinic"});
  watch.Stop();
  EXPECT_TRUE(watch.Run([](absl::Span<const pb::Event* const>) { return absl::OkStatus(); }).ok());
  EXPECT_THAT(requests_, IsEmpty());
}

}  // namespace
}  // namespace tendon::client
