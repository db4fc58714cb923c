// The trial of Vickers et al. 2004 as it was published, read at test time: its patients and the cells of its tables.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tendon::testing {

using Record = std::map<std::string, std::string>;

// The records of a CSV of the shared clinical data, by column. Ends the program when it is no CSV; empty when the file
// is not there.
std::vector<Record> ReadSharedCsv(const std::string& name);

// A cell as a number; absent when it is empty.
std::optional<double> Number(const Record& record, const std::string& column);

// The patients who completed the trial. f2 and f5 are absent where pk2 and pk5 are (the file holds 0 there).
std::vector<Record> VickersCompleters();

}  // namespace tendon::testing
