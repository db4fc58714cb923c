// JSON lines to standard error, through spdlog, asynchronous. A log line is made of fields whose types cannot hold free
// text from outside: numbers, and words that the program itself wrote or that passed as a resource name. So no patient
// data can get in.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace tendon::telemetry {

enum class Level { kDebug, kInfo, kWarning, kError, kCritical };

// A key and a value. `text` is escaped and cut to 256 bytes; give it the program's own words, method names, resource
// names or codes only.
struct Field {
  const char* key;
  std::variant<int64_t, double, std::string_view> value;

  Field(const char* k, int64_t v) : key(k), value(v) {}
  Field(const char* k, int v) : key(k), value(static_cast<int64_t>(v)) {}
  Field(const char* k, double v) : key(k), value(v) {}
  Field(const char* k, std::string_view v) : key(k), value(v) {}
  Field(const char* k, const std::string& v) : key(k), value(std::string_view(v)) {}
  Field(const char* k, const char* v) : key(k), value(std::string_view(v)) {}
};

// Starts the logger. `level`: debug, info, warning, error. Returns false for another word. Call once, before the first
// Log.
bool StartLog(std::string_view level);
// Writes out what is queued and stops.
void StopLog();
// Writes one line: {"time":…,"level":…,"event":…, fields…}. `event` is a short fixed word such as "started".
void Log(Level level, std::string_view event, std::initializer_list<Field> fields = {});

}  // namespace tendon::telemetry
