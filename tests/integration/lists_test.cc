// Pages of lists: complete, in order, each item once, and their tokens good for one query only.
#include "tests/integration/fixture.h"

namespace tendon::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Lists = ExchangeTest;

// All pages of a box, one after the other.
std::vector<std::string> Walk(Party* party, pb::ReferralBox box, const std::string& filter, int page_size) {
  std::vector<std::string> names;
  std::string token;
  do {
    const auto page = party->List(box, filter, page_size, token);
    EXPECT_THAT(page, IsOk());
    EXPECT_LE(page->referrals_size(), page_size);
    for (const pb::Referral& referral : page->referrals()) names.push_back(referral.name());
    token = page->next_page_token();
  } while (!token.empty());
  return names;
}

TEST_F(Lists, BoxesComeInPagesNewestFirst) {
  std::vector<std::string> newest_first;
  for (int i = 0; i < 7; ++i) newest_first.insert(newest_first.begin(), Sent().name());
  for (const int page_size : {1, 3, 7, 200}) {
    EXPECT_THAT(Walk(&*river, pb::REFERRAL_BOX_OUTBOX, "", page_size), ElementsAreArray(newest_first));
    EXPECT_THAT(Walk(&*hand, pb::REFERRAL_BOX_INBOX, "", page_size), ElementsAreArray(newest_first));
  }
  EXPECT_THAT(Walk(&*river, pb::REFERRAL_BOX_INBOX, "", 3), IsEmpty());
  EXPECT_THAT(Walk(&*step, pb::REFERRAL_BOX_INBOX, "", 3), IsEmpty())
      << "an informed party's inbox is not the recipient's";
}

TEST_F(Lists, AFilterKeepsOneState) {
  std::vector<std::string> accepted;
  for (int i = 0; i < 3; ++i) {
    Sent();
    accepted.insert(accepted.begin(), Accepted().name());
    Draft();
  }
  EXPECT_THAT(Walk(&*hand, pb::REFERRAL_BOX_INBOX, "state = ACCEPTED", 2), ElementsAreArray(accepted));
  EXPECT_THAT(Walk(&*river, pb::REFERRAL_BOX_OUTBOX, "state=ACCEPTED", 2), ElementsAreArray(accepted));
  EXPECT_THAT(Walk(&*river, pb::REFERRAL_BOX_OUTBOX, "state = DRAFT", 2), SizeIs(3));
  EXPECT_THAT(Walk(&*river, pb::REFERRAL_BOX_OUTBOX, "state = CLOSED", 2), IsEmpty());
}

TEST_F(Lists, AReferralThatMovesOnWhileItIsListedIsNotListedTwice) {
  const pb::Referral first = Sent();
  const pb::Referral second = Sent();
  const auto page = hand->List(pb::REFERRAL_BOX_INBOX, "", 1);
  EXPECT_EQ(page->referrals(0).name(), second.name());
  Must(hand->Accept(second));
  Sent();
  const auto rest = hand->List(pb::REFERRAL_BOX_INBOX, "", 10, page->next_page_token());
  ASSERT_THAT(rest->referrals(), SizeIs(1));
  EXPECT_EQ(rest->referrals(0).name(), first.name());
}

TEST_F(Lists, ATokenIsGoodForItsOwnQueryOnly) {
  Sent();
  Sent();
  const std::string token = river->List(pb::REFERRAL_BOX_OUTBOX, "", 1)->next_page_token();
  ASSERT_FALSE(token.empty());
  std::string altered = token;
  altered[altered.size() / 2] = altered[altered.size() / 2] == 'A' ? 'B' : 'A';
  const std::vector<grpc::Status> answers = {
      river->List(pb::REFERRAL_BOX_INBOX, "", 1, token).status,
      river->List(pb::REFERRAL_BOX_OUTBOX, "state = SENT", 1, token).status,
      hand->List(pb::REFERRAL_BOX_OUTBOX, "", 1, token).status,
      river->List(pb::REFERRAL_BOX_OUTBOX, "", 1, altered).status,
      river->List(pb::REFERRAL_BOX_OUTBOX, "", 1, token + "A").status,
      river->List(pb::REFERRAL_BOX_OUTBOX, "", 1, "nonsense").status,
  };
  for (const grpc::Status& answer : answers) EXPECT_THAT(answer, AllOf(StatusIs(kInvalid), NamesField("page_token")));
  EXPECT_THAT(river->List(pb::REFERRAL_BOX_OUTBOX, "", 5, token), IsOk()) << "another page size is the same query";
}

TEST_F(Lists, TheDirectoryComesInTheOrderOfIds) {
  pb::ListOrganizationsRequest request;
  request.set_page_size(3);
  const auto first = far->Do(&Party::DirectoryStub::ListOrganizations, request);
  ASSERT_THAT(first->organizations(), SizeIs(3));
  request.set_page_token(first->next_page_token());
  const auto second = far->Do(&Party::DirectoryStub::ListOrganizations, request);
  ASSERT_THAT(second->organizations(), SizeIs(1));
  EXPECT_TRUE(second->next_page_token().empty());
  std::vector<std::string> names;
  for (const auto& page : {*first, *second}) {
    for (const pb::Organization& organization : page.organizations()) names.push_back(organization.name());
  }
  EXPECT_THAT(names, ElementsAreArray({"organizations/far-clinic", "organizations/hand-work",
                                       "organizations/river-clinic", "organizations/step"}));
}

TEST_F(Lists, CliniciansOfOneOrganisation) {
  pb::ListCliniciansRequest request;
  request.set_parent(OrganizationName(kHandWork));
  const auto listed = river->Do(&Party::DirectoryStub::ListClinicians, request);
  ASSERT_THAT(listed->clinicians(), SizeIs(1));
  EXPECT_EQ(listed->clinicians(0).name(), hand->caller.clinician);
}

TEST_F(Lists, SessionsComeInTheOrderInWhichTheyHappened) {
  const pb::Referral referral = InProgress();
  const absl::Time now = absl::Now();
  // Reported late, and not in order.
  for (const int day : {3, 1, 2}) Must(hand->Record(referral.name(), SmallSession(now - absl::Hours(24 * day), 5, 4)));
  std::vector<int64_t> starts;
  std::string token;
  do {
    const auto page = river->Sessions(referral.name(), 2, token);
    ASSERT_THAT(page, IsOk());
    for (const out::Session& session : page->sessions()) starts.push_back(session.start_time().seconds());
    token = page->next_page_token();
  } while (!token.empty());
  ASSERT_THAT(starts, SizeIs(3));
  EXPECT_TRUE(std::is_sorted(starts.begin(), starts.end()));
}

}  // namespace
}  // namespace tendon::testing
