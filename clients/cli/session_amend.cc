// `tendon session amend` and `history`.
#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "clients/cli/document.h"
#include "clients/cli/labels.h"
#include "clients/cli/names.h"
#include "clients/cli/series.h"
#include "clients/cli/session_commands.h"
#include "clients/cli/session_options.h"
#include "clients/cli/table.h"
#include "clients/cpp/paging.h"
#include "clients/cpp/session_client.h"

namespace tendon::cli {
namespace {

namespace amendment = outcomes::v1;

struct AmendOptions {
  std::string id, because, etag;
  SessionOptions session;
};

// Whether `given` may be meant as a correction of `kept`: a recall that one of them does not say stands for any.
bool MayReplace(const clinical::v1::Observation& given, const clinical::v1::Observation& kept) {
  return given.measure() == kept.measure() && given.phase() == kept.phase() &&
         (given.recall() == kept.recall() || given.recall().empty() || kept.recall().empty());
}

// The place of the one among the first `kept` readings that `given` replaces; -1 where it is a new reading.
absl::StatusOr<int> ReplacedBy(const clinical::v1::Observation& given, const amendment::Session& session, int kept) {
  int possible = -1, exact = -1, possible_count = 0, exact_count = 0;
  for (int i = 0; i < kept; ++i) {
    const auto& reading = session.observations(i);
    if (!MayReplace(given, reading)) continue;
    possible = i, ++possible_count;
    if (given.recall() == reading.recall() && !reading.has_body_site()) exact = i, ++exact_count;
  }
  if (exact_count == 1) return exact;
  if (possible_count <= 1) return possible;
  return UsageError(absl::StrCat(given.measure(), ": the session has ", possible_count,
                                 " readings of it in this phase, of several questions or places; give the whole "
                                 "session with --file, from `tendon -o json session show`"));
}

// What an amendment mends is the score: what was asked, and of which place, stays, or the score would change its
// series.
void KeepQuestion(const clinical::v1::Observation& kept, clinical::v1::Observation& given) {
  if (kept.has_body_site()) *given.mutable_body_site() = kept.body_site();
  given.set_motion(kept.motion());
  given.set_motion_mode(kept.motion_mode());
  given.set_form_version(kept.form_version());
  given.set_recall(kept.recall());
}

// The readings that the options give stand in for those of the same measure, phase and recall.
absl::Status ReplaceReadings(int kept, amendment::Session& session) {
  for (int given = kept; given < session.observations_size(); ++given) {
    const auto place = ReplacedBy(session.observations(given), session, kept);
    if (!place.ok()) return place.status();
    if (*place < 0) continue;
    KeepQuestion(session.observations(*place), *session.mutable_observations(given));
    session.mutable_observations()->DeleteSubrange(*place, 1);
    --kept, --given;
  }
  return absl::OkStatus();
}

absl::StatusOr<amendment::Session> Amended(const AmendOptions& options, amendment::Session session, Context& context) {
  const std::string name = session.name(), etag = session.etag();
  if (!options.session.file.empty()) {
    session.Clear();
    if (absl::Status status = ReadMessage(options.session.file, context.terminal(), session); !status.ok())
      return status;
  }
  const int readings = session.observations_size();
  const auto start = session.start_time();
  if (absl::Status status = ApplySessionOptions(options.session, context, session); !status.ok()) return status;
  if (options.session.time == "now") *session.mutable_start_time() = start;
  if (absl::Status status = ReplaceReadings(readings, session); !status.ok()) return status;
  session.set_name(name);
  session.set_etag(etag);
  return session;
}

// The version that is amended: the present one, or that of the etag, so that a repetition amends what the first attempt
// did. Whether it is still the present one is the server's to say.
absl::StatusOr<amendment::Session> Amendable(Context& context, client::SessionClient& client,
                                             const AmendOptions& options) {
  if (options.etag.empty()) {
    amendment::GetSessionRequest get;
    get.set_name(SessionName(options.id));
    auto present = client.Get(std::move(get));
    if (present.ok()) context.filled_in.push_back(absl::StrCat("--etag ", present->etag()));
    return present;
  }
  amendment::ListSessionVersionsRequest request;
  request.set_parent(SessionName(options.id));
  absl::StatusOr<amendment::Session> found =
      UsageError("--etag: no version of the session has this one; see `tendon -o json session history`");
  const absl::Status status = client::ForEachPage(
      request, [&](const auto& page_request) { return client.ListVersions(page_request); },
      [&](const auto& page) {
        for (const amendment::Session& session : page.sessions()) {
          if (session.etag() == options.etag) found = session;
        }
        return !found.ok();
      });
  return status.ok() ? found : status;
}

absl::Status Amend(Context& context, const AmendOptions& options) {
  if (absl::Status status = RefuseOtherAtEachAttempt(options.session.mutation, !options.etag.empty(), "--etag",
                                                     "--etag v1 of `tendon session show ID`");
      !status.ok())
    return status;
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  client::SessionClient client(*connection);
  const auto present = Amendable(context, client, options);
  if (!present.ok()) return present.status();
  const auto session = Amended(options, *present, context);
  if (!session.ok()) return session.status();
  amendment::AmendSessionRequest request;
  *request.mutable_session() = *session;
  request.set_reason(options.because);
  request.set_request_id(context.RequestId(options.session.mutation.request_id));
  request.set_validate_only(options.session.mutation.validate_only);
  const auto amended = client.Amend(std::move(request));
  if (!amended.ok()) return amended.status();
  TellSession(*amended, context);
  return absl::OkStatus();
}

absl::Status History(Context& context, const std::string& id) {
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  client::SessionClient client(*connection);
  ListOutput output(context);
  Table table(
      {{"VERSION", true}, {"WHEN"}, {"BY"}, {"STATUS"}, {"NO", true}, {"BEGAN"}, {"PAIN"}, {"WHY", false, true}});
  amendment::ListSessionVersionsRequest request;
  request.set_parent(SessionName(id));
  const absl::Status status = client::ForEachPage(
      request, [&](const auto& page_request) { return client.ListVersions(page_request); },
      [&](const auto& page) {
        for (const amendment::Session& session : page.sessions()) {
          if (output.Add(session)) continue;
          table.Add({absl::StrCat(session.version()), TimeLabel(session.update_time()),
                     ShortName(session.amended_by().empty() ? session.clinician() : session.amended_by()),
                     Label(session.status()), SessionNumberLabel(session.session_number()),
                     TimeLabel(session.start_time()), PainLabel(session, context.terminal().utf8),
                     session.version() == 1 ? "recorded" : session.amendment_reason()});
        }
        return true;
      });
  table.Print(context.terminal(), context.out());
  if (status.ok()) output.Finish();
  return status;
}

}  // namespace

void AddSessionAmending(CLI::App& group, Context& context) {
  auto options = std::make_shared<AmendOptions>();
  CLI::App* command = group.add_subcommand("amend", "Make a new version of a session; the old ones stay readable");
  command->add_option("id", options->id, "REFERRAL/SESSION, as the list prints it")->required();
  command->add_option("--because", options->because, "Why, for the history")->required();
  AddSessionOptions(command, options->session);
  command->add_option("-f,--file", options->session.file,
                      "The whole session as JSON or YAML instead of the present one; options go over it");
  command->add_option(
      "--etag", options->etag,
      "The etag of the version that you decided on: refused if the session was amended since. Without it "
      "the present one is amended");
  AddMutationOptions(command, options->session.mutation);
  command->footer(
      "What no option names stays as it is; a score given replaces that of the same measure, phase and "
      "recall.\n\n"
      "Examples:\n  tendon session amend REFERRAL/SESSION --pain-before 6 --because 'Read from the wrong line'\n"
      "  tendon session amend REFERRAL/SESSION --status COMPLETED --pain-after 3 --because 'Took place as planned'\n"
      "  tendon session amend REFERRAL/SESSION --status ENTERED_IN_ERROR --because 'Of another patient'\n");
  Do(command, context, options, Amend);

  auto id = std::make_shared<std::string>();
  command = group.add_subcommand("history", "List every version of a session, the newest first");
  command->add_option("id", *id, "REFERRAL/SESSION, as the list prints it")->required();
  Do(command, context, id, History);
}

}  // namespace tendon::cli
