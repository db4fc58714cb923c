#include "clients/interop/patients.h"

#include <algorithm>

#include "clients/interop/datatypes.h"
#include "clients/interop/modifiers.h"

namespace tendon::interop {
namespace {

namespace pb = clinical::v1;

// The smaller the better; names of the past and of play never.
int NameRank(std::string_view use) {
  if (use == "official") return 0;
  if (use == "usual") return 1;
  if (use.empty()) return 2;
  if (use == "temp") return 3;
  return 9;
}

void ReadName(Element& patient, pb::Patient* into) {
  std::vector<Element> names = patient.Objects("name");
  int best = 9;
  for (Element& name : names) {
    const int rank = NameRank(name.String("use"));
    if (rank >= best) continue;
    best = rank;
    pb::HumanName* chosen = into->mutable_name();
    chosen->Clear();
    chosen->set_family(name.String("family"));
    chosen->set_text(name.String("text"));
    for (std::string& given : name.Strings("given")) chosen->add_given(std::move(given));
  }
  if (names.size() > 1) patient.Warn("name", "several names: one is kept (official before usual before others)");
}

pb::ContactSystem SystemOf(std::string_view system) {
  if (system == "phone") return pb::CONTACT_SYSTEM_PHONE;
  if (system == "email") return pb::CONTACT_SYSTEM_EMAIL;
  if (system == "sms") return pb::CONTACT_SYSTEM_SMS;
  if (system == "fax") return pb::CONTACT_SYSTEM_FAX;
  return pb::CONTACT_SYSTEM_UNSPECIFIED;
}

void ReadTelecom(Element& patient, pb::Patient* into) {
  for (Element& telecom : patient.Objects("telecom")) {
    const pb::ContactSystem system = SystemOf(telecom.String("system"));
    std::string value = telecom.String("value");
    if (telecom.String("use") == "old" || value.empty()) continue;
    if (system == pb::CONTACT_SYSTEM_UNSPECIFIED) {
      telecom.Warn("system", "a contact that is not phone, email, sms or fax: left out");
      continue;
    }
    pb::ContactPoint* added = into->add_telecom();
    added->set_system(system);
    added->set_value(std::move(value));
  }
}

void ReadGender(Element& patient, pb::Patient* into) {
  const std::string gender = patient.String("gender");
  if (gender == "male") {
    into->set_gender(pb::ADMINISTRATIVE_GENDER_MALE);
  } else if (gender == "female") {
    into->set_gender(pb::ADMINISTRATIVE_GENDER_FEMALE);
  } else if (gender == "other") {
    into->set_gender(pb::ADMINISTRATIVE_GENDER_OTHER);
  } else if (gender == "unknown") {
    into->set_gender(pb::ADMINISTRATIVE_GENDER_UNKNOWN);
  } else if (!gender.empty()) {
    patient.Error("gender", "not a code of administrative-gender: male, female, other, unknown");
  }
}

void ReadAddress(Element& patient, pb::Patient* into) {
  for (Element& address : patient.Objects("address")) {
    std::string code = address.String("postalCode");
    const std::string use = address.String("use");
    if (into->postal_code().empty() && (use.empty() || use == "home")) into->set_postal_code(std::move(code));
  }
  if (patient.Has("address")) patient.Warn("address", "only the postal code of the home is kept");
}

void ReadLanguage(Element& patient, pb::Patient* into) {
  bool preferred_found = false;
  for (Element& communication : patient.Objects("communication")) {
    const Concept language = ReadConcept(communication.Object("language"));
    const bool preferred = communication.Bool("preferred").value_or(false);
    if (language.codings.empty() || language.codings[0].code.empty() || preferred_found) continue;
    if (preferred || into->language().empty()) into->set_language(language.codings[0].code);
    preferred_found = preferred;
  }
}

void WarnOfDoubt(Element& patient) {
  if (patient.Bool("deceasedBoolean").value_or(false) || patient.DateTime("deceasedDateTime")) {
    patient.Warn(patient.KeyWithPrefix("deceased"), "says more than Tendon represents: read it before sending");
  }
  if (!patient.Bool("active").value_or(true))
    patient.Warn("active", "a record that is not in use: read it before sending");
  for (Element& link : patient.Objects("link")) {
    if (link.String("type") == "replaced-by")
      link.Warn("type", "a record that another one replaces: read it before sending");
  }
}

}  // namespace

pb::Patient ReadPatient(const Resource& resource, Report& report) {
  RefuseModifiers(resource, report);
  Element patient(resource, report);
  pb::Patient result;
  ReadIdentifiers(patient, "identifier", result.mutable_identifiers());
  ReadName(patient, &result);
  result.set_birth_date(patient.Date("birthDate"));
  ReadGender(patient, &result);
  ReadTelecom(patient, &result);
  ReadAddress(patient, &result);
  ReadLanguage(patient, &result);
  WarnOfDoubt(patient);
  patient.WarnUnread();
  return result;
}

pb::Patient PatientOfReference(const Reference& subject) {
  pb::Patient result;
  if (!subject.identifier_system.empty() && !subject.identifier_value.empty()) {
    pb::Identifier* identifier = result.add_identifiers();
    identifier->set_system(subject.identifier_system);
    identifier->set_value(subject.identifier_value);
  }
  if (!subject.display.empty()) result.mutable_name()->set_text(subject.display);
  return result;
}

}  // namespace tendon::interop
