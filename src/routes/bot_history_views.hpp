#pragma once
// The documents of /api/v1/history/..., and their rows as CSV.
#include "bot_api/documents.hpp"
#include "routes/csv.hpp"
#include "storage/bot_history.hpp"

namespace robson::routes {

struct PnlPoint {
  Timestamp timestamp{};
  std::optional<Decimal> realized_pnl{};
  std::optional<Decimal> unrealized_pnl{};
  std::optional<Decimal> total_pnl{};
  std::optional<Decimal> funding_pnl{};
  std::optional<Decimal> position_pnl{};
};
BOOST_DESCRIBE_STRUCT(PnlPoint, (), (timestamp, realized_pnl, unrealized_pnl, total_pnl, funding_pnl, position_pnl))
struct PnlSummary {
  std::optional<Decimal> total_realized{};
  std::optional<Decimal> total_unrealized{};
  std::optional<Decimal> win_rate{};
  std::optional<Decimal> avg_pnl_per_trade{};
  std::int64_t trades = 0;
};
BOOST_DESCRIBE_STRUCT(PnlSummary, (), (total_realized, total_unrealized, win_rate, avg_pnl_per_trade, trades))
struct PnlHistory {
  std::string period{};
  std::string resolution{};
  bool truncated = false;
  std::vector<PnlPoint> data_points{};
  PnlSummary summary{};
};
BOOST_DESCRIBE_STRUCT(PnlHistory, (), (period, resolution, truncated, data_points, summary))

// The charts that a P&L history is made of.
struct PnlCharts {
  storage::Line realized{};
  storage::Line unrealized{};
  storage::Line total{};
  storage::Line funding{};
  storage::Line position{};
};
// A point wherever one of the charts has one, its last value; the newest 2,500. Rates: 12 places, half away from zero.
PnlHistory pnl_history(const PnlCharts& charts, const storage::Closings& closings);

struct MetricPoint {
  Timestamp timestamp{};
  Decimal first{};
  Decimal last{};
  Decimal min{};
  Decimal max{};
  Decimal avg{};
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(MetricPoint, (), (timestamp, first, last, min, max, avg, count))
struct MetricHistory {
  storage::Metric metric{};
  std::optional<std::string> position_id{};
  std::string period{};
  std::string resolution{};
  bool truncated = false;
  std::vector<MetricPoint> data_points{};
};
BOOST_DESCRIBE_STRUCT(MetricHistory, (), (metric, position_id, period, resolution, truncated, data_points))
std::vector<MetricPoint> metric_points(const std::vector<storage::Bucket>& buckets);

struct TradeOfBot : bot_api::Trade {
  std::string bot{};
};
BOOST_DESCRIBE_STRUCT(TradeOfBot, (bot_api::Trade), (bot))
struct TradeHistory {
  std::vector<TradeOfBot> trades{};
  std::optional<std::string> next_cursor{};
};
BOOST_DESCRIBE_STRUCT(TradeHistory, (), (trades, next_cursor))

struct PaymentOfBot : bot_api::Payment {
  std::string bot{};
};
BOOST_DESCRIBE_STRUCT(PaymentOfBot, (bot_api::Payment), (bot))
struct RateOfHour {
  Timestamp timestamp{};
  std::string asset{};
  Decimal funding_rate{};
  Decimal funding_received_rate{};
};
BOOST_DESCRIBE_STRUCT(RateOfHour, (), (timestamp, asset, funding_rate, funding_received_rate))
struct FundingSummary {
  Decimal received_usd{};
  Decimal paid_usd{};
  Decimal net_usd{};
  std::int64_t payments = 0;
};
BOOST_DESCRIBE_STRUCT(FundingSummary, (), (received_usd, paid_usd, net_usd, payments))
struct FundingHistory {
  std::string period{};
  std::vector<PaymentOfBot> payments{};
  std::vector<RateOfHour> rates{};
  FundingSummary summary{};
  std::optional<std::string> next_cursor{};
};
BOOST_DESCRIBE_STRUCT(FundingHistory, (), (period, payments, rates, summary, next_cursor))

struct BreakerOfBot : bot_api::Breaker {
  std::string bot{};
};
BOOST_DESCRIBE_STRUCT(BreakerOfBot, (bot_api::Breaker), (bot))
struct BreakerHistory {
  std::vector<BreakerOfBot> circuit_breakers{};
};
BOOST_DESCRIBE_STRUCT(BreakerHistory, (), (circuit_breakers))

// Rows of a bot with its name beside them.
template <class OfBot, class Row>
OfBot one_of_bot(const std::string& bot, Row row) {
  OfBot named;
  static_cast<Row&>(named) = std::move(row);
  named.bot = bot;
  return named;
}
template <class OfBot, class Row>
std::vector<OfBot> of_bot(const std::string& bot, std::vector<Row> rows) {
  std::vector<OfBot> named;
  named.reserve(rows.size());
  for (Row& row : rows) named.push_back(one_of_bot<OfBot>(bot, std::move(row)));
  return named;
}

// CSV: the head's names, then a row for each.
Csv csv_head(std::initializer_list<const char*> names);
Csv csv_of(const std::vector<PnlPoint>& points);
Csv csv_of(const std::vector<MetricPoint>& points);
Csv csv_of(const std::vector<BreakerOfBot>& breakers);
Csv trades_csv_head();
void add_row(Csv& csv, const TradeOfBot& one);
Csv payments_csv_head();
void add_row(Csv& csv, const PaymentOfBot& one);

}  // namespace robson::routes
