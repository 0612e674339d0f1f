// robson bot config: a bot's configuration, changed a member at a time. The server takes whole configurations only, of
// the version that was read, so that two people never undo each other's change unseen.
#include <fmt/format.h>

#include <algorithm>

#include "cli/commands/documents.hpp"
#include "cli/views/bots.hpp"
#include "cli/views/fields.hpp"
#include "json/tree.hpp"
#include "json/write.hpp"

namespace robson::cli {

struct ConfigWish {
  json::Raw bot{};
  json::Raw risk{};
  json::Raw expected_version{};
  std::optional<std::string> reason{};
};
BOOST_DESCRIBE_STRUCT(ConfigWish, (), (bot, risk, expected_version, reason))

namespace {

json::Value* child(json::Value& object, std::string_view name) {
  const auto found = std::ranges::find(object.children, name, &json::Value::key);
  return found == object.children.end() ? nullptr : &*found;
}

// "risk.max_leverage", or "max_leverage" wherever it is.
json::Value* setting(json::Value& config, std::string_view name) {
  const auto dot = name.find('.');
  if (dot != std::string_view::npos) {
    json::Value* part = child(config, name.substr(0, dot));
    return part == nullptr ? nullptr : child(*part, name.substr(dot + 1));
  }
  for (const std::string_view part : {"bot", "risk"}) {
    json::Value* members = child(config, part);
    if (json::Value* found = members == nullptr ? nullptr : child(*members, name)) return found;
  }
  return nullptr;
}

// Puts KEY=VALUE into the configuration; what changes, in words.
Read<std::string> put(json::Value& config, const std::string& change) {
  const auto equals = change.find('=');
  if (equals == std::string::npos || equals == 0) {
    return invalid(fmt::format("expected KEY=VALUE such as max_leverage=3, got \"{}\"", clean(change)));
  }
  const std::string name = change.substr(0, equals);
  const std::string typed = change.substr(equals + 1);
  json::Value* member = setting(config, name);
  if (member == nullptr) {
    return invalid(fmt::format("there is no {}; robson bot config get shows every name", clean(name)));
  }
  if (member->kind == json::Kind::boolean) {
    if (typed != "true" && typed != "false") return invalid(fmt::format("{} is true or false", clean(name)));
    const std::string words = fmt::format("{}: {} -> {}\n", name, member->truth, typed);
    member->truth = typed == "true";
    return words;
  }
  if (!Decimal::parse(typed)) {
    return invalid(fmt::format("{}: expected a number such as 0.25, got \"{}\"", clean(name), clean(typed)));
  }
  const std::string words = fmt::format("{}: {} -> {}\n", name, clean(member->text), typed);
  member->text = typed;
  return words;
}

std::string text_of_member(json::Value& config, std::string_view name) {
  json::Value* member = child(config, name);
  if (member == nullptr) return "null";
  member->key.clear();
  return json::tree_text(*member);
}

}  // namespace

PageAsked fetch_bot_config(Desk& desk) {
  return fetch_document(desk, bot_query(desk.asked).on("/api/v1/config"), "", bot_config_card);
}

PageAsked fetch_bot_config_history(Desk& desk) {
  return fetch_document(desk, bot_query(desk.asked).on("/api/v1/config/history"), "versions", bot_config_versions);
}

net::Task<Exit> set_bot_config(Desk& desk) {
  const auto key = key_of(desk);
  if (!key) co_return desk.fail(key.error());
  const std::string target = bot_query(desk.asked).on("/api/v1/config");
  const auto body = co_await desk.server().document(target);
  if (!body) co_return desk.fail(body.error());
  json::Value config = page_of(*body).document;
  std::string effect = "This changes the bot's configuration:\n";
  std::string rest = desk.asked.value("KEY=VALUE");
  if (desk.asked.has("--set")) rest += '\n' + desk.asked.value("--set");
  while (!rest.empty()) {
    const std::string change = rest.substr(0, rest.find('\n'));
    rest.erase(0, change.size() + 1);
    const auto words = put(config, change);
    if (!words) co_return desk.fail(words.error());
    effect += "  " + *words;
  }
  if (const auto refused = refused_consent(desk, effect)) co_return *refused;
  ConfigWish wish{.bot = {text_of_member(config, "bot")},
                  .risk = {text_of_member(config, "risk")},
                  .expected_version = {text_of_member(config, "version")},
                  .reason = {}};
  if (desk.asked.has("--reason")) wish.reason = desk.asked.value("--reason");
  client::Change change{.method = net::Method::PUT, .path = target, .body = json::text_of(wish), .key = *key};
  co_return co_await tell_and_show(desk, std::move(change), "", bot_config_card);
}

}  // namespace robson::cli
