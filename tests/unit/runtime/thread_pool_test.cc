// Work is run once, refused when there is too much of it, and finished before the end.
#include "services/runtime/thread_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace tendon::runtime {
namespace {

TEST(ThreadPoolTest, RunsEverythingBeforeItEnds) {
  std::atomic<int> run = 0;
  {
    ThreadPool pool(3, 1000);
    for (int i = 0; i < 500; ++i) ASSERT_TRUE(pool.Submit([&run] { ++run; }));
  }
  EXPECT_EQ(run, 500);
}

TEST(ThreadPoolTest, RefusesWhatTheQueueCannotHold) {
  std::promise<void> begun;
  std::promise<void> go_on;
  ThreadPool pool(1, 2);
  ASSERT_TRUE(pool.Submit([&] {
    begun.set_value();
    go_on.get_future().wait();
  }));
  begun.get_future().wait();
  EXPECT_TRUE(pool.Submit([] {}));
  EXPECT_TRUE(pool.Submit([] {}));
  EXPECT_FALSE(pool.Submit([] {}));
  go_on.set_value();
}

TEST(ThreadPoolTest, AThreadThatWaitsIsWokenAgainAndAgain) {
  ThreadPool pool(2, 10);
  for (int i = 0; i < 200; ++i) {
    std::promise<int> answer;
    ASSERT_TRUE(pool.Submit([&answer, i] { answer.set_value(i); }));
    EXPECT_EQ(answer.get_future().get(), i);
  }
}

}  // namespace
}  // namespace tendon::runtime
