// An import of FHIR NDJSON files: indexes them, then maps and sends some hundred visits at a time, and remembers after
// each part how far it came.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "clients/cli/context.h"
#include "clients/cli/import_checkpoint.h"
#include "clients/cli/import_report.h"
#include "clients/cli/ndjson_index.h"
#include "clients/cli/own_referrals.h"
#include "clients/cpp/import_ids.h"
#include "clients/interop/fhir.h"

namespace tendon::cli {

struct NdjsonImportOptions {
  std::vector<std::string> files;
  std::string referral;    // of all sessions; else one of one's own for each patient
  std::string subject;     // only this patient's
  std::string discipline;  // of one's own referrals
  std::string checkpoint;  // the file; empty for none
  bool dry_run = false;
};

class NdjsonImport {
 public:
  NdjsonImport(Context& context, NdjsonImportOptions options)
      : context_(context), options_(std::move(options)), report_(context) {}

  absl::Status Run();

 private:
  using Record = outcomes::v1::ImportSessionsRequest;

  absl::Status Start();
  absl::Status CheckSubjects() const;
  // Reads the referral, and the lines of its sessions' Patients.
  absl::Status ReadPatient();
  // Refuses the sessions of another patient than the referral's.
  void KeepPatient(interop::ImportResult& mapped);
  absl::Status MakeOwnReferrals(const std::string& organization);
  // Maps visits [from, to) and sends what comes of them.
  absl::Status ImportPart(std::size_t from, std::size_t to);
  absl::StatusOr<interop::ImportResult> MapVisits(std::size_t from, std::size_t to) const;
  void TakeDispositions(const interop::ImportResult& mapped, bool done);
  absl::Status Send(std::vector<Record> records, bool done);
  absl::StatusOr<std::string> ParentOf(const interop::SessionImport& session);
  void Reject(std::int64_t number, const std::string& field, const std::string& rule);
  void TellLeftOut() const;

  Context& context_;
  const NdjsonImportOptions options_;
  ImportReport report_;
  NdjsonIndex index_;
  std::vector<std::string> forms_;                  // and Patients
  std::optional<referral::v1::Referral> referral_;  // of --referral
  std::set<std::string> unchecked_;                 // why a patient could not be compared
  std::shared_ptr<client::Connection> connection_;
  std::optional<OwnReferrals> own_referrals_;
  client::ImportIds ids_;
  ImportCheckpoint done_;                // its line is the number of visits
  std::map<std::string, int> left_out_;  // resources, by why
  std::size_t total_ = 0;
};

}  // namespace tendon::cli
