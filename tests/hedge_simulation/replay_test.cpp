// The strategy on what really happened: hourly funding and 15-minute candles of SOL and BTC at Hyperliquid, February to
// April 2025, a market minute in a second. Funding is summed a second time straight from the files and the venue's
// fills, without the strategy's or the venue's arithmetic.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>

#include "hedge/legs.hpp"
#include "hedge_simulation/desk.hpp"
#include "support/shared_data.hpp"

namespace robson::hedge_simulation {
namespace {

using namespace literals;
using namespace reference_bot;

constexpr Timestamp start = Timestamp::from_seconds(1'738'972'800);  // the candles' first, a full hour
constexpr std::int64_t hour_s = 3600;
constexpr std::int64_t speed = 60;
const Decimal deposit = "100000"_d;

struct History {
  std::map<std::int64_t, Decimal> rates{};  // by the hour, in seconds
  std::map<std::int64_t, Decimal> opens{};  // by the candle's start
};

History history_of(const std::string& coin) {
  History made;
  const auto rows = [](const std::string& name) {
    std::vector<std::vector<std::string>> fields;
    for (const std::string& line : support::lines_of(support::file_text(support::shared_data(name))))
      fields.push_back(support::split(line, ','));
    fields.erase(fields.begin());
    return fields;
  };
  for (const auto& row : rows("funding/HL-" + coin + "-funding-1h-2024-01_2025-04.csv")) {
    const std::int64_t seconds = std::stoll(row[0]) / 1000;
    made.rates[seconds - seconds % hour_s] = *Decimal::parse(row[1]);
  }
  for (const auto& row : rows("perp/HL-" + coin + "-15m-2025-02_2025-04.csv"))
    made.opens[std::stoll(row[0]) / 1000] = *Decimal::parse(row[1]);
  return made;
}

simulator::HedgeRecording recording_of(const std::string& coin, const simulator::HedgeListing& listing) {
  simulator::HedgeRecording made{.coin = coin};
  const auto found =
      std::ranges::find_if(listing.coins, [&](const simulator::HedgeCoin& one) { return one.contract.coin == coin; });
  auto candles = simulator::read_replay(support::shared_data("perp/HL-" + coin + "-15m-2025-02_2025-04.csv").string(),
                                        found->grid);
  auto funding =
      simulator::read_funding(support::shared_data("funding/HL-" + coin + "-funding-1h-2024-01_2025-04.csv").string());
  EXPECT_TRUE(candles && funding);
  made.candles = std::move(*candles);
  made.funding = std::move(*funding);
  return made;
}

// What a short receives at a full hour, from the files and the fills: size x open x rate, over all hours.
Decimal funding_by_hand(const std::string& coin, const simulator::PerpAccount& account, Timestamp end) {
  const History history = history_of(coin);
  Decimal sum;
  for (std::int64_t hour = start.seconds() + hour_s; hour <= end.seconds(); hour += hour_s) {
    Decimal sold;
    for (const simulator::PerpOrder& order : account.orders) {
      if (order.request.coin != coin || order.time.seconds() >= hour) continue;
      sold += order.request.side == Side::SELL ? order.filled.value : -order.filled.value;
    }
    if (sold.is_zero() || !history.rates.contains(hour)) continue;
    const Decimal notional = multiply(sold, history.opens.at(hour), Rounding::half_even);
    sum += multiply(notional, history.rates.at(hour), Rounding::half_even);
  }
  return sum;
}

TEST(Replay, funding_is_what_the_files_say_and_delta_stays_within_half_a_percent) {
  SKIP_WITHOUT_SHARED_DATA();
  simulator::HedgeSetup setup{.speed = speed, .accounts = {{std::string(key), {deposit}}}};
  setup.recordings = {recording_of("SOL", setup.listing), recording_of("BTC", setup.listing)};
  simulator::HedgeVenues venues(std::move(setup), start);
  Desk desk(venues, {}, start);

  const Duration whole = std::chrono::hours(24 * 81) / speed;
  Decimal worst;
  std::int64_t looks = 0;
  int asked = 0;
  Timestamp now = start;
  while (now < start + whole) {
    const bool in_flight = !desk.is_quiet();
    now = now + std::chrono::seconds(in_flight ? 1 : 5);
    desk.step(now);
    // An operator who lets it go on.
    for (const hedge::BreakerType type : desk.strategy().state().breakers.active()) {
      if (!hedge::rule_of(type).auto_recovery)
        desk.tell(ResolveBreaker{{"r" + std::to_string(++asked), "operator"}, type, "seen"});
    }
    for (const Book& book : desk.strategy().state().positions) {
      if (book.status != hedge::PositionStatus::open || book.hyperliquid.intent) continue;
      const auto there = venues.perp().account(key)->positions.find(book.hyperliquid.coin);
      if (there == venues.perp().account(key)->positions.end()) continue;
      const auto held = venues.lending().position_of(key, book.asgard.client_id);
      const auto* rates = venues.lending().rates(book.asset, book.token);
      const Decimal coins = multiply(held->tokens.value, rates->pool_rate, Rounding::floor);
      worst = std::max(worst, abs(hedge::delta_of(coins, -there->second.size.value, rates->oracle.value).ratio));
      ++looks;
    }
  }
  EXPECT_EQ(desk.broken(), "");
  EXPECT_GT(looks, 1000);
  // Staking adds 0.0004 % between two looks at the positions.
  EXPECT_LE(worst, "0.00501"_d);

  desk.tell(EmergencyStop{{"end", "operator"}, hedge::StopMode::flatten, "the data are over"});
  for (int i = 0; i < 60; ++i) desk.step(now = now + std::chrono::seconds(1));
  const simulator::PerpAccount& account = *venues.perp().account(key);
  ASSERT_TRUE(account.positions.empty());

  Decimal booked;
  for (const bot_api::Payment& one : desk.payments()) booked += one.amount_usd;
  const Decimal by_hand = funding_by_hand("SOL", account, venues.now()) + funding_by_hand("BTC", account, venues.now());
  EXPECT_GT(desk.payments().size(), 500U);
  EXPECT_EQ(booked.text(2), by_hand.text(2));
  EXPECT_LT(abs(booked - by_hand), "0.0000001"_d);
  EXPECT_EQ(desk.strategy().state().totals.funding, booked);

  const Decimal gained =
      venues.perp().account_value(account).value + venues.lending().account(key)->usd.value - deposit - deposit;
  EXPECT_LT(abs(gained - desk.strategy().state().totals.realized_pnl), "0.0000001"_d);
  std::cout << "81 days: " << desk.strategy().state().last_position << " positions, " << desk.trades().size()
            << " fills, " << desk.payments().size() << " payments, funding " << booked.text(2) << ", gained "
            << gained.text(2) << " USD, largest delta " << worst.text(6) << "\n";
}

}  // namespace
}  // namespace robson::hedge_simulation
