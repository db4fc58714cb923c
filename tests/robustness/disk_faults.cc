#include "tests/robustness/disk_faults.h"

#include <array>
#include <cstdlib>
#include <fstream>

namespace tendon::testing {
namespace {

struct Name {
  const char* text;
  DiskFault fault;
};
constexpr std::array<Name, 4> kNames = {{{"full-disk", DiskFault::kFullDisk},
                                         {"failed-sync", DiskFault::kFailedSync},
                                         {"ignored-sync", DiskFault::kIgnoredSync},
                                         {"power-cut", DiskFault::kPowerCut}}};

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

DiskFault FaultIn(const std::string& path) {
  if (path.empty()) return DiskFault::kNone;
  std::string word;
  std::ifstream(path) >> word;
  for (const Name& name : kNames) {
    if (word == name.text) return name.fault;
  }
  return DiskFault::kNone;
}

}  // namespace

DiskFaults& DiskFaults::OfThisProcess() {
  static auto* const faults = new DiskFaults();
  return *faults;
}

DiskFaults::DiskFaults() : fault_file_(Environment("TENDON_DISK_FAULT_FILE")) {
  Tear(std::strtoull(Environment("TENDON_DISK_TORN_SEED").c_str(), nullptr, 10));
}

void DiskFaults::Inject(DiskFault fault, int64_t steps) {
  std::lock_guard lock(mutex_);
  fault_ = fault;
  fault_after_ = steps_ + steps;
}

void DiskFaults::Tear(uint64_t seed) {
  std::lock_guard lock(mutex_);
  tears_ = seed != 0;
  random_.seed(seed);
}

DiskFault DiskFaults::Step() {
  const DiskFault told = FaultIn(fault_file_);
  std::lock_guard lock(mutex_);
  ++steps_;
  if (told != DiskFault::kNone) return told;
  return steps_ > fault_after_ ? fault_ : DiskFault::kNone;
}

bool DiskFaults::TearsThrough() {
  std::lock_guard lock(mutex_);
  return tears_ && (random_() & 1) != 0;
}

int64_t DiskFaults::steps() {
  std::lock_guard lock(mutex_);
  return steps_;
}

}  // namespace tendon::testing
