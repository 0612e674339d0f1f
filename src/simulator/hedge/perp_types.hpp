#pragma once
// The words of the perpetuals' venue. Amounts are in USD, prices in USD for one coin, rates fractions an hour; sizes
// are signed where they are of positions (negative: short) and positive in orders.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "market/instrument.hpp"
#include "simulator/hedge/funding.hpp"

namespace robson::simulator {

// What can be traded, and how. Plain words of one coin; the defaults are those of a large one.
struct PerpContract {
  std::string coin{};
  Decimal size_step = Decimal::from_units(10'000'000'000);           // 0.01
  Decimal price_tick = Decimal::from_units(10'000'000'000);          // 0.01
  Decimal max_leverage = Decimal::integer(20);                       // >= 1
  Decimal maintenance_margin = Decimal::from_units(25'000'000'000);  // 0.025 of the notional
  Decimal taker_fee = Decimal::from_units(450'000'000);              // 0.00045 of the notional
  Decimal min_notional = Decimal::integer(10);
  Quantity depth = {Decimal::integer(1'000)};  // the most that one order gets
  Quantity others = {};                        // open interest of everybody else
};

// What a contract costs at a moment. The venue's book is one price a side; `mark` lies between.
struct PerpPrices {
  std::string coin{};
  Price oracle{};
  Price mark{};
  Price bid{};
  Price ask{};
  // Of the hour that runs. Empty: by the formula. A recording says the rate itself, or that no payment was recorded.
  struct Recorded {
    std::optional<Decimal> rate{};
  };
  std::optional<Recorded> recorded{};
};

// Immediate or cancel, at the best price of the other side.
struct PerpOrderRequest {
  std::string client_id{};
  std::string coin{};
  Side side = Side::BUY;
  Quantity size{};
  std::optional<Decimal> leverage{};  // of what is added; none: that of the position, or 1
  bool reduce_only = false;
  std::optional<Price> limit_price{};
  friend bool operator==(const PerpOrderRequest&, const PerpOrderRequest&) = default;
};

enum class PerpOrderStatus { FILLED, PARTIALLY_FILLED, CANCELLED, REJECTED };
// Why an order was filled in part, not at all, or without having been sent.
enum class PerpReason {
  INSUFFICIENT_MARGIN,
  LEVERAGE_OUT_OF_RANGE,
  SIZE_OFF_STEP,
  PRICE_OFF_TICK,
  BELOW_MIN_NOTIONAL,
  NOTHING_TO_REDUCE,
  REDUCED_TO_POSITION,
  BEYOND_LIMIT_PRICE,
  DEPTH,
  LIQUIDATION,
  ON_REQUEST  // a fault that was asked for
};
std::string_view name(PerpOrderStatus status);
std::string_view name(PerpReason reason);

struct PerpOrder {
  PerpOrderRequest request{};
  Quantity filled{};
  std::optional<Price> average_price{};
  Money fee{};
  PerpOrderStatus status = PerpOrderStatus::REJECTED;
  std::optional<PerpReason> reason{};
  Timestamp time{};
};

// Isolated margin. What is kept is the cost (the sum of size x price of what is open), so that no entry price's
// rounding enters the money.
struct PerpPosition {
  std::string coin{};
  Quantity size{};  // never 0
  Money cost{};     // has the sign of the size
  Money margin{};   // paid in, and funding since
  Decimal leverage = Decimal::integer(1);
  Money funding{};  // received since it was opened; negative: paid
  Timestamp opened{};
};
Price entry_price(const PerpPosition& position);
Money unrealized_at(const PerpPosition& position, Price mark);
// (margin + unrealised) / notional, at `mark` > 0.
Decimal margin_fraction_at(const PerpPosition& position, Price mark);
// Where the margin fraction is `maintenance`; none where no price above 0 is.
std::optional<Price> liquidation_price(const PerpPosition& position, Decimal maintenance);

struct FundingPayment {
  std::int64_t id = 0;  // of the account: 1, 2, 3 ...
  std::string coin{};
  Timestamp time{};
  Quantity size{};
  Price oracle{};
  Decimal rate{};
  Money amount{};  // received; negative: paid
};
struct FundingRate {
  std::string coin{};
  Timestamp time{};  // the end of its hour
  Decimal rate{};
  Decimal premium{};
};
struct Liquidation {
  std::int64_t id = 0;
  std::string coin{};
  Timestamp time{};
  Quantity size{};
  Price mark{};
  Money lost{};  // margin that was left and is gone
};

struct PerpAccount {
  Money deposited{};
  Money free{};
  std::map<std::string, PerpPosition> positions{};
  std::vector<PerpOrder> orders{};  // oldest first
  std::vector<FundingPayment> payments{};
  std::vector<Liquidation> liquidations{};
  std::int64_t payment_ids = 0;
  std::int64_t liquidation_ids = 0;
};

// Where money of accounts went. deposited = free + margins + fees + market + insurance, over all accounts, always.
struct PerpBooks {
  Money fees{};
  Money market{};     // to whoever stood on the other side of trades and funding
  Money insurance{};  // margins of liquidated positions, less what was lost beyond them
};

// All that an exchange knows, as plain values: it can be copied, kept, and gone on from.
struct PerpState {
  struct Contract {
    std::optional<PerpPrices> prices{};
    PremiumAverage premium{};
    std::vector<FundingRate> rates{};  // oldest first
  };
  std::optional<Timestamp> now{};
  std::map<std::string, Contract> contracts{};
  std::map<std::string, PerpAccount> accounts{};  // by key
  PerpBooks books{};
  std::int64_t changes = 0;  // grows with everything that an account may ask for
};

}  // namespace robson::simulator
