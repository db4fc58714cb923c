// `tendon episode show`: how far a treatment has come, and what came of it so far.
#include <cmath>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "clients/cli/chart.h"
#include "clients/cli/command.h"
#include "clients/cli/commands.h"
#include "clients/cli/guidance_view.h"
#include "clients/cli/labels.h"
#include "clients/cli/names.h"
#include "clients/cli/referral_safety.h"
#include "clients/cli/series.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"
#include "clients/cpp/referral_client.h"
#include "clients/cpp/session_client.h"

namespace tendon::cli {
namespace {

namespace out = outcomes::v1;

struct EpisodeOptions {
  std::string id, measure;
};

std::string Signed(double value) { return absl::StrCat(value > 0 ? "+" : "", NumberLabel(value)); }

Style StyleOfChange(const out::MeasureSummary& measure) {
  const bool has_direction =
      measure.direction() == out::DIRECTION_LOWER_BETTER || measure.direction() == out::DIRECTION_HIGHER_BETTER;
  if (!measure.has_change() || measure.change() == 0 || !has_direction) return Style::kPlain;
  return (measure.change() < 0) == (measure.direction() == out::DIRECTION_LOWER_BETTER) ? Style::kGood : Style::kBad;
}

void PrintHead(const out::Episode& episode, Context& context) {
  const bool utf8 = context.terminal().utf8;
  const std::string of = episode.sessions_authorized() > 0 ? absl::StrCat(" of ", episode.sessions_authorized()) : "";
  Fields fields;
  fields.Add("Episode", ShortName(episode.name()), Style::kBold);
  fields.Add("State", episode.referral_state().empty() ? "not known yet" : episode.referral_state());
  fields.Add("From", ShortName(episode.referrer()));
  fields.Add("To", absl::StrCat(ShortName(episode.recipient()), " ", Label(episode.discipline())));
  fields.Add("Sessions", absl::StrCat(episode.sessions_completed(), of, "  ",
                                      DrawBar(episode.sessions_completed(), episode.sessions_authorized(), utf8)));
  std::vector<std::string> others;
  if (episode.sessions_planned() > 0) others.push_back(absl::StrCat(episode.sessions_planned(), " planned"));
  if (episode.sessions_missed() > 0) others.push_back(absl::StrCat(episode.sessions_missed(), " missed"));
  if (episode.sessions_cancelled() > 0) others.push_back(absl::StrCat(episode.sessions_cancelled(), " cancelled"));
  fields.Add("Beside", absl::StrJoin(others, ", "));
  fields.Add("Next", TimeLabel(episode.next_session_time()));
  fields.Add("First", TimeLabel(episode.first_session_time()));
  fields.Add("Last", TimeLabel(episode.last_session_time()));
  fields.Add(
      "Harm",
      episode.adverse_events() > 0
          ? absl::StrCat(episode.adverse_events(), episode.adverse_events() == 1 ? " adverse event" : " adverse events")
          : "",
      Style::kBad);
  fields.Add("Flagged",
             episode.flagged_sessions() == 0 ? ""
             : episode.flagged_sessions() == 1
                 ? "1 session needs a person's eye"
                 : absl::StrCat(episode.flagged_sessions(), " sessions need a person's eye"),
             Style::kWaiting);
  fields.Print(context.terminal(), context.out());
}

void PrintMeasures(const out::Episode& episode, Context& context) {
  Table table({{"MEASURE"},
               {"SITE", false, true},
               {"UNIT"},
               {"BASELINE", true},
               {"LATEST", true},
               {"BEST", true},
               {"CHANGE", true},
               {"%", true},
               {"COURSE"},
               {"SAYS", false, true}});
  const auto number = [](bool has, double value) { return has ? NumberLabel(value) : ""; };
  for (const auto& measure : episode.measures()) {
    const Style style = StyleOfChange(measure);
    table.Add({MeasureLabel(measure), PlaceLabel(measure), measure.unit(),
               number(measure.has_baseline(), measure.baseline()), number(measure.has_latest(), measure.latest()),
               number(measure.has_best(), measure.best()),
               Cell(measure.has_change() ? Signed(measure.change()) : "", style),
               Cell(measure.has_change_percent() ? Signed(std::round(measure.change_percent())) : "", style),
               DrawSparkline(measure, context.terminal().utf8), Label(measure.trajectory().classification())});
  }
  if (!table.empty()) context.out() << '\n';
  table.Print(context.terminal(), context.out());
}

// "NPRS, now, less is better: from 7 to 3, change -4 (-57 %)".
std::string Caption(const out::MeasureSummary& measure) {
  const char* direction = measure.direction() == out::DIRECTION_LOWER_BETTER    ? ", less is better"
                          : measure.direction() == out::DIRECTION_HIGHER_BETTER ? ", more is better"
                                                                                : "";
  const std::string percent =
      measure.has_change_percent() ? absl::StrCat(" (", Signed(std::round(measure.change_percent())), " %)") : "";
  const std::string change =
      measure.has_change() ? absl::StrCat(": from ", NumberLabel(measure.baseline()), " to ",
                                          NumberLabel(measure.latest()), ", change ", Signed(measure.change()), percent)
                           : "";
  return absl::StrCat(SeriesLabel(measure, measure.measure() == "NPRS" ? "Pain (NPRS)" : ""), direction, change);
}

void PrintCourses(const out::Episode& episode, const std::string& wanted, Context& context) {
  for (const auto& measure : episode.measures()) {
    if (measure.measure() != wanted) continue;
    context.out() << '\n' << context.terminal().Styled(Printable(Caption(measure)), Style::kBold) << '\n';
    for (const auto& line : DrawCourse(measure, context.terminal().width, context.terminal().utf8))
      context.out() << line << '\n';
  }
}

// What the referral's screening says beside the numbers. The episode is shown also where it cannot be read.
void PrintPrecautions(const out::Episode& episode, const std::shared_ptr<client::Connection>& connection,
                      Context& context) {
  referral::v1::GetReferralRequest request;
  request.set_name(episode.name().substr(0, episode.name().find("/episodes/")));
  const auto referral = client::ReferralClient(connection).Get(std::move(request));
  if (referral.ok()) return PrintMinded(MindedIn(*referral), absl::Now(), context);
  context.out() << "\nPrecautions are not known: the referral cannot be read now. See `tendon plan show`.\n";
}

absl::Status Show(Context& context, const EpisodeOptions& options) {
  const auto connection = context.Connect();
  if (!connection.ok()) return connection.status();
  out::GetEpisodeRequest request;
  request.set_name(EpisodeName(options.id));
  const auto episode = client::SessionClient(*connection).GetEpisode(std::move(request));
  if (!episode.ok()) return episode.status();
  context.Print(*episode, [&] {
    PrintHead(*episode, context);
    PrintMeasures(*episode, context);
    PrintExplanations(*episode, context);
    PrintCourses(*episode, options.measure, context);
    PrintGuidance(episode->guidance(), context);
    PrintPrecautions(*episode, *connection, context);
  });
  return absl::OkStatus();
}

}  // namespace

void AddEpisodeCommands(CLI::App& app, Context& context) {
  CLI::App* group = AddGroup(app, "episode", "Episodes: the sessions of a treatment, and what they show");
  auto options = std::make_shared<EpisodeOptions>();
  options->measure = "NPRS";
  CLI::App* command = group->add_subcommand(
      "show", "Show k of n, each measure's change, the course of pain, what to do next and what to mind");
  command->add_option("id", options->id, "The referral, for its latest episode; REFERRAL/2 for its second")->required();
  command->add_option("--draw", options->measure, "The measure whose course is drawn")->capture_default_str();
  Do(command, context, options, Show);
}

}  // namespace tendon::cli
