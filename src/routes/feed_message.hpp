#pragma once
// What a reader of /ws/v1/feed says. Every fault names the member.
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/engine.hpp"
#include "feed/channel.hpp"
#include "json/value.hpp"

namespace robson::routes {

inline constexpr std::size_t most_symbols = 100;  // of one connection

// action auth, or refresh_token
struct SignIn {
  std::string token{};
};
struct Subscribe {
  feed::Channels channels{};
  std::vector<std::string> symbols{};  // empty: those that the server chooses
  std::int64_t last_seq = 0;
  std::optional<std::int64_t> epoch{};
};
struct CatchUp {
  std::int64_t last_seq = 0;
  std::optional<std::int64_t> epoch{};
};
struct Unsubscribe {
  feed::Channels channels{};
  std::vector<std::string> symbols{};
};
using FeedMessage = std::variant<SignIn, Subscribe, CatchUp, Unsubscribe>;

// An `error` message's content.
struct FeedFault {
  std::string code{};  // INVALID_MESSAGE, UNKNOWN_CHANNEL, UNKNOWN_SYMBOL, TOO_MANY_SYMBOLS
  std::string text{};
  std::string field{};  // empty: the message as a whole
};

Result<FeedMessage, FeedFault> feed_message(const json::Value& value);

// The channels of those names; `field` is where they stand.
Result<feed::Channels, FeedFault> channels_of(const std::vector<std::string>& names);
// The symbols of those names that the venue lists. Until its list is known every well-formed one is let through.
Result<std::vector<Symbol>, FeedFault> symbols_of(const std::vector<std::string>& names, const engine::Engine& engine);
FeedFault too_many_symbols();

}  // namespace robson::routes
