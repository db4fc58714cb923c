#include "services/clinical/scoring/nearest.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace tendon::clinical::scoring {
namespace {

constexpr size_t kMost = 3;

// Letters and digits in capitals: PSS-10 is PSS10.
std::string Plain(absl::string_view code) {
  std::string plain;
  for (const char c : code) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c)))
      plain.push_back(absl::ascii_toupper(static_cast<unsigned char>(c)));
  }
  return plain;
}

// How many slips lie between the two (optimal string alignment).
size_t Slips(const std::string& a, const std::string& b) {
  std::vector<std::vector<size_t>> least(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) {
    for (size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        least[i][j] = i + j;
        continue;
      }
      const size_t other = least[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      least[i][j] = std::min({least[i - 1][j] + 1, least[i][j - 1] + 1, other});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) least[i][j] = std::min(least[i][j], least[i - 2][j - 2] + 1);
    }
  }
  return least[a.size()][b.size()];
}

// 0 the same, 1 a beginning, then by slips; empty when it is not near.
std::optional<size_t> Distance(const std::string& written, const std::string& known) {
  constexpr size_t kShortest = 3;
  if (written == known) return 0;
  const bool begins = written.size() >= kShortest && known.size() >= kShortest &&
                      (absl::StartsWith(known, written) || absl::StartsWith(written, known));
  if (begins) return 1;
  const size_t slips = Slips(written, known);
  const bool near = slips <= 2 && 2 * slips <= std::min(written.size(), known.size());
  return near ? std::optional(slips + 1) : std::nullopt;
}

}  // namespace

std::vector<std::string> NearestMeasures(const Catalogue& catalogue, absl::string_view code) {
  const std::string written = Plain(code);
  std::vector<std::pair<size_t, std::string>> found;
  for (const Measure& measure : catalogue.measures()) {
    if (const auto distance = Distance(written, Plain(measure.id))) found.emplace_back(*distance, measure.id);
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> nearest;
  for (size_t i = 0; i < found.size() && i < kMost; ++i) nearest.push_back(found[i].second);
  return nearest;
}

}  // namespace tendon::clinical::scoring
