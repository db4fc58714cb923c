// Sessions and their counts after a crash run.
#include <google/protobuf/util/message_differencer.h>

#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/robustness/run_checks.h"
#include "tests/testing/party.h"

namespace tendon::testing {
namespace {

namespace out = outcomes::v1;
using google::protobuf::util::MessageDifferencer;

// For all referrals together. The outcomes server looks into its outbox every few seconds.
constexpr absl::Duration kOutboxLimit = absl::Seconds(60);

// Without what the server works out anew when it learns more of the referral.
out::Session Facts(out::Session session) {
  session.clear_flags();
  session.clear_episode();
  return session;
}

std::string NumberOf(const out::Session& session) {
  for (const auto& identifier : session.identifiers()) {
    if (identifier.system() == kRunSystem) return identifier.value();
  }
  return "";
}

// How many visits of a course were acknowledged; the others may have been stored or not.
int Acknowledged(const Course& course) {
  int count = 0;
  for (const Visit& visit : course.visits) count += visit.answer.name().empty() ? 0 : 1;
  return count;
}

void CheckCourse(Party* recipient, const Course& course, Complaints* complaints) {
  const auto list = recipient->Sessions(course.answer.name(), kPage);
  if (!list.ok()) {
    complaints->push_back(absl::StrCat("sessions of ", course.number, ": ", list.status.error_message()));
    return;
  }
  std::multimap<std::string, const out::Session*> found;
  std::set<int32_t> session_numbers;
  for (const out::Session& session : list->sessions()) {
    found.emplace(NumberOf(session), &session);
    if (!session_numbers.insert(session.session_number()).second) {
      complaints->push_back(absl::StrCat(course.number, ": two sessions have the number ", session.session_number()));
    }
  }
  size_t known = 0;
  for (const Visit& visit : course.visits) {
    const size_t count = found.count(visit.number);
    const bool acknowledged = !visit.answer.name().empty();
    known += count;
    if (count > 1 || (acknowledged && count == 0)) {
      complaints->push_back(absl::StrCat("session ", visit.number, " is there ", count, " times"));
    } else if (acknowledged &&
               !MessageDifferencer::Equals(Facts(*found.find(visit.number)->second), Facts(visit.answer))) {
      complaints->push_back(absl::StrCat("session ", visit.number, " is not as acknowledged"));
    }
  }
  if (known != found.size()) complaints->push_back(absl::StrCat(course.number, " has sessions that nobody recorded"));
}

// "" when both servers count what was acknowledged.
std::string CountsOf(Exchange* exchange, const Course& course) {
  Party recipient(exchange, course.recipient);
  const auto episode = recipient.Episode(course.answer.name());
  const auto referral = Party(exchange, course.referrer).Get(course.answer.name());
  if (!episode.ok() || !referral.ok()) return absl::StrCat(course.number, ": no episode or no referral");
  const int k = episode->sessions_completed();
  const int acknowledged = Acknowledged(course);
  const int most = static_cast<int>(course.visits.size());
  if (k < acknowledged || k > most) {
    return absl::StrCat(course.number, ": the outcomes server counts ", k, " instead of ", acknowledged);
  }
  const int told = referral->progress().sessions_completed();
  return told == k ? "" : absl::StrCat(course.number, ": the referral server was told ", told, " instead of ", k);
}

}  // namespace

Complaints CheckSessionsAreAsAcknowledged(Exchange* exchange, const Ledger& ledger) {
  Complaints complaints;
  for (const Course& course : ledger.courses) {
    Party recipient(exchange, course.recipient);
    if (!course.visits.empty()) CheckCourse(&recipient, course, &complaints);
  }
  return complaints;
}

Complaints CheckCountsAgree(Exchange* exchange, const Ledger& ledger) {
  Complaints complaints;
  const absl::Time end = absl::Now() + kOutboxLimit;
  for (const Course& course : ledger.courses) {
    if (course.visits.empty()) continue;
    std::string wrong;
    Eventually([&] { return (wrong = CountsOf(exchange, course)).empty(); }, end - absl::Now());
    if (!wrong.empty()) complaints.push_back(std::move(wrong));
  }
  return complaints;
}

}  // namespace tendon::testing
