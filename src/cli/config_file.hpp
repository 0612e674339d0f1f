#pragma once
// The configuration file, config.toml in $XDG_CONFIG_HOME/robson (or ~/.config/robson):
//
//   profile = "desk"                    # used when neither --profile nor ROBSON_PROFILE names one
//
//   [profiles.desk]
//   url = "https://desk.example"        # of the server
//   timeout_s = 10                      # of one request
//   output = "table"                    # table, json, jsonl, yaml, csv or tsv
//   color = "auto"                      # auto, always or never
//   ca_file = "/etc/ssl/desk.pem"       # certificates to trust instead of the system's
//
// Every key may be missing; a key that is not one of these, or a value that does not fit, is an error that names it.
// Secrets never stand in it.
#include <map>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "base/timestamp.hpp"

namespace robson::cli {

struct Profile {
  std::optional<std::string> url{};
  std::optional<Duration> timeout{};
  std::optional<std::string> output{};
  std::optional<std::string> color{};
  std::optional<std::string> ca_file{};
};

struct ConfigFile {
  std::optional<std::string> profile{};
  std::map<std::string, Profile> profiles{};
};

// Errors are one sentence: "profiles.desk.timeout_s: expected 1 to 600, got 0".
Result<ConfigFile, std::string> parse_config(std::string_view text, const std::string& path);
// The file's content; an empty configuration when there is none.
Result<ConfigFile, std::string> load_config(const std::string& path);

// The file's text with another profile in use; everything else, comments too, stays as it is.
std::string with_profile_in_use(const std::string& text, const std::string& profile);
// The file's text with the profile's address set, the profile added when it is new.
std::string with_profile_url(const std::string& text, const std::string& profile, const std::string& url);
// Text of the file ("" when there is none), and replacing it in one step.
Result<std::string, std::string> read_text_file(const std::string& path);
Result<void, std::string> replace_text_file(const std::string& path, const std::string& text);

// Letters, digits, '-' and '_', 1 to 64 of them.
bool is_profile_name(std::string_view name);

}  // namespace robson::cli
