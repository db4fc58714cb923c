// The part of a store that both servers share: the revision counter, the feed of each organisation, the audit trail and
// the idempotency records. The contracts here are what the conformance suite checks on every engine.
//
// Errors, on every engine: NOT_FOUND no such row (or not in scope); ALREADY_EXISTS the key is taken; ABORTED the
// expected version is not the present one; OUT_OF_RANGE a position outside what is kept; INVALID_ARGUMENT. These are
// expected: nothing was written, and the transaction stays usable. Anything else (UNAVAILABLE busy or full, DATA_LOSS,
// INTERNAL: also a caller that breaks the contract) means that the transaction must be rolled back.
// A limit of 0 or less gives nothing.
// Thread-safety: a reader or transaction is used by one thread at a time; a store by any. Begin() waits until the
// transaction before has been destroyed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/storage/tenant_scope.h"

namespace tendon::storage {

// A committed change, as the feeds hold it. `body` is a serialised tendon.referral.v1.Event without its sequence.
struct Change {
  int64_t revision = 0;
  std::string body;
};

// A change in the feed of one organisation.
struct FeedEntry {
  int64_t sequence = 0;
  std::string body;
};

// What a request id was used for.
struct IdempotencyRecord {
  std::string digest;    // SHA-256 of method and request, 32 bytes
  std::string response;  // the serialised first answer
  int64_t revision = 0;  // the revision of the effect
};

// Reads a consistent snapshot.
class LogReader {
 public:
  virtual ~LogReader() = default;
  // The revision of the last committed change; 0 in a new store. A transaction counts its own too.
  virtual absl::StatusOr<int64_t> Revision() = 0;
  // The random id of this store's history. Made when the store is made; a restore that may have lost something makes a
  // new one.
  virtual absl::StatusOr<std::string> Epoch() = 0;
  // A random secret of 32 bytes, made when the store is made; signs page tokens.
  virtual absl::StatusOr<std::string> Secret() = 0;
  // Entries of the organisation's feed with sequence > `after`, oldest first, at most `limit`. Dense: the first has
  // after + 1. OUT_OF_RANGE when `after` is negative, past the head, or before what is kept.
  virtual absl::StatusOr<std::vector<FeedEntry>> ListFeed(const TenantScope& scope, int64_t after, int limit) = 0;
  // The last sequence of the organisation's feed, 0 when there is none; for the system, the last revision.
  virtual absl::StatusOr<int64_t> FeedHead(const TenantScope& scope) = 0;
  // The first sequence after which one can go on: 0 while all is kept, the head when nothing is.
  virtual absl::StatusOr<int64_t> FeedTail(const TenantScope& scope) = 0;
};

// Writes. Only the writer thread holds one, one at a time. Destroyed without Commit it rolls back.
class LogTransaction : public virtual LogReader {
 public:
  // Takes the next revision. The first call takes the counter row, so that every decision after it sees the latest
  // commit. Each revision taken needs its change before Commit, which is INTERNAL otherwise: the feeds have no holes.
  virtual absl::StatusOr<int64_t> NextRevision() = 0;
  // Appends a change under a revision taken before, and an entry to the feed of each organisation (an id given twice
  // counts once). The system's feed is the changes themselves: sequence = revision.
  virtual absl::Status AppendChange(const Change& change, const std::vector<std::string>& organization_ids) = 0;
  // Drops the oldest changes with revision <= `floor`, at most `limit`, from all feeds. Returns how many. Sequences and
  // revisions go on as if they were there.
  virtual absl::StatusOr<int> PruneChanges(int64_t floor, int limit) = 0;
  // Appends an audit entry (serialised tendon.audit.v1.AuditEntry).
  virtual absl::Status AppendAudit(std::string_view body) = 0;
  // The record of (caller, request id as 36 characters in either case). NOT_FOUND if there is none; INVALID_ARGUMENT if
  // it is not a UUID.
  virtual absl::StatusOr<IdempotencyRecord> FindIdempotencyRecord(std::string_view caller,
                                                                  std::string_view request_id) = 0;
  // ALREADY_EXISTS if there is one. INVALID_ARGUMENT as above.
  virtual absl::Status PutIdempotencyRecord(std::string_view caller, std::string_view request_id,
                                            const IdempotencyRecord& record, int64_t now_us) = 0;
  // Deletes those of the `limit` records put first that are older than `before_us`. Returns how many.
  virtual absl::StatusOr<int> PruneIdempotencyRecords(int64_t before_us, int limit) = 0;
  // Whether anything but the audit has been written since the last ResetDirty(): a refusal that has written must be
  // rolled back.
  virtual bool dirty() const = 0;
  virtual void ResetDirty() = 0;
  // Makes everything durable, or nothing. After an error the store may be asked Healthy().
  virtual absl::Status Commit() = 0;
};

}  // namespace tendon::storage
