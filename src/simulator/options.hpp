#pragma once
// What robson-sim was asked for, and the readers of its flags' values. An error is one sentence that names the flag,
// the value and what is allowed.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "simulator/exchange_types.hpp"
#include "simulator/hedge/hedge_venues.hpp"
#include "simulator/key_permission.hpp"
#include "simulator/weights.hpp"

namespace robson::simulator {

struct AccountOption {
  std::string key{};
  Secret secret{};
  std::vector<Balance> balances{};
  KeyPermission permission = KeyPermission::trade;
  std::string same_as{};  // another key: both open that one's account
};
struct ReplayOption {
  Symbol symbol{};
  std::string path{};
};

// Recordings of a coin's perpetual: candles, hourly rates, or both.
struct HedgeReplayOption {
  std::string coin{};
  std::string candles{};  // paths; empty: none
  std::string funding{};
};

struct Options {
  std::string host = "127.0.0.1";
  std::uint16_t port = 9443;
  std::vector<Symbol> symbols{};  // those of replays are added
  std::uint64_t seed = 7;
  std::vector<AccountOption> accounts{};
  std::vector<ReplayOption> replays{};
  std::optional<Timestamp> start{};  // of replays; none: 1,000 15-minute candles behind
  bool historical_times = false;
  std::int64_t speed = 1;             // market seconds in a second, 1 to 100,000
  std::int64_t ticks_per_second = 5;  // a symbol, 1 to 10,000
  std::int64_t past_days = 500;       // how far back candles reach at most
  RequestLimits limits{};
  std::vector<HedgeAccountOption> hedge_accounts{};
  std::vector<HedgeReplayOption> hedge_replays{};
  std::int64_t hedge_speed = 1;  // as speed, of the hedge venues
  std::string data_dir{};        // where the state is kept; empty: nowhere
};

using OptionError = std::string;
// "127.0.0.1:9443"; port 0 is any free one.
Result<void, OptionError> read_listen(const std::string& value, Options& into);
// "BTCUSDC,ETHUSDC"
Result<void, OptionError> read_symbols(const std::string& value, Options& into);
// "KEY:SECRET:10000USDC,0.5BTC", with ":read" or ":withdraw" behind it for a key that may do less or more than trade.
// Balances "=OTHERKEY": the account of a key named before. The secret is not in errors.
Result<void, OptionError> read_account(const std::string& value, Options& into);
// The same out of its parts: `balances` "10000USDC,0.5BTC" or "=OTHERKEY"; an empty `permission` is trade.
Result<AccountOption, OptionError> make_account(const std::string& key, const std::string& secret,
                                                const std::string& balances, const std::string& permission);
// "BTCUSDC=file.csv"
Result<void, OptionError> read_replay_flag(const std::string& value, Options& into);
Result<void, OptionError> read_start(const std::string& value, Options& into);
// "KEY:USD": an account with so much at both hedge venues. The key is not in errors.
Result<void, OptionError> read_hedge_account(const std::string& value, Options& into);
// "SOL=candles.csv", "SOL=funding.csv"
Result<void, OptionError> read_perp_replay(const std::string& value, Options& into);
Result<void, OptionError> read_funding_replay(const std::string& value, Options& into);
// demo-key with secret demo-secret and 10,000 USDC, 1 BTC, 10 ETH.
AccountOption demo_account();

}  // namespace robson::simulator
