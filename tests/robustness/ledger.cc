#include "tests/robustness/ledger.h"

#include <iterator>
#include <utility>

namespace tendon::testing {
namespace {

template <class Item>
void Append(std::vector<Item> from, std::vector<Item>* to) {
  to->insert(to->end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

void Ledger::Take(Ledger other) {
  Append(std::move(other.courses), &courses);
  Append(std::move(other.deeds), &deeds);
  Append(std::move(other.complaints), &complaints);
}

}  // namespace tendon::testing
