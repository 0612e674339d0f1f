#include "storage/closed_trades.hpp"

#include "storage/desk_samples.hpp"
#include "storage/fills.hpp"
#include "storage/fixture.hpp"
#include "storage/orders.hpp"
#include "storage/realized.hpp"

namespace robson::storage {
namespace {

using namespace literals;
using std::chrono::hours;

struct ClosedTradesTest : StorageTest {
  Tenant one = new_client("one");
  Timestamp begin = parse_time("2026-01-01T00:00:00Z").value();
  std::int64_t last_id = 0;

  // Opened that many hours after `begin`, and ended so many; none: still open.
  std::int64_t add(int opened, std::optional<int> ended, OperationStatus status = OperationStatus::CLOSED) {
    Operation operation = operation_one();
    operation.id = {++last_id};
    operation.tenant = one.id();
    operation.status = status;
    operation.opened_at = begin + hours(opened);
    if (ended) operation.closed_at = begin + hours(*ended);
    if (status == OperationStatus::CLOSED) operation.exit = Price{"90000"_d};
    operation.realized_pnl = {Decimal::integer(last_id)};
    save(operation);
    return last_id;
  }
  void save(const Operation& operation) {
    ASSERT_TRUE(write([&](Session& s) { save_operation(s, one, operation); }));
  }
  std::string numbers(ClosedTrades query) {
    std::string text;
    const auto add_one = [&](const analytics::Trade& trade) { text += std::to_string(trade.operation.value) + " "; };
    while (read([&](Session& s) { return read_on(s, one, query, add_one); }).value()) text += "| ";
    return text;
  }
  static std::string numbers(const std::vector<Operation>& operations) {
    std::string text;
    for (const Operation& one_of : operations) text += std::to_string(one_of.id.value) + " ";
    return text;
  }
};

TEST_F(ClosedTradesTest, come_in_the_order_of_their_ends_in_steps) {
  add(0, 5);
  add(0, 3);
  add(0, 3);
  add(0, {}, OperationStatus::ACTIVE);
  add(0, 4, OperationStatus::CANCELLED);
  add(0, 9);
  EXPECT_EQ(numbers({.from = begin, .to = begin + hours(9), .step = 2}), "2 3 | 1 | ");
  EXPECT_EQ(numbers({.from = begin + hours(3), .to = begin + hours(10)}), "2 3 1 6 ");
  EXPECT_EQ(numbers({.from = begin + hours(4), .to = begin + hours(9)}), "1 ");
}

TEST_F(ClosedTradesTest, are_of_the_symbol_and_strategy_asked_for) {
  add(0, 1);
  Operation other = operation_one();
  other.id = {++last_id};
  other.tenant = one.id();
  other.symbol = {"ETHUSDC"};
  other.status = OperationStatus::CLOSED;
  other.opened_at = begin;
  other.closed_at = begin + hours(2);
  other.exit = Price{"90000"_d};
  save(other);
  EXPECT_EQ(numbers({.from = begin, .to = begin + hours(9), .symbol = Symbol{"ETHUSDC"}}), "2 ");
  EXPECT_EQ(numbers({.from = begin, .to = begin + hours(9), .strategy = StrategyId{1}}), "");
}

TEST_F(ClosedTradesTest, one_that_was_detached_without_an_exit_is_none) {
  Operation detached = operation_one();
  detached.id = {++last_id};
  detached.tenant = one.id();
  detached.status = OperationStatus::CLOSED;
  detached.opened_at = begin;
  detached.closed_at = begin + hours(1);
  detached.exit_reason = ExitReason::DETACHED;
  save(detached);
  EXPECT_EQ(numbers({.from = begin, .to = begin + hours(9)}), "");
}

TEST_F(ClosedTradesTest, risk_is_that_of_the_beginning) {
  add(0, 1);
  std::optional<analytics::Trade> seen;
  ClosedTrades query{
      .from = begin, .to = begin + hours(9), .terms = {.markets = {{{"BTCUSDC"}, {.contract_size = "100"_d}}}}};
  ASSERT_TRUE(read([&](Session& s) { return read_on(s, one, query, [&](const auto& trade) { seen = trade; }); }));
  EXPECT_EQ(seen->risk, Money{"58.63308"_d});  // (88837.92 - 87061.16) x 0.00033 x 100
  EXPECT_EQ(seen->net, Money{"1"_d});
  EXPECT_EQ(seen->opened_at, begin);
  EXPECT_EQ(seen->closed_at, begin + hours(1));
}

TEST_F(ClosedTradesTest, are_in_the_currency_of_the_desk_or_left_out) {
  add(0, 1);
  std::optional<analytics::Trade> seen;
  ClosedTrades query{.from = begin, .to = begin + hours(9), .terms = {.markets = {{{"BTCUSDC"}, {.rate = "0.5"_d}}}}};
  ASSERT_TRUE(read([&](Session& s) { return read_on(s, one, query, [&](const auto& trade) { seen = trade; }); }));
  EXPECT_EQ(seen->net, Money{"0.5"_d});
  EXPECT_EQ(seen->risk, Money{"0.2931654"_d});
  EXPECT_EQ(query.unvalued, 0);
  seen.reset();
  query = {.from = begin, .to = begin + hours(9), .terms = {.markets = {{{"BTCUSDC"}, {.rate = std::nullopt}}}}};
  ASSERT_TRUE(read([&](Session& s) { return read_on(s, one, query, [&](const auto& trade) { seen = trade; }); }));
  EXPECT_FALSE(seen);
  EXPECT_EQ(query.unvalued, 1);
}

TEST_F(ClosedTradesTest, a_market_that_is_listed_no_more_is_valued_by_its_name) {
  const AllTerms terms{.currency = "USDC"};
  EXPECT_EQ(terms.of({"LUNAUSDC"}).rate, "1"_d);
  EXPECT_EQ(terms.of({"LUNABTC"}).rate, std::nullopt);
}

TEST_F(ClosedTradesTest, a_days_operations_are_those_of_its_hours) {
  add(-5, 30);                            // open all day
  add(-5, 10);                            // closed in it
  add(3, 12);                             // opened and closed in it
  add(23, {}, OperationStatus::ACTIVE);   // opened in it
  add(24, 48);                            // of the next day
  add(5, 6, OperationStatus::CANCELLED);  // never entered
  const Timestamp end = begin + hours(24);
  EXPECT_EQ(numbers(read([&](Session& s) { return closed_within(s, one, begin, end, 10); }).value()), "2 3 ");
  EXPECT_EQ(numbers(read([&](Session& s) { return opened_within(s, one, begin, end, 10); }).value()), "3 4 ");
  EXPECT_EQ(numbers(read([&](Session& s) { return opened_within(s, one, begin, end, 1); }).value()), "3 ");
  OpenAt open{.moment = end, .step = 1};
  while (read([&](Session& s) { return read_on(s, one, open); }).value()) continue;
  EXPECT_EQ(numbers(open.found), "1 4 ");
}

TEST_F(ClosedTradesTest, what_is_realised_counts_on_the_day_of_its_fill) {
  Operation operation = operation_one();
  operation.id = {1};
  operation.tenant = one.id();
  operation.entry = {"90000"_d};
  save(operation);
  std::int64_t trade = 0;
  const auto fill = [&](OrderPurpose purpose, int after, Decimal price, Decimal quantity, std::optional<Money> fee) {
    Order order = sample_order(one.id(), 1, trade + 1);
    order.client_id += std::to_string(trade);
    Fill made{.tenant = one.id(),
              .operation = {1},
              .order = order.id,
              .client_id = order.client_id,
              .purpose = purpose,
              .symbol = operation.symbol,
              .side = purpose == OrderPurpose::ENTRY ? Side::BUY : Side::SELL,
              .trade_id = ++trade,
              .price = {price},
              .quantity = {quantity},
              .fee_asset = "USDC",
              .fee_quote = fee,
              .venue_time = begin + hours(after),
              .booked_at = begin + hours(after)};
    ASSERT_TRUE(write([&](Session& s) {
      save_order(s, one, order);
      insert_fill(s, one, made);
    }));
  };
  fill(OrderPurpose::ENTRY, 1, "90000"_d, "0.3"_d, Money{"2"_d});
  fill(OrderPurpose::EXIT, 2, "90100"_d, "0.1"_d, Money{"1"_d});
  fill(OrderPurpose::STOP, 30, "89000"_d, "0.2"_d, std::nullopt);
  const auto of = [&](int from, int to, AllTerms terms = {}) {
    Realized day{.from = begin + hours(from), .to = begin + hours(to), .terms = std::move(terms), .step = 1};
    while (read([&](Session& s) { return read_on(s, one, day); }).value()) {
    }
    return day.net.value.text() + " " + day.fees.value.text();
  };
  EXPECT_EQ(of(0, 24), "7 3") << "10 of the part, less the fees of entry and exit";
  EXPECT_EQ(of(24, 48), "-200 0");
  EXPECT_EQ(of(2, 30), "9 1") << "from is in it, to is not";
  AllTerms lots;
  lots.markets[operation.symbol] = {.contract_size = "100"_d, .rate = "0.5"_d};
  EXPECT_EQ(of(0, 24, lots), "498.5 1.5");
  lots.markets[operation.symbol].rate.reset();
  EXPECT_EQ(of(0, 24, lots), "0 0");
}

}  // namespace
}  // namespace robson::storage
