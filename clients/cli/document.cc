#include "clients/cli/document.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/cli/text.h"
#include "clients/cli/yaml_tree.h"

namespace tendon::cli {
namespace {

constexpr int kMaxDepth = 64;

absl::Status NotReadable(const std::string& name, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("'", Printable(name), "': ", why));
}

// "line 3, column 14" of a byte, counted from 1.
std::string Place(absl::string_view text, std::size_t byte) {
  const absl::string_view before = text.substr(0, byte == 0 ? 0 : byte - 1);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const std::size_t start = before.rfind('\n');
  return absl::StrCat("line ", line, ", column ",
                      before.size() - (start == absl::string_view::npos ? 0 : start + 1) + 1);
}

// Finds the first key that an object has twice, of which a parser keeps one and loses the other silently.
class RepeatedKey {
 public:
  void See(Json::parse_event_t event, const Json& parsed) {
    using Event = Json::parse_event_t;
    if (event == Event::object_end || event == Event::array_end) {
      levels_.pop_back();
    } else if (event == Event::key) {
      SeeKey(parsed.get_ref<const std::string&>());
    } else {
      if (!levels_.empty() && levels_.back().is_array)
        levels_.back().step = absl::StrCat("[", ++levels_.back().index, "]");
      if (event != Event::value) levels_.push_back({event == Event::array_start});
    }
  }

  // "goals[0].kind"; empty when there is none.
  const std::string& path() const { return path_; }

 private:
  struct Level {
    bool is_array = false;
    int index = -1;
    std::string step = "";  // ".kind", "[0]"
    std::set<std::string> keys = {};
  };

  void SeeKey(const std::string& key) {
    levels_.back().step = absl::StrCat(".", key);
    if (levels_.back().keys.insert(key).second || !path_.empty()) return;
    for (const Level& level : levels_) absl::StrAppend(&path_, level.step);
    if (path_[0] == '.') path_.erase(0, 1);
  }

  std::vector<Level> levels_;
  std::string path_;
};

// nlohmann's own message shows what was read last, which may be a patient's; so only the place is told.
absl::StatusOr<Json> ParseJson(absl::string_view text, const std::string& name, absl::string_view whole,
                               std::size_t offset) {
  bool too_deep = false;
  RepeatedKey repeated;
  try {
    const auto guard = [&](int depth, Json::parse_event_t event, Json& parsed) {
      too_deep = too_deep || depth > kMaxDepth;
      if (!too_deep) repeated.See(event, parsed);
      return !too_deep;
    };
    Json tree = Json::parse(text.begin(), text.end(), guard);
    if (too_deep) return NotReadable(name, absl::StrCat("nests deeper than ", kMaxDepth));
    if (!repeated.path().empty())
      return NotReadable(name,
                         absl::StrCat("has ", Printable(repeated.path()), " twice; which one is meant is not guessed"));
    return tree;
  } catch (const Json::parse_error& error) {
    return NotReadable(name, absl::StrCat("is not well-formed JSON at ", Place(whole, offset + error.byte)));
  } catch (const Json::exception&) {
    return NotReadable(name, "is not well-formed JSON");
  }
}

absl::StatusOr<std::vector<Part>> ParseJsonLines(const InputFile& input, absl::string_view text) {
  std::vector<Part> parts;
  std::size_t offset = 0;
  std::int64_t number = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    if (!absl::StripAsciiWhitespace(line).empty()) {
      auto tree = ParseJson(line, input.name, text, offset);
      if (!tree.ok()) return tree.status();
      parts.push_back({number, *std::move(tree)});
    }
    offset += line.size() + 1;
  }
  return parts;
}

bool HasEnding(const std::string& name, std::initializer_list<absl::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [&](absl::string_view ending) { return absl::EndsWithIgnoreCase(name, ending); });
}

// Several objects, one a line, each closed on its line.
bool LooksLikeJsonLines(const std::string& name, absl::string_view text) {
  if (HasEnding(name, {".jsonl", ".ndjson"})) return true;
  const absl::string_view body = absl::StripAsciiWhitespace(text);
  const absl::string_view first = absl::StripAsciiWhitespace(body.substr(0, body.find('\n')));
  return first.size() < body.size() && absl::StartsWith(first, "{") && absl::EndsWith(first, "}") &&
         Json::accept(first.begin(), first.end());
}

}  // namespace

absl::StatusOr<std::vector<Part>> ParseDocument(const InputFile& input) {
  absl::string_view text = input.text;
  absl::ConsumePrefix(&text, "\xEF\xBB\xBF");
  if (absl::StartsWith(text, "\xFF\xFE") || absl::StartsWith(text, "\xFE\xFF"))
    return NotReadable(input.name, "is UTF-16; expected UTF-8");
  const char first = absl::StripLeadingAsciiWhitespace(text).front();
  if (first == '<') return NotReadable(input.name, "looks like XML; expected JSON or YAML");
  const bool is_json = first == '{' || first == '[' || HasEnding(input.name, {".json", ".jsonl", ".ndjson"});
  if (!is_json || HasEnding(input.name, {".yaml", ".yml"})) return ParseYaml(text, input.name);
  if (LooksLikeJsonLines(input.name, text)) return ParseJsonLines(input, text);
  auto tree = ParseJson(text, input.name, text, 0);
  if (!tree.ok()) return tree.status();
  std::vector<Part> parts;
  parts.push_back({1, *std::move(tree)});
  return parts;
}

absl::StatusOr<Json> ParseSingle(const InputFile& input) {
  auto parts = ParseDocument(input);
  if (!parts.ok()) return parts.status();
  if (parts->size() != 1)
    return NotReadable(input.name, absl::StrCat("holds ", parts->size(), " documents; expected one"));
  return std::move(parts->front().tree);
}

absl::Status ReadMessage(const std::string& path, Terminal& terminal, google::protobuf::Message& message) {
  const auto input = ReadInput(path, terminal);
  if (!input.ok()) return input.status();
  auto tree = ParseSingle(*input);
  return tree.ok() ? FillMessage(*std::move(tree), "", message) : tree.status();
}

}  // namespace tendon::cli
