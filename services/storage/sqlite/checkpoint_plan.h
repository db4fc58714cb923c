// Who moves the write-ahead log into the database, and when: the decision alone.
//
// SQLite before 3.51.3 can corrupt a database when a checkpoint begins on a log that another one has just moved whole,
// and a commit starts the log anew meanwhile (sqlite.org/wal.html, "The WAL-Reset Bug"). It cannot happen here: a pass
// beside the writer begins only while pages are left for it to move, and until it has ended nothing else moves any.
#pragma once

namespace tendon::storage::sqlite {

enum class CheckpointStep {
  kNone,
  kBeside,       // a thread beside begins to move what is there
  kHere,         // the thread that writes moves the rest, so that the next commit can start the log anew
  kHereWaiting,  // the same, and waits a moment for readers that stand in the way
  kLater,        // a reader stands in the way; again when as many pages more have come
};

struct LogState {
  int pages = 0;          // in the log
  int moved = 0;          // of them, in the database too
  int due_at = 0;         // pages
  bool passing = false;   // a pass beside is under way
  bool hindered = false;  // the last one ended before it had moved what was there when it began
};

// A log of so many times checkpoint_pages is not allowed to grow on behind readers.
inline constexpr int kMaxGrowth = 4;
// So many pages are moved in the time of a few commits.
inline constexpr int kShortLog = 1000;

// `checkpoint_pages`: the length to which a log may grow undisturbed.
constexpr CheckpointStep NextCheckpointStep(const LogState& log, int checkpoint_pages) {
  if (log.pages < log.due_at || log.passing) return CheckpointStep::kNone;
  if (log.pages >= kMaxGrowth * checkpoint_pages) return CheckpointStep::kHereWaiting;
  if (log.pages - log.moved <= kShortLog) return CheckpointStep::kHere;
  return log.hindered ? CheckpointStep::kLater : CheckpointStep::kBeside;
}

}  // namespace tendon::storage::sqlite
