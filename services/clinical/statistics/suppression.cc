#include "services/clinical/statistics/suppression.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace tendon::clinical {

std::vector<bool> HiddenCells(std::span<const int64_t> counts) {
  std::vector<size_t> by_size(counts.size());
  std::iota(by_size.begin(), by_size.end(), size_t{0});
  std::ranges::stable_sort(by_size, {}, [&counts](size_t cell) { return counts[cell]; });
  std::vector<bool> hidden(counts.size(), false);
  int64_t hidden_cells = 0;
  int64_t hidden_patients = 0;
  for (const size_t cell : by_size) {
    const bool exposed = hidden_cells == 1 || (hidden_cells > 0 && IsSmallCell(hidden_patients));
    if (!IsSmallCell(counts[cell]) && !exposed) break;
    hidden[cell] = true;
    ++hidden_cells;
    hidden_patients += counts[cell];
  }
  return hidden;
}

}  // namespace tendon::clinical
