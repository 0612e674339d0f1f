#include "cli/settings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.hpp"

namespace robson::cli {
namespace {

template <class T>
struct Chosen {
  T value{};
  Source source = Source::built_in;
};

std::optional<std::string> set_variable(const World& world, std::string_view name) {
  auto value = world.variable(name);
  return value && !value->empty() ? value : std::nullopt;
}

Chosen<std::string> choose(const std::optional<std::string>& flag, const std::optional<std::string>& environment,
                           const std::optional<std::string>& file, std::string_view built_in) {
  if (flag) return {*flag, Source::flag};
  if (environment) return {*environment, Source::environment};
  if (file) return {*file, Source::file};
  return {std::string(built_in), Source::built_in};
}

Unexpected<std::string> wrong(std::string_view setting, std::string_view expected, std::string_view got) {
  return Unexpected(fmt::format("{}: expected {}, got \"{}\"", setting, expected, clean(got)));
}

// Seconds with at most three places, within bounds.
std::optional<Duration> parse_seconds(std::string_view text, Duration least, Duration most) {
  const auto value = Decimal::parse(text);
  if (!value || value->places() > 3) return std::nullopt;
  if (abs(*value) > Decimal::integer(86'400)) return std::nullopt;
  const Duration duration(static_cast<std::int64_t>(value->units() / 1'000'000));
  return duration >= least && duration <= most ? std::optional(duration) : std::nullopt;
}

// A header's value: what else stands in it could become another header.
bool is_token(std::string_view text) {
  return text.size() <= 8192 && std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

const Profile* find_profile(const ConfigFile& config, const std::string& name) {
  const auto found = config.profiles.find(name);
  return found == config.profiles.end() ? nullptr : &found->second;
}

std::string profile_names(const ConfigFile& config) {
  std::string names = "default";
  for (const auto& [name, profile] : config.profiles) {
    if (name != "default") names += ", " + name;
  }
  return names;
}

// A misspelt profile must not end at the default address.
std::optional<std::string> why_no_profile(const ConfigFile& config, const Settings& settings) {
  if (!is_profile_name(settings.profile)) return "profile: expected letters, digits, - and _";
  if (settings.profile == "default" || find_profile(config, settings.profile) != nullptr) return std::nullopt;
  if (settings.url_source == Source::flag || settings.url_source == Source::environment) return std::nullopt;
  return fmt::format("no profile is called {0}; there are {1}. Add it with: robson profile set {0} --url URL",
                     clean(settings.profile), profile_names(config));
}

Result<void, std::string> choose_output(const Globals& globals, const Profile& profile, Settings& into) {
  if (globals.json && globals.output && *globals.output != "json") {
    return Unexpected(fmt::format("--json and --output {} contradict each other", clean(*globals.output)));
  }
  const auto output =
      choose(globals.json ? std::optional<std::string>("json") : globals.output, std::nullopt, profile.output, "");
  if (output.value.empty()) return {};
  const auto format = format_of(output.value);
  if (!format) return wrong("--output", "one of table, wide, json, jsonl, yaml, csv, tsv, template", output.value);
  into.output = *format;
  return {};
}

Result<void, std::string> choose_rows(const Globals& globals, Settings& into) {
  std::string_view names = globals.columns ? std::string_view(*globals.columns) : std::string_view();
  while (!names.empty()) {
    const auto end = std::min(names.find(','), names.size());
    if (end > 0) into.selection.columns.emplace_back(names.substr(0, end));
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  if (globals.columns && into.selection.columns.empty()) {
    return wrong("--columns", "names with commas between, such as id,symbol", *globals.columns);
  }
  into.selection.sort_by = globals.sort_by.value_or("");
  into.selection.row_template = globals.row_template.value_or("");
  if (globals.row_template) into.output = Format::row_template;
  if (into.output != Format::row_template || !into.selection.row_template.empty()) return {};
  return Unexpected(std::string("--output template needs --template TEXT, such as '{id} {symbol}'"));
}

Result<void, std::string> choose_color(const Globals& globals, const Profile& profile, Settings& into) {
  const auto color = choose(globals.color, std::nullopt, profile.color, "auto");
  if (color.value != "auto" && color.value != "always" && color.value != "never") {
    return wrong("--color", "one of auto, always, never", color.value);
  }
  into.color = color.value == "always"  ? ColorChoice::always
               : color.value == "never" ? ColorChoice::never
                                        : ColorChoice::automatic;
  return {};
}

Result<void, std::string> choose_times(const Globals& globals, const Profile& profile, Settings& into) {
  using std::chrono::milliseconds;
  if (profile.timeout) {
    into.timeout = *profile.timeout;
    into.timeout_source = Source::file;
  }
  if (globals.timeout) {
    const auto timeout = parse_seconds(*globals.timeout, milliseconds(100), std::chrono::seconds(600));
    if (!timeout) return wrong("--timeout", "0.1 to 600 seconds", *globals.timeout);
    into.timeout = *timeout;
    into.timeout_source = Source::flag;
  }
  into.watching = globals.watch.has_value();
  if (globals.watch && !globals.watch->empty()) {
    into.watch_every = parse_seconds(*globals.watch, milliseconds(200), std::chrono::seconds(3600));
    if (!into.watch_every) return wrong("--watch", "0.2 to 3600 seconds", *globals.watch);
  }
  return {};
}

}  // namespace

std::string_view name(Source source) {
  switch (source) {
    case Source::flag: return "flag";
    case Source::environment: return "environment";
    case Source::file: return "file";
    case Source::built_in: return "default";
  }
  return "?";
}

std::string config_folder(const World& world) {
  // Relative paths in the variable are to be ignored, says the XDG Base Directory Specification.
  const auto folder = world.variable("XDG_CONFIG_HOME");
  if (folder && folder->starts_with('/')) return *folder + "/robson";
  return world.variable("HOME").value_or("/") + "/.config/robson";
}

Result<Settings, std::string> resolve(const World& world, const Globals& globals) {
  Settings settings;
  settings.config_path = config_folder(world) + "/config.toml";
  settings.credentials_path = config_folder(world) + "/credentials";
  const auto config = load_config(settings.config_path);
  if (!config) return Unexpected(config.error());

  const auto profile = choose(globals.profile, set_variable(world, "ROBSON_PROFILE"), config->profile, "default");
  settings.profile = profile.value;
  settings.profile_source = profile.source;
  const Profile* found = find_profile(*config, profile.value);
  const Profile own = found == nullptr ? Profile{} : *found;

  const auto url = choose(globals.url, set_variable(world, "ROBSON_API_BASE_URL"), own.url, default_url);
  settings.url_source = url.source;
  if (auto why = why_no_profile(*config, settings)) return Unexpected(std::move(*why));
  const auto address = client::parse_address(url.value);
  if (!address) return wrong("server address", "one such as http://127.0.0.1:8080", url.value);
  settings.address = *address;
  settings.token = Secret(set_variable(world, "ROBSON_API_TOKEN").value_or(""));
  if (!is_token(settings.token.reveal())) {
    return Unexpected(std::string("ROBSON_API_TOKEN: expected a token (letters, digits and signs, no blanks)"));
  }
  settings.ca_file = own.ca_file.value_or("");
  settings.headings = !globals.no_headers;
  settings.quiet = globals.quiet;
  if (auto chosen = choose_output(globals, own, settings); !chosen) return Unexpected(chosen.error());
  if (auto chosen = choose_rows(globals, settings); !chosen) return Unexpected(chosen.error());
  if (auto chosen = choose_color(globals, own, settings); !chosen) return Unexpected(chosen.error());
  if (auto chosen = choose_times(globals, own, settings); !chosen) return Unexpected(chosen.error());
  return settings;
}

}  // namespace robson::cli
