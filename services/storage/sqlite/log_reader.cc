#include "services/storage/sqlite/log_reader.h"

namespace tendon::storage::sqlite {
namespace {

constexpr char kRevision[] = "SELECT revision FROM counter WHERE id = 1";
constexpr char kListChanges[] = "SELECT revision, body FROM changes WHERE revision > ?1 ORDER BY revision LIMIT ?2";
constexpr char kListFeed[] =
    "SELECT feed.sequence, changes.body FROM feed CROSS JOIN changes ON changes.revision = feed.revision "
    "WHERE feed.organization = ?1 AND feed.sequence > ?2 ORDER BY feed.sequence LIMIT ?3";
// At most the last entry of a feed has lost its change.
constexpr char kFeedTail[] =
    "SELECT feed.sequence - 1 FROM feed CROSS JOIN changes ON changes.revision = feed.revision "
    "WHERE feed.organization = ?1 ORDER BY feed.sequence LIMIT 1";
constexpr char kChangesTail[] = "SELECT revision - 1 FROM changes ORDER BY revision LIMIT 1";
constexpr char kFeedHead[] = "SELECT max(sequence) FROM feed WHERE organization = ?1";

absl::StatusOr<std::vector<FeedEntry>> ReadEntries(Rows& rows) {
  std::vector<FeedEntry> entries;
  while (rows.Next()) entries.push_back({rows.Int64(0), rows.String(1)});
  if (!rows.status().ok()) return rows.status();
  return entries;
}

absl::StatusOr<int64_t> ReadNumber(Rows rows) {
  if (rows.Next()) return rows.Int64(0);
  return rows.status().ok() ? absl::DataLossError("A row of the log is missing.") : rows.status();
}

}  // namespace

absl::StatusOr<int64_t> ReadRevision(Connection& connection) { return ReadNumber(connection.Query(kRevision)); }

absl::StatusOr<std::vector<FeedEntry>> SqliteLogReader::ListFeed(const TenantScope& scope, int64_t after, int limit) {
  if (after < 0) return absl::OutOfRangeError("The feed begins at 0.");
  if (limit <= 0) return std::vector<FeedEntry>();
  const std::string& organization = scope.organization_id();
  Rows rows = scope.is_system() ? connection().Query(kListChanges, after, limit)
                                : connection().Query(kListFeed, organization, after, limit);
  auto entries = ReadEntries(rows);
  if (!entries.ok()) return entries;
  if (!entries->empty() && entries->front().sequence != after + 1) {
    return absl::OutOfRangeError("The feed is not kept from there on.");
  }
  if (entries->empty()) {
    const auto head = FeedHead(scope);
    if (!head.ok()) return head.status();
    if (after > *head) return absl::OutOfRangeError("The feed does not go so far.");
    if (after < *head) return absl::OutOfRangeError("The feed is not kept from there on.");
  }
  return entries;
}

absl::StatusOr<int64_t> SqliteLogReader::FeedHead(const TenantScope& scope) {
  if (scope.is_system()) return Revision();
  return ReadNumber(connection().Query(kFeedHead, scope.organization_id()));
}

absl::StatusOr<int64_t> SqliteLogReader::FeedTail(const TenantScope& scope) {
  Rows rows =
      scope.is_system() ? connection().Query(kChangesTail) : connection().Query(kFeedTail, scope.organization_id());
  if (rows.Next()) return rows.Int64(0);
  return rows.status().ok() ? FeedHead(scope) : rows.status();
}

}  // namespace tendon::storage::sqlite
