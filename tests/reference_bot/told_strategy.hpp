#pragma once
// A strategy with two venues that say what the test wants: prices stand, accounts are as set, and acts are only
// collected, to be answered by hand.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "json/read.hpp"
#include "reference_bot/strategy/strategy.hpp"

namespace robson::reference_bot {
using namespace literals;

class ToldStrategy {
 public:
  static constexpr Timestamp noon = Timestamp::from_seconds(1'767'268'800);

  explicit ToldStrategy(Rules rules = {}) : rules_(std::move(rules)), strategy_(std::in_place, rules_, "t0", noon) {
    perp.markets = {{.coin = "SOL",
                     .mark_price = "150"_d,
                     .oracle_price = "150"_d,
                     .bid = "149.99"_d,
                     .ask = "150.01"_d,
                     .funding_rate = "0.00003"_d,
                     .max_leverage = "20"_d,
                     .maintenance_margin = "0.025"_d,
                     .size_step = "0.01"_d,
                     .price_tick = "0.01"_d}};
    lending.markets = {{.asset = "SOL",
                        .protocol = "marginfi",
                        .token = "jitoSOL",
                        .oracle_price = "150"_d,
                        .token_market_price = "180"_d,
                        .pool_rate = "1.2"_d,
                        .borrow_rate = "0.06"_d,
                        .supply_rate = "0.02"_d,
                        .staking_rate = "0.07"_d,
                        .liquidation_threshold = "0.9"_d,
                        .available_usd = "1000000"_d,
                        .max_leverage = "5"_d}};
    perp_account.account_value = perp_account.free = "20000"_d;
    lending_account.usd = "20000"_d;
    chains = {{.name = "solana", .connected = true, .gas_usd = "0.01"_d},
              {.name = "arbitrum", .connected = true, .gas_usd = "0.05"_d}};
    set_auto_entry(false);
    pass(1);
  }

  Reply tell(const Input& input) {
    Output out = strategy_->apply(input, now);
    if (out.durable) kept_ = json::text_of(strategy_->state());
    effects.insert(effects.end(), out.effects.begin(), out.effects.end());
    for (auto& one : out.events) events.push_back(std::move(one));
    trades.insert(trades.end(), out.trades.begin(), out.trades.end());
    payments.insert(payments.end(), out.payments.begin(), out.payments.end());
    return out.reply;
  }
  // Seconds go by, with a poll each.
  void pass(int seconds) {
    for (int i = 0; i < seconds; ++i) {
      now = now + std::chrono::seconds(1);
      poll();
      tell(TimePassed{});
    }
  }
  void poll() {
    if (perp_moves) perp.time = now;
    if (lending_moves) lending.time = now;
    if (chains_answer) tell(ChainsSeen{chains});
    tell(PerpMarketsSeen{perp});
    tell(PerpAccountSeen{now, perp_account});
    tell(LendingMarketsSeen{lending});
    tell(LendingAccountSeen{.asked_at = now, .usd = lending_account.usd, .positions = lending_account.positions});
  }
  // The program dies and starts anew from what was kept.
  void restart() {
    auto state = json::read<State>(kept_);
    ASSERT_TRUE(state.has_value());
    EXPECT_EQ(json::text_of(*state), kept_);
    effects.clear();
    strategy_.emplace(rules_, std::move(*state), now);
  }

  const Strategy& operator*() const { return *strategy_; }
  const Strategy* operator->() const { return &*strategy_; }
  const Book& book() const { return strategy_->state().positions.back(); }
  bot_api::Position document() const { return strategy_->positions(now).back(); }

  template <class Act>
  std::vector<Act> acts() const {
    std::vector<Act> found;
    for (const Effect& one : effects) {
      if (const auto* act = std::get_if<Act>(&one)) found.push_back(*act);
    }
    return found;
  }
  template <class Act>
  Act last() const {
    const auto found = acts<Act>();
    EXPECT_FALSE(found.empty());
    return found.empty() ? Act{} : found.back();
  }
  int count(hedge::BotEventType type) const {
    int found = 0;
    for (const bot_api::Event& one : events) found += one.type == type;
    return found;
  }

  void set_config(hedge::BotSettings bot, hedge::RiskConfig risk) {
    const Reply reply = tell(PutConfig{.bot = bot, .risk = risk, .expected_version = strategy_->config().version});
    EXPECT_TRUE(reply.config.has_value());
  }
  void set_auto_entry(bool on) {
    hedge::BotSettings bot = strategy_->config().bot;
    bot.enable_auto_entry = on;
    set_config(bot, strategy_->config().risk);
  }

  Reply ask_to_open(std::string request_id = "open") {
    return tell(OpenPosition{{std::move(request_id), "anna"}, "SOL", "1000"_d, "3"_d, "test"});
  }
  // 1,000 at 3x: 16.66 tokens of 180, worth 19.992 SOL, so 19.99 short.
  LendingPosition long_of(const std::string& client_id) const {
    return {.client_id = client_id,
            .position_pda = "pda",
            .asset = "SOL",
            .token = "jitoSOL",
            .protocol = "marginfi",
            .token_amount = "16.66"_d,
            .entry_price = "180"_d,
            .collateral_usd = "1000"_d,
            .debt_usd = "2000"_d,
            .value_usd = "2998.8"_d,
            .status = LendingStatus::OPEN,
            .fee = "1.2"_d,
            .opened_at = now};
  }
  void answer_long_open() {
    const LendingPosition made = long_of(last<OpenLong>().request.client_id);
    lending_account.positions = {made};
    lending_account.usd -= "1000"_d;
    tell(LongAnswered{.client_id = made.client_id, .outcome = Outcome::told, .position = made});
  }
  PerpOrder filled(const PerpOrderRequest& request, Decimal size) const {
    return {.client_id = request.client_id,
            .coin = request.coin,
            .side = request.side,
            .size = request.size,
            .filled_size = size,
            .average_price = "150"_d,
            .fee = "1.35"_d,
            .status = size == request.size ? PerpOrderStatus::FILLED : PerpOrderStatus::PARTIALLY_FILLED,
            .time = now};
  }
  // The venue does what was asked, as far as `size`, and says so.
  void answer_short(const PerpOrderRequest& request, std::optional<Decimal> size = {}) {
    set_short(request.side == TradeSide::SELL ? size.value_or(request.size) : -size.value_or(request.size));
    tell(ShortAnswered{.client_id = request.client_id,
                       .outcome = Outcome::told,
                       .order = filled(request, size.value_or(request.size))});
  }
  void set_short(Decimal change) {
    Decimal size = change;
    if (!perp_account.positions.empty()) size -= perp_account.positions.front().size;
    perp_account.positions.clear();
    if (size.is_zero()) return;
    perp_account.positions = {{.coin = "SOL",
                               .size = -size,
                               .entry_price = "150"_d,
                               .mark_price = "150"_d,
                               .leverage = "3"_d,
                               .margin = multiply(size, "50"_d, Rounding::floor)}};
  }
  void answer_long_close(Decimal proceeds = "990"_d) {
    const CloseLong act = last<CloseLong>();
    LendingPosition made = long_of(act.client_id);
    made.status = LendingStatus::CLOSED;
    made.debt_usd = {};
    made.value_usd = {};
    made.fee = "2.7"_d;
    made.interest_paid = "0.5"_d;
    made.proceeds_usd = proceeds;
    made.exit_price = "180"_d;
    made.closed_at = now;
    lending_account.positions = {made};
    tell(
        LongAnswered{.client_id = act.client_id, .close_id = act.close_id, .outcome = Outcome::told, .position = made});
  }
  void open_whole() {
    ASSERT_TRUE(ask_to_open().commanded.has_value());
    answer_long_open();
    answer_short(last<OpenShort>().request);
    pass(1);
    ASSERT_EQ(book().status, hedge::PositionStatus::open);
  }

  Timestamp now = noon;
  PerpMarkets perp{};
  LendingMarkets lending{};
  PerpAccount perp_account{};
  LendingAccountSeen lending_account{};
  std::vector<ChainHealth> chains{};
  bool perp_moves = true;  // the venue's time goes on
  bool lending_moves = true;
  bool chains_answer = true;
  std::vector<Effect> effects{};
  std::vector<bot_api::Event> events{};
  std::vector<bot_api::Trade> trades{};
  std::vector<bot_api::Payment> payments{};

 private:
  Rules rules_;
  std::optional<Strategy> strategy_;
  std::string kept_{};
};

// The long leg's debt such that its health factor is that.
inline void set_health_factor(ToldStrategy& bot, Decimal health) {
  const Decimal weighted = multiply("2998.8"_d, "0.9"_d, Rounding::half_even);
  bot.lending_account.positions.front().debt_usd =
      multiply(weighted, Decimal::integer(1) - health, Rounding::half_even);
}
inline bool is_active(const ToldStrategy& bot, hedge::BreakerType type) {
  const auto active = bot->state().breakers.active();
  return std::ranges::find(active, type) != active.end();
}

}  // namespace robson::reference_bot
