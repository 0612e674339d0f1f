#pragma once
// What an answer of a venue, or the lack of one, means to the strategy. The one place that trusts nobody: every answer
// is bounded, parsed strictly where it counts, and held to what was asked; whatever else comes is told as silence (of a
// question) or as an unclear outcome (of an act), with a reason. Pure, fuzzed.
//
//   act, answered 2xx with its own order or position                   told
//   act, answered 4xx with a code (but 408, 425, 429)                  refused
//   asked for an id, answered 404 UNKNOWN_ORDER or UNKNOWN_POSITION    unknown_id
//   anything else                                                      unclear: it may have been done
#include <optional>
#include <string>
#include <string_view>

#include "net/http_client.hpp"
#include "reference_bot/strategy/input.hpp"
#include "reference_bot/strategy/output.hpp"

namespace robson::reference_bot::venue {

// What came back from a call.
using Got = Result<net::Reply, net::NetError>;

constexpr std::size_t most_reply_bytes = std::size_t{2} << 20U;
constexpr std::size_t most_rows = 1'000;  // of a list

// Questions: what was seen, or VenueSilent.
Input perp_markets_seen(const Got& got);
Input lending_markets_seen(const Got& got);
Input perp_account_seen(const Got& got, Timestamp asked_at);
Input lending_account_seen(const Got& account, const Got& positions, Timestamp asked_at);
// Ids must grow from above `after`.
Input payments_seen(const Got& got, std::int64_t after);
Input liquidations_seen(const Got& got, std::int64_t after);
// Nothing when the answer cannot be understood: the chains' age then tells.
std::optional<Input> chains_seen(const Got& got);

// Acts, and questions for what became of them.
ShortAnswered short_answered(const PerpOrderRequest& request, const Got& got);
LongAnswered long_opened(const LendingOpenRequest& request, const Got& got);
LongAnswered long_closed(const CloseLong& act, const Got& got);
ShortAnswered short_asked(const std::string& client_id, const Got& got);
LongAnswered long_asked(const std::string& client_id, const std::optional<std::string>& close_id, const Got& got);

}  // namespace robson::reference_bot::venue
