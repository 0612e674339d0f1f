// The recorded difference stream, replayed by the venue's rule, gives the order book that an independent replay gave.
#include <gtest/gtest.h>

#include "json/read.hpp"
#include "support/shared_data.hpp"
#include "venues/binance/parse_stream.hpp"

namespace robson {
struct ExpectedBook {
  std::int64_t last_update_id{};
  std::vector<std::vector<Decimal>> bids{}, asks{};
  std::size_t bid_levels{}, ask_levels{};
  int diffs_used{}, diffs_dropped{}, gaps{}, trades{};
  Quantity trade_qty{};
  std::int64_t first_trade_id{}, last_trade_id{};
};
BOOST_DESCRIBE_STRUCT(ExpectedBook, (),
                      (last_update_id, bids, asks, bid_levels, ask_levels, diffs_used, diffs_dropped, gaps, trades,
                       trade_qty, first_trade_id, last_trade_id))

namespace {
using namespace venues::binance;

struct Replay {
  OrderBook book{};
  int used = 0, held = 0, old = 0, gaps = 0, trades = 0;
  Quantity traded{};
  std::int64_t first_trade = 0, last_trade = 0;
  std::vector<std::string> best{};  // as the expected file prints it, after each difference

  void take(const StreamEvent& event) {
    if (const auto* snapshot = std::get_if<Depth>(&event)) load(*snapshot);
    if (const auto* update = std::get_if<DepthUpdate>(&event)) take(update->diff);
    if (const auto* trade = std::get_if<Trade>(&event)) {
      if (trades++ == 0) first_trade = trade->id;
      last_trade = trade->id;
      traded += trade->quantity;
    }
  }
  void load(const Depth& snapshot) {
    EXPECT_TRUE(book.load(snapshot));
    if (book.last_update_id() == snapshot.last_update_id) return;
    --held;  // the last of them reached past the snapshot and was used
    note_used();
  }
  void take(const BookDiff& diff) {
    switch (book.apply(diff)) {
      case OrderBook::Applied::held: ++held; break;
      case OrderBook::Applied::old: ++old; break;
      case OrderBook::Applied::gap: ++gaps; break;
      case OrderBook::Applied::used: note_used();
    }
  }
  void note_used() {
    ++used;
    const Level bid = book.best_bid().value();
    const Level ask = book.best_ask().value();
    best.push_back(std::to_string(book.last_update_id()) + ',' + bid.price.value.text(8) + ',' +
                   bid.quantity.value.text(8) + ',' + ask.price.value.text(8) + ',' + ask.quantity.value.text(8));
  }
};

Replay replay_of_the_recording() {
  Replay replay;
  const auto text = support::gunzip(support::shared_data("ticks/binance-spot-BTCUSDT-ws-20240808.txt.gz"));
  for (const auto& line : support::lines_of(text)) {
    const auto message = parse_stream(std::string_view(line).substr(line.find(' ') + 1));
    EXPECT_TRUE(message);
    if (message) replay.take(message->event);
  }
  return replay;
}

void expect_levels(const std::vector<Level>& levels, const std::vector<std::vector<Decimal>>& expected) {
  ASSERT_EQ(levels.size(), expected.size());
  for (std::size_t i = 0; i < levels.size(); ++i) {
    EXPECT_EQ(levels[i].price.value, expected[i].at(0)) << i;
    EXPECT_EQ(levels[i].quantity.value, expected[i].at(1)) << i;
  }
}

TEST(BookReplay, final_book_and_every_best_quote_equal_the_independent_replay) {
  SKIP_WITHOUT_SHARED_DATA();
  const auto expected = json::read<ExpectedBook>(
      support::file_text(support::shared_data("book/BTCUSDT-20240808.final.json")), json::Unknown::ignored);
  ASSERT_TRUE(expected) << expected.error().text();
  const Replay replay = replay_of_the_recording();

  EXPECT_EQ(replay.book.last_update_id(), expected->last_update_id);
  const Depth top = replay.book.top(expected->bids.size());
  expect_levels(top.bids, expected->bids);
  expect_levels(top.asks, expected->asks);
  EXPECT_EQ(replay.book.bid_levels(), expected->bid_levels);
  EXPECT_EQ(replay.book.ask_levels(), expected->ask_levels);
  EXPECT_EQ(replay.used, expected->diffs_used);
  EXPECT_EQ(replay.held, expected->diffs_dropped);  // they were older than the snapshot
  EXPECT_EQ(replay.old, 0);
  EXPECT_EQ(replay.gaps, expected->gaps);
  EXPECT_EQ(replay.trades, expected->trades);
  EXPECT_EQ(replay.traded, expected->trade_qty);
  EXPECT_EQ(replay.first_trade, expected->first_trade_id);
  EXPECT_EQ(replay.last_trade, expected->last_trade_id);

  auto best = support::lines_of(support::file_text(support::shared_data("book/BTCUSDT-20240808.best.csv")));
  best.erase(best.begin());
  ASSERT_EQ(replay.best.size(), best.size());
  for (std::size_t i = 0; i < best.size(); ++i) ASSERT_EQ(replay.best[i], best[i]) << "difference " << i;
}

}  // namespace
}  // namespace robson
