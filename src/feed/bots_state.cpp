#include "feed/bots_state.hpp"

#include <algorithm>

#include "json/write.hpp"
#include "wire/bots.hpp"

namespace robson::feed {
namespace {

// What closed is told as an ordered message, and is no state any more.
template <class Visit>
void each_open(const bot_api::Knowledge& bot, Visit visit) {
  if (!bot.positions) return;
  for (const auto& [id, position] : bot.positions->document) {
    if (!wire::has_ended(position.status)) visit(position);
  }
}

bool is_taken(const std::vector<Member>& members, const std::string& key) {
  return std::ranges::find(members, key, &Member::key) != members.end();
}

bool is_number(const std::string& text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

StateKey bot_position_key(const std::string& bot, const std::string& position) {
  return {StateKind::bot_position, 0, bot + '/' + position};
}
StateKey bot_key(const std::string& bot) {
  return {StateKind::bot, 0, bot};
}

const bot_api::Knowledge* BotsState::find(TenantId tenant, std::string_view name) const {
  for (const bot_api::Knowledge* bot : book_(tenant)) {
    if (bot->name == name) return bot;
  }
  return nullptr;
}

std::vector<Member> BotsState::snapshot(TenantId tenant, Channel channel, Timestamp now) const {
  std::vector<Member> members = engine_.snapshot(tenant, channel, now);
  if (channel == Channel::positions) add_positions(tenant, members);
  if (channel == Channel::pause_state && !members.empty()) {
    std::string& whole = members.front().json;
    whole.pop_back();
    whole += ",\"bots\":" + pauses(tenant) + '}';
  }
  if (channel == Channel::bots) {
    for (const bot_api::Knowledge* bot : book_(tenant)) {
      members.push_back({bot->name, json::text_of(wire::bot_view(*bot, now))});
    }
  }
  return members;
}

// By their own ids; one that looks like an operation's, or is another bot's too, has its bot before it.
void BotsState::add_positions(TenantId tenant, std::vector<Member>& members) const {
  for (const bot_api::Knowledge* bot : book_(tenant)) {
    each_open(*bot, [&](const bot_api::Position& position) {
      const std::string& id = position.position_id;
      const bool is_free = !is_number(id) && !is_taken(members, id);
      members.push_back(
          {is_free ? id : bot->name + ':' + id, json::text_of(wire::bot_position_view(position, bot->name))});
    });
  }
}

std::string BotsState::pauses(TenantId tenant) const {
  std::string text = "{";
  for (const bot_api::Knowledge* bot : book_(tenant)) {
    if (!bot->pause_state) continue;
    if (text.size() > 1) text += ',';
    json::write_text(text, bot->name);
    text += ':' + json::text_of(bot->pause_state->document);
  }
  return text + '}';
}

std::optional<std::string> BotsState::data(TenantId tenant, StateKey key, Timestamp now) const {
  if (key.kind != StateKind::bot && key.kind != StateKind::bot_position) return engine_.data(tenant, key, now);
  const std::string_view name(key.name);
  const bot_api::Knowledge* bot = find(tenant, name.substr(0, name.find('/')));
  if (bot == nullptr) return {};
  if (key.kind == StateKind::bot) return json::text_of(wire::bot_view(*bot, now));
  if (!bot->positions) return {};
  const auto position = bot->positions->document.find(key.name.substr(bot->name.size() + 1));
  if (position == bot->positions->document.end() || wire::has_ended(position->second.status)) return {};
  return json::text_of(wire::bot_position_view(position->second, bot->name));
}

std::vector<StateKey> BotsState::keys(TenantId tenant) const {
  std::vector<StateKey> keys = engine_.keys(tenant);
  for (const bot_api::Knowledge* bot : book_(tenant)) {
    keys.push_back(bot_key(bot->name));
    each_open(*bot, [&](const auto& position) { keys.push_back(bot_position_key(bot->name, position.position_id)); });
  }
  return keys;
}

}  // namespace robson::feed
