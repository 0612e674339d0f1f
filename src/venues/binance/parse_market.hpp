#pragma once
// Public REST answers (/api/v3) as market types. Pure; a bad answer is a fault that names the path.
#include <string_view>
#include <vector>

#include "market/candle.hpp"
#include "market/depth.hpp"
#include "market/instrument.hpp"
#include "market/quote.hpp"
#include "venues/binance/node.hpp"

namespace robson::venues::binance {

// One entry of exchangeInfo that cannot be traded by us, and why: its name is not one that we can hold, a filter is
// missing, off, or unreadable. The other entries are not its hostages.
struct SetAside {
  std::string name{};
  std::string why{};
};
struct ExchangeInfo {
  Timestamp server_time{};
  std::int64_t weight_per_minute = 0;  // REQUEST_WEIGHT limit; 0 when the answer names none
  std::vector<Instrument> instruments{};
  std::vector<SetAside> set_aside{};
};
Parsed<ExchangeInfo> parse_exchange_info(std::string_view text);

// The best bid and ask. A side without orders has price 0.
struct BookTop {
  Symbol symbol{};
  Level bid{};
  Level ask{};
  std::int64_t update_id = 0;             // of the book; only streams carry it
  std::optional<Timestamp> venue_time{};  // futures streams carry it, spot does not
};
Parsed<BookTop> parse_book_ticker(std::string_view text);
Parsed<std::vector<BookTop>> parse_book_tickers(std::string_view text);  // of several symbols

struct LastPrice {
  Symbol symbol{};
  Price price{};
};
Parsed<LastPrice> parse_ticker_price(std::string_view text);
Parsed<Ticker> parse_day_ticker(std::string_view text);  // ticker/24hr
Parsed<Depth> parse_depth(std::string_view text);

// Klines, oldest first; `server_now` decides which of them have closed.
Parsed<std::vector<Candle>> parse_klines(std::string_view text, Timestamp server_now);
Parsed<std::vector<Trade>> parse_trades(std::string_view text, const Symbol& symbol);

// Trades of one taker order at one price.
struct AggregateTrade {
  Trade trade{};  // its id is the aggregate's
  std::int64_t first_id = 0;
  std::int64_t last_id = 0;
};
Parsed<std::vector<AggregateTrade>> parse_aggregate_trades(std::string_view text, const Symbol& symbol);

struct AveragePrice {
  std::int64_t minutes = 0;
  Price price{};
  Timestamp close_time{};
};
Parsed<AveragePrice> parse_average_price(std::string_view text);
Parsed<Timestamp> parse_server_time(std::string_view text);

// Shared with the streams.
std::vector<Level> read_levels(const Node& levels);  // [["price","quantity"], ...]
Depth read_depth(const Node& depth);

}  // namespace robson::venues::binance
