// Referrals and repeated requests after a crash run.
#include <google/protobuf/util/message_differencer.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "tests/robustness/run_checks.h"
#include "tests/testing/party.h"

namespace tendon::testing {
namespace {

namespace pb = referral::v1;
using google::protobuf::util::MessageDifferencer;

// Without what sessions change while the referral stays as it is.
pb::Referral WithoutProgress(pb::Referral referral) {
  referral.clear_progress();
  return referral;
}

std::string NumberOf(const pb::Referral& referral) {
  for (const auto& identifier : referral.identifiers()) {
    if (identifier.system() == kRunSystem) return identifier.value();
  }
  return "";
}

// Every referral of a box by its number; those without one are none of the run's.
std::multimap<std::string, pb::Referral> ReadBox(Party* party, pb::ReferralBox box, Complaints* complaints) {
  std::multimap<std::string, pb::Referral> referrals;
  std::string token;
  do {
    auto page = party->List(box, "", kPage, token);
    if (!page.ok()) {
      complaints->push_back(absl::StrCat("list of ", party->organization(), ": ", page.status.error_message()));
      return referrals;
    }
    for (pb::Referral& referral : *page.value.mutable_referrals()) {
      const std::string number = NumberOf(referral);
      if (!number.empty()) referrals.emplace(number, std::move(referral));
    }
    token = page->next_page_token();
  } while (!token.empty());
  return referrals;
}

void CheckBox(Exchange* exchange, const Caller& owner, pb::ReferralBox box,
              const std::map<std::string, const Course*>& expected, Complaints* complaints) {
  Party party(exchange, owner);
  const auto found = ReadBox(&party, box, complaints);
  const std::string where = absl::StrCat("box ", static_cast<int>(box), " of ", owner.organization, ": ");
  for (const auto& [number, course] : expected) {
    const size_t count = found.count(number);
    // A create or send that was given up may have taken effect.
    const bool sent = course->answer.state() != pb::REFERRAL_STATE_DRAFT;
    const bool must = course->created() && (box == pb::REFERRAL_BOX_OUTBOX || sent);
    if (count > 1 || (must && count == 0))
      complaints->push_back(absl::StrCat(where, number, " is there ", count, " times"));
    if (count == 1 && course->created() && found.find(number)->second.name() != course->answer.name()) {
      complaints->push_back(absl::StrCat(where, number, " has another name than was acknowledged"));
    }
  }
  for (const auto& [number, referral] : found) {
    if (expected.count(number) == 0)
      complaints->push_back(absl::StrCat(where, referral.name(), " was created by nobody"));
  }
}

}  // namespace

Complaints CheckReferralsAreAsAcknowledged(Exchange* exchange, const Ledger& ledger) {
  Complaints complaints;
  for (const Course& course : ledger.courses) {
    if (!course.created()) continue;
    const auto present = Party(exchange, course.answered_to).Get(course.answer.name());
    if (!present.ok()) {
      complaints.push_back(
          absl::StrCat(course.number, " was acknowledged and is lost: ", present.status.error_message()));
      continue;
    }
    const int64_t further = present->version() - course.answer.version();
    const bool same = MessageDifferencer::Equals(WithoutProgress(*present), WithoutProgress(course.answer));
    if (same || (course.in_doubt && further == 1)) continue;
    complaints.push_back(absl::StrCat(course.number, " is not as acknowledged: version ", present->version(),
                                      " instead of ", course.answer.version()));
  }
  return complaints;
}

Complaints CheckBoxesHoldEachReferralOnce(Exchange* exchange, const Ledger& ledger) {
  Complaints complaints;
  std::map<std::string, const Course*> all;
  std::map<std::string, std::map<std::string, const Course*>> by_recipient;
  std::map<std::string, Caller> recipients;
  for (const Course& course : ledger.courses) {
    all[course.number] = &course;
    by_recipient[course.recipient_id][course.number] = &course;
    recipients[course.recipient_id] = course.recipient;
  }
  if (all.empty()) return {"the run has created nothing"};
  CheckBox(exchange, ledger.courses[0].referrer, pb::REFERRAL_BOX_OUTBOX, all, &complaints);
  for (const auto& [id, courses] : by_recipient) {
    CheckBox(exchange, recipients[id], pb::REFERRAL_BOX_INBOX, courses, &complaints);
  }
  return complaints;
}

Complaints CheckRepeatsAnswerTheSame(const Ledger& ledger) {
  Complaints complaints;
  for (const Deed& deed : ledger.deeds) {
    if (std::string wrong = deed.repeat(); !wrong.empty()) complaints.push_back(std::move(wrong));
  }
  return complaints;
}

Complaints CheckRun(Exchange* exchange, const Ledger& ledger) {
  Complaints complaints = ledger.complaints;
  for (std::string& complaint : CheckRepeatsAnswerTheSame(ledger)) complaints.push_back(std::move(complaint));
  for (const auto check : {&CheckReferralsAreAsAcknowledged, &CheckBoxesHoldEachReferralOnce,
                           &CheckSessionsAreAsAcknowledged, &CheckCountsAgree, &CheckFeedsAreDense}) {
    for (std::string& complaint : check(exchange, ledger)) complaints.push_back(std::move(complaint));
  }
  return complaints;
}

}  // namespace tendon::testing
