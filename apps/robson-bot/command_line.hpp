#pragma once
#include <optional>
#include <string>

#include "base/timestamp.hpp"
#include "net/http.hpp"

namespace robson::bot {

struct Options {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8000;
  net::Url venue{.secure = false, .host = "127.0.0.1", .port = 9443, .target = "/"};
  std::string data_dir = "bot-data";
  std::string admin_key_file{};  // empty: admin.key in data_dir
  std::string venue_key_file{};  // empty: the demo's key
  Duration poll = std::chrono::seconds(5);
  Duration open_deadline = std::chrono::seconds(60);
};

struct CommandLine {
  Options options{};
  std::optional<int> exit_code{};  // set: all is said (help, version, a wrong flag), leave with it
};
// Reads the flags, prints what there is to say about them, starts the log.
CommandLine read_command_line(int argc, char** argv);

}  // namespace robson::bot
