#include "wire/views.hpp"

#include <gtest/gtest.h>

#include "json/read.hpp"
#include "json/write.hpp"
#include "support/operation_one.hpp"
#include "wire/problem.hpp"

namespace robson::wire {
namespace {
using namespace support;

const Timestamp now = *parse_time("2026-01-01T00:00:02Z");
const Timestamp seen = *parse_time("2026-01-01T00:00:01.250Z");
const VenueLabel venue{"binance", VenueKind::SIM, "USDC"};

engine::Followed followed_one() {
  engine::Followed followed;
  followed.operation = operation_one();
  return followed;
}

TEST(PositionView, operation_one_reads_as_the_requirements_have_it) {
  const Instrument units = btcusdc();
  const Quote quote = reference_quote(seen);
  const std::string text = json::text_of(position_view(followed_one(), &units, &quote, venue, now));
  EXPECT_EQ(text,
            R"({"id":1,"operation_id":1,"kind":"spot","symbol":"BTCUSDC","base_asset":"BTC","quote_asset":"USDC",)"
            R"("side":"BUY","quantity":"0.00033","entry_price":"88837.92","current_price":"89245.00",)"
            R"("unrealized_pnl":"0.13","unrealized_pnl_percent":"0.46","unrealized_pnl_exact":"0.1343364",)"
            R"("stop_loss":"87061.16","take_profit":"92391.44","distance_to_stop_percent":"-2.45",)"
            R"("distance_to_target_percent":"3.53","status":"OPEN","cost":"29.32","value":"29.45",)"
            R"("loss_at_stop":"0.59","gain_at_target":"1.17","reward_risk":"2.00","protection":"NONE",)"
            R"("unprotected_seconds":"0.000","stop_price_at_venue":null,"initial_stop":"87061.16",)"
            R"("trailing":false,"trailing_steps":0,"closing":null,"entered_quantity":"0.00033",)"
            R"("realized_pnl":"0.00","strategy":null,)"
            R"("opened_at":"2025-12-22T09:00:00.000Z","price_source":"binance",)"
            R"("price_time":"2026-01-01T00:00:01.250Z","price_age_ms":750,"stale":false,"tick_size":"0.01",)"
            R"("step_size":"0.00001","contract_size":"1","broker_ticket":null,"currency":"USDC",)"
            R"("unrealized_pnl_converted":null})");
}

TEST(PositionView, without_a_price_figures_are_null_and_the_position_is_stale) {
  const Instrument units = btcusdc();
  const Position view = position_view(followed_one(), &units, nullptr, venue, now);
  EXPECT_FALSE(view.current_price);
  EXPECT_FALSE(view.unrealized_pnl);
  EXPECT_FALSE(view.distance_to_stop_percent);
  EXPECT_TRUE(view.stale);
  EXPECT_EQ(json::text_of(view.entry_price), R"("88837.92")");
}

TEST(PositionView, without_an_instrument_the_numbers_keep_their_own_places) {
  const Position view = position_view(followed_one(), nullptr, nullptr, venue, now);
  EXPECT_EQ(view.tick_size, "0.01"_d);
  EXPECT_EQ(view.step_size, "0.00001"_d);
}

TEST(PositionView, what_the_server_writes_the_client_reads) {
  engine::Engine engine;
  engine.apply(engine::InstrumentsListed{{btcusdc()}}, now);
  engine.apply(engine::AdoptOperation{operation_one()}, now);
  engine.apply(engine::QuoteSeen{reference_quote(seen)}, now);
  const std::string text = json::text_of(positions_view(engine, {1}, venue, now));
  const auto read = json::read<Positions>(text);
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(json::text_of(*read), text);
}

TEST(PriceView, spread_and_age_are_said) {
  const Price view = price_view(reference_quote(seen), "0.01"_d, venue, now);
  EXPECT_EQ(json::text_of(view),
            R"({"symbol":"BTCUSDC","bid":"89245.00","ask":"89246.00","last":"89245.50","timestamp":1767225601,)"
            R"("source":"binance","spread":"1.00","spread_percent":"0.001","age_ms":750,"stale":false,)"
            R"("venue_time":"2026-01-01T00:00:01.250Z","tick_size":"0.01"})");
}

TEST(Problem, absent_members_are_left_out) {
  EXPECT_EQ(write(Problem{.title = "Not Found",
                          .status = 404,
                          .code = "UNKNOWN_SYMBOL",
                          .detail = "No such symbol.",
                          .correlation_id = "c1"}),
            R"({"type":"about:blank","title":"Not Found","status":404,"code":"UNKNOWN_SYMBOL",)"
            R"("detail":"No such symbol.","correlation_id":"c1"})");
}

}  // namespace
}  // namespace robson::wire
