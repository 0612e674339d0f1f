// The life of an order as its table has it, every pair of it; and the ids by which the venue knows our orders.
#include "trading/order.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

namespace robson {
namespace {
using enum OrderStatus;
using Next = std::optional<OrderStatus>;
constexpr auto none = std::nullopt;

constexpr std::array events = {OrderEvent::accepted,  OrderEvent::part_filled, OrderEvent::filled,
                               OrderEvent::cancelled, OrderEvent::rejected,    OrderEvent::expired,
                               OrderEvent::no_answer, OrderEvent::denied};
struct Row {
  OrderStatus from{};
  std::array<Next, 8> to{};  // in the order of `events`
};
const std::array<Row, 7> table = {{
    // accepted, part_filled, filled, cancelled, rejected, expired, no_answer, denied
    {PENDING, {PENDING, PARTIALLY_FILLED, FILLED, CANCELLED, REJECTED, EXPIRED, UNKNOWN, none}},
    {PARTIALLY_FILLED, {none, PARTIALLY_FILLED, FILLED, CANCELLED, none, EXPIRED, UNKNOWN, none}},
    {FILLED, {none, none, none, none, none, none, none, none}},
    {CANCELLED, {none, CANCELLED, FILLED, none, none, none, none, none}},
    {REJECTED, {PENDING, PARTIALLY_FILLED, FILLED, CANCELLED, none, EXPIRED, none, none}},
    {EXPIRED, {none, EXPIRED, FILLED, none, none, none, none, none}},
    {UNKNOWN, {PENDING, PARTIALLY_FILLED, FILLED, CANCELLED, REJECTED, EXPIRED, UNKNOWN, REJECTED}},
}};

TEST(OrderLife, every_status_and_event_goes_where_the_table_says) {
  for (const Row& row : table) {
    for (std::size_t i = 0; i < events.size(); ++i) {
      EXPECT_EQ(next(row.from, events[i]), row.to[i]) << static_cast<int>(row.from) << " event " << i;
    }
  }
}

TEST(OrderLife, only_pending_part_filled_and_unknown_orders_are_open) {
  for (const Row& row : table) {
    const Order order{.status = row.from};
    EXPECT_EQ(order.is_open(), row.from == PENDING || row.from == PARTIALLY_FILLED || row.from == UNKNOWN);
  }
}

TEST(ClientId, is_spelled_by_installation_operation_purpose_and_attempt) {
  EXPECT_EQ(client_id_of("a1b2c3", {42}, OrderPurpose::STOP, 3), "rba1b2c3-42-S3");
  EXPECT_EQ(list_id_of("a1b2c3", {42}, 3), "rba1b2c3-42-L3");
}

TEST(ClientId, fits_the_venue_even_at_its_longest) {
  EXPECT_LE(client_id_of("a1b2c3", {9'000'000'000'000}, OrderPurpose::TARGET, 999'999'999).size(), 36U);
}

RC_GTEST_PROP(ClientId, comes_back_as_it_was, ()) {
  const auto operation = *rc::gen::inRange<std::int64_t>(1, INT64_MAX);
  const auto attempt = *rc::gen::inRange(1, INT32_MAX);
  const auto purpose =
      *rc::gen::element(OrderPurpose::ENTRY, OrderPurpose::STOP, OrderPurpose::TARGET, OrderPurpose::EXIT);
  const auto own = parse_client_id("00ff00", client_id_of("00ff00", {operation}, purpose, attempt));
  RC_ASSERT(own.has_value());
  RC_ASSERT(own->operation == OperationId{operation});
  RC_ASSERT(own->purpose == purpose);
  RC_ASSERT(own->attempt == attempt);
}

TEST(ClientId, of_another_form_is_nobodys) {
  for (const char* hostile : {"",
                              "rb",
                              "rb00ff00",
                              "rb00ff00-",
                              "rb00ff00-1",
                              "rb00ff00-1-",
                              "rb00ff00-1-S",
                              "rb00ff00-0-S1",
                              "rb00ff00--1-S1",
                              "rb00ff00-1-S0",
                              "rb00ff00-1-S-1",
                              "rb00ff00-1-L1",
                              "rb00ff00-1-Q1",
                              "rb00ff00-1-S1 ",
                              "rb00ff00-1-S1x",
                              "rb00ff00-1-S+1",
                              "rb00ff00- 1-S1",
                              "rb00ff00-1S1",
                              "rb00ff00-99999999999999999999-S1",
                              "rb00ff00-1-S99999999999",
                              "rb00ff01-1-S1",
                              "RB00ff00-1-S1",
                              "web_123",
                              "rb00ff00-1-s1",
                              "rb00ff001-1-S1"}) {
    EXPECT_FALSE(parse_client_id("00ff00", hostile)) << hostile;
  }
}

}  // namespace
}  // namespace robson
