#include "services/storage/sqlite/checkpoint_plan.h"

#include <gtest/gtest.h>

#include <ostream>

namespace tendon::storage::sqlite {
namespace {

constexpr int kCheckpointPages = 16'000;

struct PlanCase {
  const char* what;
  LogState log;
  CheckpointStep step;
};
void PrintTo(const PlanCase& c, std::ostream* out) { *out << c.what; }

class CheckpointPlan : public ::testing::TestWithParam<PlanCase> {};

TEST_P(CheckpointPlan, SaysWhoMovesTheLog) {
  EXPECT_EQ(NextCheckpointStep(GetParam().log, kCheckpointPages), GetParam().step);
}

constexpr LogState Log(int pages, int moved, bool passing = false, bool hindered = false) {
  return {pages, moved, kCheckpointPages, passing, hindered};
}

INSTANTIATE_TEST_SUITE_P(
    Table, CheckpointPlan,
    ::testing::Values(PlanCase{"not due", Log(15'999, 0), CheckpointStep::kNone},
                      PlanCase{"due", Log(16'000, 0), CheckpointStep::kBeside},
                      PlanCase{"under way", Log(20'000, 0, true), CheckpointStep::kNone},
                      PlanCase{"under way, and the log is too long", Log(90'000, 0, true), CheckpointStep::kNone},
                      PlanCase{"moved, much came meanwhile", Log(17'001, 16'000), CheckpointStep::kBeside},
                      PlanCase{"moved, little came meanwhile", Log(17'000, 16'000), CheckpointStep::kHere},
                      PlanCase{"moved whole", Log(16'000, 16'000), CheckpointStep::kHere},
                      PlanCase{"a reader stands in the way", Log(18'000, 4'000, false, true), CheckpointStep::kLater},
                      PlanCase{"at a reader's heels", Log(63'999, 0, false, true), CheckpointStep::kLater},
                      PlanCase{"too long", Log(64'000, 0, false, true), CheckpointStep::kHereWaiting}));

// What keeps the WAL-reset bug of SQLite away.
TEST(CheckpointPlanRule, APassBesideHasPagesToMoveAndNothingElseMovesAny) {
  for (int pages = 0; pages <= 70'000; pages += 500) {
    for (int moved = 0; moved <= pages; moved += 500) {
      for (const bool hindered : {false, true}) {
        EXPECT_EQ(NextCheckpointStep(Log(pages, moved, true, hindered), kCheckpointPages), CheckpointStep::kNone);
        if (NextCheckpointStep(Log(pages, moved, false, hindered), kCheckpointPages) == CheckpointStep::kBeside) {
          EXPECT_LT(moved, pages);
        }
      }
    }
  }
}

}  // namespace
}  // namespace tendon::storage::sqlite
