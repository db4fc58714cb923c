#include "clients/interop/questionnaires.h"

#include <algorithm>

#include "clients/interop/body_sites.h"
#include "clients/interop/measures.h"
#include "clients/interop/modifiers.h"
#include "clients/interop/text.h"

namespace tendon::interop {
namespace {

constexpr std::string_view kNothing = "tells no measure of Tendon and no session number";

using FormCodes = std::vector<std::pair<std::string, std::string>>;

void CollectCodes(Element& form, FormCodes* into) {
  for (Element& item : form.Objects("item")) {
    const std::string link_id = item.String("linkId");
    for (const Element& element : item.Objects("code")) {
      const Code code = ReadCode(element);
      if (code.system == kLoinc) into->emplace_back(link_id, code.code);
    }
    CollectCodes(item, into);
  }
}

// Reads the items of one response.
class ItemReader {
 public:
  ItemReader(FormCodes codes, Readings* into) : codes_(std::move(codes)), into_(into) {}

  void Read(Element& parent) {
    for (Element& item : parent.Objects("item")) {
      ReadItem(item);
      Read(item);
    }
  }

  // Warns of the answered questions that no measure of Tendon's takes.
  void WarnOfOthers() const {
    for (const Element& item : others_) item.Warn("", "no measure of Tendon's for this question: left out");
  }

 private:
  void ReadItem(Element& item) {
    const std::string link_id = item.String("linkId");
    std::vector<Element> answers = item.Objects("answer");
    for (Element& answer : answers) Read(answer);
    if (answers.empty()) return;
    const std::optional<Question> question = QuestionOf(link_id);
    if (!question && !IsSessionNumber(link_id)) return others_.push_back(item);
    if (answers.size() > 1) return item.Error("answer", "one answer is expected");
    if (IsSessionNumber(link_id)) return ReadNumber(answers[0]);
    const std::optional<double> score = ReadScore(answers[0], *question->measure);
    if (!score) return;
    into_->observations.push_back(ToObservation(*question, *score));
    if (!question->measure->in_knowledge_base)
      item.Warn("", "a measure that the knowledge base does not hold: kept, never classified");
  }

  void ReadNumber(Element& answer) {
    const std::optional<std::int64_t> number = answer.Integer("valueInteger");
    into_->number_path = answer.path();
    if (!number || *number < 1 || *number > 10'000)
      return answer.Error("valueInteger", "a session number is 1 to 10000");
    into_->session_number = static_cast<int>(*number);
  }

  std::optional<Question> QuestionOf(const std::string& link_id) const {
    if (std::optional<Question> known = QuestionOfLinkId(link_id)) return known;
    for (const auto& [link, code] : codes_) {
      const Measure* measure = link == link_id ? MeasureOfLoinc(code) : nullptr;
      if (measure != nullptr) return Question{measure, clinical::v1::OBSERVATION_PHASE_UNSPECIFIED, ""};
    }
    return std::nullopt;
  }

  FormCodes codes_;
  Readings* into_;
  std::vector<Element> others_;
};

std::optional<FhirTime> ReadEffective(Element& element, std::string* key) {
  *key = element.KeyWithPrefix("effective");
  if (*key == "effectivePeriod") return ReadPeriod(element.Object("effectivePeriod")).start;
  if (!key->empty()) return element.DateTime(*key);
  *key = "issued";
  return element.DateTime("issued");
}

// Observation.focus names what is observed where that is not the subject: a mother, a fetus, a device.
bool FocusIsSubject(Element& observation, const Subject& subject, const Resource& resource, const ResourceSet& set) {
  std::vector<Element> all = observation.Objects("focus");
  return std::all_of(all.begin(), all.end(), [&](const Element& item) {
    return CompareSubjects(SubjectOf(ReadReference(item), resource, set), subject) == Same::kSame;
  });
}

}  // namespace

Forms::Forms(ResourceSet& set) {
  for (Resource* resource : set.OfType("Questionnaire")) {
    Report unheard;  // a form that is used says its own errors nowhere: only its codes are read
    Element element(*resource, unheard);
    const std::string url = element.String("url"), version = element.String("version");
    if (url.empty()) continue;
    Form& form = forms_.emplace_back(Form{resource, {}});
    CollectCodes(element, &form.codes);
    by_canonical_.emplace(url, &form);
    by_canonical_.emplace(Cat(url, "|", version), &form);
  }
}

const Forms::Form* Forms::Find(const std::string& canonical) const {
  const auto found = by_canonical_.find(canonical);
  return found == by_canonical_.end() ? nullptr : found->second;
}

std::optional<Readings> ReadResponse(Resource& resource, ResourceSet& set, const Forms& forms, Report& report) {
  Report own;
  Element element(resource, own);
  const std::string status = element.String("status");
  if (status.empty()) {
    element.Error("status", "required");
    Adopt(own, resource, report);
    return std::nullopt;
  }
  if (status != "completed" && status != "amended") {
    resource.Settle(Fate::kSkipped, status == "entered-in-error" ? "entered-in-error"
                                                                 : "not finished: status is not completed or amended");
    return std::nullopt;
  }
  Readings result;
  result.time_key = "authored";
  const Forms::Form* form = forms.Find(element.String("questionnaire"));
  ItemReader items(form != nullptr ? form->codes : FormCodes(), &result);
  items.Read(element);
  RefuseModifiers(resource, own);
  if (own.errors() == 0 && result.observations.empty() && result.session_number == 0) {
    resource.Settle(Fate::kSkipped, kNothing);
    return std::nullopt;
  }
  ReadLinks(element, resource, set, &result);
  result.time = element.DateTime("authored");
  items.WarnOfOthers();
  element.Ignore({"identifier"});
  element.WarnUnread();
  if (!Adopt(own, resource, report)) return std::nullopt;
  if (form != nullptr) form->resource->Settle(Fate::kContext, "the form of a response");
  return result;
}

std::optional<Readings> ReadObservation(Resource& resource, ResourceSet& set, Report& report) {
  Report own;
  Element element(resource, own);
  const Measure* measure = nullptr;
  for (const Code& coding : ReadConcept(element.Object("code")).codings) {
    if (measure == nullptr && coding.system == kLoinc) measure = MeasureOfLoinc(coding.code);
  }
  const std::string status = element.String("status");
  if (measure != nullptr && status.empty()) {
    element.Error("status", "required");
    Adopt(own, resource, report);
    return std::nullopt;
  }
  const bool counts = status == "final" || status == "amended" || status == "corrected";
  if (measure == nullptr || !counts || resource.container != nullptr) {
    resource.Settle(Fate::kSkipped, status == "entered-in-error" ? "entered-in-error"
                                    : measure == nullptr         ? kNothing
                                    : counts ? "contained in another resource: has no identity of its own"
                                             : "not final: status is not final, amended or corrected");
    return std::nullopt;
  }
  Readings result;
  ReadLinks(element, resource, set, &result);
  if (!FocusIsSubject(element, result.subject, resource, set)) {
    report.Add(Severity::kWarning, resource.document, resource.label, "Observation.focus",
               "not the patient, or not surely: an observation of somebody or something else, not recorded");
    resource.Settle(Fate::kSkipped, "its focus is not the patient");
    return std::nullopt;
  }
  RefuseModifiers(resource, own);
  const std::optional<double> score = ReadScore(element, *measure);
  result.time = ReadEffective(element, &result.time_key);
  if (!score && own.errors() == 0) {
    resource.Settle(Fate::kSkipped, "has no value");
    return std::nullopt;
  }
  if (score)
    result.observations.push_back(ToObservation({measure, clinical::v1::OBSERVATION_PHASE_UNSPECIFIED, ""}, *score));
  if (element.Has("bodySite") && score) {
    if (auto site = ToBodySite(ReadConcept(element.Object("bodySite")))) {
      *result.observations[0].mutable_body_site() = *std::move(site);
    } else {
      element.Warn("bodySite", "no region of Tendon's table for this body site: left out");
    }
  }
  element.Ignore({"identifier", "category", "issued"});
  element.WarnUnread();
  if (!Adopt(own, resource, report)) return std::nullopt;
  return result;
}

}  // namespace tendon::interop
