#include "clients/cli/yaml_tree.h"

#include <yaml-cpp/yaml.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/text.h"

namespace tendon::cli {
namespace {

constexpr int kMaxDepth = 64;
constexpr int kMaxNodes = 1'000'000;  // 16 MiB of YAML has fewer, unless aliases multiply them

// What a conversion may not do; ends it.
struct Refusal {
  YAML::Mark mark;
  const char* why;
};

class Converter {
 public:
  Json Convert(const YAML::Node& node, int depth) {
    if (depth > kMaxDepth) throw Refusal{node.Mark(), "nests deeper than 64"};
    if (++nodes_ > kMaxNodes) throw Refusal{node.Mark(), "has more than a million nodes, aliases included"};
    switch (node.Type()) {
      case YAML::NodeType::Scalar:
        return node.Scalar();
      case YAML::NodeType::Sequence:
        return ConvertSequence(node, depth);
      case YAML::NodeType::Map:
        return ConvertMap(node, depth);
      default:
        return nullptr;
    }
  }

 private:
  Json ConvertSequence(const YAML::Node& node, int depth) {
    Json array = Json::array();
    for (const auto& item : node) array.push_back(Convert(item, depth + 1));
    return array;
  }

  Json ConvertMap(const YAML::Node& node, int depth) {
    Json object = Json::object();
    for (const auto& pair : node) {
      if (!pair.first.IsScalar()) throw Refusal{pair.first.Mark(), "has a key that is not a word"};
      if (object.contains(pair.first.Scalar())) throw Refusal{pair.first.Mark(), "has the same key twice"};
      object[pair.first.Scalar()] = Convert(pair.second, depth + 1);
    }
    return object;
  }

  int nodes_ = 0;
};

absl::Status NotReadable(const std::string& name, const YAML::Mark& mark, absl::string_view why) {
  return absl::InvalidArgumentError(
      absl::StrCat("'", Printable(name), "': ", why, " at line ", mark.line + 1, ", column ", mark.column + 1));
}

}  // namespace

absl::StatusOr<std::vector<Part>> ParseYaml(absl::string_view text, const std::string& name) {
  try {
    std::vector<Part> parts;
    Converter converter;
    for (const auto& document : YAML::LoadAll(std::string(text)))
      parts.push_back({static_cast<std::int64_t>(parts.size()) + 1, converter.Convert(document, 0)});
    return parts;
  } catch (const Refusal& refusal) {
    return NotReadable(name, refusal.mark, refusal.why);
  } catch (const YAML::Exception& error) {
    return NotReadable(name, error.mark, "is not well-formed YAML");
  }
}

}  // namespace tendon::cli
