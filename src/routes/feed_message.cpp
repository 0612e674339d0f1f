#include "routes/feed_message.hpp"

#include <fmt/format.h>

#include "json/read.hpp"

namespace robson::routes {
namespace {

using Names = std::vector<std::string>;
using Number = std::optional<std::int64_t>;

enum class Action { auth, refresh_token, subscribe, catch_up, unsubscribe };
BOOST_DESCRIBE_ENUM(Action, auth, refresh_token, subscribe, catch_up, unsubscribe)
struct AnyMessage {
  Action action{};
};
BOOST_DESCRIBE_STRUCT(AnyMessage, (), (action))
struct TokenMessage {
  Action action{};
  std::string token{};
};
BOOST_DESCRIBE_STRUCT(TokenMessage, (), (action, token))
struct SubscribeMessage {
  Action action{};
  Names channels{};
  std::optional<Names> symbols{};
  Number last_seq{};
  Number epoch{};
};
BOOST_DESCRIBE_STRUCT(SubscribeMessage, (), (action, channels, symbols, last_seq, epoch))
struct CatchUpMessage {
  Action action{};
  std::int64_t last_seq = 0;
  Number epoch{};
};
BOOST_DESCRIBE_STRUCT(CatchUpMessage, (), (action, last_seq, epoch))
struct UnsubscribeMessage {
  Action action{};
  std::optional<Names> channels{};
  std::optional<Names> symbols{};
};
BOOST_DESCRIBE_STRUCT(UnsubscribeMessage, (), (action, channels, symbols))

Unexpected<FeedFault> invalid(const json::Fault& fault) {
  return Unexpected(FeedFault{"INVALID_MESSAGE", fault.text(), fault.path});
}
Unexpected<FeedFault> invalid(std::string field, std::string_view expected, std::string_view got) {
  return invalid(json::Fault{std::move(field), std::string(expected), std::string(got)});
}

// As much of a stranger's text as an error repeats, cut between characters.
std::string_view head_of(std::string_view text) {
  constexpr std::size_t most = 40;
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

// Only the action itself: what stands beside it is that action's to judge.
Result<Action, FeedFault> action_of(const json::Value& value) {
  auto any = json::read<AnyMessage>(value, json::Unknown::ignored);
  if (!any) return invalid(any.error());
  return any->action;
}

Result<FeedMessage, FeedFault> sign_in(const json::Value& value) {
  auto read = json::read<TokenMessage>(value);
  if (!read) return invalid(read.error());
  return FeedMessage(SignIn{std::move(read->token)});
}

Result<FeedMessage, FeedFault> subscribe(const json::Value& value) {
  auto read = json::read<SubscribeMessage>(value);
  if (!read) return invalid(read.error());
  if (read->channels.empty()) return invalid("channels", "at least one channel", "an empty list");
  if (read->symbols && read->symbols->empty()) return invalid("symbols", "at least one symbol", "an empty list");
  if (read->last_seq.value_or(0) < 0) return invalid("last_seq", "a number from 0", std::to_string(*read->last_seq));
  const auto channels = channels_of(read->channels);
  if (!channels) return Unexpected(channels.error());
  return FeedMessage(Subscribe{.channels = *channels,
                               .symbols = std::move(read->symbols).value_or(Names{}),
                               .last_seq = read->last_seq.value_or(0),
                               .epoch = read->epoch});
}

Result<FeedMessage, FeedFault> catch_up(const json::Value& value) {
  const auto read = json::read<CatchUpMessage>(value);
  if (!read) return invalid(read.error());
  if (read->last_seq < 0) return invalid("last_seq", "a number from 0", std::to_string(read->last_seq));
  return FeedMessage(CatchUp{read->last_seq, read->epoch});
}

Result<FeedMessage, FeedFault> unsubscribe(const json::Value& value) {
  auto read = json::read<UnsubscribeMessage>(value);
  if (!read) return invalid(read.error());
  const Names names = read->channels.value_or(Names{});
  Names symbols = read->symbols.value_or(Names{});
  if (names.empty() && symbols.empty()) return invalid("channels", "channels or symbols", "neither");
  const auto channels = channels_of(names);
  if (!channels) return Unexpected(channels.error());
  return FeedMessage(Unsubscribe{*channels, std::move(symbols)});
}

}  // namespace

Result<FeedMessage, FeedFault> feed_message(const json::Value& value) {
  const auto action = action_of(value);
  if (!action) return Unexpected(action.error());
  switch (*action) {
    case Action::auth:
    case Action::refresh_token: return sign_in(value);
    case Action::subscribe: return subscribe(value);
    case Action::catch_up: return catch_up(value);
    case Action::unsubscribe: break;
  }
  return unsubscribe(value);
}

Result<feed::Channels, FeedFault> channels_of(const Names& names) {
  feed::Channels channels;
  for (const std::string& name : names) {
    const auto channel = json::value_of<feed::Channel>(name);
    if (!channel) {
      return Unexpected(
          FeedFault{"UNKNOWN_CHANNEL", fmt::format("There is no channel {}.", head_of(name)), "channels"});
    }
    channels.add(*channel);
  }
  return channels;
}

Result<std::vector<Symbol>, FeedFault> symbols_of(const Names& names, const engine::Engine& engine) {
  if (names.size() > most_symbols) return Unexpected(too_many_symbols());
  std::vector<Symbol> symbols;
  for (const std::string& name : names) {
    auto symbol = Symbol::parse(name);
    const bool exists = symbol && (!engine.lists_instruments() || engine.instrument(*symbol) != nullptr);
    if (!exists) {
      return Unexpected(
          FeedFault{"UNKNOWN_SYMBOL", fmt::format("The venue does not list {}.", head_of(name)), "symbols"});
    }
    symbols.push_back(std::move(*symbol));
  }
  return symbols;
}

FeedFault too_many_symbols() {
  return {"TOO_MANY_SYMBOLS", fmt::format("A connection may subscribe to {} symbols.", most_symbols), "symbols"};
}

}  // namespace robson::routes
