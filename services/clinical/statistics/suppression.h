// Which numbers of a table must not be shown, lest they tell of single patients: cells under 11 (the US CMS cell size
// suppression policy), and as many more that the hidden ones cannot be found by subtraction. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tendon::clinical {

// Counts under this are hidden, 0 included: that nobody is in a cell tells of everybody.
inline constexpr int64_t kSmallestShownCell = 11;

inline bool IsSmallCell(int64_t count) { return count < kSmallestShownCell; }

// Of the parts of a whole whose total is shown: true for those to be hidden. Small cells are; and while the hidden ones
// are a single cell, or small together, the smallest of the others is too.
std::vector<bool> HiddenCells(std::span<const int64_t> counts);

// Whether a count out of a shown total must be hidden: it, or what is left, is small.
inline bool IsHiddenShare(int64_t count, int64_t of) { return IsSmallCell(count) || IsSmallCell(of - count); }

}  // namespace tendon::clinical
