#pragma once
// From the engine's state to the resources of the API: rounding for output happens here and nowhere else.
#include "engine/portfolio.hpp"
#include "market/candle.hpp"
#include "market/depth.hpp"
#include "wire/market.hpp"
#include "wire/portfolio.hpp"

namespace robson::wire {

// What is said of the venue in every answer.
struct VenueLabel {
  std::string name{};  // "binance"
  VenueKind kind{};
  std::string currency{};  // in which accounts are valued: "USDC"
};

// `instrument` and `quote` may be missing (nullptr): what needs them is then null, and the position stale.
Position position_view(const engine::Followed& followed, const Instrument* instrument, const Quote* quote,
                       const VenueLabel& venue, Timestamp now);
// With its result in the desk's currency too; null where no market converts it.
Position position_view(const engine::Followed& followed, const engine::Engine& engine, const VenueLabel& venue,
                       Timestamp now);
std::optional<Closing> closing_view(const robson::Operation& operation, Decimal tick);
Positions positions_view(const engine::Engine& engine, TenantId tenant, const VenueLabel& venue, Timestamp now);
PortfolioSummary summary_view(const engine::Portfolio& portfolio, const VenueLabel& venue);
AccountBalance balance_view(const engine::Portfolio& portfolio, const VenueLabel& venue);
Patrimony patrimony_view(const engine::Portfolio& portfolio, const VenueLabel& venue);

Price price_view(const Quote& quote, Decimal tick, const VenueLabel& venue, Timestamp now);
PriceUpdate price_update_view(const Quote& quote, Decimal tick, const VenueLabel& venue, Timestamp now);
FeedPrice feed_price_view(const Quote& quote, Decimal tick, const VenueLabel& venue, Timestamp now);
Ticker ticker_view(const robson::Ticker& ticker, Decimal tick, const VenueLabel& venue);
Depth depth_view(const Symbol& symbol, const robson::Depth& depth, const VenueLabel& venue, Timestamp now);
std::vector<Kline> klines_view(const std::vector<Candle>& candles, Interval interval, Decimal tick);

}  // namespace robson::wire
