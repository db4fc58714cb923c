// `tendon session record`, and the group itself.
#include <memory>
#include <vector>

#include "absl/time/clock.h"
#include "clients/cli/command.h"
#include "clients/cli/commands.h"
#include "clients/cli/document.h"
#include "clients/cli/labels.h"
#include "clients/cli/names.h"
#include "clients/cli/series.h"
#include "clients/cli/session_commands.h"
#include "clients/cli/session_flags.h"
#include "clients/cli/session_options.h"
#include "clients/cpp/session_client.h"

namespace tendon::cli {
namespace {

namespace out = outcomes::v1;

// Parses each text and hands the result to `add`.
template <class Parse, class Add>
absl::Status ForEach(const std::vector<std::string>& texts, Parse parse, Add add) {
  for (const auto& text : texts) {
    const auto value = parse(text);
    if (!value.ok()) return value.status();
    add(*value);
  }
  return absl::OkStatus();
}

absl::Status AddObservations(const SessionOptions& options, out::Session& session) {
  std::vector<std::string> measures = options.measures;
  const auto add_pain = [&](const std::string& score, const char* phase) {
    if (!score.empty()) measures.push_back(absl::StrCat("NPRS=", score, ":", phase, ":", kRecallNow));
  };
  add_pain(options.pain_before, "before");
  add_pain(options.pain_after, "after");
  return ForEach(measures, ParseMeasure, [&](const auto& observation) { *session.add_observations() = observation; });
}

absl::Status SetStatus(const SessionOptions& options, out::Session& session) {
  const int status = EnumValue(*out::SessionStatus_descriptor(), options.status);
  if (status <= 0)
    return UsageError(absl::StrCat("--status: expects one of ", EnumLabels(*out::SessionStatus_descriptor())));
  session.set_status(static_cast<out::SessionStatus>(status));
  return absl::OkStatus();
}

}  // namespace

absl::Status ApplySessionOptions(const SessionOptions& options, const Context& context, out::Session& session) {
  if (options.file.empty() || options.time != "now") {
    const auto start = ParseMoment(options.time, absl::Now(), absl::LocalTimeZone());
    if (!start.ok()) return start.status();
    *session.mutable_start_time() = *start;
  }
  absl::Status status = ForEach(options.techniques, ParseTechnique,
                                [&](const auto& technique) { *session.add_techniques() = technique; });
  status.Update(AddObservations(options, session));
  status.Update(ForEach(options.adverse_events, ParseAdverseEvent,
                        [&](const auto& event) { *session.add_adverse_events() = event; }));
  if (!options.status.empty()) status.Update(SetStatus(options, session));
  if (options.minutes > 0) session.set_duration_minutes(options.minutes);
  if (options.number > 0) session.set_session_number(options.number);
  if (!options.clinician.empty()) session.set_clinician(ClinicianName(options.clinician, context.options.organization));
  if (!options.note.empty()) session.set_note(options.note);
  if (!options.home_program.empty()) session.set_home_program(options.home_program);
  if (!options.reason.empty()) session.set_reason_code(options.reason);
  return status;
}

namespace {

std::string RfcTime(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromUnixSeconds(time.seconds()), absl::UTCTimeZone());
}

absl::Status Record(Context& context, const SessionOptions& options) {
  context.subject = ShortName(ReferralName(options.referral));
  out::RecordSessionRequest request;
  const bool begins_now = options.file.empty() && options.time == "now";
  absl::Status status =
      RefuseOtherAtEachAttempt(options.mutation, !begins_now, "--time", "--time 2026-11-23T09:30:00Z");
  if (status.ok() && !options.file.empty())
    status = ReadMessage(options.file, context.terminal(), *request.mutable_session());
  if (status.ok()) status = ApplySessionOptions(options, context, *request.mutable_session());
  if (!status.ok()) return status;
  if (begins_now) context.filled_in.push_back(absl::StrCat("--time ", RfcTime(request.session().start_time())));
  request.set_parent(ReferralName(options.referral));
  request.set_request_id(context.RequestId(options.mutation.request_id));
  request.set_validate_only(options.mutation.validate_only);
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  const auto session = client::SessionClient(*connection).Record(std::move(request));
  if (!session.ok()) return session.status();
  TellSession(*session, context);
  return absl::OkStatus();
}

}  // namespace

void AddSessionOptions(CLI::App* command, SessionOptions& options) {
  command
      ->add_option("--time", options.time,
                   "When it began: now, 2026-11-23T09:30:00Z, or '2026-11-23 09:30' in local time")
      ->take_last()
      ->capture_default_str();
  command->add_option("--minutes", options.minutes, "How long it took")->check(CLI::Range(1, 480).description(""));
  command->add_option("--number", options.number, "Its number in the episode; the next free one when left out")
      ->check(CLI::Range(1, 10'000).description(""));
  command
      ->add_option("--technique", options.techniques,
                   "DEEP_TISSUE@lumbar:left,hip/20: technique, regions with sides, minutes; may be repeated")
      ->take_all();
  command->add_option("--pain-before", options.pain_before,
                      "Pain now, from 0 to 10, before the treatment (NPRS, recall now)");
  command->add_option("--pain-after", options.pain_after,
                      "Pain now, from 0 to 10, after the treatment (NPRS, recall now)");
  command
      ->add_option("--measure", options.measures,
                   "ODI=32:before, 'NPRS=8:before:worst 7d': another measure, its score, phase, and what the question "
                   "asked for; "
                   "may be repeated")
      ->take_all();
  command
      ->add_option("--adverse-event", options.adverse_events,
                   "mild:TEXT: harm, its grade and what happened; may be repeated")
      ->take_all();
  command->add_option("--treating-clinician", options.clinician, "Who treated; you when left out");
  command->add_option("--status", options.status, EnumLabels(*out::SessionStatus_descriptor()));
  command->add_option("--reason", options.reason, "The reason code, for a session that did not take place");
  command->add_option("--note", options.note, "The therapist's note");
  command->add_option("--home-program", options.home_program, "What the patient does at home until the next one");
}

void AddSessionRecord(CLI::App& group, Context& context) {
  auto options = std::make_shared<SessionOptions>();
  CLI::App* command = group.add_subcommand("record", "Record a session that took place");
  command->add_option("referral", options->referral, "The referral")->required();
  AddSessionOptions(command, *options);
  command->add_option("-f,--file", options->file,
                      "A Session as JSON or YAML; - for standard input; options go over it");
  AddMutationOptions(command, options->mutation);
  command->footer(
      "A session that took place is stored whatever the referral's state, and flagged where something is "
      "noteworthy.\n\n"
      "Example:\n  tendon session record 0190a5b4-... --pain-before 7 --pain-after 4 --minutes 60 \\\n"
      "    --technique DEEP_TISSUE@lumbar/30 --technique MYOFASCIAL_RELEASE@lumbar/30 --time '2026-11-23 09:30'\n");
  Do(command, context, options, Record);
}

void AddSessionCommands(CLI::App& app, Context& context) {
  CLI::App* group = AddGroup(app, "session", "Sessions: record, import, read, amend");
  AddSessionRecord(*group, context);
  AddSessionImport(*group, context);
  AddSessionReading(*group, context);
  AddSessionAmending(*group, context);
}

}  // namespace tendon::cli
