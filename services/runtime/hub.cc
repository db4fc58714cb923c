#include "services/runtime/hub.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "services/runtime/admission.h"

namespace tendon::runtime {

EventHub::EventHub(int max_watchers) : max_watchers_(max_watchers), ticker_([this] { RunTicks(); }) {}

EventHub::~EventHub() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stopped_.notify_one();
  ticker_.join();
}

absl::Status EventHub::Add(const std::string& feed, std::shared_ptr<Watcher> watcher) {
  std::lock_guard lock(mutex_);
  if (draining_) return GoingDown();
  if (count_ >= max_watchers_) return Overloaded();
  watchers_[feed].push_back(std::move(watcher));
  ++count_;
  return absl::OkStatus();
}

void EventHub::Remove(const std::string& feed, const Watcher* watcher) {
  std::shared_ptr<Watcher> removed;  // destroyed after the lock is released
  std::lock_guard lock(mutex_);
  const auto found = watchers_.find(feed);
  if (found == watchers_.end()) return;
  auto& list = found->second;
  const auto position =
      std::find_if(list.begin(), list.end(), [watcher](const auto& entry) { return entry.get() == watcher; });
  if (position == list.end()) return;
  removed = std::move(*position);
  *position = std::move(list.back());
  list.pop_back();
  --count_;
  if (list.empty()) watchers_.erase(found);
}

void EventHub::Publish(const std::vector<std::string>& feeds) {
  std::vector<std::shared_ptr<Watcher>> woken;
  {
    std::lock_guard lock(mutex_);
    if (count_ == 0) return;
    const auto collect = [&](const std::string& feed) {
      const auto found = watchers_.find(feed);
      if (found != watchers_.end()) woken.insert(woken.end(), found->second.begin(), found->second.end());
    };
    for (const std::string& feed : feeds) collect(feed);
    collect(kSystemFeed);
  }
  for (const auto& watcher : woken) watcher->Wake();
}

std::vector<std::shared_ptr<Watcher>> EventHub::Everybody() const {
  std::vector<std::shared_ptr<Watcher>> all;
  all.reserve(static_cast<size_t>(count_));
  for (const auto& [feed, list] : watchers_) all.insert(all.end(), list.begin(), list.end());
  return all;
}

void EventHub::Drain() {
  std::vector<std::shared_ptr<Watcher>> all;
  {
    std::lock_guard lock(mutex_);
    draining_ = true;
    all = Everybody();
  }
  for (const auto& watcher : all) watcher->Drain();
}

int EventHub::watchers() const {
  std::lock_guard lock(mutex_);
  return count_;
}

void EventHub::RunTicks() {
  while (true) {
    std::vector<std::shared_ptr<Watcher>> all;
    {
      std::unique_lock lock(mutex_);
      if (stopped_.wait_for(lock, std::chrono::seconds(1), [this] { return stopping_; })) return;
      all = Everybody();
    }
    for (const auto& watcher : all) watcher->Tick();
  }
}

}  // namespace tendon::runtime
