#include "runtime/runtime.hpp"

#include <gtest/gtest.h>

#include "runtime/market_desk.hpp"
#include "runtime/venue_watch.hpp"
#include "support/fake_clock.hpp"
#include "support/scripted_venue.hpp"

namespace robson::runtime {
namespace {
using namespace support;

const Timestamp start = *parse_time("2026-01-01T00:00:00Z");

class RuntimeTest : public testing::Test {
 protected:
  RuntimeTest() {
    runtime.tell(engine::InstrumentsListed{{btcusdc()}});
    venue.quotes.at({"BTCUSDC"}) = reference_quote(start);
  }
  // Runs one task to its end.
  template <class T>
  T await(net::Task<T> task) {
    std::optional<T> result;
    net::spawn(context, "test", keep(std::move(task), result));
    context.restart();
    context.run();
    return std::move(*result);
  }
  template <class T>
  static net::Task<void> keep(net::Task<T> task, std::optional<T>& into) {
    into.emplace(co_await std::move(task));
  }

  net::Context context{1};
  FakeClock clock{start};
  MemoryJournal journal;
  Runtime runtime{context, clock, journal};
  ScriptedVenue venue;
  MarketDesk desk{context, clock, runtime, venue};
};

TEST_F(RuntimeTest, a_command_is_answered_only_after_it_was_committed) {
  const auto adopted = await(runtime.submit(engine::AdoptOperation{operation_one()}));
  EXPECT_EQ(std::get<OperationId>(adopted), OperationId{1});
  EXPECT_FALSE(journal.events.empty());
}

TEST_F(RuntimeTest, a_refused_command_leaves_the_journal_alone) {
  Operation bad = operation_one();
  bad.stop = bad.entry;
  const auto refused = await(runtime.submit(engine::AdoptOperation{bad}));
  EXPECT_EQ(std::get<engine::Rejection>(refused).code, "STOP_ON_WRONG_SIDE");
  EXPECT_TRUE(journal.events.empty());
}

TEST_F(RuntimeTest, after_a_failed_commit_no_command_is_taken_but_prices_go_on) {
  journal.broken = true;
  EXPECT_EQ(std::get<engine::Rejection>(await(runtime.submit(engine::AdoptOperation{operation_one()}))).code,
            "JOURNAL_FAILED");
  journal.broken = false;
  EXPECT_EQ(std::get<engine::Rejection>(await(runtime.submit(engine::AdoptOperation{operation_one()}))).code,
            "JOURNAL_FAILED");
  EXPECT_FALSE(runtime.takes_commands());
  runtime.tell(engine::QuoteSeen{reference_quote(start)});
  EXPECT_NE(runtime.engine().quote({"BTCUSDC"}), nullptr);
}

TEST_F(RuntimeTest, a_fresh_streamed_quote_is_served_without_asking_the_venue) {
  runtime.tell(engine::QuoteSeen{reference_quote(start)});
  EXPECT_EQ(await(desk.quote({"BTCUSDC"}))->bid, Price{"89245"_d});
  EXPECT_EQ(venue.quote_calls, 0);
  EXPECT_EQ(desk.counts().quotes_from_stream, 1U);
}

TEST_F(RuntimeTest, a_stale_quote_is_asked_for_and_the_answer_shared_for_a_second) {
  runtime.tell(engine::QuoteSeen{reference_quote(start)});
  clock.advance(std::chrono::seconds(6));
  venue.quotes.at({"BTCUSDC"}) = quote_at("90000", "90001", "90000", clock.now());
  EXPECT_EQ(await(desk.quote({"BTCUSDC"}))->bid, Price{"90000"_d});
  EXPECT_EQ(await(desk.quote({"BTCUSDC"}))->bid, Price{"90000"_d});
  EXPECT_EQ(venue.quote_calls, 1);
}

TEST_F(RuntimeTest, many_callers_at_once_are_one_question) {
  venue.answers_after = std::chrono::milliseconds(20);
  int answered = 0;
  for (int i = 0; i < 10; ++i) {
    net::spawn(context, "caller", [](MarketDesk& asked, int& count) -> net::Task<void> {
      const Symbol symbol{"BTCUSDC"};
      const auto quote = co_await asked.refresh(symbol);
      if (quote && quote->bid == Price{"89245"_d}) ++count;
    }(desk, answered));
  }
  context.run();
  EXPECT_EQ(answered, 10);
  EXPECT_EQ(venue.quote_calls, 1);
}

TEST_F(RuntimeTest, when_the_venue_is_gone_the_last_price_stands_with_its_age) {
  runtime.tell(engine::QuoteSeen{reference_quote(start)});
  clock.advance(std::chrono::seconds(60));
  venue.reachable = false;
  const auto quote = await(desk.quote({"BTCUSDC"}));
  ASSERT_TRUE(quote);
  EXPECT_TRUE(engine::is_stale(*quote, clock.now()));
}

TEST_F(RuntimeTest, without_any_price_the_venue_s_silence_is_an_error) {
  venue.reachable = false;
  EXPECT_EQ(await(desk.quote({"BTCUSDC"})).error().kind, VenueErrorKind::unreachable);
}

TEST_F(RuntimeTest, a_symbol_that_is_not_listed_never_reaches_the_venue) {
  EXPECT_EQ(await(desk.quote({"NOPE"})).error().kind, VenueErrorKind::unknown_symbol);
  EXPECT_EQ(await(desk.candles({"NOPE"}, Interval::m15, 10, {})).error().kind, VenueErrorKind::unknown_symbol);
  EXPECT_EQ(venue.quote_calls + venue.candle_calls, 0);
}

Candle candle_at(Timestamp open) {
  return {.open_time = open, .open = {"10"_d}, .high = {"12"_d}, .low = {"9"_d}, .close = {"11"_d}, .volume = {"1"_d}};
}

TEST_F(RuntimeTest, candles_are_asked_for_once_a_minute_and_follow_the_trades) {
  venue.history = {candle_at(start - std::chrono::minutes(15)), candle_at(start)};
  venue.history.front().closed = true;
  EXPECT_EQ(await(desk.candles({"BTCUSDC"}, Interval::m15, 100, {}))->back().close, Price{"11"_d});
  desk.on_trade({.symbol = {"BTCUSDC"}, .price = {"15"_d}, .time = start + std::chrono::minutes(1)});
  const auto live = await(desk.candles({"BTCUSDC"}, Interval::m15, 100, {}));
  EXPECT_EQ(live->back().close, Price{"15"_d});
  EXPECT_EQ(live->back().high, Price{"15"_d});
  EXPECT_EQ(live->back().low, Price{"9"_d});
  EXPECT_EQ(venue.candle_calls, 1);
  clock.advance(std::chrono::seconds(61));
  static_cast<void>(await(desk.candles({"BTCUSDC"}, Interval::m15, 100, {})));
  EXPECT_EQ(venue.candle_calls, 2);
}

TEST_F(RuntimeTest, a_new_candle_is_fetched_as_soon_as_it_begins) {
  clock.advance(std::chrono::minutes(14) + std::chrono::seconds(50));
  venue.history = {candle_at(start)};
  static_cast<void>(await(desk.candles({"BTCUSDC"}, Interval::m15, 100, {})));
  clock.advance(std::chrono::seconds(15));
  venue.history.push_back(candle_at(start + std::chrono::minutes(15)));
  EXPECT_EQ(await(desk.candles({"BTCUSDC"}, Interval::m15, 100, {}))->size(), 2U);
}

TEST_F(RuntimeTest, more_candles_than_a_page_are_fetched_in_pages) {
  for (int i = 2499; i >= 0; --i) venue.history.push_back(candle_at(start - std::chrono::minutes(i)));
  const auto all = await(desk.candles({"BTCUSDC"}, Interval::m1, 2200, {}));
  ASSERT_EQ(all->size(), 2200U);
  EXPECT_EQ(all->back().open_time, start);
  EXPECT_EQ(all->front().open_time, start - std::chrono::minutes(2199));
  EXPECT_EQ(venue.candle_calls, 3);
}

TEST_F(RuntimeTest, depth_and_ticker_are_shared_for_a_second) {
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(await(desk.depth({"BTCUSDC"}, 5))->bids.size(), 5U);
    EXPECT_EQ(await(desk.ticker({"BTCUSDC"}))->last, Price{"89245.5"_d});
  }
  EXPECT_EQ(venue.other_calls, 2);
}

TEST_F(RuntimeTest, the_watch_passes_on_what_the_venue_says) {
  VenueWatch watch(context, runtime, desk, venue, [](const auto&) {});
  std::vector<engine::Notice> heard;
  runtime.listen([&](const engine::Notice& notice) { heard.push_back(notice); });
  watch.start({{"BTCUSDC"}});
  ASSERT_NE(venue.listener, nullptr);
  venue.listener->on_quote(reference_quote(start));
  venue.listener->on_stream_state(StreamState::live, "connected");
  venue.listener->on_confirmed({{"BTCUSDC"}}, start + std::chrono::seconds(3));
  EXPECT_EQ(heard.size(), 2U);
  EXPECT_EQ(runtime.engine().quote({"BTCUSDC"})->confirmed, start + std::chrono::seconds(3));
  EXPECT_EQ(runtime.engine().venue_stream(), StreamState::live);
  context.run_for(std::chrono::milliseconds(20));
  EXPECT_TRUE(watch.rest_check().ok);
  watch.stop();
  EXPECT_EQ(venue.listener, nullptr);
}

}  // namespace
}  // namespace robson::runtime
