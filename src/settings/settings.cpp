#include "settings/settings.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace robson::settings {
namespace {

struct Given {
  std::string text{};
  std::string origin{};  // "flag", "environment ROBSON_...", "file robson.toml", "default"
};

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c; });
  return text;
}

Fault fault(const Setting& setting, const Given& given) {
  const std::string shown = setting.secret ? Secret::masked : given.text;
  return {fmt::format("{} = \"{}\" (from the {}) is not allowed: expected {}.", setting.name(), shown, given.origin,
                      setting.allowed)};
}

// The file's values by setting name; unknown keys and other types than text, numbers and lists of texts are faults.
Result<std::map<std::string, std::string>, Fault> read_file(const std::string& path) {
  const auto unreadable = [&](const std::string& why) {
    return Unexpected(Fault{fmt::format("The configuration file {} cannot be read: {}.", path, why)});
  };
  toml::table document;
  try {
    if (!std::ifstream(path)) return unreadable("there is no such file, or no permission");
    document = toml::parse_file(path);
  } catch (const toml::parse_error& broken) {
    const auto at = broken.source().begin;
    return unreadable(fmt::format("{} in line {}", broken.description(), at.line));
  }
  std::map<std::string, std::string> values;
  for (const auto& [section, body] : document) {
    const toml::table* keys = body.as_table();
    if (keys == nullptr) return unreadable(fmt::format("{} stands outside of a [section]", section.str()));
    for (const auto& [key, value] : *keys) {
      const std::string name = fmt::format("{}.{}", section.str(), key.str());
      std::string text;
      if (const auto* one = value.as_string()) {
        text = one->get();
      } else if (const auto* number = value.as_integer()) {
        text = std::to_string(number->get());
      } else if (const auto* list = value.as_array()) {
        for (const auto& element : *list) text += (text.empty() ? "" : ",") + element.value_or(std::string("?"));
      } else {
        return unreadable(fmt::format("{} must be a text, a whole number or a list of texts", name));
      }
      values[name] = text;
    }
  }
  return values;
}

// The first line of a secret's file.
Result<std::string, Fault> read_secret(const Setting& setting, const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!file || !std::getline(file, line)) {
    return Unexpected(Fault{fmt::format("{}_file names {}, which cannot be read.", setting.name(), path)});
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

class Loader {
 public:
  Loader(const Sources& sources, std::map<std::string, std::string> file) : sources_(sources), file_(std::move(file)) {}

  Result<Given, Fault> find(const Setting& setting) {
    if (const auto flag = sources_.flags.find(setting.name()); flag != sources_.flags.end()) {
      return Given{flag->second, "command line"};
    }
    const auto named = lookup(setting.name(), setting.variable());
    if (named) return *named;
    if (!setting.secret) return Given{setting.preset, "default"};
    const auto by_file = lookup(setting.name() + "_file", setting.variable() + "_FILE");
    if (!by_file) return Given{setting.preset, "default"};
    const auto content = read_secret(setting, by_file->text);
    if (!content) return Unexpected(content.error());
    return Given{*content, "file " + by_file->text};
  }

  // A name in the file that is no setting's.
  std::optional<std::string> unknown() const {
    for (const auto& [name, text] : file_) {
      const bool known = std::ranges::any_of(table(), [&name = name](const Setting& setting) {
        return name == setting.name() || (setting.secret && name == setting.name() + "_file");
      });
      if (!known) return name;
    }
    return {};
  }

 private:
  std::optional<Given> lookup(const std::string& name, const std::string& variable) {
    if (auto text = sources_.environment ? sources_.environment(variable) : std::nullopt) {
      return Given{std::move(*text), "environment variable " + variable};
    }
    if (const auto found = file_.find(name); found != file_.end()) {
      return Given{found->second, "file " + *sources_.file};
    }
    return {};
  }

  const Sources& sources_;
  std::map<std::string, std::string> file_;
};

bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "::1" || host == "[::1]" || host.starts_with("127.");
}

std::string host_of(const std::string& address) {
  const auto start = address.find("://") + 3;
  const auto end = address.find_first_of("/:", address[start] == '[' ? address.find(']', start) : start);
  return address.substr(start, end == std::string::npos ? end : end - start);
}

// Rules that tie settings together.
std::optional<Fault> check_together(Settings& settings) {
  if (settings.venue_kind == "auto") settings.venue_kind = is_loopback(host_of(settings.venue_url)) ? "SIM" : "LIVE";
  if (settings.tls_certificate.empty() != settings.tls_key.empty()) {
    return Fault{"server.tls_certificate and server.tls_key must be given together."};
  }
  if (!is_loopback(settings.listen_host) && settings.tls_certificate.empty() && settings.trusted_proxy.empty()) {
    return Fault{
        fmt::format("server.listen = \"{}:{}\" is reachable from other machines: it needs server.tls_certificate "
                    "and server.tls_key, or server.trusted_proxy, or a loopback address such as 127.0.0.1.",
                    settings.listen_host, settings.listen_port)};
  }
  if (!settings.bots.empty() && settings.bot_key_file.empty()) {
    return Fault{"bots.attach needs bots.key_file: a bot is asked with its admin key only."};
  }
  if (settings.api_key.empty() != settings.api_secret.empty()) {
    return Fault{"venue.api_key and venue.api_secret must be given together."};
  }
  return {};
}

}  // namespace

std::string Setting::variable() const {
  return "ROBSON_" + upper(section) + "_" + upper(key);
}

Result<Loaded, Fault> load(const Sources& sources) {
  std::map<std::string, std::string> file;
  if (sources.file) {
    auto read = read_file(*sources.file);
    if (!read) return Unexpected(read.error());
    file = std::move(*read);
  }
  Loader loader(sources, std::move(file));
  Loaded loaded;
  for (const Setting& setting : table()) {
    const auto given = loader.find(setting);
    if (!given) return Unexpected(given.error());
    if (!setting.take(given->text, loaded.settings)) return Unexpected(fault(setting, *given));
    loaded.values[setting.name()] = setting.secret && !given->text.empty() ? Secret::masked : given->text;
    loaded.origins[setting.name()] = given->origin;
  }
  if (const auto name = loader.unknown()) {
    return Unexpected(
        Fault{fmt::format("The configuration file {} sets {}, which does not exist.", *sources.file, *name)});
  }
  if (auto wrong = check_together(loaded.settings)) return Unexpected(std::move(*wrong));
  return loaded;
}

std::string print(const Loaded& loaded) {
  std::string out;
  std::string section;
  for (const Setting& setting : table()) {
    if (setting.section != section) out += fmt::format("{}[{}]\n", out.empty() ? "" : "\n", section = setting.section);
    const std::string& value = loaded.values.at(setting.name());
    std::ostringstream quoted;
    quoted << toml::value<std::string>(value);
    out += fmt::format("{} = {}  # {}\n", setting.key, quoted.str(), loaded.origins.at(setting.name()));
  }
  return out;
}

std::string env_example() {
  std::string out =
      "# Every setting of robsond with its default. Copy what you change to .env; a flag wins over the\n"
      "# environment, the environment over robson.toml. Secrets may stand in a file: NAME_FILE=/path.\n";
  for (const Setting& setting : table()) {
    out += fmt::format("\n# {} Allowed: {}.\n#{}={}\n", setting.purpose, setting.allowed,
                       setting.variable() + (setting.secret ? "_FILE" : ""), setting.preset);
  }
  return out;
}

std::string guide_table() {
  std::string out = "| setting | environment | default | allowed | what for |\n| --- | --- | --- | --- | --- |\n";
  for (const Setting& setting : table()) {
    out += fmt::format("| `{}` | `{}` | {} | {} | {} |\n", setting.name(), setting.variable(),
                       setting.preset.empty() ? "" : '`' + setting.preset + '`', setting.allowed, setting.purpose);
  }
  return out;
}

}  // namespace robson::settings
