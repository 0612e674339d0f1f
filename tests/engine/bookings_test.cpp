// However the venue's messages about an entry and its protection come, doubled, late or in another order, the same is
// booked in the end. What a lost order of messages leaves in doubt is asked for, as the engine itself asks.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "engine/engine.hpp"
#include "support/operation_one.hpp"

namespace robson::engine {
namespace {
using namespace support;

const Timestamp start = *parse_time("2026-01-01T00:00:00Z");

VenueOrder told(std::string id, VenueOrderStatus status, std::string_view quantity, std::string_view filled) {
  return {.client_id = std::move(id),
          .venue_id = 5,
          .symbol = {"BTCUSDC"},
          .side = Side::SELL,
          .type = "STOP_LOSS",
          .status = status,
          .quantity = {*Decimal::parse(quantity)},
          .filled = {*Decimal::parse(filled)},
          .filled_quote = notional({"88000"_d}, {*Decimal::parse(filled)})};
}
VenueFill trade(std::int64_t id, std::string_view quantity) {
  return {.trade_id = id,
          .price = {"88000"_d},
          .quantity = {*Decimal::parse(quantity)},
          .fee = {"0.01"_d},
          .fee_asset = "USDC",
          .time = start};
}

// The life of a protective stop of Operation #1 that fills in three pieces, and of the target beside it.
std::vector<VenueOrder> life(const std::string& stop, const std::string& target) {
  std::vector<VenueOrder> messages{told(stop, VenueOrderStatus::NEW, "0.00033", "0"),
                                   told(target, VenueOrderStatus::NEW, "0.00033", "0"),
                                   told(stop, VenueOrderStatus::PARTIALLY_FILLED, "0.00033", "0.0001"),
                                   told(stop, VenueOrderStatus::PARTIALLY_FILLED, "0.00033", "0.0002"),
                                   told(stop, VenueOrderStatus::FILLED, "0.00033", "0.00033"),
                                   told(target, VenueOrderStatus::EXPIRED, "0.00033", "0")};
  messages[2].fills = {trade(1, "0.0001")};
  messages[3].fills = {trade(2, "0.0001")};
  messages[4].fills = {trade(3, "0.00013")};
  return messages;
}

struct Booked {
  Operation operation{};
  std::size_t fills = 0;
  std::map<std::string, Money> ledger{};
  Money realized{};
};

// Tells the messages; every question is answered with how the orders stand in the end.
Booked play(const std::vector<std::size_t>& order) {
  Engine engine;
  std::vector<Effect> asked;
  Timestamp now = start;
  const auto tell = [&](const Input& input) {
    now = now + std::chrono::milliseconds(300);
    const Output output = engine.apply(input, now);
    for (const auto& effect : output.effects) {
      if (const auto* one = std::get_if<Effect>(&effect)) asked.push_back(*one);
    }
  };
  tell(InstrumentsListed{{btcusdc()}});
  tell(AccountOpened{.tenant = {1}});
  tell(AdoptOperation{operation_one()});
  const auto pair = std::get<PlacePair>(asked.at(0).what);
  const std::vector<VenueOrder> messages = life(pair.stop.client_id, pair.target.client_id);
  std::vector<VenueOrder> last{messages[4], messages[5]};
  for (VenueOrder& one : last)
    one.fills = one.filled.is_zero() ? std::vector<VenueFill>{}
                                     : std::vector{trade(1, "0.0001"), trade(2, "0.0001"), trade(3, "0.00013")};
  tell(VenueAnswered{.tenant = {1}, .request = asked[0].request, .outcome = std::vector{messages[0], messages[1]}});
  for (const std::size_t at : order) tell(OrderSeen{{1}, messages[at]});
  for (std::size_t answered = 1; answered < asked.size() && answered < 50; ++answered) {
    const auto* question = std::get_if<AskOrder>(&asked[answered].what);
    Result<std::vector<VenueOrder>, VenueRefusal> outcome =
        Unexpected(VenueRefusal{VenueRefusalKind::not_found, -2011, "Unknown order sent.", {}, false});
    for (const VenueOrder& one : last) {
      if (question != nullptr && one.client_id == question->client_id) outcome = std::vector{one};
    }
    tell(VenueAnswered{.tenant = {1}, .request = asked[answered].request, .outcome = outcome});
    for (int i = 0; i < 20; ++i) tell(TimePassed{});
  }
  for (int i = 0; i < 20; ++i) tell(TimePassed{});
  const Followed& followed = *engine.followed({1}, {1});
  return {followed.operation, followed.fills.size(), engine.tenant({1})->ledger, engine.realized_pnl({1})};
}

RC_GTEST_PROP(Bookings, are_the_same_whatever_the_order_of_the_messages, ()) {
  auto order = *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, 6));
  for (std::size_t at = 0; at < 6; ++at) {  // each comes at least once
    order.insert(order.begin() + *rc::gen::inRange<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(order.size()) + 1),
                 at);
  }
  const Booked straight = play({0, 1, 2, 3, 4, 5});
  RC_ASSERT(straight.operation.status == OperationStatus::CLOSED);
  RC_ASSERT(straight.fills == 3U);
  const Booked mixed = play(order);
  RC_ASSERT(mixed.operation.status == OperationStatus::CLOSED);
  RC_ASSERT(mixed.fills == 3U);
  RC_ASSERT(mixed.operation.held == straight.operation.held);
  RC_ASSERT(mixed.operation.exit == straight.operation.exit);
  RC_ASSERT(mixed.operation.exit_reason == straight.operation.exit_reason);
  RC_ASSERT(mixed.operation.realized_pnl == straight.operation.realized_pnl);
  RC_ASSERT(mixed.operation.fees == straight.operation.fees);
  RC_ASSERT(mixed.ledger == straight.ledger);
  RC_ASSERT(mixed.realized == straight.realized);
}

}  // namespace
}  // namespace robson::engine
