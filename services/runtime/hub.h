// Wakes watchers: when something was committed for their organisation, and now and then when nothing was. It holds no events: a watcher
// reads the store, so a slow one delays nobody.
#pragma once

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"

namespace tendon::runtime {

// Somebody who waits for a feed. The hub calls these from several threads; they must return at once.
class Watcher {
 public:
  virtual ~Watcher() = default;
  // The feed may have grown.
  virtual void Wake() = 0;
  // A second has passed: a chance for a checkpoint.
  virtual void Tick() = 0;
  // The server is going down: end, and tell where to resume.
  virtual void Drain() = 0;
};

// The key of the feed of all organisations.
inline constexpr char kSystemFeed[] = "-";

// Thread-safe. Keeps watchers alive until they are removed.
class EventHub {
 public:
  explicit EventHub(int max_watchers);
  ~EventHub();
  EventHub(const EventHub&) = delete;
  EventHub& operator=(const EventHub&) = delete;

  // False when there are too many, or the hub is draining.
  bool Add(const std::string& feed, std::shared_ptr<Watcher> watcher);
  void Remove(const std::string& feed, const Watcher* watcher);
  // Wakes the watchers of these feeds, and those of the system's.
  void Publish(const std::vector<std::string>& feeds);
  // Drains every watcher and takes no more.
  void Drain();
  int watchers() const;

 private:
  void RunTicks();
  std::vector<std::shared_ptr<Watcher>> Everybody() ABSL_SHARED_LOCKS_REQUIRED(mutex_);

  const int max_watchers_;
  mutable absl::Mutex mutex_;
  absl::flat_hash_map<std::string, std::vector<std::shared_ptr<Watcher>>> watchers_ ABSL_GUARDED_BY(mutex_);
  int count_ ABSL_GUARDED_BY(mutex_) = 0;
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread ticker_;
};

}  // namespace tendon::runtime
