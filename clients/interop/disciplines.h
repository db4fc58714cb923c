// What FHIR codes and credentials say about a clinician's profession.
#ifndef TENDON_CLIENTS_INTEROP_DISCIPLINES_H_
#define TENDON_CLIENTS_INTEROP_DISCIPLINES_H_

#include <string_view>
#include <vector>

#include "clients/interop/datatypes.h"
#include "tendon/clinical/v1/coding.pb.h"

namespace tendon::interop {

// Of a role, specialty or taxonomy code: NUCC 225700000X, 2251..., 207/208...; SNOMED CT occupations; HL7
// practitioner-role.
clinical::v1::Discipline DisciplineOfRole(const Code& role);

// Of a requested service: SNOMED CT physical therapy, massage, referrals to physiotherapy.
clinical::v1::Discipline DisciplineOfService(const Code& service);

// Of the credentials behind a name: "Paul Therapist, PT". A hint only.
clinical::v1::Discipline DisciplineOfCredentials(std::string_view display);

// The one discipline named; UNSPECIFIED when none is, or several are.
clinical::v1::Discipline OnlyDiscipline(const std::vector<clinical::v1::Discipline>& named);

// Whether a request orders a test (laboratory, imaging, diagnostic procedure) or advice, and so is no referral of a
// patient for treatment.
bool IsTestCategory(const Code& category);
bool IsAdviceRequest(const Code& service);

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_DISCIPLINES_H_
