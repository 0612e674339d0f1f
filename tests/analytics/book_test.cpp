#include "analytics/book.hpp"

#include <gtest/gtest.h>

#include "analytics/books.hpp"
#include "analytics/exposure.hpp"

namespace robson::analytics {
namespace {

TimeZone berlin() {
  return TimeZone::find("Europe/Berlin").value();
}

std::string groups_of(Grouping by, const std::vector<Trade>& trades) {
  Book book(berlin(), by);
  for (const Trade& one : trades) book.add(one);
  std::string text;
  for (const auto& [key, group] : book.groups()) {
    text += (text.empty() ? "" : "; ") + key + " " + group.label + " " + std::to_string(group.tally.trades()) + " " +
            shown(group.tally.net());
  }
  return text;
}

TEST(Book, groups_are_of_the_time_zone) {
  const std::vector<Trade> trades{
      trade_of("5", "2025-11-30T22:30:00Z"),   // Sunday 23:30 in Berlin
      trade_of("-2", "2025-11-30T23:30:00Z"),  // Monday 00:30, December
      trade_of("1", "2026-03-29T01:15:00Z"),   // 03:15 summer time
  };
  EXPECT_EQ(groups_of(Grouping::weekday, trades), "1 Monday 1 -2.00; 7 Sunday 2 6.00");
  EXPECT_EQ(groups_of(Grouping::hour, trades), "00 00:00 1 -2.00; 03 03:00 1 1.00; 23 23:00 1 5.00");
  EXPECT_EQ(groups_of(Grouping::month, trades),
            "2025-11 2025-11 1 5.00; 2025-12 2025-12 1 -2.00; 2026-03 2026-03 1 1.00");
}

TEST(Book, groups_by_what_was_traded_and_how) {
  Trade numbered = trade_of("5");
  numbered.strategy_id = {7};
  numbered.side = Side::SELL;
  numbered.symbol = {"ETHUSDC"};
  const std::vector<Trade> trades{numbered, trade_of("-2"), trade_of("3")};
  EXPECT_EQ(groups_of(Grouping::strategy, trades), "7 Trend 1 5.00; Trend Trend 2 1.00");
  EXPECT_EQ(groups_of(Grouping::symbol, trades), "BTCUSDC BTCUSDC 2 1.00; ETHUSDC ETHUSDC 1 5.00");
  EXPECT_EQ(groups_of(Grouping::side, trades), "BUY Long 2 1.00; SELL Short 1 5.00");
}

TEST(Book, days_without_trades_are_not_in_the_calendar) {
  Book book(berlin(), {});
  for (const char* when : {"2025-11-30T22:59:59Z", "2025-11-30T23:00:00Z", "2025-12-05T10:00:00Z"}) {
    book.add(trade_of("1.5", when));
  }
  std::string text;
  for (const auto& [day, sum] : book.days()) text += to_text(day) + " " + std::to_string(sum.trades) + " ";
  EXPECT_EQ(text, "2025-11-30 1 2025-12-01 1 2025-12-05 1 ");
  EXPECT_TRUE(book.groups().empty());
}

TEST(Book, groups_beyond_the_bound_are_counted_together) {
  Book book(TimeZone{}, Grouping::symbol);
  for (int i = 0; i < 1500; ++i) {
    Trade trade = trade_of("1");
    trade.symbol = {"S" + std::to_string(i)};
    book.add(trade);
  }
  EXPECT_EQ(book.groups().size(), Book::most_groups + 1);
  EXPECT_EQ(book.groups().at("other").tally.trades(), 500);
  EXPECT_EQ(book.all().trades(), 1500);
}

TEST(Book, a_million_trades_take_no_more_room_than_their_days) {
  Book book(berlin(), Grouping::symbol);
  Trade trade = trade_of("0.01");
  for (int i = 0; i < 1'000'000; ++i) {
    trade.closed_at = trade.closed_at + std::chrono::minutes(1);
    book.add(trade);
  }
  EXPECT_EQ(shown(book.all().net()), "10000.00");
  EXPECT_EQ(book.days().size(), 696U);
}

OpenPosition position(const char* symbol, Side side, const char* value) {
  return {.symbol = symbol,
          .strategy_key = "1",
          .strategy = "Trend",
          .side = side,
          .value = money(value),
          .unrealized = money("2"),
          .loss_at_stop = money("1")};
}

TEST(Exposure, concentration_is_the_sum_of_squared_shares) {
  Exposure exposure;
  EXPECT_EQ(shown(exposure.concentration()), "none");
  EXPECT_EQ(shown(exposure.effective_positions()), "none");
  EXPECT_EQ(exposure.largest(), nullptr);
  exposure.add(position("BTCUSDC", Side::BUY, "300"));
  EXPECT_EQ(shown(exposure.concentration()), "1.0000");
  exposure.add(position("ETHUSDC", Side::SELL, "100"));
  EXPECT_EQ(shown(exposure.concentration()), "0.6250");
  EXPECT_EQ(shown(exposure.effective_positions()), "1.6000");
  EXPECT_EQ(shown(exposure.all().gross()), "400.00");
  EXPECT_EQ(shown(exposure.all().net()), "200.00");
  EXPECT_EQ(exposure.largest()->first, "BTCUSDC");
  EXPECT_EQ(shown(exposure.share(exposure.by_symbol().at("ETHUSDC"))), "0.2500");
  EXPECT_EQ(exposure.by_strategy().at("1").positions, 2);
}

TEST(Exposure, one_unknown_profit_makes_the_sum_unknown) {
  Exposure exposure;
  OpenPosition unpriced = position("ETHUSDC", Side::BUY, "50");
  unpriced.unrealized.reset();
  unpriced.stale = true;
  exposure.add(unpriced);
  exposure.add(position("BTCUSDC", Side::BUY, "50"));
  EXPECT_EQ(shown(exposure.all().unrealized), "none");
  EXPECT_EQ(shown(exposure.by_symbol().at("BTCUSDC").unrealized), "2.00");
  EXPECT_TRUE(exposure.all().stale);
  EXPECT_FALSE(exposure.by_symbol().at("BTCUSDC").stale);
}

}  // namespace
}  // namespace robson::analytics
