#include "clients/interop/modifiers.h"

#include "clients/interop/text.h"

namespace tendon::interop {
namespace {

// Depth is bounded by kMaxNestingDepth.
bool Search(const Json& json, const std::string& path, const Resource& resource, Report& report, bool root) {
  bool found = false;
  if (json.is_array()) {
    for (std::size_t i = 0; i < json.size(); ++i)
      found |= Search(json[i], Cat(path, "[", i, "]"), resource, report, false);
    return found;
  }
  if (!json.is_object()) return false;
  for (const auto& [key, value] : json.items()) {
    if (root && key == "contained") continue;
    if ((key == "modifierExtension" && !value.empty()) || (root && key == "implicitRules")) {
      found = true;
      report.Add(Severity::kError, resource.document, resource.label, Cat(path, ".", ShownKey(key)),
                 "may change the meaning of the resource and is not understood: the resource is not read");
    } else if (value.is_structured()) {
      found |= Search(value, Cat(path, ".", ShownKey(key)), resource, report, false);
    }
  }
  return found;
}

}  // namespace

bool RefuseModifiers(const Resource& resource, Report& report) {
  return Search(*resource.json, resource.type, resource, report, true);
}

}  // namespace tendon::interop
