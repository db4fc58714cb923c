#include "clients/cli/csv_import.h"

#include <ostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/names.h"
#include "clients/cpp/cohort_client.h"
#include "clients/cpp/error_detail.h"
#include "clients/cpp/session_client.h"
#include "clients/cpp/uuid.h"

namespace tendon::cli {
namespace {

// Records that are sent, answered and then remembered together.
constexpr std::size_t kRecordsOfPart = 5000;
// A wide row has several visits: its line and the visit's number in it.
constexpr std::int64_t kVisitsOfLine = 1000;
constexpr int kWindow = 256;

// A random UUID, fixed for ever: 9a4c1e76-2b8d-4f35-a0c9-71d8e65b3f02.
constexpr client::UuidBytes kMeasureNamespace = {0x9a, 0x4c, 0x1e, 0x76, 0x2b, 0x8d, 0x4f, 0x35,
                                                 0xa0, 0xc9, 0x71, 0xd8, 0xe6, 0x5b, 0x3f, 0x02};

// Whether two definitions say the same, but for what the server adds.
bool SameDefinition(outcomes::v1::MeasureDefinition a, outcomes::v1::MeasureDefinition b) {
  for (auto* definition : {&a, &b}) {
    definition->clear_name();
    definition->clear_create_time();
  }
  return a.SerializeAsString() == b.SerializeAsString();
}

}  // namespace

absl::Status CsvImport::Run() {
  if (absl::Status status = Start(); !status.ok()) return status;
  absl::Status status = ReadRows();
  if (!status.ok() && report_.answered() == 0) return status;
  if (options_.dry_run) {
    context_.terminal().err << total_ - report_.answered() << " of " << total_
                            << " records can be sent; nothing was.\n";
  }
  report_.Finish(options_.dry_run ? report_.answered() : total_);
  if (!status.ok())
    context_.terminal().err << "tendon: the import ended early [" << absl::StatusCodeToString(status.code())
                            << "]: " << status.message() << ". Run it again: what is stored is not stored twice.\n";
  return absl::OkStatus();
}

absl::Status CsvImport::Start() {
  std::vector<std::string> header;
  const auto more = reader_.Next(&header);
  if (!more.ok()) return more.status();
  if (!*more) return absl::InvalidArgumentError("the file is empty");
  auto mapper = interop::CsvMapper::Create(map_, header);
  if (!mapper.ok()) return mapper.status();
  mapper_ = *std::move(mapper);
  const auto organization = context_.Organization();
  if (!organization.ok()) return organization.status();
  if (!options_.checkpoint.empty()) {
    const std::string digest =
        DigestOf(absl::StrCat(*organization, "\n", map_.SerializeAsString(), "\n", absl::StrJoin(header, "\n")));
    const auto checkpoint = LoadCheckpoint(options_.checkpoint, digest);
    if (!checkpoint.ok()) return checkpoint.status();
    done_ = *checkpoint;
  }
  if (options_.dry_run) return absl::OkStatus();
  const auto connection = context_.Connect();
  if (!connection.ok()) return connection.status();
  connection_ = *connection;
  if (map_.referral().column().empty())
    own_referrals_.emplace(connection_, *organization, map_.referral(), map_.has_treatment());
  return DeclareMeasures();
}

absl::Status CsvImport::DeclareMeasures() {
  client::MeasureDefinitionClient client(connection_);
  const auto organization = context_.Organization();
  for (const interop::v1::CsvMeasure& measure : map_.measures()) {
    outcomes::v1::DeclareMeasureRequest declare;
    declare.set_parent(*organization);
    declare.set_measure_id(measure.id());
    *declare.mutable_measure_definition() = measure.definition();
    declare.set_request_id(client::NamedUuid(kMeasureNamespace, declare.SerializeAsString()));
    const auto declared = client.Declare(std::move(declare));
    if (declared.ok()) continue;
    if (!absl::IsAlreadyExists(declared.status())) return declared.status();
    outcomes::v1::GetMeasureDefinitionRequest get;
    get.set_name(absl::StrCat(*organization, "/measures/", measure.id()));
    const auto existing = client.Get(std::move(get));
    if (!existing.ok()) return existing.status();
    if (!SameDefinition(*existing, measure.definition()))
      return absl::AlreadyExistsError(
          absl::StrCat("measures: '", measure.id(), "' is declared already, otherwise; give it another id in the map"));
  }
  return absl::OkStatus();
}

absl::Status CsvImport::ReadRows() {
  std::vector<std::string> cells;
  while (true) {
    const auto more = reader_.Next(&cells);
    if (!more.ok()) {
      if (absl::Status sent = SendPart(); !sent.ok()) return sent;
      return more.status();
    }
    if (!*more) return SendPart();
    last_line_ = reader_.line();
    Take(cells);
    if (waiting_.size() < kRecordsOfPart) continue;
    if (absl::Status status = SendPart(); !status.ok()) return status;
  }
}

void CsvImport::Take(const std::vector<std::string>& cells) {
  const bool wide = mapper_->visits_per_row() > 1;
  std::int64_t visit_number = 0;
  for (interop::CsvVisitRecord& visit : mapper_->Map(cells)) {
    ++visit_number;
    const std::int64_t number = wide ? last_line_ * kVisitsOfLine + visit_number : last_line_;
    // What went before the checkpoint is told apart by its ids, and counts no more.
    const bool done = last_line_ <= done_.line;
    if (!done) ++total_;
    if (!visit.error.empty()) {
      if (!done) Reject(number, visit.column, visit.error, absl::StatusCode::kInvalidArgument);
    } else if (!options_.dry_run) {
      waiting_.push_back({number, std::move(visit)});
    }
  }
}

absl::StatusOr<std::string> CsvImport::ParentOf(const interop::CsvVisitRecord& visit) {
  if (own_referrals_.has_value()) return own_referrals_->Of(visit.subject);
  if (visit.referral.empty()) return absl::InvalidArgumentError("must name a referral");
  return ReferralName(visit.referral);
}

absl::Status CsvImport::SendPart() {
  std::vector<Record> records;
  for (Waiting& waiting : waiting_) {
    const auto parent = ParentOf(waiting.visit);
    if (!parent.ok()) {
      if (absl::IsUnavailable(parent.status()) || absl::IsDeadlineExceeded(parent.status())) return parent.status();
      const auto violations = client::ErrorDetailOf(parent.status()).field_violations;
      Reject(waiting.number, violations.empty() ? map_.referral().column() : violations[0].field,
             violations.empty() ? std::string(parent.status().message()) : violations[0].description,
             parent.status().code());
      continue;
    }
    Record& record = records.emplace_back();
    record.set_record_number(waiting.number);
    record.set_parent(*parent);
    *record.mutable_session() = std::move(waiting.visit.session);
  }
  waiting_.clear();
  ids_.Assign(records);
  const std::int64_t first = mapper_->visits_per_row() > 1 ? (done_.line + 1) * kVisitsOfLine : done_.line + 1;
  std::erase_if(records, [first](const Record& record) { return record.record_number() < first; });
  client::ImportOptions import_options;
  import_options.window = kWindow;
  if (!records.empty()) {
    const absl::Status status =
        client::SessionClient(connection_)
            .Import(std::move(records), import_options,
                    [this](const client::ImportResult& result) { report_.Add(result.response, result.sent_again); });
    if (!status.ok()) return status;
  }
  if (options_.checkpoint.empty() || options_.dry_run || last_line_ <= done_.line) return absl::OkStatus();
  done_.line = last_line_;
  return SaveCheckpoint(options_.checkpoint, done_);
}

void CsvImport::Reject(std::int64_t number, const std::string& field, const std::string& rule, absl::StatusCode code) {
  outcomes::v1::ImportSessionsResponse response;
  response.set_record_number(number);
  response.set_outcome(outcomes::v1::IMPORT_OUTCOME_REJECTED);
  response.set_code(static_cast<int>(code));
  response.set_reason(absl::StatusCodeToString(code));
  response.set_field(field);
  response.set_message(rule);
  report_.Add(response, false);
}

}  // namespace tendon::cli
