#include "feed/prices.hpp"

#include <gmock/gmock.h>

#include "json/value.hpp"
#include "support/fake_clock.hpp"
#include "support/operation_one.hpp"
#include "support/wire_socket.hpp"

namespace robson::feed {
namespace {
using namespace support;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const Symbol btc{"BTCUSDC"};
const Symbol eth{"ETHUSDC"};

struct PricesTest : testing::Test {
  FakeClock clock{};
  engine::Engine engine{};
  std::vector<Symbol> asked{};
  std::vector<Duration> took{};
  Prices prices{
      engine, clock, {"binance", VenueKind::SIM, "USDC"}, [this](const Symbol& symbol) { asked.push_back(symbol); }};

  // A price that came 3 ms ago.
  void see(const Symbol& symbol, Price bid) {
    Quote quote = reference_quote(clock.now() - std::chrono::milliseconds(3));
    quote.symbol = symbol;
    quote.bid = bid;
    quote.last.reset();
    quote.received = quote.confirmed = clock.now() - std::chrono::milliseconds(3);
    engine.apply(engine::QuoteSeen{quote}, clock.now());
    if (const auto one = prices.publish(symbol)) took.push_back(*one);
  }
};

TEST_F(PricesTest, a_new_reader_gets_the_last_known_price_at_once) {
  see(btc, {"89244.00"_d});
  WireSocket socket;
  PriceReader reader(prices, socket, PriceForm::flat);
  reader.add(btc);
  EXPECT_THAT(socket.take_all(), ElementsAre(HasSubstr(R"("bid":"89244.00")")));
}

TEST_F(PricesTest, a_symbol_without_a_price_is_asked_for) {
  WireSocket socket;
  PriceReader reader(prices, socket, PriceForm::flat);
  reader.add(eth);
  EXPECT_THAT(asked, ElementsAre(eth));
  EXPECT_THAT(socket.take_all(), IsEmpty());
}

TEST_F(PricesTest, a_changed_price_goes_at_once_and_in_one_frame_to_all_who_read_it_in_that_form) {
  WireSocket first, second, flat;
  PriceReader one(prices, first, PriceForm::json);
  PriceReader two(prices, second, PriceForm::json);
  PriceReader three(prices, flat, PriceForm::flat);
  for (PriceReader* reader : {&one, &two, &three}) reader->add(btc);
  see(btc, {"89244.00"_d});
  const net::FramePtr shared = first.take();
  ASSERT_TRUE(shared);
  EXPECT_EQ(shared, second.take());
  EXPECT_THAT(flat.take_all(), ElementsAre(HasSubstr(R"("bid":"89244.00")")));
  EXPECT_EQ(prices.counts().sent, 3U);
}

TEST_F(PricesTest, a_change_is_timed_from_its_arrival_and_a_repetition_is_not) {
  WireSocket socket;
  PriceReader reader(prices, socket, PriceForm::flat);
  reader.add(btc);
  see(btc, {"89244.00"_d});
  EXPECT_THAT(took, ElementsAre(std::chrono::milliseconds(3)));
  clock.advance(std::chrono::seconds(2));
  prices.touch(clock.now());
  EXPECT_THAT(took, SizeIs(1));
  EXPECT_THAT(socket.take_all(), ElementsAre(HasSubstr(R"("age_ms":3,)"), HasSubstr(R"("age_ms":2003,)")));
}

TEST_F(PricesTest, a_reader_that_is_behind_gets_the_newest_price_when_it_has_room_again) {
  WireSocket socket;
  PriceReader reader(prices, socket, PriceForm::flat);
  reader.add(btc);
  socket.send(net::raw_frame(std::string(20'000, 'x')));
  for (const auto bid : {"89244.00"_d, "89243.00"_d, "89242.00"_d}) {
    see(btc, {bid});
  }
  EXPECT_TRUE(socket.wants_drained);
  EXPECT_EQ(prices.counts().conflated, 2U);
  EXPECT_THAT(socket.take_all(), SizeIs(1));  // what it was behind with
  reader.pay();
  EXPECT_THAT(socket.take_all(), ElementsAre(HasSubstr(R"("bid":"89242.00")")));
}

TEST_F(PricesTest, who_left_or_removed_the_symbol_is_not_told) {
  WireSocket socket, gone;
  PriceReader reader(prices, socket, PriceForm::flat);
  {
    PriceReader leaving(prices, gone, PriceForm::flat);
    leaving.add(btc);
    reader.add(btc);
    reader.remove(btc);
  }
  see(btc, {"89244.00"_d});
  EXPECT_THAT(socket.take_all(), IsEmpty());
  EXPECT_THAT(gone.take_all(), IsEmpty());
}

}  // namespace
}  // namespace robson::feed
