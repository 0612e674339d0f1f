#include <fmt/format.h>

#include "cli/commands/all.hpp"
#include "cli/desk.hpp"
#include "cli/table.hpp"
#include "json/write.hpp"

namespace robson::cli {
namespace {

struct SettingRow {
  std::string setting{};
  std::string value{};
  std::string source{};
};
BOOST_DESCRIBE_STRUCT(SettingRow, (), (setting, value, source))
struct SettingRows {
  std::vector<SettingRow> settings{};
};
BOOST_DESCRIBE_STRUCT(SettingRows, (), (settings))

struct ProfileRow {
  std::string profile{};
  std::string url{};
  std::string username{};
  bool signed_in = false;
  bool in_use = false;
};
BOOST_DESCRIBE_STRUCT(ProfileRow, (), (profile, url, username, signed_in, in_use))
struct ProfileRows {
  std::vector<ProfileRow> profiles{};
};
BOOST_DESCRIBE_STRUCT(ProfileRows, (), (profiles))

std::string seconds(Duration duration) {
  return Decimal::from_units(static_cast<Int128>(duration.count()) * 1'000'000).text() + " s";
}

SettingRow token_row(const Settings& settings) {
  if (!settings.token.empty()) return {"token", Secret::masked, "environment"};
  const auto stored = client::TokenFile(settings.credentials_path, settings.profile).load();
  if (!stored) return {"token", clean(stored.error().text), settings.credentials_path};
  if (!*stored) return {"token", "none", "not signed in"};
  return {"token", fmt::format("{} (of {} at {})", Secret::masked, clean((*stored)->username), clean((*stored)->url)),
          settings.credentials_path};
}

std::string_view color_name(ColorChoice choice) {
  switch (choice) {
    case ColorChoice::automatic: return "auto";
    case ColorChoice::always: return "always";
    case ColorChoice::never: return "never";
  }
  return "?";
}

ProfileRow row_of(const std::string& name, const std::string& url, const Settings& settings) {
  ProfileRow row{.profile = name, .url = url, .username = {}, .signed_in = false, .in_use = name == settings.profile};
  const auto stored = client::TokenFile(settings.credentials_path, name).load();
  if (stored && *stored && (*stored)->url == url) {
    row.username = (*stored)->username;
    row.signed_in = true;
  }
  return row;
}

// Changes the configuration file and makes sure that what comes out can be read.
Exit change_config(Desk& desk, const std::string& changed, const std::string& done) {
  const std::string& path = desk.settings.config_path;
  if (const auto read = parse_config(changed, path); !read) {
    return desk.usage(fmt::format("{} is written in a way that only you can change: {}", path, read.error()));
  }
  if (const auto written = replace_text_file(path, changed); !written) {
    return desk.fail({.cause = client::Cause::failed, .text = written.error(), .code = "CONFIG_FILE"});
  }
  desk.note(done);
  return Exit::ok;
}

}  // namespace

net::Task<Exit> view_config(Desk& desk) {
  const Settings& settings = desk.settings;
  SettingRows rows;
  rows.settings = {{"profile", settings.profile, std::string(name(settings.profile_source))},
                   {"url", settings.address.text(), std::string(name(settings.url_source))},
                   {"timeout", seconds(settings.timeout), std::string(name(settings.timeout_source))},
                   {"color", std::string(color_name(settings.color)), ""},
                   {"ca_file", settings.ca_file.empty() ? "the system's" : settings.ca_file, ""},
                   token_row(settings),
                   {"config file", settings.config_path, ""},
                   {"credentials file", settings.credentials_path, ""}};
  Page page = page_of(json::text_of(rows), "settings");
  page.tabular = true;
  page.view = [rows](const Look& look) {
    Table table({{"SETTING"}, {"VALUE"}, {"FROM"}});
    for (const auto& row : rows.settings) table.add({row.setting, row.value, row.source});
    return table.text(look.style, look.headings);
  };
  co_return show(desk, page);
}

net::Task<Exit> list_profiles(Desk& desk) {
  const auto config = load_config(desk.settings.config_path);
  if (!config) co_return desk.usage(config.error());
  ProfileRows rows;
  if (config->profiles.find("default") == config->profiles.end()) {
    rows.profiles.push_back(row_of("default", std::string(default_url), desk.settings));
  }
  for (const auto& [name, profile] : config->profiles) {
    const auto address = client::parse_address(profile.url.value_or(std::string(default_url)));
    rows.profiles.push_back(row_of(name, address->text(), desk.settings));
  }
  Page page = page_of(json::text_of(rows), "profiles");
  page.tabular = true;
  page.view = [rows](const Look& look) {
    Table table({{""}, {"PROFILE"}, {"URL"}, {"SIGNED IN"}});
    for (const auto& row : rows.profiles) {
      table.add({row.in_use ? "*" : "", row.profile, row.url, row.signed_in ? clean(row.username) : "no"});
    }
    return table.text(look.style, look.headings);
  };
  co_return show(desk, page);
}

net::Task<Exit> use_profile(Desk& desk) {
  const std::string name = desk.asked.value("NAME");
  const auto config = load_config(desk.settings.config_path);
  if (!config) co_return desk.usage(config.error());
  if (!is_profile_name(name) || (name != "default" && config->profiles.find(name) == config->profiles.end())) {
    co_return desk.fail({.cause = client::Cause::not_found,
                         .text = fmt::format("no profile is called \"{}\"; see: robson profile list", clean(name)),
                         .code = "UNKNOWN_PROFILE"});
  }
  const auto text = read_text_file(desk.settings.config_path);
  if (!text) co_return desk.usage(text.error());
  co_return change_config(desk, with_profile_in_use(*text, name), fmt::format("Profile {} is in use now.", name));
}

net::Task<Exit> set_profile(Desk& desk) {
  const std::string name = desk.asked.value("NAME");
  if (!is_profile_name(name)) co_return desk.usage("NAME: expected letters, digits, - and _ (at most 64)");
  if (desk.settings.url_source != Source::flag)
    co_return desk.usage("--url is missing: the address of the profile's server");
  const auto text = read_text_file(desk.settings.config_path);
  if (!text) co_return desk.usage(text.error());
  const std::string url = desk.settings.address.text();
  co_return change_config(desk, with_profile_url(*text, name, url), fmt::format("Profile {} is at {}.", name, url));
}

}  // namespace robson::cli
