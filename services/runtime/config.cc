#include "services/runtime/config.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace tendon::runtime {
namespace {

constexpr int kMaxPort = 65535;

std::string EnvironmentName(const ServerIdentity& identity, std::string option) {
  std::transform(option.begin(), option.end(), option.begin(),
                 [](unsigned char c) { return c == '-' ? '_' : static_cast<char>(std::toupper(c)); });
  return identity.env_prefix + option;
}

// The host of "host:port", without the brackets of an IPv6 address.
std::string_view HostOf(std::string_view listen) {
  const size_t colon = listen.rfind(':');
  std::string_view host = colon == std::string_view::npos ? listen : listen.substr(0, colon);
  if (host.size() >= 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  return host;
}

// A dotted quad that begins with 127; a name that only begins so ("127.0.0.1.example.org") is not one.
bool IsLoopbackQuad(std::string_view host) {
  return host.substr(0, 4) == "127." && std::count(host.begin(), host.end(), '.') == 3 &&
         host.find_first_not_of("0123456789.") == std::string_view::npos;
}

// Why it is no address, "" when it is one. gRPC would take a port beyond 65535 for another, and a missing one for 443.
std::string AddressRefusal(const std::string& address) {
  if (address.starts_with("unix:")) return "";
  const size_t colon = address.rfind(':');
  const std::string port = colon == std::string::npos ? "" : address.substr(colon + 1);
  const bool is_number = !port.empty() && port.size() <= 5 && port.find_first_not_of("0123456789") == std::string::npos;
  if (is_number && std::stoi(port) <= kMaxPort) return "";
  return "must be host:port with a port from 0 to 65535, or unix:/path";
}

bool IsLoopback(std::string_view listen) {
  if (listen.substr(0, 5) == "unix:") return true;
  const std::string_view host = HostOf(listen);
  return host == "localhost" || host == "::1" || IsLoopbackQuad(host);
}

void AddOptions(const ServerIdentity& identity, CLI::App* app, ServerConfig* config) {
  const auto add = [&](const std::string& name, auto* value, const std::string& help) {
    return app->add_option("--" + name, *value, help)
        ->envname(EnvironmentName(identity, name))
        ->take_last()
        ->capture_default_str();
  };
  add("listen", &config->listen, "Address to listen on: host:port, or unix:/path; port 0 takes a free one")
      ->check(CLI::Validator(AddressRefusal, ""));
  add("database", &config->database, "The SQLite file; made when absent");
  app->add_flag("--insecure-development", config->insecure_development,
                "Believe callers what they say they are; loopback only, never with real patients")
      ->envname(EnvironmentName(identity, "insecure-development"));
  add("port-file", &config->port_file, "Write the port here once ready");
  add("log-level", &config->log_level, "How much to log")->check(CLI::IsMember({"debug", "info", "warning", "error"}));
  add("lame-duck-ms", &config->lame_duck_ms, "After SIGTERM, keep taking calls so long")->check(CLI::Range(0, 600'000));
  add("drain-ms", &config->drain_ms, "Then wait so long for calls under way")->check(CLI::Range(0, 600'000));
  add("reader-threads", &config->reader_threads, "Threads that read the store")->check(CLI::Range(1, 64));
  add("checkpoint-seconds", &config->checkpoint_seconds, "Send a checkpoint on an idle watch about so often")
      ->check(CLI::Range(1, 3600));
  add("sqlite-vfs", &config->sqlite_vfs, "The SQLite VFS; for tests of durability");
  if (identity.keeps_attachments) {
    add("max-attachment-mib", &config->max_attachment_mib, "The largest attachment that is taken, in MiB")
        ->check(CLI::Range(1, 4096));
    add("upload-hours", &config->upload_hours, "Forget an upload that is not complete after so many hours")
        ->check(CLI::Range(1, 24 * 30));
  }
  if (identity.keeps_attachments) {
    add("feed-days", &config->feed_days, "Keep events for so many days; 0 for ever")->check(CLI::Range(0, 36'500));
  }
  if (identity.timer_refusal) {
    app->add_option(
           "--timer", config->timers,
           "How long a timer runs instead of its default, as TIMER:PRIORITY=AMOUNT; several, or with commas. " +
               identity.timers_help)
        ->envname(EnvironmentName(identity, "timer"))
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(CLI::Validator(identity.timer_refusal, ""));
  }
  if (identity.follows_referral_server) {
    add("referral-server", &config->referral_server, "Where the referral server is: host:port, or unix:/path")
        ->check(CLI::Validator(AddressRefusal, ""));
    app->add_flag("--unverified-forms", config->unverified_forms,
                  "Score forms whose T-score table nobody has verified (PROMIS Pain Intensity 3a v2.0)")
        ->envname(EnvironmentName(identity, "unverified-forms"));
  } else {
    add("knowledge", &config->knowledge_directory,
        "Folder of your own knowledge base; see `tendon knowledge check`. Without it, the one that is part of the "
        "program");
  }
}

// CLI11 asks the file before the environment. So what the environment says goes first on the command line: the file
// gives way to it, and a flag after it replaces it.
std::vector<std::string> WithEnvironment(const CLI::App& app, int argc, const char* const* argv) {
  std::vector<std::string> arguments(argv, argv + std::min(argc, 1));
  for (const CLI::Option* option : app.get_options()) {
    const char* value = option->get_envname().empty() ? nullptr : std::getenv(option->get_envname().c_str());
    if (value != nullptr && *value != '\0') arguments.push_back(option->get_name() + "=" + value);
  }
  arguments.insert(arguments.end(), argv + std::min(argc, 1), argv + argc);
  return arguments;
}

}  // namespace

std::optional<int> ReadConfig(const ServerIdentity& identity, int argc, const char* const* argv, ServerConfig* config) {
  CLI::App app(identity.description, identity.program);
  app.set_version_flag("--version", std::string(TENDON_VERSION));
  app.set_config("--config", "", "Read options from this TOML file");
  app.allow_config_extras(CLI::config_extras_mode::error);
  app.get_config_ptr()->envname(EnvironmentName(identity, "config"));
  config->listen = identity.default_listen;
  config->database = identity.program + ".db";
  if (identity.follows_referral_server) config->referral_server = "127.0.0.1:7600";
  AddOptions(identity, &app, config);
  bool print_config = false;
  app.add_flag("--print-config", print_config, "Print the configuration that came out, secrets redacted, and end")
      ->configurable(false);
  app.footer("Order: flags, then the environment (" + identity.env_prefix +
             "LISTEN and so on), then the file given with --config.");
  const std::vector<std::string> arguments = WithEnvironment(app, argc, argv);
  std::vector<const char*> pointers;
  for (const std::string& argument : arguments) pointers.push_back(argument.c_str());
  try {
    app.parse(static_cast<int>(pointers.size()), pointers.data());
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (!print_config) return std::nullopt;
  // No option holds a secret today; one that does is to be left out here.
  std::cout << app.config_to_str(true, true);
  return 0;
}

std::string RefusalToListen(const ServerConfig& config) {
  if (!config.insecure_development) {
    return "this version has no security of its own yet (mTLS and tokens come in a later one): start it with "
           "--insecure-development on a loopback address, with made-up patients only";
  }
  if (!IsLoopback(config.listen)) {
    return "--insecure-development listens on loopback only: use --listen 127.0.0.1:PORT, [::1]:PORT, localhost:PORT "
           "or unix:/path";
  }
  return "";
}

}  // namespace tendon::runtime
