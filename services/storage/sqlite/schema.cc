#include "services/storage/sqlite/schema.h"

#include <unistd.h>

#include "absl/strings/str_cat.h"

namespace tendon::storage::sqlite {
namespace {

constexpr size_t kEpochBytes = 16;
constexpr size_t kSecretBytes = 32;

absl::StatusOr<int64_t> ReadNumber(Connection& connection, const char* sql) {
  Rows rows = connection.Query(sql);
  if (rows.Next()) return rows.Int64(0);
  return rows.status().ok() ? absl::InternalError("A pragma has no value.") : rows.status();
}

absl::StatusOr<int64_t> UserVersion(Connection& connection) { return ReadNumber(connection, "PRAGMA user_version"); }

absl::StatusOr<std::string> RandomBytes(size_t count) {
  std::string bytes(count, '\0');
  if (getentropy(bytes.data(), bytes.size()) != 0) return absl::UnavailableError("The system gives no random numbers.");
  return bytes;
}

std::string Hex(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (const char c : bytes) {
    hex.push_back(kDigits[(static_cast<unsigned char>(c) >> 4) & 0xf]);
    hex.push_back(kDigits[static_cast<unsigned char>(c) & 0xf]);
  }
  return hex;
}

// The epoch and secret of a new database.
absl::Status InsertMeta(Connection& connection) {
  const absl::StatusOr<std::string> epoch = RandomBytes(kEpochBytes);
  if (!epoch.ok()) return epoch.status();
  const absl::StatusOr<std::string> secret = RandomBytes(kSecretBytes);
  if (!secret.ok()) return secret.status();
  return connection.Execute("INSERT INTO meta (id, epoch, secret) VALUES (1, ?1, ?2)", Hex(*epoch), Blob{*secret})
      .status();
}

absl::Status RunMigration(Connection& connection, const Schema& schema, size_t version) {
  if (auto status = connection.RunScript(schema.migrations[version - 1]); !status.ok()) return status;
  if (version == 1) {
    if (auto status = InsertMeta(connection); !status.ok()) return status;
  }
  return connection.RunScript(
      absl::StrCat("PRAGMA application_id = ", schema.application_id, "; PRAGMA user_version = ", version));
}

}  // namespace

absl::Status CheckSchema(Connection& connection, const Schema& schema) {
  const auto application_id = ReadNumber(connection, "PRAGMA application_id");
  if (absl::IsDataLoss(application_id.status())) {
    return absl::FailedPreconditionError("the file is not a database of Tendon");
  }
  if (!application_id.ok()) return application_id.status();
  const auto tables = ReadNumber(connection, "SELECT count(*) FROM sqlite_schema");
  if (!tables.ok()) return tables.status();
  if (*application_id == 0 && *tables == 0) return absl::OkStatus();
  if (*application_id != schema.application_id) {
    return absl::FailedPreconditionError(
        absl::StrCat("the file is not a database of Tendon's ", schema.server, " server"));
  }
  const auto version = UserVersion(connection);
  if (!version.ok()) return version.status();
  const auto newest = static_cast<int64_t>(schema.migrations.size());
  if (*version <= newest) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat("the database has schema version ", *version,
                                                    ", but this program knows only ", newest,
                                                    ": it was last opened by a newer program; use that one"));
}

absl::Status Migrate(Connection& connection, const Schema& schema) {
  const auto version = UserVersion(connection);
  if (!version.ok()) return version.status();
  for (auto next = static_cast<size_t>(*version) + 1; next <= schema.migrations.size(); ++next) {
    if (auto status = connection.RunScript("BEGIN IMMEDIATE"); !status.ok()) return status;
    absl::Status status = RunMigration(connection, schema, next);
    if (status.ok()) status = connection.RunScript("COMMIT");
    if (status.ok()) continue;
    if (connection.in_transaction()) connection.RunScript("ROLLBACK").IgnoreError();
    return status;
  }
  return absl::OkStatus();
}

}  // namespace tendon::storage::sqlite
