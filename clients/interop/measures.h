// Which measure a FHIR code or question reads, and the score in it. Measures are those of the knowledge base's table of
// measures.
#ifndef TENDON_CLIENTS_INTEROP_MEASURES_H_
#define TENDON_CLIENTS_INTEROP_MEASURES_H_

#include <optional>
#include <string_view>

#include "clients/interop/element.h"
#include "tendon/clinical/v1/treatment.pb.h"

namespace tendon::interop {

struct Measure {
  std::string_view code;  // "NPRS"
  double minimum, maximum;
  std::string_view unit;   // UCUM, of the score as Tendon keeps it
  bool in_knowledge_base;  // false: kept, but nothing is computed from it
};

// A question of a form: what it measures, when in the session, and over what time.
struct Question {
  const Measure* measure;
  clinical::v1::ObservationPhase phase;
  std::string_view recall;  // "now", "average 4 weeks"; empty where the question does not say
};

// By the LOINC code of an observation or a question; null where no measure is read from it. Only codes that name one
// measure surely: the bank-level codes of PROMIS do not say which form was used.
const Measure* MeasureOfLoinc(std::string_view code);

// By the link ids of the Smart4Health back pain questionnaires; by a link id that is itself a LOINC code ("72514-3",
// "/72514-3").
std::optional<Question> QuestionOfLinkId(std::string_view link_id);
bool IsSessionNumber(std::string_view link_id);

// The score in `holder`.value[x]: a number, a Quantity, or a LOINC answer code of the 0-10 numeric rating scale
// (LL2335-9). Nothing where there is no value, and, with an error, where it is of another type, unit or range.
std::optional<double> ReadScore(Element& holder, const Measure& measure);

// The observation of a score that was read.
clinical::v1::Observation ToObservation(const Question& question, double score);

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_MEASURES_H_
