#include "services/referral/directory/recipient_check.h"

#include <algorithm>
#include <functional>

#include "services/referral/directory/entries.h"
#include "services/referral/lifecycle/guards.h"

namespace tendon::referral {
namespace {

constexpr int kMaxCliniciansShown = 50;

using Clinicians = std::vector<const v1::Clinician*>;

// What is kept while the questions are asked.
struct Inquiry {
  const RecipientQuestion& question;
  Clinicians able;  // who could treat, as far as has been asked
  v1::CheckRecipientResponse response;

  void Raise(v1::RecipientObstacleCode code, bool blocking, const std::string& description,
             const std::string& field = "") {
    v1::RecipientObstacle* obstacle = response.add_obstacles();
    obstacle->set_code(code);
    obstacle->set_blocking(blocking);
    obstacle->set_description(description);
    obstacle->set_field(field);
  }
};

// A FHIR date may name a month or a year; its last day is as long as it holds.
std::string LastDayOf(const std::string& date) {
  if (date.size() == 4) return date + "-12-31";
  return date.size() == 7 ? date + "-31" : date;
}
std::string FirstDayOf(const std::string& date) {
  if (date.size() == 4) return date + "-01-01";
  return date.size() == 7 ? date + "-01" : date;
}

void AskReferral(Inquiry& inquiry) {
  for (const runtime::FieldViolation& missing : MissingToSend(*inquiry.question.referral)) {
    inquiry.Raise(v1::RECIPIENT_OBSTACLE_CODE_REFERRAL_INCOMPLETE, true, missing.description, missing.field);
  }
}

void AskOrganization(Inquiry& inquiry) {
  const v1::Capacity& capacity = inquiry.question.organization->capacity();
  if (capacity.status() == v1::CAPACITY_STATUS_CLOSED) {
    inquiry.Raise(v1::RECIPIENT_OBSTACLE_CODE_CLOSED, true, "the organisation takes no new referrals",
                  "capacity.status");
  }
  if (capacity.status() == v1::CAPACITY_STATUS_WAITING_LIST) {
    inquiry.Raise(v1::RECIPIENT_OBSTACLE_CODE_WAITING_LIST, false, "the organisation has a waiting list",
                  "capacity.status");
  }
  const std::string& latest = inquiry.question.referral->authorization().latest_start_date();
  const std::string& next = capacity.next_available_date();
  if (!latest.empty() && !next.empty() && FirstDayOf(next) > LastDayOf(latest)) {
    inquiry.Raise(v1::RECIPIENT_OBSTACLE_CODE_TOO_LATE, true,
                  "the organisation's next free date comes after authorization.latest_start_date",
                  "capacity.next_available_date");
  }
}

bool HasDiscipline(const v1::Clinician& clinician, clinical::v1::Discipline discipline) {
  const auto& all = clinician.disciplines();
  return std::find(all.begin(), all.end(), discipline) != all.end();
}

void AskDiscipline(Inquiry& inquiry) {
  const auto discipline = inquiry.question.referral->discipline();
  const auto is_other = [discipline](const v1::Clinician* clinician) { return !HasDiscipline(*clinician, discipline); };
  if (discipline == clinical::v1::DISCIPLINE_UNSPECIFIED) return;  // the referral is incomplete, and says so
  std::erase_if(inquiry.able, is_other);
  if (!inquiry.able.empty()) return;
  inquiry.Raise(v1::RECIPIENT_OBSTACLE_CODE_NO_DISCIPLINE, true,
                inquiry.question.wished_for ? "the clinician wished for is not of the discipline"
                                            : "no clinician there is of the discipline",
                "discipline");
}

bool IsAtSite(const v1::Clinician& clinician, const v1::Site& site) {
  const auto& ids = clinician.site_ids();
  return ids.empty() || std::find(ids.begin(), ids.end(), site.id()) != ids.end();
}

// Whether the clinician treats somewhere in the state. An organisation that does not say where it treats is not held
// against its clinicians.
bool TreatsIn(const v1::Organization& organization, const v1::Clinician& clinician, const std::string& state) {
  bool stated = false;
  for (const v1::Site& site : organization.sites()) {
    if (!IsAtSite(clinician, site) || site.state().empty()) continue;
    if (site.state() == state) return true;
    stated = true;
  }
  return !stated;
}

enum class Licensed { kYes, kNo, kNotListed };

Licensed LicenseOf(const RecipientQuestion& question, const v1::Clinician& clinician) {
  if (clinician.licenses().empty()) return Licensed::kNotListed;
  for (const v1::License& license : clinician.licenses()) {
    if (license.discipline() != question.referral->discipline()) continue;
    if (!license.valid_to_date().empty() && LastDayOf(license.valid_to_date()) < question.today) continue;
    if (TreatsIn(*question.organization, clinician, license.state())) return Licensed::kYes;
  }
  return Licensed::kNo;
}

void AskLicense(Inquiry& inquiry) {
  if (inquiry.able.empty()) return;
  const auto is = [&](Licensed licensed) {
    return [&inquiry, licensed](const v1::Clinician* clinician) {
      return LicenseOf(inquiry.question, *clinician) == licensed;
    };
  };
  std::erase_if(inquiry.able, is(Licensed::kNo));
  if (inquiry.able.empty()) {
    inquiry.Raise(v1::RECIPIENT_OBSTACLE_CODE_NO_LICENSE, true,
                  "no licence for the discipline is valid today in a state of the sites", "licenses");
  } else if (std::all_of(inquiry.able.begin(), inquiry.able.end(), is(Licensed::kNotListed))) {
    inquiry.Raise(v1::RECIPIENT_OBSTACLE_CODE_LICENSE_NOT_LISTED, false, "no licence is listed", "licenses");
  }
}

void AskClinicians(Inquiry& inquiry) {
  if (inquiry.able.empty()) return;
  const auto is = [](v1::CapacityStatus status) {
    return [status](const v1::Clinician* clinician) { return clinician->capacity().status() == status; };
  };
  std::erase_if(inquiry.able, is(v1::CAPACITY_STATUS_CLOSED));
  if (inquiry.able.empty()) {
    inquiry.Raise(v1::RECIPIENT_OBSTACLE_CODE_CLOSED, true,
                  inquiry.question.wished_for ? "the clinician wished for takes no new patients"
                                              : "no clinician who could treat takes new patients",
                  "capacity.status");
  } else if (std::all_of(inquiry.able.begin(), inquiry.able.end(), is(v1::CAPACITY_STATUS_WAITING_LIST))) {
    inquiry.Raise(v1::RECIPIENT_OBSTACLE_CODE_WAITING_LIST, false, "every clinician who could treat has a waiting list",
                  "capacity.status");
  }
}

void AskTechniques(Inquiry& inquiry) {
  const auto& planned = inquiry.question.referral->planned_techniques();
  for (int i = 0; i < planned.size(); ++i) {
    const auto offers = [&](const v1::Clinician* clinician) {
      const auto& techniques = clinician->techniques();
      // Who lists none does not say.
      return techniques.empty() ||
             std::find(techniques.begin(), techniques.end(), planned[i].technique()) != techniques.end();
    };
    if (inquiry.able.empty() || std::any_of(inquiry.able.begin(), inquiry.able.end(), offers)) continue;
    inquiry.Raise(v1::RECIPIENT_OBSTACLE_CODE_TECHNIQUE_NOT_OFFERED, false,
                  "nobody who could treat offers this technique; the recipient may choose another",
                  "planned_techniques[" + std::to_string(i) + "]");
  }
}

// The part of a language tag before the region: a patient who prefers "es-MX" is helped by "es".
std::string LanguageOf(const std::string& tag) { return SearchText(tag.substr(0, tag.find('-'))); }

void AskLanguage(Inquiry& inquiry) {
  const std::string wanted = LanguageOf(inquiry.question.referral->patient().language());
  const auto speaks = [&](const v1::Clinician* clinician) {
    const auto& languages = clinician->languages();
    return languages.empty() || std::any_of(languages.begin(), languages.end(), [&](const std::string& language) {
             return LanguageOf(language) == wanted;
           });
  };
  if (wanted.empty() || inquiry.able.empty()) return;
  if (std::any_of(inquiry.able.begin(), inquiry.able.end(), speaks)) return;
  inquiry.Raise(v1::RECIPIENT_OBSTACLE_CODE_LANGUAGE, false, "nobody who could treat speaks the patient's language",
                "patient.language");
}

constexpr void (*kQuestions[])(Inquiry&) = {AskReferral,   AskOrganization, AskDiscipline, AskLicense,
                                            AskClinicians, AskTechniques,   AskLanguage};

}  // namespace

v1::CheckRecipientResponse CheckRecipientFor(const RecipientQuestion& question) {
  Inquiry inquiry{question, {}, {}};
  for (const v1::Clinician& clinician : question.clinicians) inquiry.able.push_back(&clinician);
  for (const auto ask : kQuestions) ask(inquiry);
  auto& obstacles = *inquiry.response.mutable_obstacles();
  std::stable_sort(obstacles.begin(), obstacles.end(),
                   [](const auto& a, const auto& b) { return a.blocking() && !b.blocking(); });
  inquiry.response.set_acceptable(obstacles.empty() || !obstacles[0].blocking());
  for (const v1::Clinician* clinician : inquiry.able) {
    if (inquiry.response.clinicians_size() == kMaxCliniciansShown) break;
    inquiry.response.add_clinicians(clinician->name());
  }
  return std::move(inquiry.response);
}

}  // namespace tendon::referral
