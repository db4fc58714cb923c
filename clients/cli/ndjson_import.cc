#include "clients/cli/ndjson_import.h"

#include <algorithm>
#include <iterator>
#include <ostream>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/labels.h"
#include "clients/cli/names.h"
#include "clients/cli/text.h"
#include "clients/cpp/error_detail.h"
#include "clients/cpp/referral_client.h"
#include "clients/cpp/session_client.h"

namespace tendon::cli {
namespace {

// Visits that are mapped, sent, answered and then remembered together.
constexpr std::size_t kVisitsOfPart = 500;
constexpr int kNdjsonWindow = 256;
constexpr char kForm[] = "form";

// The line that a document was.
std::int64_t NumberOf(const std::string& document) {
  std::int64_t number = 0;
  return absl::SimpleAtoi(document, &number) ? number : 0;
}

}  // namespace

absl::Status NdjsonImport::Run() {
  if (absl::Status status = Start(); !status.ok()) return status;
  absl::Status status;
  for (std::size_t from = 0; from < index_.visits.size() && status.ok(); from += kVisitsOfPart)
    status = ImportPart(from, std::min(from + kVisitsOfPart, index_.visits.size()));
  if (!status.ok() && report_.answered() == 0) return status;
  if (options_.dry_run)
    context_.terminal().err << total_ - report_.answered() << " of " << total_
                            << " records can be sent; nothing was.\n";
  report_.Finish(options_.dry_run ? report_.answered() : total_);
  TellLeftOut();
  for (const std::string& why : unchecked_) context_.terminal().err << "warning: " << Printable(why) << '\n';
  if (!status.ok())
    context_.terminal().err << "tendon: the import ended early [" << absl::StatusCodeToString(status.code())
                            << "]: " << status.message() << ". Run it again: what is stored is not stored twice.\n";
  return absl::OkStatus();
}

absl::Status NdjsonImport::Start() {
  if (options_.referral.empty() == options_.discipline.empty())
    return UsageError("say whose sessions they are: --referral ID of one patient's, or --own DISCIPLINE");
  auto index = IndexNdjson(options_.files);
  if (!index.ok()) return index.status();
  index_ = *std::move(index);
  auto forms = ReadNdjsonLines(index_, index_.forms);
  if (!forms.ok()) return forms.status();
  forms_ = *std::move(forms);
  if (absl::Status status = CheckSubjects(); !status.ok()) return status;
  const auto organization = context_.Organization();
  if (!organization.ok()) return organization.status();
  if (!options_.checkpoint.empty()) {
    const auto checkpoint = LoadCheckpoint(
        options_.checkpoint, DigestOf(absl::StrCat(index_.digest, "\n", *organization, "\n", options_.referral, "\n",
                                                   options_.discipline, "\n", options_.subject)));
    if (!checkpoint.ok()) return checkpoint.status();
    done_ = *checkpoint;
  }
  // What an earlier run has told is not told again.
  for (const NdjsonFault& fault : index_.faults) {
    if (done_.line > 0) break;
    ++total_;
    Reject(fault.number, "", fault.rule);
  }
  for (const auto& [type, count] : index_.skipped) left_out_[absl::StrCat(type, ": tells of no session")] += count;
  if (options_.dry_run) return absl::OkStatus();
  const auto connection = context_.Connect();
  if (!connection.ok()) return connection.status();
  connection_ = *connection;
  return options_.discipline.empty() ? ReadPatient() : MakeOwnReferrals(*organization);
}

absl::Status NdjsonImport::ReadPatient() {
  referral::v1::GetReferralRequest request;
  request.set_name(ReferralName(options_.referral));
  auto referral = client::ReferralClient(connection_).Get(std::move(request));
  if (!referral.ok()) return referral.status();
  referral_ = *std::move(referral);
  std::vector<NdjsonLine> lines;
  std::set<std::string> subjects = index_.subjects;
  subjects.insert(options_.subject);  // it may be beyond those that are worth telling
  for (const std::string& subject : subjects) {
    const auto found = index_.patients.find(subject);
    if (found != index_.patients.end()) lines.push_back(found->second);
  }
  auto patients = ReadNdjsonLines(index_, lines);
  if (!patients.ok()) return patients.status();
  std::move(patients->begin(), patients->end(), std::back_inserter(forms_));
  return absl::OkStatus();
}

void NdjsonImport::KeepPatient(interop::ImportResult& mapped) {
  if (!referral_.has_value()) return;
  const std::size_t before = mapped.issues.size();
  interop::KeepSessionsOf(*referral_, &mapped);
  for (std::size_t i = before; i < mapped.issues.size(); ++i) {
    const interop::Issue& issue = mapped.issues[i];
    if (issue.severity == interop::Severity::kWarning) unchecked_.insert(issue.text);
  }
}

// The sessions of one patient only go to one referral.
absl::Status NdjsonImport::CheckSubjects() const {
  if (options_.referral.empty() || !options_.subject.empty() || index_.subjects.size() < 2) return absl::OkStatus();
  return UsageError(
      absl::StrCat("the files are of several patients, and --referral is of one: say which with --subject, "
                   "one of ",
                   Printable(absl::StrJoin(index_.subjects, ", "))));
}

absl::Status NdjsonImport::MakeOwnReferrals(const std::string& organization) {
  interop::v1::CsvReferral map;
  const int discipline = EnumValue(*clinical::v1::Discipline_descriptor(), options_.discipline);
  if (discipline <= 0)
    return UsageError(absl::StrCat("--own: expects one of ", EnumLabels(*clinical::v1::Discipline_descriptor())));
  map.set_discipline(static_cast<clinical::v1::Discipline>(discipline));
  own_referrals_.emplace(connection_, organization, std::move(map), /*treated=*/true);
  return absl::OkStatus();
}

absl::StatusOr<interop::ImportResult> NdjsonImport::MapVisits(std::size_t from, std::size_t to) const {
  std::vector<NdjsonLine> lines;
  for (std::size_t i = from; i < to; ++i)
    lines.insert(lines.end(), index_.visits[i].lines.begin(), index_.visits[i].lines.end());
  std::sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.number < b.number; });
  const auto texts = ReadNdjsonLines(index_, lines);
  if (!texts.ok()) return texts.status();
  std::vector<interop::Document> documents;
  for (const std::string& form : forms_) documents.push_back({kForm, form});
  for (std::size_t i = 0; i < lines.size(); ++i) documents.push_back({absl::StrCat(lines[i].number), (*texts)[i]});
  return interop::ImportFhir(documents);
}

absl::Status NdjsonImport::ImportPart(std::size_t from, std::size_t to) {
  // What went before the checkpoint is told apart by its ids, and sent no more.
  const bool done = static_cast<std::int64_t>(to) <= done_.line;
  auto mapped = MapVisits(from, to);
  if (!mapped.ok()) return mapped.status();
  KeepPatient(*mapped);
  TakeDispositions(*mapped, done);
  std::vector<interop::SessionImport> sessions = std::move(mapped->sessions);
  std::move(mapped->assessments.begin(), mapped->assessments.end(), std::back_inserter(sessions));
  std::vector<Record> records;
  for (interop::SessionImport& session : sessions) {
    if (!options_.subject.empty() && session.subject_reference != options_.subject) continue;
    if (!done) ++total_;
    if (options_.dry_run) continue;
    const auto parent = ParentOf(session);
    if (!parent.ok()) {
      if (absl::IsUnavailable(parent.status()) || absl::IsDeadlineExceeded(parent.status())) return parent.status();
      if (!done) Reject(NumberOf(session.document), "subject", std::string(parent.status().message()));
      continue;
    }
    Record& record = records.emplace_back();
    record.set_record_number(NumberOf(session.document));
    record.set_parent(*parent);
    *record.mutable_session() = std::move(session.session);
  }
  if (absl::Status status = Send(std::move(records), done); !status.ok()) return status;
  if (options_.checkpoint.empty() || options_.dry_run || done) return absl::OkStatus();
  done_.line = static_cast<std::int64_t>(to);
  return SaveCheckpoint(options_.checkpoint, done_);
}

void NdjsonImport::TakeDispositions(const interop::ImportResult& mapped, bool done) {
  if (done) return;
  for (const interop::Disposition& disposition : mapped.dispositions) {
    if (disposition.document == kForm) continue;
    if (disposition.fate == interop::Fate::kSkipped)
      ++left_out_[absl::StrCat(disposition.type, ": ", disposition.reason)];
    if (disposition.fate != interop::Fate::kInvalid) continue;
    const auto issue = std::find_if(mapped.issues.begin(), mapped.issues.end(), [&](const interop::Issue& each) {
      return each.severity == interop::Severity::kError && each.document == disposition.document;
    });
    ++total_;
    const bool told = issue != mapped.issues.end();
    Reject(NumberOf(disposition.document), told ? issue->path : "", told ? issue->text : disposition.reason);
  }
}

absl::Status NdjsonImport::Send(std::vector<Record> records, bool done) {
  ids_.Assign(records);
  if (done || records.empty()) return absl::OkStatus();
  client::ImportOptions import_options;
  import_options.window = kNdjsonWindow;
  return client::SessionClient(connection_)
      .Import(std::move(records), import_options,
              [this](const client::ImportResult& result) { report_.Add(result.response, result.sent_again); });
}

absl::StatusOr<std::string> NdjsonImport::ParentOf(const interop::SessionImport& session) {
  if (!own_referrals_.has_value()) return ReferralName(options_.referral);
  if (session.subject_reference.empty()) return absl::InvalidArgumentError("must say whose session it is");
  return own_referrals_->Of(session.subject_reference);
}

void NdjsonImport::Reject(std::int64_t number, const std::string& field, const std::string& rule) {
  outcomes::v1::ImportSessionsResponse response;
  response.set_record_number(number);
  response.set_outcome(outcomes::v1::IMPORT_OUTCOME_REJECTED);
  response.set_code(static_cast<int>(absl::StatusCode::kInvalidArgument));
  response.set_reason("INVALID_ARGUMENT");
  response.set_field(field);
  response.set_message(rule);
  report_.Add(response, false);
}

void NdjsonImport::TellLeftOut() const {
  if (context_.options.output != OutputFormat::kTable) return;
  for (const auto& [why, count] : left_out_) context_.out() << "left out: " << count << " " << Printable(why) << '\n';
}

}  // namespace tendon::cli
