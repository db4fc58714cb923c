// `tendon import fhir`: FHIR R4 JSON into drafts, and with --referral into sessions of that referral.
#include <algorithm>
#include <memory>
#include <ostream>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "clients/cli/command.h"
#include "clients/cli/commands.h"
#include "clients/cli/fhir_report.h"
#include "clients/cli/input_file.h"
#include "clients/cli/labels.h"
#include "clients/cli/names.h"
#include "clients/cli/session_commands.h"
#include "clients/cpp/error_detail.h"
#include "clients/cpp/referral_client.h"
#include "clients/cpp/session_client.h"
#include "clients/cpp/uuid.h"

namespace tendon::cli {
namespace {

namespace pb = referral::v1;

struct FhirOptions {
  std::vector<std::string> files;
  std::string recipient, recipient_clinician, referring_clinician, discipline, referral, subject, based_on;
  int sessions = 0;
  bool send = false, dry_run = false, consent = false;
};

absl::StatusOr<std::vector<InputFile>> ReadFiles(const FhirOptions& options, Terminal& terminal) {
  std::vector<InputFile> files;
  std::size_t bytes = 0;
  for (const auto& path : options.files) {
    auto file = ReadInput(path, terminal);
    if (!file.ok()) return file.status();
    bytes += file->text.size();
    if (bytes > interop::kMaxImportBytes)
      return absl::InvalidArgumentError(absl::StrCat("the files together are larger than ",
                                                     interop::kMaxImportBytes >> 20, " MiB; import fewer at a time"));
    files.push_back(*std::move(file));
  }
  return files;
}

interop::ImportResult Map(const std::vector<InputFile>& files) {
  std::vector<interop::Document> documents;
  for (const auto& file : files) documents.push_back({file.name, file.text});
  return interop::ImportFhir(documents);
}

// What FHIR cannot know: who in the exchange refers and receives; and what it left out.
absl::Status Complete(const FhirOptions& options, const Context& context, pb::Referral& referral) {
  const std::string referring =
      options.referring_clinician.empty() ? context.options.clinician : options.referring_clinician;
  referral.set_recipient(OrganizationName(options.recipient));
  referral.set_recipient_clinician(ClinicianName(options.recipient_clinician, options.recipient));
  referral.set_referring_clinician(ClinicianName(referring, context.options.organization));
  if (!options.discipline.empty()) {
    const int discipline = EnumValue(*clinical::v1::Discipline_descriptor(), options.discipline);
    if (discipline <= 0)
      return UsageError(
          absl::StrCat("--discipline: expects one of ", EnumLabels(*clinical::v1::Discipline_descriptor())));
    referral.set_discipline(static_cast<clinical::v1::Discipline>(discipline));
  }
  if (options.sessions > 0) referral.mutable_authorization()->set_sessions(options.sessions);
  if (options.consent) referral.mutable_consent()->set_granted(true);
  return absl::OkStatus();
}

// The same draft has the same request id: an import that is repeated makes no second one.
std::string RequestIdOf(absl::string_view step, const std::string& organization,
                        const interop::ReferralImport& import) {
  constexpr client::UuidBytes kNamespace = {0xd2, 0x1f, 0x6a, 0x80, 0x35, 0xc9, 0x4b, 0x17,
                                            0x8e, 0x52, 0xa3, 0x0d, 0x7b, 0x46, 0xf9, 0x68};
  return client::NamedUuid(kNamespace, absl::StrCat(step, "\n", organization, "\n", import.fhir_reference, "\n",
                                                    import.referral.SerializeAsString()));
}

std::string Why(const absl::Status& status) {
  const auto detail = client::ErrorDetailOf(status);
  if (!detail.field_violations.empty())
    return absl::StrCat(detail.field_violations[0].field, ": ", detail.field_violations[0].description);
  if (!detail.precondition_violations.empty())
    return absl::StrCat(detail.precondition_violations[0].subject, ": ", detail.precondition_violations[0].description);
  return std::string(status.message());
}

// Whom FHIR names, where nobody was named here.
std::string PerformerHint(const interop::ReferralImport& import) {
  if (!import.referral.recipient().empty() || import.performers.empty()) return "";
  const auto& performer = import.performers.front();
  return absl::StrCat("no --recipient; FHIR names ",
                      performer.display.empty() ? performer.reference : performer.display);
}

FhirOutcome Store(client::ReferralClient& client, const FhirOptions& options, const std::string& organization,
                  const interop::ReferralImport& import) {
  FhirOutcome outcome{import.document, import.fhir_reference, "referral", "", "", "", false};
  pb::CreateReferralRequest create;
  *create.mutable_referral() = import.referral;
  create.set_request_id(RequestIdOf("create", organization, import));
  auto referral = client.Create(std::move(create));
  if (referral.ok()) outcome.name = referral->name();
  // What FHIR says is over is begun anew by a person only.
  if (referral.ok() && options.send && import.has_ended()) {
    outcome.result = "DRAFT, not sent";
    outcome.message = "FHIR says that it has ended: look at the draft, then tendon referral send";
    outcome.failed = true;
    return outcome;
  }
  if (referral.ok() && options.send) {
    pb::SendReferralRequest send;
    send.set_name(referral->name());
    send.set_etag(referral->etag());
    send.set_request_id(RequestIdOf("send", organization, import));
    outcome.result = Label(referral->state());
    referral = client.Send(std::move(send));
  }
  outcome.failed = !referral.ok();
  outcome.message = referral.ok() ? PerformerHint(import) : Why(referral.status());
  outcome.result = referral.ok() ? Label(referral->state()) : outcome.name.empty() ? "refused" : "DRAFT, not sent";
  return outcome;
}

std::string SourceOf(const interop::SessionImport& session) {
  return session.sources.empty() ? session.document : session.sources.front();
}

// The sessions of one patient and one request only go to one referral: what the options name, or what is there if it is
// one.
absl::Status KeepOne(const std::string& option, const std::string& wanted,
                     std::string interop::SessionImport::*reference, FhirReport& report) {
  std::set<std::string> found;
  auto& sessions = report.import.sessions;
  auto& assessments = report.import.assessments;
  for (const auto* list : {&sessions, &assessments})
    for (const auto& session : *list) found.insert(session.*reference);
  found.erase("");
  if (wanted.empty() && found.size() > 1)
    return UsageError(absl::StrCat("the sessions are of several, and go to one referral: say which with ", option,
                                   ", one of ", absl::StrJoin(found, ", ")));
  if (!wanted.empty())
    for (auto* list : {&sessions, &assessments})
      std::erase_if(*list, [&](const auto& session) { return session.*reference != wanted; });
  return absl::OkStatus();
}

// What is not of the referral's patient is not recorded.
absl::Status KeepPatient(const FhirOptions& options, client::ReferralClient& client, FhirReport& report) {
  pb::GetReferralRequest request;
  request.set_name(ReferralName(options.referral));
  const auto referral = client.Get(std::move(request));
  if (!referral.ok()) return referral.status();
  interop::KeepSessionsOf(*referral, &report.import);
  return absl::OkStatus();
}

absl::Status StoreSessions(const FhirOptions& options, const std::shared_ptr<client::Connection>& connection,
                           FhirReport& report) {
  std::vector<const interop::SessionImport*> sessions;
  for (const auto& session : report.import.sessions) sessions.push_back(&session);
  for (const auto& assessment : report.import.assessments) sessions.push_back(&assessment);
  std::vector<outcomes::v1::ImportSessionsRequest> records;
  for (const auto* session : sessions) {
    auto& record = records.emplace_back();
    record.set_record_number(static_cast<std::int64_t>(records.size()));
    record.set_parent(ReferralName(options.referral));
    *record.mutable_session() = session->session;
  }
  return client::SessionClient(connection).Import(std::move(records), {}, [&](const client::ImportResult& result) {
    const auto& response = result.response;
    const auto& session = *sessions[static_cast<std::size_t>(response.record_number()) - 1];
    const bool assessment = session.session.status() == outcomes::v1::SESSION_STATUS_ASSESSMENT;
    const bool rejected = response.outcome() == outcomes::v1::IMPORT_OUTCOME_REJECTED;
    report.outcomes.push_back(
        {session.document, SourceOf(session), assessment ? "assessment" : "session", Label(response.outcome()),
         response.session(),
         rejected ? absl::StrCat(response.field(), response.field().empty() ? "" : ": ", response.message())
                  : FlagLabels(response.flags()),
         rejected});
  });
}

void Note(const FhirOptions& options, FhirReport& report) {
  const bool sessions_go = !options.referral.empty() && !options.dry_run;
  for (const auto& session : report.import.sessions)
    if (!sessions_go)
      report.outcomes.push_back({session.document, SourceOf(session), "session", "not sent", "",
                                 "say of which referral: --referral ID", false});
  for (const auto& outcome : report.import.outcomes)
    report.outcomes.push_back({outcome.document, outcome.source, "outcome", "not sent", "",
                               "a person decides: tendon referral complete", false});
  for (const auto& session : report.import.assessments)
    if (!sessions_go)
      report.outcomes.push_back({session.document, SourceOf(session), "assessment", "not sent", "",
                                 "say of which referral: --referral ID", false});
}

absl::Status StoreAll(const FhirOptions& options, Context& context, FhirReport& report) {
  const auto organization = context.Organization();
  if (!organization.ok()) return organization.status();
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  client::ReferralClient client(*connection);
  if (!options.referral.empty()) {
    if (absl::Status status = KeepPatient(options, client, report); !status.ok()) return status;
    return report.import.sessions.empty() && report.import.assessments.empty()
               ? absl::OkStatus()
               : StoreSessions(options, *connection, report);
  }
  for (const auto& import : report.import.referrals)
    report.outcomes.push_back(Store(client, options, *organization, import));
  return absl::OkStatus();
}

bool IsStored(const FhirOutcome& outcome) { return outcome.result != "not sent"; }

ExitCode ImportExitCode(const FhirOptions& options, const FhirReport& report) {
  const auto& import = report.import;
  const bool nothing_mapped =
      import.referrals.empty() && import.sessions.empty() && import.assessments.empty() && import.outcomes.empty();
  if (report.has_failures()) return nothing_mapped ? ExitCode::kBadInput : ExitCode::kPartialImport;
  if (options.dry_run) return ExitCode::kOk;
  // Drafts that --referral leaves alone are not asked for.
  const bool left = std::any_of(report.outcomes.begin(), report.outcomes.end(), [&](const auto& outcome) {
    return !IsStored(outcome) && (options.referral.empty() || outcome.became != "referral");
  });
  const bool nothing_stored = std::none_of(report.outcomes.begin(), report.outcomes.end(), IsStored);
  return left || nothing_stored ? ExitCode::kPartialImport : ExitCode::kOk;
}

absl::Status Import(Context& context, const FhirOptions& options) {
  if (options.send && options.recipient.empty()) return UsageError("--send needs to know to whom: --recipient ID");
  const auto files = ReadFiles(options, context.terminal());
  if (!files.ok()) return files.status();
  FhirReport report{Map(*files), {}, options.dry_run};
  if (!options.referral.empty()) {
    absl::Status status = KeepOne("--subject", options.subject, &interop::SessionImport::subject_reference, report);
    status.Update(KeepOne("--based-on", options.based_on, &interop::SessionImport::based_on, report));
    if (!status.ok()) return status;
  }
  const bool unchecked = options.dry_run && !(report.import.sessions.empty() && report.import.assessments.empty());
  if (!options.referral.empty() && unchecked)
    report.import.issues.push_back({interop::Severity::kWarning, "--dry-run", "", "--referral",
                                    "whether the sessions are of the referral's patient is checked when they are "
                                    "stored"});
  for (auto& import : report.import.referrals)
    if (absl::Status status = Complete(options, context, import.referral); !status.ok()) return status;
  const bool referrals_go = options.referral.empty() && !options.dry_run;
  for (const auto& import : report.import.referrals)
    if (!referrals_go)
      report.outcomes.push_back(
          {import.document, import.fhir_reference, "referral", "not sent", "", PerformerHint(import), false});
  Note(options, report);
  const bool anything =
      referrals_go ? !report.import.referrals.empty()
                   : !options.dry_run && !(report.import.sessions.empty() && report.import.assessments.empty());
  const absl::Status status = anything ? StoreAll(options, context, report) : absl::OkStatus();
  PrintFhirReport(report, context);
  if (const ExitCode code = ImportExitCode(options, report); code != ExitCode::kOk) context.exit_code = code;
  return status;
}

}  // namespace

void AddImportCommands(CLI::App& app, Context& context) {
  CLI::App* group = AddGroup(app, "import", "Take over what other systems write");
  auto options = std::make_shared<FhirOptions>();
  CLI::App* command =
      group->add_subcommand("fhir", "FHIR R4 JSON: resources or Bundles; ServiceRequests become drafts");
  command->add_option("files", options->files, "FHIR JSON files; references are followed over all of them")->required();
  command->add_option("--recipient", options->recipient, "The organisation to refer to");
  command->add_option("--recipient-clinician", options->recipient_clinician, "The clinician wished for");
  command->add_option("--referring-clinician", options->referring_clinician, "Who refers; you when left out");
  command->add_option("--discipline", options->discipline, "Instead of what the request says");
  command->add_option("--sessions", options->sessions, "How many sessions are authorised")
      ->check(CLI::Range(1, 365).description(""));
  command->add_flag("--consent", options->consent, "The patient agreed to the exchange with the recipient");
  command->add_flag("--send", options->send, "Send the drafts at once");
  command->add_option(
      "--referral", options->referral,
      "Record the sessions found with this referral, if they are of its patient, instead of making drafts");
  command->add_option("--subject", options->subject,
                      "With --referral: only sessions of this patient, as FHIR names it: Patient/example");
  command->add_option("--based-on", options->based_on,
                      "With --referral: only sessions of this request: ServiceRequest/example");
  command->add_flag("--dry-run", options->dry_run, "Map and report; store nothing");
  command->footer(
      "What FHIR says and Tendon cannot hold is listed as a warning, what is not valid as an error; what must not "
      "become a referral does\n"
      "not. A repeated import makes no second draft. With --referral, a file of another patient than the referral's "
      "is\n"
      "refused. The exit code is 7 where something was found and not stored.\n\n"
      "Example:\n  tendon import fhir bundle.json --recipient harbor-massage --sessions 6 --dry-run\n");
  Do(command, context, options, Import);
  AddCsvImportCommand(*group, context);
  AddNdjsonImportCommand(*group, context);
}

}  // namespace tendon::cli
