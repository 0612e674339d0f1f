#pragma once
// GET /api/portfolio/... and /api/account/...: one description for the server that writes and the client that reads.
// Decimals are Fixed where the document fixes their places, Decimal where they are exact; an unknown figure is null.
#include <string>
#include <vector>

#include "base/timestamp.hpp"
#include "wire/words.hpp"

namespace robson::wire {
using json::Fixed;

using robson::VenueKind;
enum class PositionKind { spot, hedge };
BOOST_DESCRIBE_ENUM(PositionKind, spot, hedge)
enum class PositionStatus { OPEN, CLOSED };
BOOST_DESCRIBE_ENUM(PositionStatus, OPEN, CLOSED)
using engine::Protection;

// A wish to leave that is not fulfilled yet.
struct Closing {
  ExitReason reason{};
  std::optional<Decimal> quantity{};   // none: all of it
  std::optional<Fixed> limit_price{};  // none: at market
  std::string by{};
  Timestamp at{};
};
BOOST_DESCRIBE_STRUCT(Closing, (), (reason, quantity, limit_price, by, at))

struct Position {
  std::int64_t id = 0;
  std::int64_t operation_id = 0;
  PositionKind kind{};
  std::string symbol{};
  std::string base_asset{};
  std::string quote_asset{};
  Side side{};
  Decimal quantity{};
  Fixed entry_price{};
  std::optional<Fixed> current_price{};
  std::optional<Fixed> unrealized_pnl{};
  std::optional<Fixed> unrealized_pnl_percent{};
  std::optional<Decimal> unrealized_pnl_exact{};
  Fixed stop_loss{};
  std::optional<Fixed> take_profit{};
  std::optional<Fixed> distance_to_stop_percent{};
  std::optional<Fixed> distance_to_target_percent{};
  PositionStatus status{};
  Fixed cost{};
  std::optional<Fixed> value{};
  Fixed loss_at_stop{};
  std::optional<Fixed> gain_at_target{};
  std::optional<Fixed> reward_risk{};
  Protection protection{};
  Fixed unprotected_seconds{};
  std::optional<Fixed> stop_price_at_venue{};
  Fixed initial_stop{};
  bool trailing = false;
  int trailing_steps = 0;
  std::optional<Closing> closing{};
  Decimal entered_quantity{};
  Fixed realized_pnl{};
  std::optional<std::string> strategy{};
  Timestamp opened_at{};
  std::optional<std::string> price_source{};
  std::optional<Timestamp> price_time{};
  std::optional<std::int64_t> price_age_ms{};
  bool stale = true;
  Decimal tick_size{};
  Decimal step_size{};
  Decimal contract_size = Decimal::integer(1);  // units of the base asset in one of quantity
  std::optional<std::string> broker_ticket{};   // the entry order's id at the venue
  std::string currency{};                       // the desk's
  std::optional<Fixed> unrealized_pnl_converted{};
};
BOOST_DESCRIBE_STRUCT(Position, (),
                      (id, operation_id, kind, symbol, base_asset, quote_asset, side, quantity, entry_price,
                       current_price, unrealized_pnl, unrealized_pnl_percent, unrealized_pnl_exact, stop_loss,
                       take_profit, distance_to_stop_percent, distance_to_target_percent, status, cost, value,
                       loss_at_stop, gain_at_target, reward_risk, protection, unprotected_seconds, stop_price_at_venue,
                       initial_stop, trailing, trailing_steps, closing, entered_quantity, realized_pnl, strategy,
                       opened_at, price_source, price_time, price_age_ms, stale, tick_size, step_size, contract_size,
                       broker_ticket, currency, unrealized_pnl_converted))

struct Positions {
  std::vector<Position> positions{};
  Timestamp as_of{};
  VenueKind venue_kind{};
};
BOOST_DESCRIBE_STRUCT(Positions, (), (positions, as_of, venue_kind))

struct PortfolioSummary {
  std::string currency{};
  std::optional<Fixed> total_balance{};
  std::optional<Fixed> available_balance{};
  std::optional<Fixed> positions_value{};
  std::optional<Fixed> unrealized_pnl{};
  Fixed realized_pnl{};
  std::optional<Fixed> total_pnl{};
  std::int64_t num_positions = 0;
  std::optional<Fixed> exposure_percent{};
  Fixed worst_case{};
  Timestamp as_of{};
  bool stale = true;
  VenueKind venue_kind{};
};
BOOST_DESCRIBE_STRUCT(PortfolioSummary, (),
                      (currency, total_balance, available_balance, positions_value, unrealized_pnl, realized_pnl,
                       total_pnl, num_positions, exposure_percent, worst_case, as_of, stale, venue_kind))

struct AssetBalance {
  std::string asset{};
  Decimal free{};
  Decimal locked{};
  Decimal total{};
  std::optional<Decimal> price{};
  std::optional<Fixed> value{};
};
BOOST_DESCRIBE_STRUCT(AssetBalance, (), (asset, free, locked, total, price, value))

struct AccountBalance {
  std::string currency{};
  Fixed balance{};
  Fixed available{};
  std::vector<AssetBalance> balances{};
  Timestamp as_of{};
  bool stale = true;
  VenueKind venue_kind{};
};
BOOST_DESCRIBE_STRUCT(AccountBalance, (), (currency, balance, available, balances, as_of, stale, venue_kind))

struct Patrimony {
  std::string currency{};
  std::optional<Fixed> patrimony{};
  std::vector<AssetBalance> assets{};
  std::vector<std::string> unpriced_assets{};
  Timestamp as_of{};
  bool stale = true;
  VenueKind venue_kind{};
};
BOOST_DESCRIBE_STRUCT(Patrimony, (), (currency, patrimony, assets, unpriced_assets, as_of, stale, venue_kind))

}  // namespace robson::wire
