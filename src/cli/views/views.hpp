#pragma once
// Each resource as a person reads it. Pure: values in, text out; every text ends in a line end.
#include <string>
#include <vector>

#include "cli/page.hpp"
#include "wire/health.hpp"
#include "wire/market.hpp"
#include "wire/portfolio.hpp"
#include "wire/risk.hpp"
#include "wire/session.hpp"

namespace robson::cli {

// The requirements' box, a part for each position.
std::string positions_box(const wire::Positions& positions, const Look& look);
std::string position_box(const wire::Position& position, const Look& look);
std::string positions_table(const wire::Positions& positions, const Look& look);
// Whether its figures rest on a price that is stale or unknown, `elapsed` after the answer.
bool is_stale(const wire::Position& position, Duration elapsed);

std::string summary_box(const wire::PortfolioSummary& summary, const Look& look);
std::string balance_table(const wire::AccountBalance& balance, const Look& look);
std::string patrimony_table(const wire::Patrimony& patrimony, const Look& look);

// "BTC/USDC: Bid $89,245.00 | Ask $89,246.00 | Spread $1.00 | Last $89,245.50 | 0.4 s old"; `direction` is the sign of
// the last change, 0 when there was none.
std::string price_line(const wire::Price& price, const Look& look, int direction = 0);
bool is_stale(const wire::Price& price, Duration elapsed);
std::string ticker_view(const wire::Ticker& ticker, const Look& look);
// Asks on top, the spread, bids; a bar for each quantity.
std::string depth_view(const wire::Depth& depth, const Look& look);
std::string klines_table(const wire::Klines& klines, const Look& look);

std::string health_view(const wire::Health& health, const Look& look);
std::string session_view(const wire::Session& session, const std::string& url, const Look& look);

// An event of the feed in words: "Position 1 BTCUSDC closed: STOP".
std::string event_words(const json::Value& event);
// One line: time, number, type, words.
std::string event_line(const json::Value& event, const Look& look);

// The whole desk; its first lines answer "am I safe?" in words.
struct DeskState {
  wire::Health health{};
  std::optional<wire::PortfolioSummary> summary{};
  std::string summary_trouble{};  // why there is none
  wire::Positions positions{};
  std::vector<wire::Price> prices{};
  std::optional<wire::RiskMetrics> risk{};
};
std::string desk_view(const DeskState& desk, const Look& look);

}  // namespace robson::cli
