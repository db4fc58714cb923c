#include "services/runtime/validator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "services/runtime/limits.h"
#include "services/runtime/wire.h"
#include "tests/testing/proto_types.h"
#include "tests/unit/runtime/valid_message.h"

namespace tendon::runtime {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
namespace pb = referral::v1;

std::vector<FieldViolation> Check(const google::protobuf::Message& message) {
  return Validator(message.GetDescriptor()).Examine(CanonicalBytes(message)).violations;
}

FieldViolation Broken(std::string field, std::string description) { return {std::move(field), std::move(description)}; }

constexpr char kUuid[] = "6fa459ea-ee8a-3ca4-894e-db77e160355e";

pb::CreateReferralRequest Create() {
  pb::CreateReferralRequest request;
  request.set_request_id(kUuid);
  request.mutable_referral()->set_recipient("organizations/hands-on");
  return request;
}

TEST(ValidatorTest, AMinimalRequestIsValid) { EXPECT_THAT(Check(Create()), IsEmpty()); }

TEST(ValidatorTest, RequiredMessagesStringsEnumsListsAndNumbers) {
  EXPECT_THAT(Check(pb::CreateReferralRequest()),
              ElementsAre(Broken("referral", "is required"), Broken("request_id", "is required")));
  pb::ListReferralsRequest list;
  list.set_parent("organizations/a");
  EXPECT_THAT(Check(list), ElementsAre(Broken("box", "is required")));
  pb::Clinician clinician;
  clinician.set_display_name("Ollie Ortho, MD");
  EXPECT_THAT(Check(clinician), ElementsAre(Broken("disciplines", "is required")));
  pb::ReportProgressRequest progress;
  progress.set_assignment("referrals/r/assignments/1");
  progress.set_request_id(kUuid);
  EXPECT_THAT(Check(progress), ElementsAre(Broken("progress_sequence", "is required")));
}

TEST(ValidatorTest, RulesOfAnAbsentMessageDoNotApply) {
  pb::CreateReferralRequest request = Create();
  EXPECT_FALSE(request.referral().has_service());  // Coding.system and .code are required
  EXPECT_THAT(Check(request), IsEmpty());
}

TEST(ValidatorTest, ThePathNamesMessagesAndItems) {
  pb::CreateReferralRequest request = Create();
  request.mutable_referral()->mutable_patient()->add_identifiers()->set_value("1");
  auto* identifier = request.mutable_referral()->mutable_patient()->add_identifiers();
  identifier->set_system("not a uri");
  identifier->set_value("2");
  EXPECT_THAT(Check(request), ElementsAre(Broken("referral.patient.identifiers[0].system", "is required"),
                                          Broken("referral.patient.identifiers[1].system", "must be an absolute URI")));
}

TEST(ValidatorTest, NeverRepeatsTheValue) {
  pb::CreateReferralRequest request = Create();
  request.set_request_id("Jane-1");
  request.mutable_referral()->set_recipient("Jane-2");
  request.mutable_referral()->mutable_patient()->set_birth_date("Jane-3");
  request.mutable_referral()->set_note("Jane-4\x01");
  const auto violations = Check(request);
  EXPECT_THAT(violations, SizeIs(4));
  for (const FieldViolation& violation : violations) {
    EXPECT_THAT(violation.field + violation.description, Not(HasSubstr("Jane")));
    EXPECT_THAT(violation.description, HasSubstr("must "));
  }
}

TEST(ValidatorTest, LengthsCountBytes) {
  pb::CreateReferralRequest request = Create();
  request.mutable_referral()->mutable_patient()->mutable_name()->set_family(std::string(128, 'a'));
  request.mutable_referral()->mutable_coverage()->set_payer(std::string(256, 'a'));  // names no limit: the default
  EXPECT_THAT(Check(request), IsEmpty());
  request.mutable_referral()->mutable_patient()->mutable_name()->set_family(std::string(127, 'a') + "é");
  request.mutable_referral()->mutable_coverage()->set_payer(std::string(257, 'a'));
  EXPECT_THAT(Check(request), ElementsAre(Broken("referral.patient.name.family", "must be at most 128 bytes long"),
                                          Broken("referral.coverage.payer", "must be at most 256 bytes long")));
}

TEST(ValidatorTest, ListsHaveLimits) {
  pb::CreateReferralRequest request = Create();
  for (int i = 0; i < 11; ++i) request.mutable_referral()->add_informed_parties("organizations/a");
  EXPECT_THAT(Check(request), ElementsAre(Broken("referral.informed_parties", "must have at most 10 items")));
  clinical::v1::TechniqueVerdict verdict;  // unknown_findings names no limit: the default
  for (int i = 0; i < 101; ++i) verdict.add_unknown_findings("BP");
  EXPECT_THAT(Check(verdict), ElementsAre(Broken("unknown_findings", "must have at most 100 items")));
}

TEST(ValidatorTest, AnItemIsNeverEmpty) {
  pb::CreateReferralRequest request = Create();
  request.mutable_referral()->add_informed_parties("organizations/a");
  request.mutable_referral()->add_informed_parties("");
  request.mutable_referral()->mutable_patient()->mutable_name()->add_given("");
  EXPECT_THAT(Check(request), ElementsAre(Broken("referral.informed_parties[1]", "must not be empty"),
                                          Broken("referral.patient.name.given[0]", "must not be empty")));
}

TEST(ValidatorTest, NumbersHaveRanges) {
  pb::ListReferralsRequest request;
  request.set_parent("organizations/a");
  request.set_box(pb::REFERRAL_BOX_INBOX);
  EXPECT_THAT(Check(request), IsEmpty());
  request.set_page_size(-1);
  EXPECT_THAT(Check(request), ElementsAre(Broken("page_size", "must be at least 0")));

  pb::Site site;
  site.set_id("main");
  site.set_latitude_deg(90);
  site.set_longitude_deg(-180);
  EXPECT_THAT(Check(site), IsEmpty());
  site.set_latitude_deg(90.5);
  site.set_longitude_deg(-181);
  EXPECT_THAT(Check(site), ElementsAre(Broken("latitude_deg", "must be at most 90"),
                                       Broken("longitude_deg", "must be at least -180")));
}

TEST(ValidatorTest, AMinimumBindsZeroOnlyWherePresenceIsKnown) {
  outcomes::v1::Session session;
  session.mutable_start_time()->set_seconds(1'700'000'000);
  session.set_session_number(0);  // the next free one
  EXPECT_THAT(Check(session), IsEmpty());
  session.set_session_number(-1);
  EXPECT_THAT(Check(session), ElementsAre(Broken("session_number", "must be at least 1")));
  pb::BusinessCalendar calendar;
  calendar.add_working_weekdays(7);
  calendar.add_working_weekdays(0);
  EXPECT_THAT(Check(calendar), ElementsAre(Broken("working_weekdays[1]", "must be at least 1")));
}

TEST(ValidatorTest, MinusZeroIsNoNumberThatIsRequired) {
  outcomes::v1::ReliabilityReference reference;
  reference.set_reliability(0.9);
  const auto missing = Check(reference);
  EXPECT_THAT(missing, ::testing::Contains(Broken("baseline_sd", "is required")));
  reference.set_baseline_sd(-0.0);
  EXPECT_EQ(Check(reference), missing);
}

TEST(ValidatorTest, OnlyFiniteNumbers) {
  for (const double value :
       {std::nan(""), std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()}) {
    clinical::v1::Quantity quantity;  // its value has no range
    quantity.set_unit("deg");
    quantity.set_value(value);
    EXPECT_THAT(Check(quantity), ElementsAre(Broken("value", "must be a finite number")));
    pb::Authorization authorization;
    authorization.set_sessions_per_week(value);
    EXPECT_THAT(Check(authorization), ElementsAre(Broken("sessions_per_week", "must be a finite number")));
  }
}

TEST(ValidatorTest, OnlyKnownEnumValues) {
  pb::CreateReferralRequest request = Create();
  request.mutable_referral()->set_priority(static_cast<pb::Priority>(99));
  request.mutable_referral()->set_discipline(static_cast<clinical::v1::Discipline>(-1));
  EXPECT_THAT(
      Check(request),
      ElementsAre(
          Broken("referral.discipline",
                 "must be one of DISCIPLINE_PHYSICIAN, DISCIPLINE_PHYSICAL_THERAPIST, DISCIPLINE_MASSAGE_THERAPIST"),
          Broken("referral.priority",
                 "must be one of PRIORITY_ROUTINE, PRIORITY_URGENT, PRIORITY_ASAP, PRIORITY_STAT")));
}

TEST(ValidatorTest, AListOfEnumsHoldsNoUnspecified) {
  pb::Clinician clinician;
  clinician.set_display_name("Ollie Ortho, MD");
  clinician.add_disciplines(clinical::v1::DISCIPLINE_PHYSICIAN);
  EXPECT_THAT(Check(clinician), IsEmpty());
  clinician.add_disciplines(clinical::v1::DISCIPLINE_UNSPECIFIED);
  EXPECT_THAT(Check(clinician), ElementsAre(::testing::Field(&FieldViolation::field, "disciplines[1]")));
}

TEST(ValidatorTest, ResourceNamesMatchTheirPattern) {
  pb::GetReferralRequest request;
  for (const char* name : {"referral/1", "referrals/", "referrals/A", "organizations/a", "referrals/a/assignments/1"}) {
    request.set_name(name);
    EXPECT_THAT(Check(request),
                ElementsAre(Broken("name",
                                   "must be a resource name of the form referrals/* with 1-63 of a-z, 0-9 "
                                   "and '-' for each *")));
  }
}

TEST(ValidatorTest, FreeTextMayHaveLinesOperationalTextMayNot) {
  pb::CreateReferralRequest request = Create();
  request.mutable_referral()->set_note("first\r\nsecond\tcolumn");
  request.mutable_referral()->set_etag("a\nb");
  EXPECT_THAT(Check(request), ElementsAre(Broken("referral.etag", "must not hold control characters")));
  request.mutable_referral()->clear_etag();
  request.mutable_referral()->set_note(std::string("a\0b", 3));
  EXPECT_THAT(Check(request),
              ElementsAre(Broken("referral.note", "must not hold control characters other than tab and line ends")));
}

TEST(ValidatorTest, TimesAreOfThisAge) {
  const auto check = [](int64_t seconds, int32_t nanos) {
    outcomes::v1::Session session;
    session.mutable_start_time()->set_seconds(seconds);
    session.mutable_start_time()->set_nanos(nanos);
    return Check(session);
  };
  // `date -u -d 1800-01-01 +%s` and `date -u -d 2201-01-01 +%s`.
  EXPECT_THAT(check(-5364662400, 0), IsEmpty());
  EXPECT_THAT(check(7289654400 - 1, 999'999'999), IsEmpty());
  const auto wrong_time = ElementsAre(Broken("start_time", "must be a time of the years 1800 to 2200"));
  EXPECT_THAT(check(-5364662401, 0), wrong_time);
  EXPECT_THAT(check(7289654400, 0), wrong_time);
  EXPECT_THAT(check(1'700'000'000'000, 0), wrong_time);  // milliseconds
  const auto wrong_nanos = ElementsAre(Broken("start_time", "must have nanos from 0 to 999999999"));
  EXPECT_THAT(check(1'700'000'000, 1'000'000'000), wrong_nanos);
  EXPECT_THAT(check(1'700'000'000, -1), wrong_nanos);
}

TEST(ValidatorTest, ReportsAtMost20) {
  pb::CreateReferralRequest request = Create();
  for (int i = 0; i < 100; ++i) request.mutable_referral()->add_conditions()->set_icd10cm("x");
  const auto violations = Check(request);
  ASSERT_THAT(violations, SizeIs(20));
  EXPECT_EQ(violations.back().field, "referral.conditions[19].icd10cm");
}

TEST(ValidatorTest, WhatTheServerSetsIsNotLookedAt) {
  pb::CreateReferralRequest request = Create();
  request.mutable_referral()->set_parent_referral("garbage");
  request.mutable_referral()->set_state(static_cast<pb::ReferralState>(99));
  request.mutable_referral()->mutable_closing_summary()->set_text("");
  EXPECT_THAT(Check(request), IsEmpty());
}

bool IsForeign(const google::protobuf::Message& message) {
  const Examination examination = Validator(message.GetDescriptor()).Examine(CanonicalBytes(message));
  EXPECT_THAT(examination.violations, IsEmpty());
  return examination.foreign;
}

google::protobuf::UnknownFieldSet* Unknown(google::protobuf::Message* message) {
  return message->GetReflection()->MutableUnknownFields(message);
}

TEST(ExamineTest, SaysWhetherThereIsSomethingToDrop) {
  EXPECT_FALSE(IsForeign(Create()));
  const auto is_foreign = [](const auto& edit) {
    pb::CreateReferralRequest request = Create();
    edit(&request, request.mutable_referral());
    return IsForeign(request);
  };
  EXPECT_FALSE(is_foreign([](auto*, auto* referral) { referral->mutable_authorization()->set_sessions(6); }));
  // What only a server sets.
  EXPECT_TRUE(is_foreign([](auto*, auto* referral) { referral->set_state(pb::REFERRAL_STATE_CLOSED); }));
  EXPECT_TRUE(is_foreign([](auto*, auto* referral) { referral->add_overrides(); }));
  // What a later version may know.
  EXPECT_TRUE(is_foreign([](auto* request, auto*) { Unknown(request)->AddLengthDelimited(900, "later"); }));
  EXPECT_TRUE(is_foreign([](auto*, auto* referral) { Unknown(referral)->AddVarint(90'000, 1); }));
  EXPECT_TRUE(is_foreign([](auto*, auto* referral) { Unknown(referral->mutable_authorization())->AddFixed32(99, 1); }));
  EXPECT_TRUE(is_foreign([](auto*, auto* referral) { Unknown(referral)->AddGroup(99)->AddVarint(1, 1); }));
}

TEST(ExamineTest, AFieldOfAnotherTypeIsForeign) {
  pb::CreateReferralRequest text = Create(), number = Create(), choice = Create();
  Unknown(text.mutable_referral())->AddVarint(pb::Referral::kNoteFieldNumber, 7);
  Unknown(number.mutable_referral()->mutable_authorization())
      ->AddLengthDelimited(pb::Authorization::kSessionsFieldNumber, "7");
  Unknown(choice.mutable_referral()->mutable_consent())
      ->AddLengthDelimited(pb::Consent::kGrantedFieldNumber, "true");  // a bool, which has nothing to check
  for (const auto* request : {&text, &number, &choice}) EXPECT_TRUE(IsForeign(*request));
  outcomes::v1::Session session;
  session.mutable_start_time()->set_seconds(1'700'000'000);
  EXPECT_FALSE(IsForeign(session));
  Unknown(session.mutable_start_time())->AddLengthDelimited(google::protobuf::Timestamp::kNanosFieldNumber, "7");
  EXPECT_TRUE(IsForeign(session));
}

TEST(ExamineTest, BytesInAnotherOrderAreRefused) {
  clinical::v1::Patient first, second;
  first.add_identifiers()->set_system("urn:example:mrn");
  first.mutable_identifiers(0)->set_value("1");
  second.set_birth_date("1975-04-12");
  const std::string identifier = CanonicalBytes(first), birth_date = CanonicalBytes(second);
  const Validator validator(clinical::v1::Patient::descriptor());
  EXPECT_THAT(validator.Examine(identifier + identifier + birth_date).violations, IsEmpty());
  EXPECT_THAT(validator.Examine(identifier + birth_date + identifier).violations,
              ElementsAre(Broken("", "is not a message of this type")));
}

TEST(ExamineTest, BytesThatAreNoMessageAreRefused) {
  const Validator validator(pb::CreateReferralRequest::descriptor());
  const std::string whole = CanonicalBytes(Create());
  const auto violations = validator.Examine(whole.substr(0, whole.size() - 1)).violations;
  ASSERT_THAT(violations, Not(IsEmpty()));
  EXPECT_EQ(violations[0].description, "is not a message of this type");
}

TEST(NormalizeTest, ClearsWhatTheServerSetsAtEveryDepth) {
  pb::CreateReferralRequest request = Create();
  request.mutable_referral()->set_parent_referral("referrals/x");
  request.mutable_referral()->set_state(pb::REFERRAL_STATE_CLOSED);
  request.mutable_referral()->add_overrides()->set_rule("CI001");
  pb::CompleteReferralRequest complete;
  complete.mutable_closing_summary()->set_text("better");
  complete.mutable_closing_summary()->set_partial(true);
  complete.mutable_closing_summary()->add_addenda()->set_text("x");
  outcomes::v1::RecordSessionRequest record;
  record.mutable_session()->add_observations()->set_standard_error(1);
  record.mutable_session()->mutable_observations(0)->set_value(4);

  Validator(request.GetDescriptor()).Normalize(&request);
  Validator(complete.GetDescriptor()).Normalize(&complete);
  Validator(record.GetDescriptor()).Normalize(&record);

  EXPECT_EQ(request.SerializeAsString(), Create().SerializeAsString());
  EXPECT_EQ(complete.closing_summary().text(), "better");
  EXPECT_FALSE(complete.closing_summary().partial());
  EXPECT_EQ(complete.closing_summary().addenda_size(), 0);
  EXPECT_FALSE(record.session().observations(0).has_standard_error());
  EXPECT_EQ(record.session().observations(0).value(), 4);
}

TEST(NormalizeTest, DiscardsUnknownFieldsAtEveryDepth) {
  const auto add_unknown = [](google::protobuf::Message* message) {
    message->GetReflection()->MutableUnknownFields(message)->AddLengthDelimited(1000, "unknown");
  };
  pb::CreateReferralRequest request = Create();
  outcomes::v1::RecordSessionRequest record;
  add_unknown(&request);
  add_unknown(request.mutable_referral()->mutable_patient()->add_identifiers());
  add_unknown(request.mutable_referral()->mutable_authorization());
  add_unknown(record.mutable_session()->mutable_start_time());
  Validator(request.GetDescriptor()).Normalize(&request);
  Validator(record.GetDescriptor()).Normalize(&record);
  EXPECT_EQ(request.SerializeAsString().find("unknown"), std::string::npos);
  EXPECT_EQ(record.SerializeAsString().find("unknown"), std::string::npos);
}

}  // namespace
}  // namespace tendon::runtime
