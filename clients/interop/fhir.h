// Reads FHIR R4 JSON into Tendon's messages: ServiceRequest (with its Task, Patient, Practitioner, Condition) into
// drafts of referrals, QuestionnaireResponse, Observation and Procedure into sessions, a Procedure that stands for a
// whole course (based on a request, of no single visit) into the outcome of a referral. Pure: no network, no clock, no
// files, no global state; safe to call from several threads. Nothing throws. Issues and reasons name paths, rules and
// codes of the standard, never a value of the patient's.
#ifndef TENDON_CLIENTS_INTEROP_FHIR_H_
#define TENDON_CLIENTS_INTEROP_FHIR_H_

#include <google/protobuf/repeated_field.h>

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tendon/clinical/v1/coding.pb.h"
#include "tendon/outcomes/v1/outcomes.pb.h"
#include "tendon/referral/v1/referral.pb.h"

namespace tendon::interop {

// Limits of one import. Over one of them the document is not read, and an error says which limit.
inline constexpr std::size_t kMaxDocumentBytes = std::size_t{16} << 20;  // check before reading a file
inline constexpr std::size_t kMaxImportBytes = std::size_t{64} << 20;    // all documents together
inline constexpr int kMaxNestingDepth = 64;            // of objects and arrays; HL7's deepest example has 21
inline constexpr std::size_t kMaxResources = 100'000;  // of all documents together, contained ones included
inline constexpr std::size_t kMaxIssues = 100'000;     // further ones are only counted

// One file or message. `text` must outlive the call of ImportFhir, not its result.
struct Document {
  std::string name;       // shown with its issues: a file name
  std::string_view text;  // UTF-8 JSON: a resource, a Bundle, Parameters, or an array of those
};

enum class Severity { kWarning, kError };

// One thing that was not represented (warning) or is not valid (error).
struct Issue {
  Severity severity = Severity::kWarning;
  std::string document;  // Document.name
  std::string resource;  // "ServiceRequest/physical-therapy"; "Bundle.entry[3].resource" where there is no id; empty
                         // for a whole file
  std::string path;      // "ServiceRequest.bodySite[0]"; "line 3, column 17 (byte 812)" where it is not JSON
  std::string text;      // the rule, and what follows from it
};

// Somebody who requested or performs, as far as FHIR tells; to be matched with the directory by a person or by the NPI.
struct Party {
  std::string reference;  // "Practitioner/example"; empty where only words are given
  std::string display;    // "Paul Therapist, PT"
  std::string npi;        // of the resolved Practitioner or Organization; empty when not known
  clinical::v1::Discipline discipline = clinical::v1::DISCIPLINE_UNSPECIFIED;
};

// A Task that focuses the request. A hint for a person; Tendon's states come from its own transitions only.
struct TaskHint {
  std::string reference;        // "Task/example1"
  std::string status;           // FHIR task-status: "in-progress"
  std::string business_status;  // the code, else the words: "ready"
  Party owner;
  bool ended = false;  // rejected, cancelled, failed or completed
};

// A draft. Fields that the server sets, and names of organisations and clinicians, are never set.
struct ReferralImport {
  referral::v1::Referral referral;
  std::string document;
  std::string fhir_reference;     // "ServiceRequest/physical-therapy"; what `based_on` of the others below points to
  std::string subject_reference;  // "Patient/example"; empty where only an identifier or words are given
  std::string fhir_status;        // as found: "completed". A hint, never a state
  std::string fhir_intent;        // as found: "order", "plan"
  Party requester;
  std::vector<Party> performers;  // hints for the recipient
  std::vector<TaskHint> tasks;

  // Whether FHIR says that nothing is left to do: the request is completed, or each of its Tasks has ended. A person
  // looks at such a draft before it is sent.
  bool has_ended() const;
};

// What one place of a document says of whose readings they are.
struct SubjectClaim {
  std::string document;
  std::string resource;  // as in Issue: "Patient/example"
  std::string path;      // "Patient.identifier", "Observation.subject.identifier"
  google::protobuf::RepeatedPtrField<clinical::v1::Identifier> identifiers;  // with system and value
};

// Readings of one session. Two of the same number are both given (with a warning): the server reports the conflict.
struct SessionImport {
  outcomes::v1::Session session;
  std::string document;              // of the first source
  std::vector<std::string> sources;  // "QuestionnaireResponse/x", in the order in which they were found
  std::string based_on;              // "ServiceRequest/x" as written, or empty: then the caller must name the referral
  std::string subject_reference;     // "Patient/example", or empty
  std::vector<std::string> documents;  // of all sources, each once
  // By what the patient can be compared with a referral's. Where no source tells an identifier of its patient: the
  // Patients of the same documents.
  std::vector<SubjectClaim> claims;
};

// What a Procedure says came of a referral. The discharge reason is for a person: FHIR has none.
struct OutcomeImport {
  referral::v1::ClosingSummary summary;
  outcomes::v1::Session session;  // the same procedure as a session that took place: its times, nothing more
  std::string document;
  std::string source;    // "Procedure/physical-therapy"
  std::string based_on;  // "ServiceRequest/physical-therapy"
  std::string subject_reference;
  std::vector<Party> performers;
};

// What became of one resource.
enum class Fate {
  kReferral,    // mapped into ImportResult.referrals
  kSession,     // mapped into ImportResult.sessions
  kAssessment,  // mapped into ImportResult.assessments
  kOutcome,     // mapped into ImportResult.outcomes
  kContext,     // used by another one: a Patient, a Task, a Bundle
  kSkipped,     // valid, not wanted here
  kInvalid,     // not read because of an error
};

// Every resource found has exactly one of these, Bundles, Parameters and contained resources included.
struct Disposition {
  std::string document;
  std::string type;      // "ServiceRequest"
  std::string resource;  // as in Issue
  Fate fate = Fate::kSkipped;
  std::string reason;  // why, or what for: "doNotPerform: a prohibition is no referral"
};

struct KindCount {
  int total = 0;
  int mapped = 0;
  int context = 0;
  std::map<std::string, int> skipped;  // by reason; invalid ones included
};

struct ImportResult {
  std::vector<ReferralImport> referrals;
  std::vector<SessionImport> sessions;
  // Readings that no session is told of (no training number, no treatment): of status ASSESSMENT, they do not count in
  // k of n.
  std::vector<SessionImport> assessments;
  std::vector<OutcomeImport> outcomes;
  std::vector<Issue> issues;
  std::size_t issues_left_out = 0;  // beyond kMaxIssues
  std::vector<Disposition> dispositions;

  bool has_errors() const;
  // Dispositions counted by resource type.
  std::map<std::string, KindCount> kinds() const;
};

// Reads the documents as one import: references are resolved over all of them (Bundle entries by fullUrl, contained
// resources, Type/id). One bad document or resource harms no other. A document that is given twice is read once; of the
// versions of one resource one at most is, and none where one of them is withdrawn (entered-in-error, revoked,
// doNotPerform) or deleted by its Bundle.
ImportResult ImportFhir(std::span<const Document> documents);

// Keeps the sessions and assessments that may be of the referral's patient. Where a Patient or a subject has an
// identifier of a system of the referral's patient and none in common, nothing of its document is kept: an error. What
// cannot be compared is kept with a warning: no identifier told, none of a common system, or none in the referral as
// the caller sees it.
void KeepSessionsOf(const referral::v1::Referral& referral, ImportResult* result);

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_FHIR_H_
