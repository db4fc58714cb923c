#include "clients/cli/import_report.h"

#include <ostream>

#include "absl/strings/str_cat.h"
#include "clients/cli/labels.h"
#include "clients/cli/names.h"
#include "clients/cli/session_commands.h"

namespace tendon::cli {
namespace {

// More than a person reads; the rest is counted, and -o json has it.
constexpr std::size_t kMostRows = 1000;

}  // namespace

void ImportReport::Add(const outcomes::v1::ImportSessionsResponse& response, bool sent_again) {
  // What this import itself had sent before a break is no duplicate to the one who runs it.
  const bool own = sent_again && response.outcome() == outcomes::v1::IMPORT_OUTCOME_DUPLICATE;
  ++counts_[own ? outcomes::v1::IMPORT_OUTCOME_ACCEPTED : response.outcome()];
  if (response.flags_size() > 0) ++flagged_;
  if (!output_.Add(response) &&
      (response.outcome() == outcomes::v1::IMPORT_OUTCOME_REJECTED || response.flags_size() > 0))
    AddRow(response);
}

void ImportReport::Finish(std::size_t records) {
  if (context_.options.output == OutputFormat::kTable) {
    table_.Print(context_.terminal(), context_.out());
    if (rows_left_out_ > 0) context_.out() << "… and " << rows_left_out_ << " more\n";
    context_.out() << records << " records: " << counts_[outcomes::v1::IMPORT_OUTCOME_ACCEPTED] << " stored, "
                   << counts_[outcomes::v1::IMPORT_OUTCOME_DUPLICATE] << " stored before, "
                   << counts_[outcomes::v1::IMPORT_OUTCOME_REJECTED] << " rejected";
    if (answered() < records) context_.out() << ", " << records - answered() << " without a result";
    if (flagged_ > 0) context_.out() << "; " << flagged_ << " flagged";
    context_.out() << '\n';
  }
  output_.Finish();
  if (answered() < records || counts_[outcomes::v1::IMPORT_OUTCOME_REJECTED] > 0)
    context_.exit_code = ExitCode::kPartialImport;
}

std::size_t ImportReport::answered() const {
  std::size_t sum = 0;
  for (const auto& [outcome, count] : counts_) sum += count;
  return sum;
}

void ImportReport::AddRow(const outcomes::v1::ImportSessionsResponse& response) {
  if (rows_ == kMostRows) {
    ++rows_left_out_;
    return;
  }
  ++rows_;
  const bool rejected = response.outcome() == outcomes::v1::IMPORT_OUTCOME_REJECTED;
  table_.Add({absl::StrCat(response.record_number()),
              Cell(Label(response.outcome()), rejected ? Style::kBad : Style::kGood),
              rejected ? response.reason() : FlagLabels(response.flags()), response.field(), response.message(),
              ShortName(response.session())});
}

}  // namespace tendon::cli
