// The configuration of a server: flags over environment over file (TOML), with --print-config to see what came out.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tendon::runtime {

struct ServerConfig {
  // "host:port" or "unix:/path". Port 0 takes a free one, see port_file.
  std::string listen;
  // The SQLite file; made when absent.
  std::string database;
  // Callers are believed what they say they are. Only on loopback or a Unix socket.
  bool insecure_development = false;
  // Gets the port once the server is ready; for scripts.
  std::string port_file;
  std::string log_level = "info";
  // How long, after SIGTERM, the server still takes calls while health says NOT_SERVING.
  int32_t lame_duck_ms = 0;
  // How long, after that, calls under way may take to end.
  int32_t drain_ms = 5000;
  // Threads that read the store.
  int32_t reader_threads = 2;
  // A checkpoint is sent on an idle watch about this often.
  int32_t checkpoint_seconds = 20;
  // The VFS of SQLite; "" for its own.
  std::string sqlite_vfs;
  // The referral server only: an operator's own knowledge base; "" for the one that is part of the program.
  std::string knowledge_directory;
  // The referral server only: the largest attachment that is taken, and how long its upload may take.
  int32_t max_attachment_mib = 50;
  int32_t upload_hours = 24;
  // The referral server only: for how many days events are kept; 0 for ever.
  int32_t feed_days = 90;
  // The referral server only: how long timers run instead of their defaults, as "TIMER:PRIORITY=AMOUNT".
  std::vector<std::string> timers;
  // The outcomes server only: where the referral server is.
  std::string referral_server;
  // The outcomes server only: score forms whose T-score table is UNVERIFIED.
  bool unverified_forms = false;
};

// What a server is called and listens on by default.
struct ServerIdentity {
  std::string program;         // "tendon-referral"
  std::string description;     // for --help
  std::string env_prefix;      // "TENDON_REFERRAL_"
  std::string default_listen;  // "127.0.0.1:7600"
  bool follows_referral_server = false;
  bool keeps_attachments = false;
  // Of a server with timers: why a setting of one is refused, "" when it is not; and the settings there are, for
  // --help.
  std::function<std::string(const std::string&)> timer_refusal = {};
  std::string timers_help = {};
};

// Reads the configuration. Returns an exit code when the program is to end at once: 0 after --help, --version or
// --print-config, 2 for something wrong, which has been told on standard error.
std::optional<int> ReadConfig(const ServerIdentity& identity, int argc, const char* const* argv, ServerConfig* config);

// Why the server must not start on this address with this configuration; empty when it may.
std::string RefusalToListen(const ServerConfig& config);

}  // namespace tendon::runtime
