// Named places in feeds, and when the feeds had come how far: a part of the referral store.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/storage/log_store.h"
#include "services/storage/tenant_scope.h"

namespace tendon::storage {

// A cursor of an organisation.
struct CursorRow {
  std::string id;
  int64_t sequence = 0;  // acknowledged
  std::string epoch;     // that it is of
  int64_t acknowledged_us = 0;
};

class CursorReader : public virtual LogReader {
 public:
  // The scope's own cursor of this id. NOT_FOUND; also for the system, which has none.
  virtual absl::StatusOr<CursorRow> GetCursor(const TenantScope& scope, std::string_view id) = 0;
  // The scope's own, in the order of bytes of their ids, at most `limit`.
  virtual absl::StatusOr<std::vector<CursorRow>> ListCursors(const TenantScope& scope, int limit) = 0;
  // The highest revision of the marks that were put at or before that time; 0 when there is none.
  virtual absl::StatusOr<int64_t> RevisionMarkedBy(int64_t time_us) = 0;
};

class CursorTransaction : public virtual CursorReader {
 public:
  // Puts it in the place of the one before. INVALID_ARGUMENT for the system.
  virtual absl::Status PutCursor(const TenantScope& scope, const CursorRow& row) = 0;
  // NOT_FOUND.
  virtual absl::Status DropCursor(const TenantScope& scope, std::string_view id) = 0;
  // Keeps that the store had this revision at this time.
  virtual absl::Status MarkRevision(int64_t time_us, int64_t revision) = 0;
  // Forgets marks below a revision.
  virtual absl::Status DropMarksBelow(int64_t revision) = 0;
};

}  // namespace tendon::storage
