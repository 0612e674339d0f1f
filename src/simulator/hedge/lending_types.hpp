#pragma once
// The words of the lending venue: positions that hold a staked token, bought with collateral and borrowed USD.
// Amounts are in USD, rates fractions a year (365 days); pool_rate says how much of the asset a token can be exchanged
// for by its stake pool, and grows with staking.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "base/timestamp.hpp"

namespace robson::simulator {

struct LendingMarket {
  std::string asset{};
  std::string protocol{};
  std::string token{};
  Decimal liquidation_threshold = Decimal::from_units(900'000'000'000);  // 0.9 of the value may be owed
  Decimal liquidation_penalty = Decimal::from_units(50'000'000'000);     // 0.05 of the value
  Decimal max_leverage = Decimal::integer(5);
  Decimal swap_fee = Decimal::from_units(500'000'000);  // 0.0005 of what is bought or sold
  Decimal min_collateral = Decimal::integer(10);
  Money available = {Decimal::integer(5'000'000)};  // to borrow, when nobody has
  int token_places = 9;
};

// What a market is like at a moment.
struct LendingRates {
  std::string asset{};
  std::string token{};
  Price oracle{};          // USD for one of the asset
  Price token_market{};    // USD for one token; beside oracle x pool_rate when it is out of its peg
  Decimal pool_rate{};     // asset for one token
  Decimal borrow_rate{};   // a year, for USD
  Decimal supply_rate{};   // a year, for USD
  Decimal staking_rate{};  // a year
};

struct LendingRequest {
  std::string client_id{};
  std::string asset{};
  std::string token{};
  Money collateral{};
  Decimal leverage = Decimal::integer(1);
  friend bool operator==(const LendingRequest&, const LendingRequest&) = default;
};

enum class LendingStatus { OPEN, CLOSED, LIQUIDATED, REJECTED };
enum class LendingReason {
  INSUFFICIENT_FUNDS,
  LEVERAGE_OUT_OF_RANGE,
  BELOW_MIN_COLLATERAL,
  NOTHING_TO_BORROW,
  LIQUIDATION,
  ON_REQUEST  // a fault that was asked for
};
std::string_view name(LendingStatus status);
std::string_view name(LendingReason reason);

// How long money is lent at which rate: rate (10^-12) x microseconds, summed. Interest is linear, so the difference of
// two readings times the principal is all of it, however often it was looked at.
using RateTime = Int128;
Money interest_on(Money principal, RateTime since);

struct LendingPosition {
  LendingRequest request{};
  std::string pda{};  // its address at the venue
  Quantity tokens{};
  Price entry_price{};  // USD for one token; of a refused one, what it would have been
  Money principal{};    // borrowed
  RateTime entered{};   // of the borrowing market, when it was opened
  Money fee{};          // of opening, and of closing once it is closed
  LendingStatus status = LendingStatus::REJECTED;
  std::optional<LendingReason> reason{};
  Timestamp opened{};
  std::optional<Timestamp> closed{};
  std::string close_id{};
  Money interest{};  // paid, once it is over
  std::optional<Money> proceeds{};
  std::optional<Price> exit_price{};
};

// What a position is worth now.
struct LendingValue {
  Money debt{};   // with interest
  Money value{};  // at the token's market price
  Decimal health = Decimal::integer(1);
  std::optional<Price> liquidation_price{};  // USD for one of the asset
};
// 1 - debt / (value x threshold); 1 without debt. `value` > 0.
Decimal health_factor(Money debt, Money value, Decimal threshold);

struct LendingAccount {
  Money deposited{};
  Money usd{};
  std::vector<LendingPosition> positions{};  // oldest first, refused ones too
};

// Where money of accounts and of the pool went, over all accounts, always:
//   deposited + lent = usd + fees + market + interest + penalties - bad_debt
struct LendingBooks {
  Money fees{};
  Money market{};  // to whoever sold tokens, less what they paid for ours
  Money interest{};
  Money penalties{};
  Money lent{};      // principal that is out
  Money bad_debt{};  // what sold tokens did not cover
};

struct LendingState {
  struct Pool {
    std::optional<LendingRates> rates{};
    RateTime lent_time{};
  };
  std::optional<Timestamp> now{};
  std::map<std::string, Pool> pools{};  // by "asset/token"
  std::map<std::string, LendingAccount> accounts{};
  LendingBooks books{};
  std::int64_t opened = 0;
  std::int64_t changes = 0;
};

}  // namespace robson::simulator
