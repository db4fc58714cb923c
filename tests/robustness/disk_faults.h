// How the disk under the "unsynced" VFS of this process misbehaves: told by a test in the same process, or, for a
// server under test, by the environment:
//   TENDON_DISK_FAULT_FILE  while this file holds the name of a fault ("full-disk", ...), the disk has it
//   TENDON_DISK_TORN_SEED   a number: about half of the sectors of every write reach the disk before they are synced
#pragma once

#include <cstdint>
#include <mutex>
#include <random>
#include <string>

namespace tendon::testing {

enum class DiskFault {
  kNone,
  kFullDisk,     // "full-disk": no file can grow
  kFailedSync,   // "failed-sync": syncs fail, and what they were to write is lost to the disk for good
  kIgnoredSync,  // "ignored-sync": syncs succeed and do nothing; nothing can be kept on such a disk
  kPowerCut,     // "power-cut": no write, truncation, deletion or sync has any effect, and each fails
};

// Thread-safe.
class DiskFaults {
 public:
  static DiskFaults& OfThisProcess();

  // Has the fault from the step after `steps` more ones on.
  void Inject(DiskFault fault, int64_t steps = 0);
  // From now on sectors are torn through by chance; 0: none are.
  void Tear(uint64_t seed);

  // Called for each write, truncation, deletion and sync: counts it, and says how it is to go.
  DiskFault Step();
  // Whether the next sector written reaches the disk at once.
  bool TearsThrough();
  // How often Step() was called.
  int64_t steps();

 private:
  DiskFaults();

  const std::string fault_file_;
  std::mutex mutex_;
  DiskFault fault_ = DiskFault::kNone;
  int64_t steps_ = 0;
  int64_t fault_after_ = 0;
  bool tears_ = false;
  std::mt19937_64 random_;
};

}  // namespace tendon::testing
