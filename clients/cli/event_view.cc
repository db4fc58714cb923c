#include "clients/cli/event_view.h"

#include <ostream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/cli/labels.h"
#include "clients/cli/names.h"
#include "clients/cli/referral_view.h"
#include "clients/cli/text.h"

namespace tendon::cli {
namespace {

namespace pb = referral::v1;

constexpr char kColumns[] = "%6s  %-16s  %-18s  %-36s  %s  %-14s  %s";
constexpr int kStateWidth = 16;

std::string What(const pb::Event& event) {
  const std::string transition = Label(event.transition());
  return transition.empty() ? Label(event.type()) : transition;
}

// "URGENT EMERGENCY, "; empty for what can wait.
std::string Haste(const pb::Event& event) {
  if (event.type() != pb::EVENT_TYPE_URGENT && event.type() != pb::EVENT_TYPE_ESCALATION) return "";
  const std::string urgency = Label(event.refer_urgency());
  return absl::StrCat(Label(event.type()), urgency.empty() ? "" : " ", urgency, ", ");
}

std::string Details(const pb::Event& event) {
  const std::string turn = Label(event.turn().party());
  const std::string sessions = event.has_progress() ? ProgressLabel(event.progress()) : "";
  return absl::StrCat(Haste(event), turn.empty() ? "" : "turn ", turn, turn.empty() || sessions.empty() ? "" : ", ",
                      sessions.empty() ? "" : "sessions ", sessions);
}

}  // namespace

void PrintEventHeader(Context& context) {
  const std::string line = absl::StrFormat(kColumns, "EVENT", "TIME", "WHAT", "RESOURCE",
                                           absl::StrFormat("%-*s", kStateWidth, "STATE"), "BY", "");
  context.out() << context.terminal().Styled(absl::StripTrailingAsciiWhitespace(line), Style::kBold) << std::endl;
}

void PrintEvent(const pb::Event& event, Context& context) {
  const std::string state = absl::StrFormat("%-*s", kStateWidth, Label(event.state()));
  const std::string line =
      absl::StrFormat(kColumns, absl::StrCat(event.sequence()), TimeLabel(event.event_time()), What(event),
                      Printable(ShortName(event.resource())), context.terminal().Styled(state, StyleOf(event.state())),
                      Printable(ShortName(event.actor_organization())), Details(event));
  context.out() << absl::StripTrailingAsciiWhitespace(line) << std::endl;
}

}  // namespace tendon::cli
