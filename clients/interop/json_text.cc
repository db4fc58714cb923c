#include "clients/interop/json_text.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "clients/interop/fhir.h"
#include "clients/interop/text.h"

namespace tendon::interop {
namespace {

constexpr int kNumberOutOfRange = 406;  // nlohmann::json::out_of_range

// Builds the tree from parse events. Returns false from an event to stop.
class TreeBuilder : public nlohmann::json_sax<Json> {
 public:
  bool null() override { return Put(nullptr); }
  bool boolean(bool value) override { return Put(value); }
  bool number_integer(number_integer_t value) override { return Put(value); }
  bool number_unsigned(number_unsigned_t value) override { return Put(value); }
  bool number_float(number_float_t value, const string_t&) override { return Put(value); }
  bool string(string_t& value) override { return Put(std::move(value)); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return Open(Json::object()); }
  bool start_array(std::size_t) override { return Open(Json::array()); }
  bool end_object() override { return Close(); }
  bool end_array() override { return Close(); }

  bool key(string_t& value) override {
    frames_.back().key = std::move(value);
    if (!frames_.back().node->contains(frames_.back().key)) return true;
    return Refuse("a property is given twice in one object");
  }

  // The library's own message quotes the text, so only its kind is kept.
  bool parse_error(std::size_t position, const std::string&, const Json::exception& error) override {
    position_ = position;
    const std::string_view message = error.what();
    if (message.find("ill-formed UTF-8") != std::string_view::npos) syntax_ = "not UTF-8";
    if (error.id == kNumberOutOfRange) syntax_ = "a number is out of range";
    return false;
  }

  Json Take() { return std::move(root_); }
  const std::string& refusal() const { return refusal_; }
  const std::string& refusal_path() const { return refusal_path_; }
  std::size_t position() const { return position_; }  // bytes read when the syntax broke, from 1
  const std::string& syntax() const { return syntax_; }

 private:
  struct Frame {
    Json* node;
    std::string key;
  };

  Json* Attach(Json value) {
    if (frames_.empty()) return &(root_ = std::move(value));
    Frame& frame = frames_.back();
    if (frame.node->is_array()) return &frame.node->emplace_back(std::move(value));
    return &((*frame.node)[frame.key] = std::move(value));
  }

  bool Put(Json value) {
    Attach(std::move(value));
    return true;
  }

  bool Open(Json value) {
    if (frames_.size() >= static_cast<std::size_t>(kMaxNestingDepth)) {
      return Refuse(Cat("nested deeper than ", kMaxNestingDepth, " levels"));
    }
    frames_.push_back({Attach(std::move(value)), {}});
    return true;
  }

  bool Close() {
    frames_.pop_back();
    return true;
  }

  bool Refuse(std::string why) {
    refusal_ = std::move(why);
    refusal_path_ = "$";
    for (const Frame& frame : frames_) {
      if (frame.node->is_array()) {
        refusal_path_ += Cat("[", frame.node->empty() ? 0 : frame.node->size() - 1, "]");
      } else {
        refusal_path_ += Cat(".", ShownKey(frame.key));
      }
    }
    return false;
  }

  Json root_;
  std::vector<Frame> frames_;
  std::string refusal_;
  std::string refusal_path_;
  std::size_t position_ = 0;
  std::string syntax_ = "not JSON: syntax error";
};

std::string Place(std::string_view text, std::size_t position) {
  const std::string_view before = text.substr(0, std::min(position == 0 ? 0 : position - 1, text.size()));
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::size_t line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  return Cat("line ", lines + 1, ", column ", before.size() - line_start + 1, " (byte ", before.size() + 1, ")");
}

ParsedText Failure(std::string path, std::string error) { return {Json(), std::move(path), std::move(error)}; }

// Formats that people mistake for FHIR JSON get an answer of their own.
std::string KnownOtherFormat(std::string_view text) {
  if (text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF") return "UTF-16: FHIR JSON is UTF-8";
  if (text.substr(0, 2) == "PK") return "a ZIP file: unpack it first";
  if (text.substr(0, 2) == "\x1F\x8B") return "a gzip file: unpack it first";
  const std::string_view start = Strip(text.substr(text.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0));
  if (start.empty()) return "empty: a FHIR resource in JSON is expected";
  if (start.front() == '<') return "XML: only the JSON form of FHIR R4 is read";
  if (start.substr(0, 4) == "MSH|") return "an HL7 v2 message: only FHIR R4 JSON is read";
  return {};
}

}  // namespace

std::string_view ShownKey(std::string_view key) {
  const auto allowed = [](char c) { return IsAlphanumeric(c) || c == '_'; };
  return !key.empty() && key.size() <= 64 && std::all_of(key.begin(), key.end(), allowed) ? key : "?";
}

ParsedText ParseJson(std::string_view text) {
  if (text.size() > kMaxDocumentBytes) return Failure("$", Cat("larger than ", kMaxDocumentBytes >> 20, " MiB"));
  if (std::string other = KnownOtherFormat(text); !other.empty())
    return Failure("line 1, column 1 (byte 1)", std::move(other));
  TreeBuilder builder;
  if (Json::sax_parse(text.begin(), text.end(), &builder)) return {builder.Take(), {}, {}};
  if (!builder.refusal().empty()) return Failure(builder.refusal_path(), builder.refusal());
  const bool at_end = builder.position() > text.size();
  return Failure(Place(text, builder.position()), at_end ? "not JSON: the text ends too early" : builder.syntax());
}

}  // namespace tendon::interop
