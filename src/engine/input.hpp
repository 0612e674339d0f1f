#pragma once
// Everything that can happen to the engine. Commands come from people and are answered; facts come from the venue.
#include <string>
#include <variant>
#include <vector>

#include "market/instrument.hpp"
#include "market/quote.hpp"
#include "market/stream_state.hpp"
#include "trading/balance.hpp"
#include "trading/operation.hpp"

namespace robson::engine {

// Commands.
// Takes a position that was entered outside of Robson into its care. `operation.id` is given by the engine.
struct AdoptOperation {
  Operation operation{};
};

// Facts.
struct Restored {  // once, at start, before anything else: what storage holds
  std::vector<Operation> operations{};
};
struct InstrumentsListed {
  std::vector<Instrument> instruments{};
  bool complete = true;  // false: only those that storage remembers, until the venue has answered
};
struct QuoteSeen {
  Quote quote{};
};
struct TradeSeen {
  Trade trade{};
};
// A sign of life of the stream that carries these symbols.
struct StreamConfirmed {
  std::vector<Symbol> symbols{};
  Timestamp at{};
};
struct StreamChanged {
  StreamState state{};
  std::string why{};
};
struct BalancesSeen {
  TenantId tenant{};
  Balances balances{};
  bool complete = false;  // false: only the assets that changed
};
struct AccountStreamChanged {
  TenantId tenant{};
  StreamState state{};
};

using Command = std::variant<AdoptOperation>;
using Input = std::variant<AdoptOperation, Restored, InstrumentsListed, QuoteSeen, TradeSeen, StreamConfirmed,
                           StreamChanged, BalancesSeen, AccountStreamChanged>;

}  // namespace robson::engine
