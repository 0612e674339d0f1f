// What a price does to an open operation.
#include "trading/watch.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "support/operation_one.hpp"
#include "trading/tenant_desk.hpp"

namespace robson {
namespace {
using namespace support;

Operation long_trade() {
  Operation one = operation_one();
  one.entry = {"100"_d};
  one.initial_stop = one.stop = {"98"_d};
  one.target = Price{"104"_d};
  return one;
}
Operation short_trade() {
  Operation one = long_trade();
  one.side = Side::SELL;
  one.initial_stop = one.stop = {"102"_d};
  one.target = Price{"96"_d};
  return one;
}
Quote book(std::string_view bid, std::string_view ask) {
  return quote_at(bid, ask, bid);
}

TEST(Crossed, a_long_by_the_bid_and_a_short_by_the_ask) {
  EXPECT_EQ(crossed(long_trade(), book("98.01", "98.02")), std::nullopt);
  EXPECT_EQ(crossed(long_trade(), book("98", "99")), ExitReason::STOP);
  EXPECT_EQ(crossed(long_trade(), book("103.99", "104.5")), std::nullopt);
  EXPECT_EQ(crossed(long_trade(), book("104", "104.5")), ExitReason::TARGET);
  EXPECT_EQ(crossed(short_trade(), book("101.5", "101.99")), std::nullopt);
  EXPECT_EQ(crossed(short_trade(), book("101", "102")), ExitReason::STOP);
  EXPECT_EQ(crossed(short_trade(), book("95.5", "96.01")), std::nullopt);
  EXPECT_EQ(crossed(short_trade(), book("95.5", "96")), ExitReason::TARGET);
}

TEST(Crossed, the_stop_comes_first) {
  Operation both = long_trade();
  both.stop = {"105"_d};
  EXPECT_EQ(crossed(both, book("104.5", "104.6")), ExitReason::STOP);
}

RC_GTEST_PROP(Trail, only_tightens_and_never_reaches_the_price, ()) {
  Operation one = *rc::gen::arbitrary<bool>() ? long_trade() : short_trade();
  one.trailing = true;
  one.target.reset();
  one.fees = {Decimal::from_units(static_cast<Int128>(*rc::gen::inRange<std::int64_t>(0, 2'000)) * 1'000'000)};
  const auto cents = *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(8'000, 14'000));
  for (const std::int64_t cent : cents) {
    const Price price{Decimal::from_units(static_cast<Int128>(cent) * 10'000'000'000)};
    Quote quote = book("100", "100");
    quote.bid = quote.ask = price;
    const auto move = trail(one, btcusdc(), quote);
    if (!move) continue;
    RC_ASSERT(is_as_tight(one.side, move->stop, one.stop));
    RC_ASSERT(move->stop != one.stop);
    RC_ASSERT(move->steps > one.trailing_steps);
    RC_ASSERT(!is_through(one.side, move->stop, quote));
    one.stop = move->stop;
    one.trailing_steps = move->steps;
  }
}

TEST(Calendar, days_and_months_are_utc) {
  EXPECT_EQ(day_of(*parse_time("2025-12-31T23:59:59.999999Z")), 20251231);
  EXPECT_EQ(month_of(*parse_time("2025-12-31T23:59:59Z")), 202512);
  EXPECT_EQ(day_of(*parse_time("2026-01-01T00:00:00Z")), 20260101);
  EXPECT_EQ(day_of(*parse_time("2024-02-29T12:00:00Z")), 20240229);
  EXPECT_EQ(month_of(*parse_time("2026-01-01T00:30:00+01:00")), 202512);
}

}  // namespace
}  // namespace robson
