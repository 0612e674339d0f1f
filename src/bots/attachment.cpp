#include "bots/attachment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

namespace robson::bots {
namespace {

constexpr std::size_t most_bots = 50;

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

// "NAME" or "NAME@CLIENT".
struct Owned {
  std::string name{};
  TenantId tenant{1};
};
std::optional<Owned> read_name(std::string_view text) {
  Owned owned;
  const auto at = text.find('@');
  owned.name = text.substr(0, at);
  if (at != std::string_view::npos) {
    const std::string_view number = text.substr(at + 1);
    const auto [end, failed] = std::from_chars(number.data(), number.data() + number.size(), owned.tenant.value);
    if (failed != std::errc{} || end != number.data() + number.size() || owned.tenant.value <= 0) return {};
  }
  if (!is_bot_name(owned.name)) return {};
  return owned;
}

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < line.size();) {
    const auto begin = line.find_first_not_of(" \t\r", at);
    if (begin == std::string_view::npos) break;
    const auto end = std::min(line.find_first_of(" \t\r", begin), line.size());
    words.emplace_back(line.substr(begin, end - begin));
    at = end;
  }
  return words;
}

void choose_defaults(std::vector<Attachment>& bots) {
  std::map<TenantId, Attachment*> chosen;
  for (Attachment& bot : bots) {
    Attachment*& best = chosen.try_emplace(bot.tenant, &bot).first->second;
    if (bot.name == "default") best = &bot;
  }
  for (const auto& [tenant, bot] : chosen) bot->is_default = true;
}

}  // namespace

bool is_bot_name(std::string_view text) {
  return !text.empty() && text.size() <= 32 && is_plain(text.front()) &&
         std::ranges::all_of(text, [](char c) { return is_plain(c) || c == '_' || c == '-'; });
}

Result<std::vector<Attachment>, std::string> read_attachments(const std::vector<std::string>& texts) {
  if (texts.size() > most_bots) return Unexpected(fmt::format("at most {} bots can be attached", most_bots));
  std::vector<Attachment> bots;
  for (const std::string& text : texts) {
    const auto equals = text.find('=');
    const auto owned = read_name(std::string_view(text).substr(0, equals));
    if (equals == std::string::npos || !owned) {
      return Unexpected(fmt::format("\"{}\" is not NAME=URL or NAME@CLIENT=URL", text));
    }
    const auto url = net::parse_url(std::string_view(text).substr(equals + 1));
    if (!url || url->target != "/") {
      return Unexpected(fmt::format("the address of bot {} must be http(s)://HOST:PORT without a path", owned->name));
    }
    const bool twice = std::ranges::any_of(
        bots, [&](const Attachment& other) { return other.name == owned->name && other.tenant == owned->tenant; });
    if (twice) return Unexpected(fmt::format("bot {} is attached twice", owned->name));
    bots.push_back({.name = owned->name, .tenant = owned->tenant, .url = *url});
  }
  choose_defaults(bots);
  return bots;
}

Result<void, std::string> give_keys(std::vector<Attachment>& bots, const Secret& text) {
  std::string_view rest = text.reveal();
  std::size_t number = 0;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    const std::vector<std::string> words = words_of(rest.substr(0, end));
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    ++number;
    if (words.empty() || words.front().starts_with('#')) continue;
    if (words.size() > 2) return Unexpected(fmt::format("line {} is not NAME KEY", number));
    const auto owned = words.size() == 2 ? read_name(words.front()) : std::nullopt;
    if (words.size() == 2 && !owned) return Unexpected(fmt::format("line {} does not begin with a bot's name", number));
    for (Attachment& bot : bots) {
      if (!owned || (bot.name == owned->name && bot.tenant == owned->tenant)) bot.key = Secret(words.back());
    }
  }
  for (const Attachment& bot : bots) {
    if (bot.key.empty()) return Unexpected(fmt::format("there is no key for bot {}", bot.name));
  }
  return {};
}

}  // namespace robson::bots
