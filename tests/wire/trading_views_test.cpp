#include "wire/trading_views.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "json/read.hpp"
#include "json/write.hpp"
#include "support/operation_one.hpp"

namespace robson::wire {
namespace {
using namespace support;

const Timestamp now = *parse_time("2026-01-01T00:00:10Z");
const VenueLabel venue{"binance", VenueKind::SIM, "USDC"};

Timestamp at(int second) {
  return *parse_time("2026-01-01T00:00:00Z") + Duration(std::chrono::seconds(second));
}

robson::Proposal proposal() {
  robson::Proposal made{.symbol = {"BTCUSDC"},
                        .side = Side::BUY,
                        .strategy = {1},
                        .strategy_version = 2,
                        .strategy_name = "Swing",
                        .entry = {"90000"_d},
                        .worst_entry = {"90270"_d},
                        .stop = {"88200"_d},
                        .target = robson::Price{"93600"_d},
                        .capital = {"1000"_d},
                        .snapshot = reference_quote(at(0))};
  made.size = {.quantity = {"0.00555"_d},
               .notional = {"499.5"_d},
               .risk = {"9.99"_d},
               .risk_percent = "0.999"_d,
               .executable_risk = {"11.48"_d}};
  made.quantity = made.size.quantity;
  made.technical.stop = made.stop;
  made.technical.level_asked = 2;
  made.technical.level_chosen = 1;
  made.technical.levels = {{.level = {.price = {"88290"_d}, .touches = 3, .strength = 60}, .stop = {"88200"_d}},
                           {.level = {.price = {"80000"_d}}, .skipped_because = "too far"}};
  return made;
}

robson::Order order(OrderPurpose purpose, int number, int created) {
  return {.id = {number},
          .tenant = {1},
          .operation = {7},
          .purpose = purpose,
          .client_id = "rbabcdef-7-" + std::to_string(number),
          .symbol = {"BTCUSDC"},
          .side = purpose == OrderPurpose::ENTRY ? Side::BUY : Side::SELL,
          .type = OrderType::LIMIT,
          .quantity = {"0.00555"_d},
          .created_at = at(created),
          .updated_at = at(created)};
}

TEST(ProposalView, every_figure_is_rounded_once_and_kept_exactly_beside) {
  const Instrument units = btcusdc();
  const Proposal view = proposal_view(proposal(), &units, venue, VenueKind::SIM, now);
  EXPECT_EQ(json::text_of(view.notional), R"("499.50")");
  EXPECT_EQ(view.notional_exact, "499.5"_d);
  EXPECT_EQ(json::text_of(view.risk_percent), R"("1.00")");
  EXPECT_EQ(json::text_of(view.risk_allowed), R"("10.00")");
  EXPECT_EQ(json::text_of(view.distance_percent), R"("2.00")");
  EXPECT_EQ(json::text_of(view.gain_at_target), R"("19.98")");
  EXPECT_EQ(json::text_of(view.reward_risk), R"("2.00")");
  EXPECT_EQ(view.capital_source, CapitalSource::equity);
  EXPECT_EQ(view.stop_method, StopMethod::support_resistance);
  ASSERT_EQ(view.levels.size(), 2U);
  EXPECT_TRUE(view.levels[0].chosen);
  EXPECT_FALSE(view.levels[0].skipped_because);
  EXPECT_EQ(view.levels[1].skipped_because, "too far");
  EXPECT_TRUE(view.quote.stale);
}

TEST(ProposalView, of_a_quantity_of_ones_own_the_risk_is_that_of_this_quantity) {
  const Instrument units = btcusdc();
  robson::Proposal own = proposal();
  own.quantity = {"0.0053"_d};
  own.asked_quantity = own.quantity;
  const Proposal view = proposal_view(own, &units, venue, VenueKind::SIM, now);
  EXPECT_EQ(view.notional_exact, "477"_d);
  EXPECT_EQ(view.risk_amount_exact, "9.54"_d);
  EXPECT_EQ(view.computed_quantity, "0.00555"_d);
}

TEST(ProposalView, a_stop_by_hand_has_no_confidence_and_chooses_no_level) {
  const Instrument units = btcusdc();
  robson::Proposal by_hand = proposal();
  by_hand.stop_source = StopSource::manual;
  by_hand.stop = {"88000"_d};
  const Proposal view = proposal_view(by_hand, &units, venue, VenueKind::SIM, now);
  EXPECT_EQ(view.stop_method, StopMethod::manual);
  EXPECT_FALSE(view.stop_confidence);
  EXPECT_EQ(view.level_chosen, 0);
  EXPECT_FALSE(view.levels[0].chosen);
  EXPECT_EQ(json::text_of(view.technical_stop), R"("88200.00")");
}

TEST(PlanView, a_plan_whose_time_is_over_reads_as_expired) {
  robson::Plan plan{.id = {3}, .proposal = proposal(), .created_at = at(0), .expires_at = at(10)};
  EXPECT_EQ(plan_view(plan, nullptr, venue, at(9)).status, PlanStatus::DRAFT);
  EXPECT_EQ(plan_view(plan, nullptr, venue, at(9)).expires_in_ms, 1000);
  EXPECT_EQ(plan_view(plan, nullptr, venue, at(10)).status, PlanStatus::EXPIRED);
  EXPECT_EQ(plan_view(plan, nullptr, venue, at(11)).expires_in_ms, 0);
  plan.status = PlanStatus::EXECUTED;
  EXPECT_EQ(plan_view(plan, nullptr, venue, at(11)).status, PlanStatus::EXECUTED);
}

TEST(PlanView, what_the_server_writes_the_client_reads) {
  robson::Plan plan{.id = {3}, .proposal = proposal(), .report = robson::Report{}, .expires_at = at(10)};
  const std::string text = json::text_of(plan_view(plan, nullptr, venue, now));
  const auto read = json::read<Plan>(text);
  ASSERT_TRUE(read) << read.error().text();
  EXPECT_EQ(json::text_of(*read), text);
}

TEST(OrderView, only_an_open_order_that_does_not_protect_can_be_cancelled) {
  robson::Order one = order(OrderPurpose::ENTRY, 1, 0);
  EXPECT_TRUE(order_view(one, btcusdc()).can_cancel);
  one.status = OrderStatus::UNKNOWN;
  EXPECT_FALSE(order_view(one, btcusdc()).can_cancel);
  one.status = OrderStatus::FILLED;
  EXPECT_FALSE(order_view(one, btcusdc()).can_cancel);
  EXPECT_FALSE(order_view(order(OrderPurpose::STOP, 2, 0), btcusdc()).can_cancel);
}

TEST(OrderView, the_average_is_of_what_was_filled) {
  robson::Order one = order(OrderPurpose::ENTRY, 1, 0);
  EXPECT_FALSE(order_view(one, btcusdc()).average_price);
  one.filled = {"0.003"_d};
  one.filled_quote = {"270.0015"_d};
  EXPECT_EQ(json::text_of(order_view(one, btcusdc()).average_price), R"("90000.50")");
  Instrument gold = btcusdc();
  gold.contract_size = "100"_d;
  one.filled = {"0.1"_d};
  one.filled_quote = {"42959.5"_d};
  EXPECT_EQ(json::text_of(order_view(one, gold).average_price), R"("4295.95")")
      << "a price is of an ounce, not of a lot";
}

OperationParts closed_operation() {
  OperationParts parts;
  parts.operation = {.id = {7},
                     .tenant = {1},
                     .symbol = {"BTCUSDC"},
                     .quantity = {"0.00555"_d},
                     .entry = {"90000"_d},
                     .initial_stop = {"88200"_d},
                     .stop = {"90180"_d},
                     .status = OperationStatus::CLOSED,
                     .opened_at = at(1),
                     .closed_at = at(6),
                     .exit = robson::Price{"90180"_d},
                     .exit_reason = ExitReason::STOP,
                     .realized_pnl = {"0.5"_d},
                     .source = OperationSource::executed};
  parts.orders = {order(OrderPurpose::ENTRY, 1, 0), order(OrderPurpose::STOP, 2, 1), order(OrderPurpose::STOP, 3, 4)};
  parts.orders[1].stop_price = robson::Price{"88200"_d};
  parts.orders[2].stop_price = robson::Price{"90180"_d};
  parts.fills = {{.order = {1}, .purpose = OrderPurpose::ENTRY, .price = {"90000"_d}, .booked_at = at(1)},
                 {.order = {3}, .purpose = OrderPurpose::STOP, .price = {"90180"_d}, .booked_at = at(6)}};
  return parts;
}

TEST(Timeline, the_stop_orders_tell_how_the_stop_moved) {
  const auto moves = stop_moves_of(closed_operation(), "0.01"_d);
  ASSERT_EQ(moves.size(), 1U);
  EXPECT_EQ(moves[0].from.value, "88200"_d);
  EXPECT_EQ(moves[0].to.value, "90180"_d);
  EXPECT_EQ(moves[0].at, at(4));
}

TEST(Timeline, it_begins_with_the_decision_and_tells_causes_before_effects) {
  const auto events = timeline_of(closed_operation(), btcusdc());
  std::vector<TimelineKind> kinds;
  for (const TimelineEvent& event : events) kinds.push_back(event.kind);
  using enum TimelineKind;
  EXPECT_EQ(kinds, (std::vector<TimelineKind>{planned, order_created, fill, opened, order_created, stop_moved,
                                              order_created, fill, closed}));
}

TEST(Timeline, quantities_have_their_unit) {
  OperationParts parts = closed_operation();
  parts.orders.resize(1);
  parts.orders[0].quantity = {"0.11"_d};
  const auto told = [&](const Instrument& units) { return timeline_of(parts, units).at(1).text; };
  EXPECT_NE(told(btcusdc()).find(" 0.11 BTC"), std::string::npos) << told(btcusdc());
  Instrument gold = btcusdc();
  gold.base = "XAU";
  gold.contract_size = "100"_d;
  EXPECT_NE(told(gold).find(" 0.11 lots (11 XAU)"), std::string::npos) << told(gold);
  const std::string unknown = told({.tick = "0.01"_d});
  EXPECT_TRUE(unknown.find(" 0.11") != std::string::npos && unknown.find("lots") == std::string::npos) << unknown;
}

TEST(OperationView, the_percent_of_a_closed_one_is_of_its_entry_value) {
  const Instrument units = btcusdc();
  const Operation view = operation_view(closed_operation().operation, nullptr, &units, nullptr, now);
  EXPECT_EQ(json::text_of(view.realized_pnl_percent), R"("0.10")");
  EXPECT_FALSE(view.protection);
  EXPECT_FALSE(view.stale);
}

TEST(OperationView, unprotected_time_runs_on) {
  const Instrument units = btcusdc();
  robson::Operation open = operation_one();
  open.unprotected = std::chrono::milliseconds(500);
  open.unprotected_since = at(8);
  const Operation view = operation_view(open, nullptr, &units, nullptr, now);
  EXPECT_EQ(json::text_of(view.unprotected_seconds), R"("2.500")");
  EXPECT_EQ(view.protection, Protection::NONE);
  EXPECT_TRUE(view.stale);
}

TEST(StrategyView, a_change_touches_only_what_it_names) {
  robson::RiskRules rules;
  RiskRulesChange wanted;
  wanted.level = 3;
  wanted.risk_fraction = "0.005"_d;
  change(rules, wanted);
  EXPECT_EQ(rules.stop.level, 3);
  EXPECT_EQ(rules.size.risk_fraction, "0.005"_d);
  EXPECT_EQ(rules.stop.min_touches, robson::RiskRules{}.stop.min_touches);
}

engine::Engine with_operation_one() {
  engine::Engine engine;
  engine.apply(engine::InstrumentsListed{{btcusdc()}}, at(0));
  engine.apply(engine::AdoptOperation{operation_one()}, at(0));
  engine.apply(engine::StreamChanged{StreamState::live, ""}, at(0));
  return engine;
}

bool has(const std::vector<Alarm>& alarms, std::string_view code) {
  return std::ranges::find(alarms, code, &Alarm::code) != alarms.end();
}

TEST(Alarms, a_position_without_a_stop_at_the_exchange_is_told_at_once) {
  const engine::Engine engine = with_operation_one();
  const auto alarms = alarms_of(engine, {1}, true, at(3));
  ASSERT_TRUE(has(alarms, "UNPROTECTED_POSITION"));
  EXPECT_EQ(alarms.front().severity, AlarmSeverity::critical);
  EXPECT_TRUE(has(alarms, "STALE_PRICE"));
  EXPECT_TRUE(has(alarms, "NO_VENUE_ACCOUNT"));
  EXPECT_FALSE(has(alarms, "JOURNAL_FAILED"));
  EXPECT_TRUE(has(alarms_of(engine, {1}, false, at(3)), "JOURNAL_FAILED"));
}

TEST(Alarms, of_another_client_say_nothing_of_this_one) {
  const engine::Engine engine = with_operation_one();
  EXPECT_FALSE(has(alarms_of(engine, {2}, true, at(3)), "UNPROTECTED_POSITION"));
}

TEST(RiskView, worst_case_and_unprotected_time_are_of_all_open_operations) {
  const engine::Engine engine = with_operation_one();
  const RiskMetrics view = risk_view(engine, {1}, venue, true, at(3));
  EXPECT_EQ(json::text_of(view.worst_case), R"("0.59")");
  EXPECT_EQ(view.unprotected_positions, std::vector<std::int64_t>{1});
  EXPECT_EQ(json::text_of(view.unprotected_seconds_now), R"("3.000")");
  EXPECT_FALSE(view.equity);
  EXPECT_FALSE(view.exposure);
  EXPECT_FALSE(view.month.limit);
  const RiskMetrics other = risk_view(engine, {2}, venue, true, at(3));
  EXPECT_EQ(json::text_of(other.worst_case), R"("0.00")");
  EXPECT_TRUE(other.exposure_by_symbol.empty());
}

// Lots of gold at a desk that counts in USDC: amounts of a trade are of its ounces, sums are converted.
TEST(TradingViews, lots_and_dollars_are_told_for_what_they_are) {
  Instrument gold = btcusdc();
  gold.symbol = {"XAUUSD"};
  gold.base = "XAU";
  gold.quote = "USD";
  gold.contract_size = "100"_d;
  const Fill fill{.symbol = {"XAUUSD"}, .price = {"1950"_d}, .quantity = {"0.1"_d}};
  EXPECT_EQ(trade_view(fill, &gold).quote_amount.text(), "19500");
  EXPECT_EQ(trade_view(fill, nullptr).quote_amount.text(), "195");

  robson::Operation lots = operation_one();
  lots.symbol = {"XAUUSD"};
  lots.quantity = lots.held = {"0.1"_d};
  lots.entry = {"1950"_d};
  lots.initial_stop = lots.stop = {"1940"_d};
  lots.target.reset();
  engine::Engine engine;
  engine.apply(engine::InstrumentsListed{{gold}}, now);
  engine.apply(engine::AdoptOperation{lots}, now);
  const auto see = [&](const char* name, const char* bid, const char* ask) {
    Quote quote = quote_at(bid, ask, bid, now);
    quote.symbol = {name};
    engine.apply(engine::QuoteSeen{quote}, now);
  };
  see("XAUUSD", "1955", "1955.10");
  const RiskMetrics unknown = risk_view(engine, {1}, venue, true, now);
  EXPECT_TRUE(unknown.stale);
  EXPECT_FALSE(unknown.exposure);
  EXPECT_FALSE(unknown.exposure_by_symbol.at(0).value);
  EXPECT_TRUE(unknown.worst_cases.empty());
  see("USDCUSD", "1.249", "1.25");
  const RiskMetrics known = risk_view(engine, {1}, venue, true, now);
  EXPECT_EQ(known.exposure_by_symbol.at(0).value->value.text(), "15640");
  EXPECT_EQ(known.worst_cases.at(0).amount.value.text(), "80");
  EXPECT_EQ(known.worst_case.value.text(), "80");
}

}  // namespace
}  // namespace robson::wire
