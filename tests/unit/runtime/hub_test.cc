// Who is woken, and when.
#include "services/runtime/hub.h"

#include <gtest/gtest.h>

#include <atomic>

namespace tendon::runtime {
namespace {

class CountingWatcher : public Watcher {
 public:
  void Wake() override { ++woken; }
  void Tick() override {}
  void Drain() override { ++drained; }
  std::atomic<int> woken = 0;
  std::atomic<int> drained = 0;
};

TEST(EventHubTest, WakesTheWatchersOfTheFeedAndOfTheSystem) {
  EventHub hub(10);
  auto river = std::make_shared<CountingWatcher>();
  auto hands = std::make_shared<CountingWatcher>();
  auto system = std::make_shared<CountingWatcher>();
  ASSERT_TRUE(hub.Add("river", river).ok());
  ASSERT_TRUE(hub.Add("hands", hands).ok());
  ASSERT_TRUE(hub.Add(kSystemFeed, system).ok());
  hub.Publish({"river"});
  EXPECT_EQ(river->woken, 1);
  EXPECT_EQ(hands->woken, 0);
  EXPECT_EQ(system->woken, 1);
}

TEST(EventHubTest, ARemovedWatcherIsLeftAlone) {
  EventHub hub(10);
  auto first = std::make_shared<CountingWatcher>();
  auto second = std::make_shared<CountingWatcher>();
  ASSERT_TRUE(hub.Add("river", first).ok());
  ASSERT_TRUE(hub.Add("river", second).ok());
  hub.Remove("river", first.get());
  hub.Remove("river", first.get());
  hub.Publish({"river"});
  EXPECT_EQ(first->woken, 0);
  EXPECT_EQ(second->woken, 1);
  EXPECT_EQ(hub.watchers(), 1);
}

TEST(EventHubTest, TakesNoMoreThanItsLimit) {
  EventHub hub(1);
  auto first = std::make_shared<CountingWatcher>();
  ASSERT_TRUE(hub.Add("river", first).ok());
  EXPECT_EQ(hub.Add("river", std::make_shared<CountingWatcher>()).code(), absl::StatusCode::kResourceExhausted);
  hub.Remove("river", first.get());
  EXPECT_TRUE(hub.Add("river", std::make_shared<CountingWatcher>()).ok());
}

TEST(EventHubTest, DrainsEverybodyAndTakesNoMore) {
  EventHub hub(10);
  auto watcher = std::make_shared<CountingWatcher>();
  ASSERT_TRUE(hub.Add("river", watcher).ok());
  hub.Drain();
  EXPECT_EQ(watcher->drained, 1);
  EXPECT_EQ(hub.Add("river", std::make_shared<CountingWatcher>()).code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace tendon::runtime
