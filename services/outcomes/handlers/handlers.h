// The handlers of the outcomes server: no gRPC, no SQL. A read gets a snapshot, a write the transaction of its batch; a
// write may be run twice, so it decides first and writes last.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/clinical/scoring/read.h"
#include "services/runtime/admission.h"
#include "services/storage/outcomes_store.h"
#include "tendon/outcomes/v1/amendment_service.pb.h"
#include "tendon/outcomes/v1/measure_definition.pb.h"
#include "tendon/outcomes/v1/measure_service.pb.h"
#include "tendon/outcomes/v1/session_service.pb.h"

namespace tendon::outcomes {

using runtime::Call;
using Reader = storage::OutcomesReader;
using Transaction = storage::OutcomesTransaction;

// What is known of the referral when a session is recorded.
enum class LookupResult {
  kNotAsked,     // what the store knows is good enough
  kFound,        // `view` is what the referral server says
  kMissing,      // the referral server says that there is none
  kUnreachable,  // the referral server could not be asked
};
struct Lookup {
  LookupResult result = LookupResult::kNotAsked;
  v1::ReferralView view;
};

// What happens to a session whose number another one has: a person who records is asked; an import keeps what took
// place and flags it.
enum class OnTakenNumber { kRefuse, kKeepOrRefuse };

// sessions.cc. Records a session of the caller's organisation.
absl::Status RecordSession(Call& call, Transaction& transaction, const std::string& parent, const v1::Session& session,
                           const Lookup& lookup, OnTakenNumber on_taken, v1::Session* response,
                           const clinical::scoring::ScoringOptions& scoring = {});
// Whether the referral server has to be asked before this caller's session can be recorded well.
bool NeedsLookup(const Call& call, Reader& reader, const std::string& parent);
absl::Status GetSession(Call& call, Reader& reader, const v1::GetSessionRequest& request, v1::Session* response);
absl::Status ListSessions(Call& call, Reader& reader, const v1::ListSessionsRequest& request,
                          v1::ListSessionsResponse* response);

// amendments.cc
absl::Status AmendSession(Call& call, Transaction& transaction, const v1::AmendSessionRequest& request,
                          const clinical::scoring::ScoringOptions& scoring, v1::Session* response);
absl::Status ListSessionVersions(Call& call, Reader& reader, const v1::ListSessionVersionsRequest& request,
                                 v1::ListSessionVersionsResponse* response);

// snapshots.cc. Adds to a session that is about to be written what the episode's numbers say with it, from the sessions
// of its episode that began no later; `session_id` is empty for a new one.
struct SnapshotPlace {
  std::string referral_id;
  std::string session_id;
  int episode = 0;
  clinical::v1::Discipline discipline = clinical::v1::DISCIPLINE_UNSPECIFIED;
};
absl::Status AddSnapshots(Call& call, Transaction& transaction, const SnapshotPlace& place, v1::Session* session);

// measures.cc. They need no store.
absl::Status ScoreInstrument(const v1::ScoreInstrumentRequest& request,
                             const clinical::scoring::ScoringOptions& scoring, v1::ScoreInstrumentResponse* response);
absl::Status ListMeasures(Reader& reader, const v1::ListMeasuresRequest& request,
                          const clinical::scoring::ScoringOptions& scoring, v1::ListMeasuresResponse* response);
absl::Status GetMeasure(const v1::GetMeasureRequest& request, const clinical::scoring::ScoringOptions& scoring,
                        v1::Measure* response);

// measure_definitions.cc
absl::Status DeclareMeasure(Call& call, Transaction& transaction, const v1::DeclareMeasureRequest& request,
                            v1::MeasureDefinition* response);
absl::Status GetMeasureDefinition(Call& call, Reader& reader, const v1::GetMeasureDefinitionRequest& request,
                                  v1::MeasureDefinition* response);
absl::Status ListMeasureDefinitions(Call& call, Reader& reader, const v1::ListMeasureDefinitionsRequest& request,
                                    v1::ListMeasureDefinitionsResponse* response);

// episodes.cc
absl::Status GetEpisode(Call& call, Reader& reader, const v1::GetEpisodeRequest& request, v1::Episode* response);

}  // namespace tendon::outcomes
