#include "clients/cli/error_report.h"

#include <algorithm>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/labels.h"
#include "clients/cli/names.h"
#include "clients/cli/referral_view.h"
#include "clients/cli/screening_view.h"
#include "clients/cli/text.h"
#include "clients/cpp/error_detail.h"

namespace tendon::cli {
namespace {

namespace pb = referral::v1;

std::string OrThis(const std::string& subject) { return subject.empty() ? "REFERRAL" : subject; }

std::string WhoCalls(const GlobalOptions& options) {
  const std::string role = options.role.empty() && !options.organization.empty() ? "system_client" : options.role;
  return absl::StrCat(options.organization.empty() ? "nobody" : options.organization, role.empty() ? "" : ", role ",
                      role);
}

void ListFaults(const client::ErrorDetail& detail, std::ostream& err) {
  for (const auto& violation : detail.field_violations)
    err << "  " << Printable(violation.field) << (violation.field.empty() ? "" : ": ")
        << Printable(violation.description) << '\n';
  for (const auto& violation : detail.precondition_violations)
    err << "  " << Printable(violation.subject) << (violation.subject.empty() ? "" : ": ")
        << Printable(violation.description) << '\n';
}

void ListAllowed(const pb::TransitionRefused& refused, const std::string& subject, std::ostream& err) {
  const std::string role = Label(refused.actor_role()), rule = Printable(refused.rule());
  err << "  State " << Label(refused.state()) << ", version " << refused.version()
      << (role.empty() ? "" : ", you are the ") << role << (rule.empty() ? "" : ", rule ") << rule << ".\n";
  if (refused.allowed_events().empty()) {
    err << "  There is nothing that you may do with it now.\n";
    return;
  }
  err << "  What you may do now:\n";
  std::size_t width = 0;
  for (const int event : refused.allowed_events())
    width = std::max(width, Label(static_cast<pb::ReferralEvent>(event)).size());
  for (const int number : refused.allowed_events()) {
    const auto event = static_cast<pb::ReferralEvent>(number);
    const std::string label = Label(event), command = CommandFor(event, OrThis(subject));
    err << "    " << label << std::string(width - label.size() + 2, ' ')
        << (command.empty() ? "(no command of this program)" : Printable(command)) << '\n';
  }
}

// "CI012,CI040".
std::string MissingRules(const client::ErrorDetail& detail) {
  std::set<std::string> rules;
  if (detail.screening_refused) {
    for (const auto& objection : detail.screening_refused->objections()) rules.insert(objection.rule());
  }
  return absl::StrJoin(rules, ",");
}

// What screening holds against it, one technique a line.
void ListObjections(const pb::ScreeningRefused& refused, const Terminal& terminal, std::ostream& err) {
  for (const auto& objection : refused.objections()) {
    err << "  " << VerdictSymbol(objection.verdict(), terminal.utf8) << ' ' << VerdictWords(objection.verdict()) << "  "
        << Printable(objection.technique());
    for (const auto& site : objection.body_sites()) err << ' ' << Printable(SiteLabel(site));
    if (!objection.rule().empty()) err << "  " << Printable(objection.rule());
    if (objection.refer_urgency() != clinical::v1::REFER_URGENCY_UNSPECIFIED)
      err << "  " << Label(objection.refer_urgency());
    if (!objection.sources().empty())
      err << "  (" << Printable(absl::StrJoin(objection.sources(), ", ")) << "; confidence "
          << Printable(objection.confidence()) << ')';
    err << '\n';
  }
  err << "  " << Printable(refused.statement()) << " Knowledge " << Printable(refused.knowledge_version()) << '\n';
}

// What answers a rule that stands in the way: its clearance, or what a clinician attests.
std::vector<std::string> HintsForRules(const client::ErrorDetail& detail, const std::string& subject) {
  std::set<std::string> clearances, overrides;
  if (detail.screening_refused) {
    for (const auto& objection : detail.screening_refused->objections()) {
      if (objection.rule().empty()) continue;
      if (objection.verdict() == clinical::v1::VERDICT_CLEARANCE) clearances.insert(Printable(objection.rule()));
      if (objection.overridable()) overrides.insert(Printable(objection.rule()));
    }
  }
  std::vector<std::string> hints = {absl::StrCat("See it all: tendon screen ", subject)};
  for (const std::string& rule : clearances) {
    hints.push_back(absl::StrCat("With the physician's clearance: tendon referral clear ", subject, " --rule ", rule,
                                 " --by PHYSICIAN --date DAY --text TEXT"));
  }
  for (const std::string& rule : overrides) {
    hints.push_back(absl::StrCat("A clinician may attest to go on: tendon referral override ", subject, " --rule ",
                                 rule, " --until TIME --reason CODE --comment TEXT"));
  }
  return hints;
}

std::vector<std::string> HintsByReason(const client::ErrorDetail& detail, const Context& context) {
  const std::string subject = OrThis(context.subject);
  switch (detail.reason) {
    case pb::ERROR_REASON_STALE_ETAG:
      return {absl::StrCat("It changed in between. Look at it, and decide again: tendon referral show ", subject)};
    case pb::ERROR_REASON_REQUEST_ID_REUSED:
      return {"Nothing was done now: this --request-id was used for another request.",
              absl::StrCat("To repeat that one, give all that it gave, --time and --etag too. See first what it did: ",
                           "tendon explain ", subject, ", tendon session list ", subject),
              "Something new takes an id of its own."};
    case pb::ERROR_REASON_INCOMPLETE:
      return {absl::StrCat("Add what is missing: to a draft with tendon referral update ", subject,
                           " -f FILE, else to what you gave.")};
    case pb::ERROR_REASON_SESSION_NUMBER_TAKEN:
      if (!detail.session_conflict) return {};
      return {
          absl::StrCat("Session ", detail.session_conflict->session_number(), " is there already: tendon session show ",
                       Printable(ShortName(detail.session_conflict->existing_session()))),
          "Without --number the next free one is taken."};
    case pb::ERROR_REASON_RESUME_POINT_LOST:
      if (!detail.feed_position) return {};
      return {absl::StrCat("The feed can be read from --after ", detail.feed_position->oldest_sequence(),
                           " on. Events may be missing before: look at the referrals too."),
              "With --cursor-file: remove the file to begin anew."};
    case pb::ERROR_REASON_AUTHORIZATION_USED_UP:
      return {absl::StrCat("A session that took place is recorded all the same: tendon session record ", subject)};
    case pb::ERROR_REASON_CONTRAINDICATED:
      return HintsForRules(detail, subject);
    case pb::ERROR_REASON_SCREENING_NOT_ACKNOWLEDGED:
      return {absl::StrCat("Read what screening says: tendon screen ", subject),
              absl::StrCat("Then the same again with --acknowledge ", MissingRules(detail))};
    case pb::ERROR_REASON_REASON_CODE_REFUSED:
      return {"See the codes of each event, and what they need: tendon referral reasons --event EVENT"};
    case pb::ERROR_REASON_DUPLICATE_REFERRAL:
      return {absl::StrCat("Where it is another matter: tendon referral send ", subject, " --not-a-duplicate TEXT")};
    default:
      return {};
  }
}

std::vector<std::string> HintsByCode(const absl::Status& status, const Context& context) {
  switch (status.code()) {
    case absl::StatusCode::kUnauthenticated:
      return {
          "Say who calls: --organization, --clinician and --role, or TENDON_ORGANIZATION, TENDON_CLINICIAN and "
          "TENDON_ROLE."};
    case absl::StatusCode::kPermissionDenied:
      return {absl::StrCat("You call as ", WhoCalls(context.options), "; see --role and --organization.")};
    case absl::StatusCode::kNotFound:
      return {absl::StrCat("It does not exist, or is not yours to see; you call as ", WhoCalls(context.options), ".")};
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
      return {absl::StrCat("Servers: ", context.options.referral_server, " and ", context.options.outcomes_server,
                           ". See whether they run: tendon health")};
    case absl::StatusCode::kResourceExhausted:
      return {"The server has too much to do; try again soon."};
    default:
      return {};
  }
}

// How to repeat what may have been done: what was filled in is added to the command, and so it sends the same again.
std::vector<std::string> HintsToRepeat(const Context& context) {
  const std::string added = absl::StrJoin(context.filled_in, " ");
  if (added.empty()) return {"Whether it was done is not known. The same command again does it once at most."};
  return {"Whether it was done is not known. The same command again, with this added, does it once at most:",
          absl::StrCat("  ", added)};
}

bool MayHaveHappened(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsInternal(status) ||
         absl::IsUnknown(status);
}

}  // namespace

void ReportError(const absl::Status& status, Context& context) {
  std::ostream& err = context.terminal().err;
  if (IsUsageError(status)) {
    err << "tendon: " << Printable(status.message()) << "\nSee tendon --help.\n";
    return;
  }
  const client::ErrorDetail detail = client::ErrorDetailOf(status);
  const std::string kind = absl::StrCat(absl::StatusCodeToString(status.code()), detail.reason_name.empty() ? "" : " ",
                                        Printable(detail.reason_name));
  err << "tendon: " << Printable(status.message()) << " [" << kind << "]\n";
  ListFaults(detail, err);
  if (detail.screening_refused) ListObjections(*detail.screening_refused, context.terminal(), err);
  if (detail.transition_refused) ListAllowed(*detail.transition_refused, context.subject, err);
  std::vector<std::string> hints = HintsByReason(detail, context);
  if (hints.empty()) hints = HintsByCode(status, context);
  if (MayHaveHappened(status) && !context.request_id.empty())
    for (std::string& hint : HintsToRepeat(context)) hints.push_back(std::move(hint));
  for (const auto& hint : hints) err << "  " << Printable(hint) << '\n';
}

}  // namespace tendon::cli
