#include "clients/interop/element.h"

#include <cmath>

#include "clients/interop/text.h"

namespace tendon::interop {
namespace {

// Of every resource; none of it is a fact of care. The narrative is never copied.
constexpr std::string_view kSilentAtRoot[] = {"resourceType", "id", "meta", "text", "language", "contained"};

bool Silent(std::string_view key, bool root) {
  if (key == "id" || key == "fhir_comments") return true;
  if (!root) return false;
  for (const std::string_view silent : kSilentAtRoot) {
    if (key == silent) return true;
  }
  return false;
}

}  // namespace

Element::Element(const Resource& resource, Report& report)
    : json_(resource.json), path_(resource.type), resource_(&resource), report_(&report), root_(true) {}

Element::Element(const Json* json, std::string path, const Resource* resource, Report* report)
    : json_(json), path_(std::move(path)), resource_(resource), report_(report) {}

std::string Element::PathOf(std::string_view key) const {
  if (key.empty()) return path_;
  return Cat(path_, ".", key);
}

void Element::Note(Severity severity, std::string_view key, std::string_view text) const {
  if (report_ == nullptr) return;
  report_->Add(severity, resource_->document, resource_->label, PathOf(key), text);
}

bool Element::Has(std::string_view key) const { return json_ != nullptr && json_->contains(std::string(key)); }

std::string Element::KeyWithPrefix(std::string_view prefix) const {
  if (json_ == nullptr) return {};
  for (const auto& [key, value] : json_->items()) {
    if (key.starts_with(prefix) && ShownKey(key) == key) return key;
  }
  return {};
}

const Json* Element::Find(std::string_view key) {
  if (json_ == nullptr) return nullptr;
  read_.insert(std::string(key));
  const auto found = json_->find(std::string(key));
  if (found == json_->end()) return nullptr;
  if (found->is_null()) {
    Error(key, "null: FHIR leaves a property out instead");
    return nullptr;
  }
  return &*found;
}

std::string Element::String(std::string_view key) {
  const Json* found = Find(key);
  if (found == nullptr) return {};
  if (found->is_string()) return UnixLines(found->get_ref<const std::string&>());
  Error(key, "expected a string");
  return {};
}

std::vector<std::string> Element::Strings(std::string_view key) {
  std::vector<std::string> result;
  const Json* found = Find(key);
  if (found == nullptr) return result;
  if (!found->is_array()) {
    Error(key, "expected an array of strings");
    return result;
  }
  for (const Json& item : *found) {
    if (item.is_string()) {
      result.push_back(item.get<std::string>());
    } else if (!item.is_null()) {  // null: the value is in a primitive's extension
      Error(key, "expected an array of strings");
    }
  }
  return result;
}

std::optional<bool> Element::Bool(std::string_view key) {
  const Json* found = Find(key);
  if (found == nullptr) return std::nullopt;
  if (found->is_boolean()) return found->get<bool>();
  Error(key, "expected true or false");
  return std::nullopt;
}

std::optional<double> Element::Number(std::string_view key) {
  const Json* found = Find(key);
  if (found == nullptr) return std::nullopt;
  if (found->is_number()) return found->get<double>();
  Error(key, "expected a number");
  return std::nullopt;
}

std::optional<std::int64_t> Element::Integer(std::string_view key) {
  const std::optional<double> number = Number(key);
  if (!number) return std::nullopt;
  if (std::floor(*number) == *number && std::fabs(*number) < 1e15) return static_cast<std::int64_t>(*number);
  Error(key, "expected a whole number");
  return std::nullopt;
}

std::string Element::Date(std::string_view key) {
  std::string text = String(key);
  if (text.empty() || IsFhirDate(text)) return text;
  Error(key, "not a date: YYYY, YYYY-MM or YYYY-MM-DD of the calendar is expected");
  return {};
}

std::optional<FhirTime> Element::DateTime(std::string_view key) {
  const std::string text = String(key);
  if (text.empty()) return std::nullopt;
  std::optional<FhirTime> time = ParseFhirTime(text);
  if (!time) Error(key, "not a FHIR dateTime: YYYY-MM-DD or YYYY-MM-DDThh:mm:ss with Z or +hh:mm is expected");
  return time;
}

Element Element::Object(std::string_view key) {
  const Json* found = Find(key);
  if (found == nullptr) return {};
  if (found->is_object()) return Element(found, PathOf(key), resource_, report_);
  Error(key, "expected an object");
  return {};
}

std::vector<Element> Element::Objects(std::string_view key) {
  std::vector<Element> result;
  const Json* found = Find(key);
  if (found == nullptr) return result;
  if (!found->is_array()) {
    Error(key, "expected an array of objects");
    return result;
  }
  for (std::size_t i = 0; i < found->size(); ++i) {
    const std::string item = Cat(PathOf(key), "[", i, "]");
    if ((*found)[i].is_object()) {
      result.push_back(Element(&(*found)[i], item, resource_, report_));
    } else {
      report_->Add(Severity::kError, resource_->document, resource_->label, item, "expected an object");
    }
  }
  return result;
}

void Element::Ignore(std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) read_.insert(std::string(key));
}

void Element::WarnUnread() const {
  if (json_ == nullptr) return;
  for (const auto& [key, value] : json_->items()) {
    if (read_.contains(key) || Silent(key, root_)) continue;
    if ((value.is_array() || value.is_object()) && value.empty()) continue;
    Warn(ShownKey(key), "not represented in Tendon: left out");
  }
}

}  // namespace tendon::interop
