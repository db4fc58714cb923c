#include "services/telemetry/log.h"

#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <memory>

namespace tendon::telemetry {
namespace {

constexpr size_t kQueueLines = 8192;
constexpr size_t kMaxTextBytes = 256;

struct LevelName {
  Level level;
  spdlog::level::level_enum spdlog_level;
  std::string_view name;
};
constexpr std::array<LevelName, 5> kLevels = {{{Level::kDebug, spdlog::level::debug, "debug"},
                                               {Level::kInfo, spdlog::level::info, "info"},
                                               {Level::kWarning, spdlog::level::warn, "warning"},
                                               {Level::kError, spdlog::level::err, "error"},
                                               {Level::kCritical, spdlog::level::critical, "critical"}}};

const LevelName& Describe(Level level) { return kLevels[static_cast<size_t>(level)]; }

void AppendQuoted(std::string_view text, std::string* out) {
  out->push_back('"');
  for (const char c : text.substr(0, kMaxTextBytes)) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out->push_back('\\');
      out->push_back(c);
    } else if (byte < 0x20 || byte == 0x7f) {
      std::array<char, 8> escaped{};
      std::snprintf(escaped.data(), escaped.size(), "\\u%04x", byte);
      out->append(escaped.data());
    } else {
      out->push_back(c);
    }
  }
  out->push_back('"');
}

struct AppendValue {
  std::string* out;
  void operator()(int64_t value) const { out->append(std::to_string(value)); }
  void operator()(double value) const { out->append(std::to_string(value)); }
  void operator()(std::string_view value) const { AppendQuoted(value, out); }
};

std::string TimeNow() {
  const auto now = std::chrono::system_clock::now();
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::array<char, 40> text{};
  const size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &utc);
  std::snprintf(text.data() + length, text.size() - length, ".%03dZ", static_cast<int>(millis));
  return text.data();
}

}  // namespace

bool StartLog(std::string_view level) {
  for (const LevelName& known : kLevels) {
    if (known.name != level) continue;
    spdlog::init_thread_pool(kQueueLines, 1);
    auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    auto logger = std::make_shared<spdlog::async_logger>("tendon", sink, spdlog::thread_pool(),
                                                         spdlog::async_overflow_policy::overrun_oldest);
    logger->set_pattern("%v");
    logger->set_level(known.spdlog_level);
    logger->flush_on(spdlog::level::info);
    spdlog::set_default_logger(logger);
    return true;
  }
  return false;
}

void StopLog() { spdlog::shutdown(); }

void Log(Level level, std::string_view event, std::initializer_list<Field> fields) {
  const LevelName& described = Describe(level);
  spdlog::logger* logger = spdlog::default_logger_raw();
  if (logger == nullptr || !logger->should_log(described.spdlog_level)) return;
  std::string line = "{\"time\":\"" + TimeNow() + "\",\"level\":\"" + std::string(described.name) + "\",\"event\":";
  AppendQuoted(event, &line);
  for (const Field& field : fields) {
    line.push_back(',');
    AppendQuoted(field.key, &line);
    line.push_back(':');
    std::visit(AppendValue{&line}, field.value);
  }
  line.push_back('}');
  logger->log(described.spdlog_level, spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace tendon::telemetry
