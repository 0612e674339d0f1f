#pragma once
// Public market data in the venue's JSON, shared by REST, WebSocket API and streams.
#include "simulator/json_text.hpp"
#include "simulator/live_market.hpp"

namespace robson::simulator {

void append_exchange_info(std::string& out, const std::vector<SymbolRules>& symbols, Timestamp now,
                          std::int64_t weight_limit, std::int64_t order_limit);
void append_levels(std::string& out, const std::vector<Level>& levels);
void append_trade(std::string& out, const PublicTrade& trade);
// Trades in a row with one aggregate id, as aggTrades shows them.
struct AggregateTrade {
  PublicTrade first{};
  std::int64_t last_id = 0;
  Quantity quantity{};
};
std::vector<AggregateTrade> aggregated(const std::vector<PublicTrade>& trades);
void append_aggregate(std::string& out, const AggregateTrade& trade);
// An element of klines.
void append_kline(std::string& out, const Grid& grid, Interval interval, const KeptCandle& candle);

// Rolling 24 hours.
struct DayTicker {
  const SymbolMarket* market = nullptr;
  Bar bar{};
  Price last{};
  std::int64_t last_trade = 0;
  Quantity last_quantity{};
  Level bid{};
  Level ask{};
  Timestamp open_time{};
  Timestamp close_time{};

  Price price(std::int64_t ticks) const { return market->grid().price(ticks); }
  Decimal change() const { return last.value - price(bar.open).value; }
  Decimal change_percent() const;  // 3 places
  Decimal average() const;         // volume-weighted, 8 places
  std::int64_t first_trade() const { return std::max<std::int64_t>(1, last_trade - bar.trades + 1); }
};
DayTicker day_ticker(const LiveMarket& market, const SymbolMarket& symbol, Timestamp now);
void append_day_ticker(std::string& out, const DayTicker& ticker, bool full);
// The events 24hrTicker and 24hrMiniTicker.
void append_ticker_event(std::string& out, const DayTicker& ticker, Timestamp now, bool full);
void append_kline_event(std::string& out, const SymbolMarket& market, Interval interval, const KeptCandle& candle,
                        bool closed, Timestamp now);

}  // namespace robson::simulator
