// The directory through the server: changes by their own organisation, searches, and the check of a recipient.
#include "tests/integration/fixture.h"

namespace tendon::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class Directory : public ExchangeTest {
 protected:
  Party Desk(const std::string& organization) { return Party(exchange.get(), SystemOf(organization, "administrator")); }

  pb::Organization Get(const std::string& organization) {
    pb::GetOrganizationRequest request;
    request.set_name(OrganizationName(organization));
    return Must(river->Do(&Party::DirectoryStub::GetOrganization, request));
  }
  static Answer<pb::Organization> Update(Party desk, const pb::Organization& change,
                                         const std::vector<std::string>& mask = {}) {
    pb::UpdateOrganizationRequest request;
    *request.mutable_organization() = change;
    for (const std::string& path : mask) request.mutable_update_mask()->add_paths(path);
    request.set_request_id(NewRequestId());
    return desk.Do(&Party::DirectoryUpdateStub::UpdateOrganization, request);
  }
  static Answer<pb::Clinician> Update(Party desk, const pb::Clinician& change,
                                      const std::vector<std::string>& mask = {}) {
    pb::UpdateClinicianRequest request;
    *request.mutable_clinician() = change;
    for (const std::string& path : mask) request.mutable_update_mask()->add_paths(path);
    request.set_request_id(NewRequestId());
    return desk.Do(&Party::DirectoryUpdateStub::UpdateClinician, request);
  }
  pb::Clinician GetClinician(const std::string& name) {
    pb::GetClinicianRequest request;
    request.set_name(name);
    return Must(river->Do(&Party::DirectoryStub::GetClinician, request));
  }

  // The ids of all that are found, over all pages.
  std::vector<std::string> Search(pb::SearchCliniciansRequest request, int page_size = 50) {
    std::vector<std::string> ids;
    request.set_page_size(page_size);
    do {
      const auto page = river->Do(&Party::DirectorySearchStub::SearchClinicians, request);
      EXPECT_THAT(page, IsOk());
      EXPECT_LE(page->matches_size(), page_size);
      for (const auto& match : page->matches()) {
        ids.push_back(match.clinician().name().substr(match.clinician().name().rfind('/') + 1));
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return ids;
  }
};

TEST_F(Directory, AnOrganisationChangesWhatTheMaskNames) {
  pb::Organization change = Get(kHandWork);
  change.mutable_capacity()->set_status(pb::CAPACITY_STATUS_CLOSED);
  change.clear_contacts();
  change.set_display_name("Not asked for");
  const pb::Organization updated = Must(Update(Desk(kHandWork), change, {"capacity", "contacts"}));
  EXPECT_EQ(updated.capacity().status(), pb::CAPACITY_STATUS_CLOSED);
  EXPECT_THAT(updated.contacts(), IsEmpty());
  EXPECT_EQ(updated.display_name(), "A practice");
  EXPECT_NE(updated.etag(), change.etag());
  EXPECT_EQ(Get(kHandWork).SerializeAsString(), updated.SerializeAsString());
  const auto feed = hand->Events();
  EXPECT_EQ(feed->events(feed->events_size() - 1).type(), pb::EVENT_TYPE_DIRECTORY_CHANGED);
  EXPECT_EQ(feed->events(feed->events_size() - 1).resource(), updated.name());
}

TEST_F(Directory, AStaleChangeHasNoEffect) {
  pb::Organization organization = Get(kHandWork);
  pb::Clinician clinician = GetClinician(hand->caller.clinician);
  ASSERT_THAT(Update(Desk(kHandWork), organization), IsOk());
  ASSERT_THAT(Update(Desk(kHandWork), clinician), IsOk());
  const int64_t revision = Revision();
  EXPECT_THAT(Update(Desk(kHandWork), organization), HasReason("STALE_ETAG"));
  EXPECT_THAT(Update(Desk(kHandWork), clinician), HasReason("STALE_ETAG"));
  EXPECT_EQ(Revision(), revision);
}

TEST_F(Directory, NobodyChangesAnothersEntries) {
  EXPECT_THAT(Update(Desk(kRiver), Get(kHandWork)), AllOf(StatusIs(kNotFound), HasReason("NOT_FOUND")));
  EXPECT_THAT(Update(Desk(kRiver), GetClinician(hand->caller.clinician)), StatusIs(kNotFound));
  pb::Clinician absent = GetClinician(river->caller.clinician);
  absent.set_name(river->organization() + "/clinicians/nobody");
  EXPECT_THAT(Update(Desk(kRiver), absent), StatusIs(kNotFound));
}

TEST_F(Directory, SitesAreThoseOfTheOrganisation) {
  pb::Organization organization = Get(kHandWork);
  *organization.add_sites() = organization.sites(0);
  EXPECT_THAT(Update(Desk(kHandWork), organization), NamesField("organization.sites[1].id"));
  organization.mutable_sites()->Clear();
  organization.add_sites()->set_id("elsewhere");
  EXPECT_THAT(Update(Desk(kHandWork), organization), NamesField("organization.sites")) << "a clinician treats at main";
  pb::Clinician clinician = GetClinician(hand->caller.clinician);
  clinician.add_site_ids("elsewhere");
  EXPECT_THAT(Update(Desk(kHandWork), clinician), NamesField("clinician.site_ids[1]"));
  EXPECT_THAT(Desk(kHandWork).CreateClinician("new-one", clinician), NamesField("clinician.site_ids[1]"));
}

TEST_F(Directory, EachConditionOfASearchSelects) {
  pb::Clinician physio = GetClinician(step->caller.clinician);
  physio.clear_techniques();
  physio.add_techniques("NMES");
  physio.set_languages(0, "es-US");
  physio.set_specialties(0, "Sports Medicine");
  ASSERT_THAT(Update(Desk(kStep), physio), IsOk());
  pb::Organization place = Get(kStep);
  place.mutable_sites(0)->set_state("NJ");
  place.mutable_sites(0)->set_postal_code("07030");
  place.mutable_capacity()->set_status(pb::CAPACITY_STATUS_CLOSED);
  ASSERT_THAT(Update(Desk(kStep), place), IsOk());

  pb::SearchCliniciansRequest request;
  EXPECT_THAT(Search(request, 1), ElementsAre(kFarPhysician, kMassageTherapist, kPhysician, kPhysicalTherapist))
      << "in the order of far-clinic, hand-work, river-clinic, step";
  request.set_discipline(clinical::v1::DISCIPLINE_PHYSICAL_THERAPIST);
  EXPECT_THAT(Search(request), ElementsAre(kPhysicalTherapist));
  request = {};
  request.set_technique("NMES");
  EXPECT_THAT(Search(request), ElementsAre(kPhysicalTherapist));
  request = {};
  request.set_goal(clinical::v1::TREATMENT_GOAL_STRENGTH);
  EXPECT_THAT(Search(request), ElementsAre(kPhysicalTherapist)) << "NMES serves strength, deep tissue does not";
  request = {};
  request.set_language("es");
  EXPECT_THAT(Search(request), ElementsAre(kPhysicalTherapist));
  request = {};
  request.set_specialty("sports");
  EXPECT_THAT(Search(request), ElementsAre(kPhysicalTherapist));
  request = {};
  request.set_state("NJ");
  EXPECT_THAT(Search(request), ElementsAre(kPhysicalTherapist));
  request = {};
  request.set_postal_code_prefix("070");
  EXPECT_THAT(Search(request), ElementsAre(kPhysicalTherapist));
  request = {};
  request.set_organization(OrganizationName(kStep));
  EXPECT_THAT(Search(request), ElementsAre(kPhysicalTherapist));
  request = {};
  request.set_capacity(pb::CAPACITY_STATUS_WAITING_LIST);
  EXPECT_THAT(Search(request), ElementsAre(kFarPhysician, kMassageTherapist, kPhysician)) << "step is closed";
}

TEST_F(Directory, ASearchByDistanceBeginsWithTheNearest) {
  struct Place {
    const char* organization;
    double longitude_deg;
  };
  for (const Place& place : {Place{kRiver, -74.5}, Place{kHandWork, -74.1}, Place{kStep, -74.3}, Place{kFar, -80}}) {
    pb::Organization organization = Get(place.organization);
    organization.mutable_sites(0)->set_longitude_deg(place.longitude_deg);
    ASSERT_THAT(Update(Desk(place.organization), organization), IsOk());
  }
  pb::SearchCliniciansRequest request;
  request.mutable_near()->set_latitude_deg(40.7);
  request.mutable_near()->set_longitude_deg(-74.0);
  for (const int page_size : {1, 2, 50}) {
    EXPECT_THAT(Search(request, page_size), ElementsAre(kMassageTherapist, kPhysicalTherapist, kPhysician));
  }
  const auto nearest = river->Do(&Party::DirectorySearchStub::SearchClinicians, request);
  // 0.1 degrees of longitude at 40.7 N: 111.195 km * cos(40.7) / 10.
  EXPECT_NEAR(nearest->matches(0).distance_km(), 8.430, 0.001);
  EXPECT_EQ(nearest->matches(0).site().id(), "main");
  request.set_max_distance_km(20);
  EXPECT_THAT(Search(request), ElementsAre(kMassageTherapist));
}

TEST_F(Directory, ATokenIsOfOneSearch) {
  pb::SearchCliniciansRequest request;
  request.set_page_size(1);
  request.set_page_token(river->Do(&Party::DirectorySearchStub::SearchClinicians, request)->next_page_token());
  request.set_language("en");
  EXPECT_THAT(river->Do(&Party::DirectorySearchStub::SearchClinicians, request), NamesField("page_token"));
}

TEST_F(Directory, TheCheckSaysWhyARecipientCannotAccept) {
  pb::CheckRecipientRequest request;
  request.set_name(Draft().name());
  request.set_recipient(OrganizationName(kHandWork));
  const auto good = river->Do(&Party::DirectorySearchStub::CheckRecipient, request);
  ASSERT_THAT(good, IsOk());
  EXPECT_TRUE(good->acceptable());
  EXPECT_THAT(good->clinicians(), ElementsAre(hand->caller.clinician));
  request.set_recipient(OrganizationName(kStep));
  const auto bad = river->Do(&Party::DirectorySearchStub::CheckRecipient, request);
  EXPECT_FALSE(bad->acceptable());
  ASSERT_EQ(bad->obstacles_size(), 1);
  EXPECT_EQ(bad->obstacles(0).code(), pb::RECIPIENT_OBSTACLE_CODE_NO_DISCIPLINE);
  EXPECT_EQ(Must(river->Get(request.name())).recipient(), OrganizationName(kHandWork)) << "a check changes nothing";
}

TEST_F(Directory, TheCheckIsForThoseWhoSeeTheReferral) {
  pb::CheckRecipientRequest request;
  request.set_name(Sent().name());
  request.set_recipient(OrganizationName(kStep));
  EXPECT_THAT(far->Do(&Party::DirectorySearchStub::CheckRecipient, request), StatusIs(kNotFound));
  EXPECT_THAT(hand->Do(&Party::DirectorySearchStub::CheckRecipient, request), IsOk());
  request.set_recipient("organizations/nowhere");
  EXPECT_THAT(hand->Do(&Party::DirectorySearchStub::CheckRecipient, request), NamesField("recipient"));
  request.set_recipient(OrganizationName(kStep));
  request.set_clinician(hand->caller.clinician);
  EXPECT_THAT(hand->Do(&Party::DirectorySearchStub::CheckRecipient, request),
              AllOf(StatusIs(kInvalid), NamesField("clinician")));
}

TEST_F(Directory, TheDirectoryIsFoundAfterARestart) {
  ASSERT_THAT(exchange->referral().Terminate(), IsOk());
  ASSERT_THAT(exchange->referral().StartAgain(), IsOk());
  EXPECT_THAT(Search({}), UnorderedElementsAre(kFarPhysician, kMassageTherapist, kPhysician, kPhysicalTherapist));
}

}  // namespace
}  // namespace tendon::testing
