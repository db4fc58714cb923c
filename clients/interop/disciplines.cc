#include "clients/interop/disciplines.h"

#include "clients/interop/text.h"

namespace tendon::interop {
namespace {

namespace pb = clinical::v1;
constexpr auto kPhysician = pb::DISCIPLINE_PHYSICIAN;
constexpr auto kPhysical = pb::DISCIPLINE_PHYSICAL_THERAPIST;
constexpr auto kMassage = pb::DISCIPLINE_MASSAGE_THERAPIST;

constexpr std::string_view kNucc = "http://nucc.org/provider-taxonomy";
constexpr std::string_view kNuccOid = "urn:oid:2.16.840.1.113883.6.101";
constexpr std::string_view kPractitionerRole = "http://terminology.hl7.org/CodeSystem/practitioner-role";

struct Row {
  std::string_view code;
  pb::Discipline discipline;
};

constexpr Row kSnomedRoles[] = {
    {"36682004", kPhysical},    // Physiotherapist
    {"722138006", kPhysical},   // Physiotherapy, as a specialty
    {"1172950003", kMassage},   // Massage therapist
    {"309343006", kPhysician},  // Physician
    {"158965000", kPhysician},  // Doctor
    {"59058001", kPhysician},   // General physician
    {"22731001", kPhysician},   // Orthopaedic surgeon
    {"408443003", kPhysician},  // General medical practice
    {"310512001", kPhysician},  // Medical oncologist
};

constexpr Row kSnomedServices[] = {
    {"91251008", kPhysical},   // Physical therapy procedure
    {"34431008", kPhysical},   // Physiotherapy of chest
    {"306170007", kPhysical},  // Referral to physiotherapy service
    {"306171006", kPhysical},  // Referral to community-based physiotherapy service
    {"306172004", kPhysical},  // Referral to hospital-based physiotherapy service
    {"387854002", kMassage},   // Massage
};

constexpr Row kCredentials[] = {
    {"PT", kPhysical}, {"DPT", kPhysical}, {"LMT", kMassage}, {"RMT", kMassage}, {"MD", kPhysician}, {"DO", kPhysician},
};

// SNOMED CT, with FHIR's request category of the US Core guide: laboratory, imaging, diagnostic procedure.
constexpr std::string_view kTestCategories[] = {"108252007", "363679005", "103693007"};

template <std::size_t N>
pb::Discipline Lookup(const Row (&rows)[N], std::string_view code) {
  for (const Row& row : rows) {
    if (row.code == code) return row.discipline;
  }
  return pb::DISCIPLINE_UNSPECIFIED;
}

}  // namespace

pb::Discipline DisciplineOfRole(const Code& role) {
  if (role.system == kNucc || role.system == kNuccOid) {
    if (role.code.starts_with("2257")) return kMassage;
    if (role.code.starts_with("2251")) return kPhysical;
    if (role.code.starts_with("207") || role.code.starts_with("208")) return kPhysician;
  }
  if (role.is(kPractitionerRole, "doctor")) return kPhysician;
  return role.system == kSnomed ? Lookup(kSnomedRoles, role.code) : pb::DISCIPLINE_UNSPECIFIED;
}

pb::Discipline DisciplineOfService(const Code& service) {
  return service.system == kSnomed ? Lookup(kSnomedServices, service.code) : pb::DISCIPLINE_UNSPECIFIED;
}

pb::Discipline DisciplineOfCredentials(std::string_view display) {
  const std::size_t comma = display.rfind(',');
  if (comma == std::string_view::npos) return pb::DISCIPLINE_UNSPECIFIED;
  return Lookup(kCredentials, Strip(display.substr(comma + 1)));
}

pb::Discipline OnlyDiscipline(const std::vector<pb::Discipline>& named) {
  pb::Discipline only = pb::DISCIPLINE_UNSPECIFIED;
  for (const pb::Discipline discipline : named) {
    if (discipline == pb::DISCIPLINE_UNSPECIFIED || discipline == only) continue;
    if (only != pb::DISCIPLINE_UNSPECIFIED) return pb::DISCIPLINE_UNSPECIFIED;
    only = discipline;
  }
  return only;
}

bool IsTestCategory(const Code& category) {
  if (category.system != kSnomed) return false;
  for (const std::string_view code : kTestCategories) {
    if (category.code == code) return true;
  }
  return false;
}

bool IsAdviceRequest(const Code& service) {
  return service.is("https://fhir.nhs.uk/CodeSystem/servicerequest-code", "advice-and-guidance");
}

}  // namespace tendon::interop
