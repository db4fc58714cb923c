#include "services/storage/sqlite/database.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"

namespace tendon::storage::sqlite {
namespace {

// Before anything else asks SQLite for something: it takes no settings once it runs. Its account of memory would be one
// mutex that all connections meet at, at each allocation.
void ConfigureLibrary() {
  static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(configured);  // refused where the program has used SQLite before
}

// The path without links and dots, so that one database has one lock.
absl::StatusOr<std::string> CanonicalPath(const std::string& path) {
  if (path.empty()) return absl::InvalidArgumentError("The path of the database is empty.");
  std::error_code error;
  const std::filesystem::path canonical =
      std::filesystem::weakly_canonical(std::filesystem::absolute(path, error), error);
  if (error) return absl::UnavailableError(absl::StrCat(path, ": ", error.message()));
  return canonical.string();
}

absl::Status WithPath(const std::string& path, const absl::Status& status) {
  if (status.ok()) return status;
  return absl::Status(status.code(), absl::StrCat(path, ": ", status.message()));
}

absl::StatusOr<std::unique_ptr<Connection>> OpenConnection(const std::string& path, const std::string& vfs,
                                                           int busy_timeout_ms, Health* health) {
  auto connection = Connection::Open(path, vfs, health);
  if (connection.ok()) sqlite3_busy_timeout((*connection)->handle(), busy_timeout_ms);
  return connection;
}

absl::Status Configure(Connection& connection, int cache_kib) {
  return connection.RunScript(absl::StrCat("PRAGMA cache_size = -", cache_kib,
                                           "; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;"
                                           "PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;"
                                           "PRAGMA trusted_schema = OFF"));
}

absl::Status UseWriteAheadLog(Connection& connection) {
  Rows rows = connection.Query("PRAGMA journal_mode = WAL");
  if (!rows.Next()) return rows.status().ok() ? absl::InternalError("journal_mode has no value") : rows.status();
  if (rows.View(0) == "wal") return absl::OkStatus();
  return absl::FailedPreconditionError("this file system does not allow a write-ahead log");
}

// A connection that has read nothing does not know of the log, and would move nothing.
absl::StatusOr<std::unique_ptr<Connection>> OpenForCheckpoints(const std::string& path, const SqliteOptions& options,
                                                               Health* health) {
  auto connection = OpenConnection(path, options.vfs, options.busy_timeout_ms, health);
  if (!connection.ok()) return connection.status();
  if (auto status = UseWriteAheadLog(**connection); !status.ok()) return status;
  return connection;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Database>> Database::Open(const SqliteOptions& options, const Schema& schema) {
  ConfigureLibrary();
  const auto path = CanonicalPath(options.path);
  if (!path.ok()) return path.status();
  if (options.reader_connections < 1 || options.checkpoint_pages < 1) {
    return absl::InvalidArgumentError("A database needs at least one reader connection and one checkpoint page.");
  }
  auto lock = FileLock::Take(*path);
  if (!lock.ok()) return lock.status();
  if (auto status = PrepareDatabaseFile(*path); !status.ok()) return status;
  std::unique_ptr<Database> database(new Database(*std::move(lock)));
  if (auto status = database->OpenWriter(*path, options, schema); !status.ok()) return WithPath(*path, status);
  if (auto status = database->OpenReaders(*path, options); !status.ok()) return WithPath(*path, status);
  if (auto status = database->ReadMeta(); !status.ok()) return WithPath(*path, status);
  return database;
}

Database::~Database() {
  if (!Healthy().ok() && checkpointer_ != nullptr) checkpointer_->LeaveLogOnClose();
  checkpointer_.reset();
  readers_.Clear();  // the writer goes last: who goes last empties the log
  writer_.Clear();
}

absl::Status Database::OpenWriter(const std::string& path, const SqliteOptions& options, const Schema& schema) {
  auto log_buffer = LogBuffer::Over(options.vfs);
  if (!log_buffer.ok()) return log_buffer.status();
  log_buffer_ = *std::move(log_buffer);
  auto connection = OpenConnection(path, log_buffer_->vfs(), options.busy_timeout_ms, &health_);
  if (!connection.ok()) return connection.status();
  if (auto status = CheckSchema(**connection, schema); !status.ok()) return status;
  if (auto status = Configure(**connection, options.writer_cache_kib); !status.ok()) return status;
  if (auto status = UseWriteAheadLog(**connection); !status.ok()) return status;
  if (auto status = Migrate(**connection, schema); !status.ok()) return status;
  auto background = OpenForCheckpoints(path, options, &health_);
  if (!background.ok()) return background.status();
  checkpointer_ = std::make_unique<Checkpointer>(connection->get(), *std::move(background), options.checkpoint_pages,
                                                 options.busy_timeout_ms);
  writer_.Add(*std::move(connection));
  return absl::OkStatus();
}

absl::Status Database::OpenReaders(const std::string& path, const SqliteOptions& options) {
  for (int i = 0; i < options.reader_connections; ++i) {
    auto connection = OpenConnection(path, options.vfs, options.busy_timeout_ms, nullptr);
    if (!connection.ok()) return connection.status();
    if (auto status = Configure(**connection, options.cache_kib); !status.ok()) return status;
    if (auto status = (*connection)->RunScript("PRAGMA query_only = ON"); !status.ok()) return status;
    sqlite3_wal_autocheckpoint((*connection)->handle(), 0);
    readers_.Add(*std::move(connection));
  }
  return absl::OkStatus();
}

absl::Status Database::ReadMeta() {
  const Lease lease = readers_.Take();
  Rows rows = lease->Query("SELECT epoch, secret FROM meta");
  if (!rows.Next()) return rows.status().ok() ? absl::DataLossError("the database has no epoch") : rows.status();
  epoch_ = rows.String(0);
  secret_ = rows.String(1);
  return absl::OkStatus();
}

absl::StatusOr<Lease> Database::BeginRead() {
  Lease lease = readers_.Take();
  if (auto status = lease->Execute("BEGIN").status(); !status.ok()) return status;
  return lease;
}

absl::StatusOr<Lease> Database::BeginWrite() {
  Lease lease = writer_.Take();
  if (auto status = Healthy(); !status.ok()) return status;
  if (auto status = checkpointer_->RunIfDue(); !status.ok()) return status;
  if (auto status = lease->Execute("BEGIN IMMEDIATE").status(); !status.ok()) return status;
  return lease;
}

}  // namespace tendon::storage::sqlite
