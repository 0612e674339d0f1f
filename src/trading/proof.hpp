#pragma once
// The proof of an exit: what was seen, what was decided, what was sent, what came of it, and how long each step took.
#include <optional>
#include <string>

#include "base/id.hpp"
#include "base/timestamp.hpp"
#include "market/quote.hpp"
#include "trading/order.hpp"

namespace robson {

enum class ExitReason { STOP, TARGET, MANUAL, DETACHED, EXTERNAL };
// Who acted: the order that stood at the venue, or the server's own watch.
enum class ExitActor { VENUE, SERVER };

struct Proof {
  TenantId tenant{};
  OperationId operation{};
  std::string client_id{};  // of the order that left; the proof's key within the operation
  ExitReason reason{};
  ExitActor actor{};
  Price level{};                            // stop or target that was crossed; the wish's price for a manual exit
  std::optional<Quote> trigger{};           // the tick that crossed it, with the venue's time and ours
  std::optional<Timestamp> decided_at{};    // by the engine
  std::optional<Timestamp> committed_at{};  // the intent, to disk
  std::optional<Timestamp> sent_at{};       // the request, to the venue
  std::optional<Timestamp> answered_at{};   // its answer
  std::optional<Timestamp> filled_at{};     // the last fill, the venue's time
  std::optional<Timestamp> known_at{};      // the last fill, when we booked it
  std::string request{};                    // in words: "MARKET SELL 0.00033 BTCUSDC"
  std::string answer{};                     // in words
  Quantity quantity{};                      // filled
  std::optional<Price> average{};
  std::optional<Price> slippage{};  // against `level`, above 0 is worse for us
};

}  // namespace robson
