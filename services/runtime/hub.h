// Wakes watchers: when something was committed for their organisation, and now and then when nothing was. It holds no
// events: a watcher reads the store, so a slow one delays nobody.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"

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

  // RESOURCE_EXHAUSTED when there are too many; UNAVAILABLE when the hub is draining.
  absl::Status Add(const std::string& feed, std::shared_ptr<Watcher> watcher);
  void Remove(const std::string& feed, const Watcher* watcher);
  // Wakes the watchers of these feeds, and those of the system's.
  void Publish(const std::vector<std::string>& feeds);
  // Drains every watcher and takes no more.
  void Drain();
  int watchers() const;

 private:
  void RunTicks();
  // Everybody, in no order. Call with mutex_ held.
  std::vector<std::shared_ptr<Watcher>> Everybody() const;

  const int max_watchers_;
  mutable std::mutex mutex_;
  std::condition_variable stopped_;
  absl::flat_hash_map<std::string, std::vector<std::shared_ptr<Watcher>>> watchers_;  // guarded by mutex_
  int count_ = 0;                                                                     // guarded by mutex_
  bool draining_ = false;                                                             // guarded by mutex_
  bool stopping_ = false;                                                             // guarded by mutex_
  std::thread ticker_;
};

}  // namespace tendon::runtime
