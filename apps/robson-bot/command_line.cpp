#include "command_line.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <charconv>

#include "base/log.hpp"

namespace robson::bot {
namespace {

struct Flags {
  std::string listen = "127.0.0.1:8000";
  std::string venue_url = "http://127.0.0.1:9443";
  std::int64_t poll_ms = 5'000;
  std::int64_t open_deadline_s = 60;
  bool allow_remote = false;
  std::string level = "info";
};

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

// "HOST:PORT" or "[HOST]:PORT".
bool read_listen(const std::string& text, Options& options) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return false;
  std::string host = text.substr(0, colon);
  if (host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data() + colon + 1, end, options.port);
  options.host = std::move(host);
  return !options.host.empty() && parsed.ec == std::errc{} && parsed.ptr == end;
}

void add_flags(CLI::App& app, Flags& flags, Options& options) {
  app.add_option("--listen", flags.listen, "address and port to serve on; port 0: any free one [127.0.0.1:8000]");
  app.add_flag(
      "--allow-remote", flags.allow_remote,
      "let --listen be more than loopback, where only robsond reaches it: the key goes over the line as it is");
  app.add_option("--venue-url", flags.venue_url, "where both venues are [http://127.0.0.1:9443, robson-sim]");
  app.add_option("--data-dir", options.data_dir,
                 "directory in which the state outlives the program; made when it is not there [bot-data]");
  app.add_option(
      "--admin-key-file", options.admin_key_file,
      "file of the key that robsond shows; made with a random key when it is not there [DATA-DIR/admin.key]");
  app.add_option("--venue-key-file", options.venue_key_file,
                 "file of the key of the account at the venues [the demo's, demo-hedge-key]");
  app.add_option("--poll-ms", flags.poll_ms, "milliseconds between two questions to the venues, 250 to 10000 [5000]");
  app.add_option("--open-deadline", flags.open_deadline_s,
                 "seconds within which both legs of a position must stand, or it is unwound, 5 to 600 [60]");
  app.add_option("--bot-log-level,--log-level", flags.level, "debug, info, warning, error or off [info]");
  app.set_version_flag("--version", "robson-bot " ROBSON_VERSION);
}

// What is wrong with the flags, as a sentence; empty when nothing is.
std::string check(const Flags& flags, Options& options) {
  const auto shown = [](const std::string& text) { return text.substr(0, 80); };
  if (!read_listen(flags.listen, options)) {
    return fmt::format("--listen \"{}\" is not allowed: expected HOST:PORT", shown(flags.listen));
  }
  if (!is_loopback(options.host) && !flags.allow_remote) {
    return fmt::format("--listen {} can be reached from other machines; say --allow-remote if that is meant",
                       shown(flags.listen));
  }
  const auto venue = net::parse_url(flags.venue_url);
  if (!venue || venue->target != "/")
    return fmt::format("--venue-url \"{}\" is not allowed: expected http://HOST:PORT", shown(flags.venue_url));
  options.venue = *venue;
  if (flags.poll_ms < 250 || flags.poll_ms > 10'000) return "--poll-ms is not allowed: expected 250 to 10000";
  options.poll = std::chrono::milliseconds(flags.poll_ms);
  if (flags.open_deadline_s < 5 || flags.open_deadline_s > 600)
    return "--open-deadline is not allowed: expected 5 to 600";
  options.open_deadline = std::chrono::seconds(flags.open_deadline_s);
  if (options.data_dir.empty()) return "--data-dir is empty";
  if (options.admin_key_file.empty()) options.admin_key_file = options.data_dir + "/admin.key";
  return {};
}

}  // namespace

CommandLine read_command_line(int argc, char** argv) {
  CommandLine command;
  Flags flags;
  CLI::App app(
      "robson-bot: the reference delta-neutral bot, on paper. It holds a staked token with borrowed money against a "
      "perpetual short, and serves what robsond needs to watch and steer it.",
      "robson-bot");
  add_flags(app, flags, command.options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    fmt::print("{}", app.help());
    command.exit_code = 0;
  } catch (const CLI::CallForVersion&) {
    fmt::print("robson-bot {}\n", ROBSON_VERSION);
    command.exit_code = 0;
  } catch (const CLI::ParseError& e) {
    fmt::print(stderr, "robson-bot: {}\n", e.what());
    command.exit_code = 2;
  }
  if (command.exit_code) return command;
  log::Level lowest{};
  std::string wrong = check(flags, command.options);
  if (wrong.empty() && !log::parse(flags.level, lowest)) {
    wrong = fmt::format("--bot-log-level \"{}\" is not allowed: expected debug, info, warning, error or off",
                        flags.level.substr(0, 80));
  }
  if (!wrong.empty()) {
    fmt::print(stderr, "robson-bot: {}\n", wrong);
    command.exit_code = 2;
    return command;
  }
  log::start("robson-bot", lowest);
  return command;
}

}  // namespace robson::bot
