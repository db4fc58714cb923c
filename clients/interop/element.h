// A place in a resource: typed reading with the FHIRPath of everything read, and a memory of what was not.
// Every read of a wrong type reports an error at its path and gives the absent value.
#ifndef TENDON_CLIENTS_INTEROP_ELEMENT_H_
#define TENDON_CLIENTS_INTEROP_ELEMENT_H_

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "clients/interop/fhir_time.h"
#include "clients/interop/report.h"
#include "clients/interop/resource_set.h"

namespace tendon::interop {

class Element {
 public:
  Element() = default;                                // absent: every read gives the absent value
  Element(const Resource& resource, Report& report);  // the resource itself

  bool present() const { return json_ != nullptr; }
  const std::string& path() const { return path_; }
  // Whether a property is there, read or not.
  bool Has(std::string_view key) const;
  // The property of a choice: KeyWithPrefix("occurrence") gives "occurrenceTiming". Empty when there is none.
  std::string KeyWithPrefix(std::string_view prefix) const;

  // Of one property; empty or nothing when it is absent. A FHIR string is never empty, so empty counts as absent;
  // line ends become "\n".
  std::string String(std::string_view key);
  std::vector<std::string> Strings(std::string_view key);
  std::optional<bool> Bool(std::string_view key);
  std::optional<double> Number(std::string_view key);
  std::optional<std::int64_t> Integer(std::string_view key);
  std::string Date(std::string_view key);                  // "2016", "2016-09" or "2016-09-27"
  std::optional<FhirTime> DateTime(std::string_view key);  // date, dateTime or instant
  Element Object(std::string_view key);
  std::vector<Element> Objects(std::string_view key);

  // An issue at `key` below this element; at the element itself where `key` is empty.
  void Warn(std::string_view key, std::string_view text) const { Note(Severity::kWarning, key, text); }
  void Error(std::string_view key, std::string_view text) const { Note(Severity::kError, key, text); }

  // Says that the properties mean nothing to Tendon: no warning for them.
  void Ignore(std::initializer_list<std::string_view> keys);
  // Warns of every property that was neither read nor ignored. Narrative, id, meta and language never count.
  void WarnUnread() const;

 private:
  Element(const Json* json, std::string path, const Resource* resource, Report* report);

  const Json* Find(std::string_view key);
  void Note(Severity severity, std::string_view key, std::string_view text) const;
  std::string PathOf(std::string_view key) const;

  const Json* json_ = nullptr;
  std::string path_;
  const Resource* resource_ = nullptr;
  Report* report_ = nullptr;
  bool root_ = false;
  std::set<std::string, std::less<>> read_;
};

}  // namespace tendon::interop

#endif  // TENDON_CLIENTS_INTEROP_ELEMENT_H_
