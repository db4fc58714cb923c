// Request ids for the records of an import, made from what the records say: the same record gets the same id in every
// run, so that an import that is repeated, corrected or continued stores each record once and reports the others as
// duplicates.
#ifndef TENDON_CLIENTS_CPP_IMPORT_IDS_H_
#define TENDON_CLIENTS_CPP_IMPORT_IDS_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "tendon/outcomes/v1/session_service.pb.h"

namespace tendon::client {

// Fills the request ids that are empty. An id depends on the record's parent and session, and on how many equal records
// come before it in the same import (two equal lines are two sessions, as the file says); not on its place or number or
// on the other records: so a file may be mended in one line or grow at its end and be imported again.
void AssignRequestIds(std::vector<outcomes::v1::ImportSessionsRequest>& records);

// The same for an import whose records come in parts.
class ImportIds {
 public:
  // In the order of the whole import.
  void Assign(std::vector<outcomes::v1::ImportSessionsRequest>& records);

 private:
  absl::flat_hash_map<std::string, int> seen_;  // by the id of the first of equal records
};

}  // namespace tendon::client

#endif  // TENDON_CLIENTS_CPP_IMPORT_IDS_H_
