// Trades, payments and breakers of bots: once by the bot's own id, in pages, with sums that equal those of all rows.
#include "storage/bot_history.hpp"

#include <algorithm>
#include <random>

#include "storage/fixture.hpp"
#include "storage/session.hpp"

namespace robson::storage {
namespace {

using namespace literals;
using std::chrono::hours;
using std::chrono::minutes;

bot_api::Trade trade(std::int64_t id, Timestamp at, std::optional<Decimal> realized = {}) {
  return {.id = id,
          .position_id = id % 2 == 0 ? "even" : "odd",
          .asset = "SOL",
          .leg = hedge::Leg::hyperliquid,
          .action = realized ? hedge::TradeAction::close : hedge::TradeAction::open,
          .side = bot_api::TradeSide::SELL,
          .quantity = "12.5"_d,
          .price = "101.25"_d,
          .value_usd = "1265.625"_d,
          .fee_usd = "0.44"_d,
          .at = at,
          .realized_pnl_usd = realized};
}
bot_api::Payment payment(std::int64_t id, Timestamp at, Decimal amount) {
  return {.id = id,
          .position_id = id % 2 == 0 ? "even" : "odd",
          .asset = "SOL",
          .at = at,
          .funding_rate = Decimal::from_units(id),
          .funding_received_rate = Decimal::from_units(-id),
          .notional_usd = "1000"_d,
          .amount_usd = amount};
}
bot_api::Breaker breaker(std::int64_t id, Timestamp at) {
  return {.id = id,
          .breaker_type = hedge::BreakerType::lst_depeg,
          .triggered_at = at,
          .reason = "jitoSOL 2.1 % under its pool",
          .scope = hedge::PauseScope::entry,
          .cooldown_seconds = 1800};
}

template <class Row>
std::vector<std::int64_t> ids(const std::vector<Row>& rows) {
  std::vector<std::int64_t> found;
  for (const Row& row : rows) found.push_back(row.id);
  return found;
}

struct BotHistory : StorageTest {
  Tenant one = new_client("one");
  Tenant two = new_client("two");
  const std::string bot = "main";
  const Timestamp now = clock_.now();

  template <class Rows>
  void put(const Rows& rows) {
    const auto done = write([&](Session& s) {
      if constexpr (std::is_same_v<Rows, std::vector<bot_api::Trade>>) put_trades(s, one, bot, rows);
      if constexpr (std::is_same_v<Rows, std::vector<bot_api::Payment>>) put_payments(s, one, bot, rows);
      if constexpr (std::is_same_v<Rows, std::vector<bot_api::Breaker>>) put_breakers(s, one, bot, rows);
    });
    ASSERT_TRUE(done) << done.error().text;
  }
  Page<bot_api::Trade> trades_of(Tenant tenant, const TradeQuery& query) {
    return read([&](Session& s) { return trades(s, tenant, query); }).value();
  }
  FundingSums sums_of(const std::optional<std::string>& position, Timestamp from) {
    return read([&](Session& s) { return funding_sums(s, one, bot, position, from); }).value();
  }
  std::vector<FundingRate> rates_of(const std::optional<std::string>& position, Timestamp from) {
    return read([&](Session& s) { return funding_rates(s, one, bot, position, from); }).value();
  }
  std::vector<bot_api::Breaker> breakers_of(Tenant tenant, Timestamp from) {
    return read([&](Session& s) { return breakers(s, tenant, bot, from, 1000); }).value();
  }
};

TEST_F(BotHistory, a_trade_comes_back_as_it_was_told_and_once) {
  bot_api::Trade again = trade(1, now, "-5.25"_d);
  again.price = "1"_d;
  put(std::vector{trade(1, now, "12.5"_d), trade(2, now)});
  put(std::vector{again});
  const auto page = trades_of(one, {.bot = bot});
  ASSERT_EQ(page.rows.size(), 2U);
  EXPECT_EQ(json::text_of(page.rows[1]), json::text_of(trade(1, now, "12.5"_d)));
  EXPECT_EQ(json::text_of(page.rows[0]), json::text_of(trade(2, now)));
  EXPECT_EQ(read([&](Session& s) { return last_trade_id(s, one, bot); }).value(), 2);
  EXPECT_EQ(read([&](Session& s) { return last_trade_id(s, one, "other"); }).value(), 0);
  EXPECT_EQ(read([&](Session& s) { return last_trade_id(s, two, bot); }).value(), 0);
  EXPECT_TRUE(trades_of(two, {.bot = bot}).rows.empty());
  EXPECT_TRUE(trades_of(one, {.bot = "other"}).rows.empty());
}

TEST_F(BotHistory, trades_go_back_in_time_in_pages_that_leave_none_out) {
  std::vector<bot_api::Trade> all;
  for (int id = 1; id <= 25; ++id) all.push_back(trade(id, now + minutes(id / 3)));
  put(all);
  for (const auto& position : {std::optional<std::string>{}, std::optional<std::string>{"even"}}) {
    TradeQuery query{.bot = bot, .position = position, .from = now + minutes(1), .limit = 4};
    std::vector<std::int64_t> found;
    for (bool more = true; more;) {
      const auto page = trades_of(one, query);
      for (const auto id : ids(page.rows)) found.push_back(id);
      more = page.next.has_value();
      if (more) query.after = read_cursor(query, *page.next).value();
    }
    std::vector<std::int64_t> expected;
    for (int id = 25; id >= 3; --id) {
      if (!position || id % 2 == 0) expected.push_back(id);
    }
    EXPECT_EQ(found, expected);
  }
}

TEST_F(BotHistory, a_cursor_of_another_bot_or_position_is_refused) {
  put(std::vector{trade(1, now), trade(2, now)});
  const auto page = trades_of(one, {.bot = bot, .limit = 1});
  EXPECT_FALSE(read_cursor(TradeQuery{.bot = "other"}, page.next.value()));
  EXPECT_FALSE(read_cursor(TradeQuery{.bot = bot, .position = "even"}, page.next.value()));
  EXPECT_FALSE(read_cursor(PaymentQuery{.bot = bot}, page.next.value()));
  EXPECT_TRUE(read_cursor(TradeQuery{.bot = bot}, page.next.value()));
}

TEST_F(BotHistory, closings_count_positions_not_fills) {
  put(std::vector{trade(1, now - hours(1), "100"_d), trade(2, now, "12.5"_d), trade(3, now), trade(4, now, "0"_d),
                  trade(5, now, "-2.25"_d)});
  const auto all = read([&](Session& s) { return closings(s, one, bot, {}, now); }).value();
  EXPECT_EQ(all.positions, 3);
  EXPECT_EQ(all.won, 1);
  EXPECT_EQ(all.realized, "10.25"_d);
  const auto odd = read([&](Session& s) { return closings(s, one, bot, "odd", now); }).value();
  EXPECT_EQ(odd.positions, 1);
  EXPECT_EQ(odd.realized, "-2.25"_d);
}

TEST_F(BotHistory, sums_of_any_period_are_those_of_its_payments) {
  std::mt19937_64 chance{7};
  const auto any = [&](std::int64_t from, std::int64_t to) {
    return std::uniform_int_distribution<std::int64_t>(from, to)(chance);
  };
  std::vector<bot_api::Payment> all;
  for (int id = 1; id <= 400; ++id) {
    all.push_back(payment(id, now - hours(any(0, 24 * 9)) - minutes(any(0, 59)), Decimal::from_units(any(-99, 99))));
  }
  put(all);
  put(all);  // a rerun counts nothing twice
  std::vector<Timestamp> froms = {{}, now, bucket_start(now, hours(24)), bucket_start(now, hours(24)) - Duration(1)};
  for (int i = 0; i < 30; ++i) froms.push_back(now - minutes(any(0, 60 * 24 * 10)));
  for (const Timestamp from : froms) {
    for (const auto& position : {std::optional<std::string>{}, std::optional<std::string>{"even"}}) {
      FundingSums expected;
      for (const auto& one_payment : all) {
        if (one_payment.at < from || (position && one_payment.position_id != *position)) continue;
        ++expected.payments;
        const Decimal amount = one_payment.amount_usd;
        (amount.is_negative() ? expected.paid : expected.received) += abs(amount);
      }
      const FundingSums found = sums_of(position, from);
      EXPECT_EQ(found.received, expected.received) << to_rfc3339(from);
      EXPECT_EQ(found.paid, expected.paid) << to_rfc3339(from);
      EXPECT_EQ(found.payments, expected.payments) << to_rfc3339(from);
    }
  }
}

TEST_F(BotHistory, the_rate_of_an_hour_is_that_of_its_newest_payment) {
  const Timestamp hour = bucket_start(now, hours(1));
  put(std::vector{payment(1, hour + minutes(2), "1"_d), payment(3, hour + minutes(1), "1"_d),
                  payment(4, hour - minutes(1), "1"_d), payment(5, hour - hours(30), "1"_d)});
  const std::vector<FundingRate> expected = {{hour - hours(1), "SOL", Decimal::from_units(4), Decimal::from_units(-4)},
                                             {hour, "SOL", Decimal::from_units(1), Decimal::from_units(-1)}};
  EXPECT_EQ(rates_of({}, hour - minutes(1)), expected);
  EXPECT_EQ(rates_of("odd", hour - minutes(1)), std::vector{expected[1]});
  EXPECT_EQ(read([&](Session& s) { return last_payment_id(s, one, bot); }).value(), 5);
}

TEST_F(BotHistory, a_breaker_is_replaced_by_what_is_newer_and_never_opened_again) {
  bot_api::Breaker resolved = breaker(1, now);
  resolved.resolved_at = now + minutes(3);
  resolved.resolved_by = "ana";
  put(std::vector{breaker(1, now), breaker(2, now + minutes(1))});
  EXPECT_EQ(json::text_of(breakers_of(one, now).at(1)), json::text_of(breaker(1, now)));
  put(std::vector{resolved});
  put(std::vector{breaker(1, now)});
  EXPECT_EQ(json::text_of(breakers_of(one, now).at(1)), json::text_of(resolved));
  EXPECT_TRUE(breakers_of(two, {}).empty());
}

TEST_F(BotHistory, a_breaker_is_listed_while_it_is_open_however_old) {
  bot_api::Breaker ended = breaker(2, now - hours(47));
  ended.resolved_at = now - hours(46);
  ended.resolved_by = "auto";
  put(std::vector{breaker(1, now - hours(48)), ended, breaker(3, now)});
  EXPECT_EQ(ids(breakers_of(one, now - hours(24))), (std::vector<std::int64_t>{3, 1}));
  EXPECT_EQ(ids(breakers_of(one, now - hours(72))), (std::vector<std::int64_t>{3, 2, 1}));
}

TEST_F(BotHistory, open_breakers_that_the_bot_has_forgotten_are_closed_by_nobody) {
  bot_api::Breaker resolved = breaker(3, now);
  resolved.resolved_at = now;
  resolved.resolved_by = "ana";
  put(std::vector{breaker(1, now), breaker(2, now), resolved});
  const auto close = [&](Tenant tenant, const std::string& name, const std::vector<bot_api::Breaker>& listed) {
    ASSERT_TRUE(write([&](Session& s) { close_unlisted(s, tenant, name, listed, now + minutes(5)); }));
  };
  close(two, bot, {});
  close(one, "other", {});
  close(one, bot, {breaker(2, now)});
  const auto all = breakers_of(one, now);
  ASSERT_EQ(ids(all), (std::vector<std::int64_t>{3, 2, 1}));
  EXPECT_EQ(json::text_of(all[0]), json::text_of(resolved));
  EXPECT_EQ(json::text_of(all[1]), json::text_of(breaker(2, now)));
  EXPECT_EQ(all[2].resolved_at, now + minutes(5));
  EXPECT_FALSE(all[2].resolved_by);
  EXPECT_THAT(all[2].reason, testing::EndsWith("(its end was not seen)"));
  put(std::vector{breaker(1, now)});  // the bot has it after all
  EXPECT_EQ(json::text_of(breakers_of(one, now).at(2)), json::text_of(breaker(1, now)));
}

}  // namespace
}  // namespace robson::storage
