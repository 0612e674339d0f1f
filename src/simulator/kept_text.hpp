#pragma once
// What a simulator keeps, as text. One line says what it is, then one line a row, fields with tabs between:
//
//   robson-sim-state <version> <SHA-256 of all that follows>
//   state    saved, market time, ended, and the exchange's last ids
//   account  balance  fee  external  market  order  trade  list  key  path      (see kept_text.cpp for their fields)
//   hedge and others of the hedge venues                                    (see hedge/hedge_kept.hpp)
//
// Times are microseconds since 1970, amounts exact decimals, nothing of an optional is "-". In texts, bytes outside
// of printable ASCII, spaces and % are %XX. The sum tells damage, so that what is read was written here.
#include "base/result.hpp"
#include "simulator/exchange_kept.hpp"
#include "simulator/hedge/hedge_venues.hpp"
#include "simulator/key_permission.hpp"

namespace robson::simulator {

// A key and the account that it opens. Of a key that was named on the command line the secret is not kept: it opens
// its account again when it is named again.
struct KeptKey {
  std::string key{};
  std::string secret{};  // of those made at run time
  AccountId account{};
  KeyPermission permission = KeyPermission::trade;
  Timestamp created{};
  bool made_at_run_time = false;
};
// Where a synthetic price path stood: `offset` ticks beside the path of `seed`.
struct KeptPath {
  Symbol symbol{};
  std::int64_t seed = 0;  // the bits of the seed
  Decimal tick{};
  std::int64_t offset = 0;  // ticks
  std::int64_t last = 0;    // ticks
};
struct KeptState {
  Timestamp saved{};
  Timestamp market_time{};
  bool ended = false;  // written at the end of the program: nothing happened after it
  KeptExchange exchange{};
  std::vector<KeptKey> keys{};
  std::vector<KeptPath> paths{};
  std::optional<KeptHedge> hedge{};
};

std::string text_of(const KeptState& state);
// The error is a part of a sentence: what is wrong with the text.
Result<KeptState, std::string> kept_state_of(std::string_view text);

}  // namespace robson::simulator
