#pragma once
// Operation #1, the reference of the requirements, as the server tells it; the numbers are those of the decisions.
#include "base/decimal.hpp"
#include "json/write.hpp"
#include "wire/health.hpp"
#include "wire/market.hpp"
#include "wire/portfolio.hpp"
#include "wire/session.hpp"

namespace robson::fake {

using namespace literals;
using json::Fixed;

inline Timestamp at(std::string_view time) {
  return *parse_time(time);
}

inline wire::Position operation_one() {
  wire::Position made;
  made.id = 1;
  made.operation_id = 1;
  made.symbol = "BTCUSDC";
  made.base_asset = "BTC";
  made.quote_asset = "USDC";
  made.side = Side::BUY;
  made.quantity = "0.00033"_d;
  made.entry_price = {"88837.92"_d, 2};
  made.current_price = Fixed{"89245.50"_d, 2};
  made.unrealized_pnl = Fixed{"0.13"_d, 2};
  made.unrealized_pnl_percent = Fixed{"0.46"_d, 2};
  made.unrealized_pnl_exact = "0.1345014"_d;
  made.stop_loss = {"87061.16"_d, 2};
  made.take_profit = Fixed{"92391.44"_d, 2};
  made.distance_to_stop_percent = Fixed{"-2.45"_d, 2};
  made.distance_to_target_percent = Fixed{"3.53"_d, 2};
  made.cost = {"29.32"_d, 2};
  made.value = Fixed{"29.45"_d, 2};
  made.loss_at_stop = {"0.59"_d, 2};
  made.gain_at_target = Fixed{"1.17"_d, 2};
  made.reward_risk = Fixed{"2.00"_d, 2};
  made.protection = wire::Protection::AT_VENUE;
  made.opened_at = at("2025-12-30T03:30:00Z");
  made.price_source = "binance";
  made.price_time = at("2026-01-02T03:04:05Z");
  made.price_age_ms = 400;
  made.stale = false;
  made.tick_size = "0.01"_d;
  made.step_size = "0.00001"_d;
  return made;
}

inline wire::Positions positions(std::vector<wire::Position> list) {
  return {.positions = std::move(list), .as_of = at("2026-01-02T03:04:05Z"), .venue_kind = wire::VenueKind::SIM};
}

inline wire::Price btc_price() {
  wire::Price made;
  made.symbol = "BTCUSDC";
  made.bid = {"89245.00"_d, 2};
  made.ask = {"89246.00"_d, 2};
  made.last = Fixed{"89245.50"_d, 2};
  made.timestamp = 1767323045;
  made.source = "binance";
  made.spread = {"1.00"_d, 2};
  made.spread_percent = {"0.001"_d, 3};
  made.age_ms = 400;
  made.stale = false;
  made.venue_time = at("2026-01-02T03:04:05Z");
  made.tick_size = "0.01"_d;
  return made;
}

// The feed's price_update of that last trade.
inline std::string btc_told(const std::string& last) {
  const Decimal price = *Decimal::parse(last);
  return R"({"type":"price_update","timestamp":"2026-01-02T03:04:06.000Z","channel":"prices","data":{"symbol":"BTCUSDC","price":")" +
         price.text(2) + R"(","bid":")" + (price - "0.50"_d).text(2) + R"(","ask":")" + (price + "0.50"_d).text(2) +
         R"(","last":")" + price.text(2) +
         R"(","age_ms":0,"stale":false,"source":"binance","venue_time_ms":1767323046000,"received_us":1767323046000000,)"
         R"("sent_us":1767323046000100,"tick_size":"0.01"}})";
}

inline wire::PortfolioSummary summary() {
  wire::PortfolioSummary made;
  made.currency = "USDC";
  made.total_balance = Fixed{"110434.45"_d, 2};
  made.available_balance = Fixed{"9970.68"_d, 2};
  made.positions_value = Fixed{"29.45"_d, 2};
  made.unrealized_pnl = Fixed{"0.13"_d, 2};
  made.realized_pnl = {"-12.50"_d, 2};
  made.total_pnl = Fixed{"-12.37"_d, 2};
  made.num_positions = 1;
  made.exposure_percent = Fixed{"0.03"_d, 2};
  made.worst_case = {"0.59"_d, 2};
  made.as_of = at("2026-01-02T03:04:05Z");
  made.stale = false;
  return made;
}

// What a reader of the feed is told at first.
inline std::string feed_snapshot(int seq = 10, bool resync = false) {
  return R"({"type":"snapshot","epoch":7,"seq":)" + std::to_string(seq) +
         R"(,"timestamp":"2026-01-02T03:04:05.000Z","resync":)" + (resync ? "true" : "false") +
         R"(,"more":false,"data":{"positions":{"1":)" + json::text_of(operation_one()) + R"(},"stats":)" +
         json::text_of(summary()) + R"(,"orders":{},"operations":{},"alerts":{"alarms":[]},"pause_state":{}}})";
}
// One fill, the ordered message `seq` behind `before`.
inline std::string fill_told(int seq, int before) {
  return R"({"type":"fill","timestamp":"2026-01-02T03:04:05.000Z","channel":"orders","epoch":7,"seq":)" +
         std::to_string(seq) + R"(,"prev_seq":)" + std::to_string(before) +
         R"(,"data":{"trade_id":5,"symbol":"BTCUSDC","side":"BUY","price":"90000.00","quantity":"0.00555","operation_id":7}})";
}
inline std::string catch_up_told(int from, int to, const std::string& events) {
  return R"({"type":"catch_up","epoch":7,"from_seq":)" + std::to_string(from) + R"(,"to_seq":)" + std::to_string(to) +
         R"(,"timestamp":"2026-01-02T03:04:05.000Z","more":false,"events":[)" + events + "]}";
}

inline std::vector<wire::AssetBalance> assets() {
  return {{"USDC", "9970.68"_d, "0"_d, "9970.68"_d, "1"_d, Fixed{"9970.68"_d, 2}},
          {"BTC", "0.99967"_d, "0.00033"_d, "1"_d, "89245"_d, Fixed{"89245.00"_d, 2}},
          {"DUST", "12"_d, "0"_d, "12"_d, std::nullopt, std::nullopt}};
}

inline wire::AccountBalance balance() {
  return {.currency = "USDC",
          .balance = {"9970.68"_d, 2},
          .available = {"9970.68"_d, 2},
          .balances = assets(),
          .as_of = at("2026-01-02T03:04:05Z"),
          .stale = false,
          .venue_kind = wire::VenueKind::SIM};
}

inline wire::Patrimony patrimony() {
  return {.currency = "USDC",
          .patrimony = Fixed{"99215.68"_d, 2},
          .assets = assets(),
          .unpriced_assets = {"DUST"},
          .as_of = at("2026-01-02T03:04:05Z"),
          .stale = false,
          .venue_kind = wire::VenueKind::SIM};
}

inline wire::Ticker ticker() {
  wire::Ticker made;
  made.symbol = "BTCUSDC";
  made.open = {"90000.00"_d, 2};
  made.high = {"90100.00"_d, 2};
  made.low = {"88000.00"_d, 2};
  made.last = {"89245.50"_d, 2};
  made.price_change = {"-754.50"_d, 2};
  made.price_change_percent = {"-0.84"_d, 2};
  made.volume = "1234.5"_d;
  made.quote_volume = {"110000000.00"_d, 2};
  made.trades = 123456;
  made.open_time = at("2026-01-01T03:04:05Z");
  made.close_time = at("2026-01-02T03:04:05Z");
  made.source = "binance";
  return made;
}

inline wire::Depth depth() {
  return {.symbol = "BTCUSDC",
          .last_update_id = 7,
          .bids = {{"89245"_d, "0.5"_d}, {"89244.5"_d, "2"_d}},
          .asks = {{"89246"_d, "1"_d}, {"89247.25"_d, "0.25"_d}},
          .source = "binance",
          .timestamp = 1767323045};
}

inline wire::Klines klines() {
  const auto open = at("2026-01-02T03:00:00Z").ms();
  const auto candle = [](std::int64_t from, bool closed) {
    return wire::Kline{from,           from + 899'999,    {"89000"_d, 2}, {"89300"_d, 2},
                       {"88900"_d, 2}, {"89245.50"_d, 2}, "12.5"_d,       closed};
  };
  return {.symbol = "BTCUSDC",
          .interval = "15m",
          .source = "binance",
          .klines = {candle(open - 900'000, true), candle(open, false)}};
}

inline wire::Health health(wire::HealthStatus status = wire::HealthStatus::healthy) {
  wire::Health made;
  made.status = status;
  made.timestamp = at("2026-01-02T03:04:05Z");
  made.version = "0.1.0";
  const wire::Check good{.status = wire::HealthStatus::healthy, .response_time_ms = 1, .detail = std::nullopt};
  made.checks = {good, good, good, {.status = status, .response_time_ms = 3, .detail = "connected"}};
  return made;
}

inline wire::Session session() {
  return {.username = "admin",
          .client_id = 1,
          .client_name = "Demo",
          .role = "admin",
          .permissions = {"read"},
          .expires_at = at("2026-01-03T03:04:05Z"),
          .venue = "binance",
          .venue_kind = wire::VenueKind::SIM};
}

}  // namespace robson::fake
