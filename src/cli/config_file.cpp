#include "cli/config_file.hpp"

#include <fmt/format.h>

#include <toml++/toml.h>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

#include "cli/document.hpp"
#include "client/address.hpp"

namespace robson::cli {
namespace {

constexpr std::size_t largest_file = 262'144;

// Reads one table's keys; the first thing that does not fit becomes the error.
class Reader {
 public:
  Reader(const toml::table& table, std::string where) : table_(table), where_(std::move(where)) {}

  std::optional<std::string> text(std::string_view key, const std::function<bool(std::string_view)>& fits,
                                  std::string_view expected) {
    known_.emplace_back(key);
    const toml::node* node = table_.get(key);
    if (node == nullptr) return std::nullopt;
    auto value = node->value_exact<std::string>();
    if (value && fits(*value)) return value;
    fail(key, expected, *node);
    return std::nullopt;
  }
  std::optional<Duration> seconds(std::string_view key, std::int64_t most) {
    known_.emplace_back(key);
    const toml::node* node = table_.get(key);
    if (node == nullptr) return std::nullopt;
    const auto value = node->value_exact<std::int64_t>();
    if (value && *value >= 1 && *value <= most) return std::chrono::seconds(*value);
    fail(key, fmt::format("1 to {}", most), *node);
    return std::nullopt;
  }
  const toml::table* table(std::string_view key) {
    known_.emplace_back(key);
    const toml::node* node = table_.get(key);
    if (node == nullptr) return nullptr;
    if (!node->is_table()) fail(key, "a table", *node);
    return node->as_table();
  }
  // After the known keys were read: any other is an error.
  std::optional<std::string> finish() {
    for (const auto& [key, node] : table_) {
      const std::string name(key.str());
      if (error_ || std::ranges::find(known_, name) != known_.end()) continue;
      error_ = fmt::format("{}{}: no such setting; there are {}", where_, name, fmt::join(known_, ", "));
    }
    return error_;
  }

 private:
  void fail(std::string_view key, std::string_view expected, const toml::node& node) {
    std::ostringstream got;
    node.visit([&got](const auto& value) { got << value; });
    if (!error_) error_ = fmt::format("{}{}: expected {}, got {}", where_, key, expected, got.str());
  }

  const toml::table& table_;
  std::string where_;
  std::vector<std::string> known_{};
  std::optional<std::string> error_{};
};

bool is_color(std::string_view value) {
  return value == "auto" || value == "always" || value == "never";
}

Result<Profile, std::string> read_profile(const toml::table& table, const std::string& name) {
  Reader reader(table, fmt::format("profiles.{}.", name));
  Profile profile;
  profile.url = reader.text(
      "url", [](auto value) { return client::parse_address(value).has_value(); },
      "an address such as http://127.0.0.1:8080");
  profile.timeout = reader.seconds("timeout_s", 600);
  profile.output = reader.text(
      "output", [](auto value) { return format_of(value).has_value(); }, "one of table, json, jsonl, yaml, csv, tsv");
  profile.color = reader.text("color", is_color, "one of auto, always, never");
  profile.ca_file = reader.text(
      "ca_file", [](auto value) { return !value.empty(); }, "the path of a PEM file");
  if (auto error = reader.finish()) return Unexpected(std::move(*error));
  return profile;
}

Result<ConfigFile, std::string> read_config(const toml::table& table) {
  Reader reader(table, "");
  ConfigFile config;
  config.profile = reader.text("profile", is_profile_name, "a profile's name (letters, digits, - and _)");
  const toml::table* profiles = reader.table("profiles");
  if (auto error = reader.finish()) return Unexpected(std::move(*error));
  if (profiles == nullptr) return config;
  for (const auto& [key, node] : *profiles) {
    const std::string name(key.str());
    if (!is_profile_name(name) || !node.is_table()) {
      return Unexpected(fmt::format("profiles.{}: expected a table [profiles.NAME]", name));
    }
    auto profile = read_profile(*node.as_table(), name);
    if (!profile) return Unexpected(std::move(profile).error());
    config.profiles.emplace(name, std::move(*profile));
  }
  return config;
}

// Where the line of `text` that begins at `from` ends, its line end included.
std::size_t line_end(std::string_view text, std::size_t from) {
  const auto end = text.find('\n', from);
  return end == std::string_view::npos ? text.size() : end + 1;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool sets(std::string_view line, std::string_view key) {
  const auto equals = line.find('=');
  return equals != std::string_view::npos && trimmed(line.substr(0, equals)) == key;
}

// `text` with `key = "value"` in the part that begins at `from` and ends before the next table's heading: in place of
// the line that sets it, or as the part's first line.
std::string with_key(std::string text, std::size_t from, std::string_view key, const std::string& value) {
  const std::string line = fmt::format("{} = \"{}\"\n", key, value);
  for (std::size_t at = from; at < text.size(); at = line_end(text, at)) {
    const auto end = line_end(text, at);
    const auto content = trimmed(std::string_view(text).substr(at, end - at));
    if (content.starts_with('[')) break;
    if (sets(content, key)) return text.replace(at, end - at, line);
  }
  return text.insert(from, line);
}

}  // namespace

Result<ConfigFile, std::string> parse_config(std::string_view text, const std::string& path) {
  try {
    auto config = read_config(toml::parse(text, path));
    if (!config) return Unexpected(fmt::format("{}: {}", path, config.error()));
    return config;
  } catch (const toml::parse_error& broken) {
    return Unexpected(fmt::format("{}:{}: {}", path, broken.source().begin.line, broken.description()));
  }
}

Result<ConfigFile, std::string> load_config(const std::string& path) {
  auto text = read_text_file(path);
  if (!text) return Unexpected(std::move(text).error());
  if (text->empty()) return ConfigFile{};
  return parse_config(*text, path);
}

std::string with_profile_in_use(const std::string& text, const std::string& profile) {
  return with_key(text, 0, "profile", profile);
}

std::string with_profile_url(const std::string& text, const std::string& profile, const std::string& url) {
  const std::string heading = fmt::format("[profiles.{}]", profile);
  std::string whole = text;
  if (!whole.empty() && !whole.ends_with('\n')) whole += '\n';
  for (std::size_t at = 0; at < whole.size(); at = line_end(whole, at)) {
    const auto end = line_end(whole, at);
    const auto line = std::string_view(whole).substr(at, end - at);
    if (trimmed(line.substr(0, line.find('#'))) == heading) return with_key(std::move(whole), end, "url", url);
  }
  return fmt::format("{}{}{}\nurl = \"{}\"\n", whole, whole.empty() ? "" : "\n", heading, url);
}

Result<std::string, std::string> read_text_file(const std::string& path) {
  std::error_code failed;
  if (!std::filesystem::exists(path, failed)) return std::string{};
  if (!std::filesystem::is_regular_file(path, failed)) return Unexpected(fmt::format("{}: not a regular file", path));
  if (std::filesystem::file_size(path, failed) > largest_file) return Unexpected(fmt::format("{}: too large", path));
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return Unexpected(fmt::format("{}: cannot be read", path));
  return text.str();
}

Result<void, std::string> replace_text_file(const std::string& path, const std::string& text) {
  std::error_code failed;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), failed);
  const std::string fresh = path + ".new";
  {
    std::ofstream file(fresh, std::ios::binary | std::ios::trunc);
    file << text << std::flush;
    if (!file) return Unexpected(fmt::format("{}: cannot be written", path));
  }
  std::filesystem::rename(fresh, path, failed);
  if (failed) return Unexpected(fmt::format("{}: {}", path, failed.message()));
  return {};
}

bool is_profile_name(std::string_view name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return !name.empty() && name.size() <= 64 && std::ranges::all_of(name, fits);
}

}  // namespace robson::cli
