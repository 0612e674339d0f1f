#include "storage/trading_json.hpp"

#include <boost/describe.hpp>

#include "json/read.hpp"
#include "json/write.hpp"
#include "storage/columns.hpp"

namespace robson {
// These are this file's alone: the wire has forms of its own.
BOOST_DESCRIBE_STRUCT(StopRules, (),
                      (candles, level, min_touches, tolerance, swing_window, swing_lookback, atr_period, atr_multiple,
                       min_distance, max_distance, buffer))
BOOST_DESCRIBE_STRUCT(SizeRules, (), (risk_fraction, max_notional_fraction, include_costs))
BOOST_DESCRIBE_STRUCT(RiskRules, (), (stop, size, reward_risk, max_drift, taker_fee, expected_slippage, trailing))
BOOST_DESCRIBE_ENUM(LevelKind, support, resistance)
BOOST_DESCRIBE_STRUCT(PriceLevel, (), (price, kind, touches, strength, first_time, last_time))
BOOST_DESCRIBE_STRUCT(ConsideredLevel, (), (level, stop, distance, skipped_because))
BOOST_DESCRIBE_ENUM(StopMethod, support_resistance, swing_point, atr)
BOOST_DESCRIBE_ENUM(StopConfidence, HIGH, MEDIUM, LOW)
BOOST_DESCRIBE_ENUM(StopSource, technical, manual)
BOOST_DESCRIBE_ENUM(Side, BUY, SELL)
BOOST_DESCRIBE_STRUCT(TechnicalStop, (),
                      (stop, method, confidence, level_asked, level_chosen, levels, atr, distance, warnings))
BOOST_DESCRIBE_STRUCT(Size, (), (quantity, notional, risk, risk_percent, is_capped, executable_risk, costs_exceed_risk))
BOOST_DESCRIBE_ENUM(Severity, WARNING, FAIL)
BOOST_DESCRIBE_STRUCT(Issue, (), (code, severity, message, details))
BOOST_DESCRIBE_ENUM(ReportStatus, PASS, WARNING, FAIL)

namespace storage {
namespace {

// A time as JSON writes it loses its microseconds, and a plan's hash covers them: here they are whole numbers.
struct StoredQuote {
  std::string symbol{};
  Price bid{};
  Quantity bid_quantity{};
  Price ask{};
  Quantity ask_quantity{};
  std::optional<Price> last{};
  std::int64_t venue_time_us = 0;
  std::int64_t received_us = 0;
  std::int64_t confirmed_us = 0;
};
BOOST_DESCRIBE_STRUCT(StoredQuote, (),
                      (symbol, bid, bid_quantity, ask, ask_quantity, last, venue_time_us, received_us, confirmed_us))

struct StoredProposal {
  std::string symbol{};
  Side side{};
  std::int64_t strategy = 0;
  int strategy_version = 0;
  std::string strategy_name{};
  RiskRules rules{};
  bool is_limit = false;
  Price entry{};
  Price worst_entry{};
  Price stop{};
  std::optional<Price> target{};
  StopSource stop_source{};
  TechnicalStop technical{};
  Money capital{};
  bool capital_named = false;
  Size size{};
  Quantity quantity{};
  std::optional<Quantity> asked_quantity{};
  Money fees{};
  std::vector<std::string> warnings{};
  StoredQuote snapshot{};
};
BOOST_DESCRIBE_STRUCT(StoredProposal, (),
                      (symbol, side, strategy, strategy_version, strategy_name, rules, is_limit, entry, worst_entry,
                       stop, target, stop_source, technical, capital, capital_named, size, quantity, asked_quantity,
                       fees, warnings, snapshot))

struct StoredReport {
  ReportStatus status{};
  std::vector<Issue> issues{};
  std::vector<std::string> passed{};
  std::string summary{};
  std::string plan_hash{};
  std::int64_t at_us = 0;
};
BOOST_DESCRIBE_STRUCT(StoredReport, (), (status, issues, passed, summary, plan_hash, at_us))

StoredQuote stored(const Quote& quote) {
  return {.symbol = quote.symbol.text,
          .bid = quote.bid,
          .bid_quantity = quote.bid_quantity,
          .ask = quote.ask,
          .ask_quantity = quote.ask_quantity,
          .last = quote.last,
          .venue_time_us = quote.venue_time.us,
          .received_us = quote.received.us,
          .confirmed_us = quote.confirmed.us};
}

Quote quote_of(const StoredQuote& stored) {
  return {.symbol = {stored.symbol},
          .bid = stored.bid,
          .bid_quantity = stored.bid_quantity,
          .ask = stored.ask,
          .ask_quantity = stored.ask_quantity,
          .last = stored.last,
          .venue_time = {stored.venue_time_us},
          .received = {stored.received_us},
          .confirmed = {stored.confirmed_us}};
}

template <class T>
T read(const std::string& text) {
  auto value = json::read<T>(text, json::Unknown::ignored);
  if (!value) throw unreadable("JSON that is not of its form");
  return std::move(*value);
}

}  // namespace

std::string json_of(const RiskRules& rules) {
  return json::text_of(rules);
}
RiskRules rules_of(const std::string& json) {
  return read<RiskRules>(json);
}

std::string json_of(const Proposal& proposal) {
  return json::text_of(StoredProposal{.symbol = proposal.symbol.text,
                                      .side = proposal.side,
                                      .strategy = proposal.strategy.value,
                                      .strategy_version = proposal.strategy_version,
                                      .strategy_name = proposal.strategy_name,
                                      .rules = proposal.rules,
                                      .is_limit = proposal.is_limit,
                                      .entry = proposal.entry,
                                      .worst_entry = proposal.worst_entry,
                                      .stop = proposal.stop,
                                      .target = proposal.target,
                                      .stop_source = proposal.stop_source,
                                      .technical = proposal.technical,
                                      .capital = proposal.capital,
                                      .capital_named = proposal.capital_named,
                                      .size = proposal.size,
                                      .quantity = proposal.quantity,
                                      .asked_quantity = proposal.asked_quantity,
                                      .fees = proposal.fees,
                                      .warnings = proposal.warnings,
                                      .snapshot = stored(proposal.snapshot)});
}

Proposal proposal_of(const std::string& json) {
  const auto stored = read<StoredProposal>(json);
  return {.symbol = {stored.symbol},
          .side = stored.side,
          .strategy = {stored.strategy},
          .strategy_version = stored.strategy_version,
          .strategy_name = stored.strategy_name,
          .rules = stored.rules,
          .is_limit = stored.is_limit,
          .entry = stored.entry,
          .worst_entry = stored.worst_entry,
          .stop = stored.stop,
          .target = stored.target,
          .stop_source = stored.stop_source,
          .technical = stored.technical,
          .capital = stored.capital,
          .capital_named = stored.capital_named,
          .size = stored.size,
          .quantity = stored.quantity,
          .asked_quantity = stored.asked_quantity,
          .fees = stored.fees,
          .warnings = stored.warnings,
          .snapshot = quote_of(stored.snapshot)};
}

std::string json_of(const Report& report) {
  return json::text_of(StoredReport{.status = report.status,
                                    .issues = report.issues,
                                    .passed = report.passed,
                                    .summary = report.summary,
                                    .plan_hash = report.plan_hash,
                                    .at_us = report.at.us});
}

Report report_of(const std::string& json) {
  auto stored = read<StoredReport>(json);
  return {.status = stored.status,
          .issues = std::move(stored.issues),
          .passed = std::move(stored.passed),
          .summary = std::move(stored.summary),
          .plan_hash = std::move(stored.plan_hash),
          .at = {stored.at_us}};
}

}  // namespace storage
}  // namespace robson
