#pragma once
// What a call runs with: flag before environment before configuration file before default.
#include <optional>
#include <string>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "base/timestamp.hpp"
#include "cli/config_file.hpp"
#include "cli/document.hpp"
#include "cli/style.hpp"
#include "cli/world.hpp"
#include "client/address.hpp"

namespace robson::cli {

inline constexpr std::string_view default_url = "http://127.0.0.1:8080";
inline constexpr Duration default_timeout = std::chrono::seconds(10);

// The options that every command takes, as they were typed.
struct Globals {
  bool json = false;
  bool no_headers = false;
  bool quiet = false;
  std::optional<std::string> output{};
  std::optional<std::string> watch{};    // seconds; empty text: the command's own pace
  std::optional<std::string> timeout{};  // seconds
  std::optional<std::string> profile{};
  std::optional<std::string> url{};
  std::optional<std::string> color{};
  std::optional<std::string> columns{};       // names with commas between
  std::optional<std::string> sort_by{};       // a name, with - in front for descending
  std::optional<std::string> row_template{};  // "{symbol} {quantity}"
};

enum class Source { flag, environment, file, built_in };
std::string_view name(Source source);

struct Settings {
  std::string profile = "default";
  Source profile_source = Source::built_in;
  client::Address address{};
  Source url_source = Source::built_in;
  Duration timeout = default_timeout;
  Source timeout_source = Source::built_in;
  Secret token{};  // ROBSON_API_TOKEN
  Format output = Format::automatic;
  Selection selection{};
  ColorChoice color = ColorChoice::automatic;
  std::string ca_file{};
  std::string config_path{};
  std::string credentials_path{};
  bool watching = false;
  std::optional<Duration> watch_every{};
  bool headings = true;
  bool quiet = false;
};

// The error is one sentence that names the setting, its value and what is allowed.
Result<Settings, std::string> resolve(const World& world, const Globals& globals);

// The folder of config.toml and credentials: $XDG_CONFIG_HOME/robson or ~/.config/robson.
std::string config_folder(const World& world);

}  // namespace robson::cli
