#include "storage/operations.hpp"

#include <limits>

#include "storage/fixture.hpp"

namespace robson::storage {
namespace {
using namespace literals;

struct OperationsTest : StorageTest {
  Tenant one = new_client("one");
  Tenant two = new_client("two");

  Result<OperationId, StorageError> insert(Tenant tenant, const Operation& operation) {
    return write([&](Session& s) { return insert_operation(s, tenant, operation); });
  }
  std::optional<Operation> find(Tenant tenant, OperationId id) {
    return read([&](Session& s) { return find_operation(s, tenant, id); }).value();
  }
  std::vector<std::int64_t> ids(Tenant tenant, OperationPage page) {
    std::vector<std::int64_t> found;
    const auto rows = read([&](Session& s) { return operations(s, tenant, page); });
    for (const auto& row : *rows) found.push_back(row.id.value);
    return found;
  }
};

TEST_F(OperationsTest, every_member_comes_back_as_it_went_in) {
  auto operation = operation_one();
  operation.status = OperationStatus::CLOSED;
  operation.closed_at = Timestamp{1'767'000'000'000'123};
  operation.exit = Price{"89245.00"_d};
  operation.realized_pnl = {"0.1343364"_d};
  operation.fees = {"0.0293"_d};
  operation.source = OperationSource::executed;
  const auto id = insert(one, operation);
  ASSERT_TRUE(id);
  const auto back = find(one, *id);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->id, *id);
  EXPECT_EQ(back->tenant, one.id());
  EXPECT_EQ(back->symbol, operation.symbol);
  EXPECT_EQ(back->side, operation.side);
  EXPECT_EQ(back->quantity, operation.quantity);
  EXPECT_EQ(back->entry, operation.entry);
  EXPECT_EQ(back->stop, operation.stop);
  EXPECT_EQ(back->target, operation.target);
  EXPECT_EQ(back->status, operation.status);
  EXPECT_EQ(back->opened_at, operation.opened_at);
  EXPECT_EQ(back->closed_at, operation.closed_at);
  EXPECT_EQ(back->exit, operation.exit);
  EXPECT_EQ(back->realized_pnl, operation.realized_pnl);
  EXPECT_EQ(back->fees, operation.fees);
  EXPECT_EQ(back->source, operation.source);
  EXPECT_EQ(back->strategy, operation.strategy);
}

TEST_F(OperationsTest, what_is_not_there_comes_back_as_not_there) {
  auto operation = operation_one();
  operation.target = std::nullopt;
  const auto back = find(one, insert(one, operation).value());
  EXPECT_EQ(back->target, std::nullopt);
  EXPECT_EQ(back->closed_at, std::nullopt);
  EXPECT_EQ(back->exit, std::nullopt);
}

TEST_F(OperationsTest, the_stop_of_a_buy_is_below_its_entry) {
  auto operation = operation_one();
  operation.entry = {"10"_d};
  operation.target = std::nullopt;
  for (const char* stop : {"10", "11", "100", "10.000000000001"}) {
    operation.stop = {*Decimal::parse(stop)};
    const auto refused = insert(one, operation);
    ASSERT_FALSE(refused) << stop;
    EXPECT_EQ(refused.error().kind, StorageErrorKind::violated);
  }
  // As plain text '9' would be greater than '10'.
  for (const char* stop : {"9", "9.999999999999", "0.5"}) {
    operation.stop = {*Decimal::parse(stop)};
    EXPECT_TRUE(insert(one, operation)) << stop;
  }
}

TEST_F(OperationsTest, the_stop_of_a_sell_is_above_its_entry) {
  auto operation = operation_one();
  operation.side = Side::SELL;
  operation.entry = {"9"_d};
  operation.target = std::nullopt;
  for (const char* stop : {"9", "8.9", "1"}) {
    operation.stop = {*Decimal::parse(stop)};
    const auto refused = insert(one, operation);
    ASSERT_FALSE(refused) << stop;
    EXPECT_EQ(refused.error().kind, StorageErrorKind::violated);
  }
  for (const char* stop : {"10", "9.000000000001", "100000"}) {
    operation.stop = {*Decimal::parse(stop)};
    EXPECT_TRUE(insert(one, operation)) << stop;
  }
}

TEST_F(OperationsTest, the_check_of_the_stop_is_exact_where_a_double_is_not) {
  auto operation = operation_one();
  operation.entry = {"123456789012345.123456789013"_d};
  operation.stop = {"123456789012345.123456789012"_d};
  operation.target = std::nullopt;
  EXPECT_TRUE(insert(one, operation));
  std::swap(operation.entry, operation.stop);
  EXPECT_FALSE(insert(one, operation));
}

TEST_F(OperationsTest, the_target_is_on_the_other_side_of_the_entry) {
  auto operation = operation_one();
  operation.target = Price{"88837.92"_d};
  EXPECT_EQ(insert(one, operation).error().kind, StorageErrorKind::violated);
  operation.side = Side::SELL;
  operation.stop = {"90000"_d};
  EXPECT_EQ(insert(one, operation).error().kind, StorageErrorKind::violated);
  operation.target = Price{"80000"_d};
  EXPECT_TRUE(insert(one, operation));
}

TEST_F(OperationsTest, amounts_are_above_zero) {
  for (const auto member : {0, 1, 2}) {
    auto operation = operation_one();
    operation.target = std::nullopt;
    if (member == 0) operation.quantity = {};
    if (member == 1) operation.entry = {"-1"_d};
    if (member == 2) operation.stop = {"0"_d};
    EXPECT_EQ(insert(one, operation).error().kind, StorageErrorKind::violated) << member;
  }
}

TEST_F(OperationsTest, only_a_closed_operation_has_an_end) {
  auto operation = operation_one();
  operation.status = OperationStatus::CLOSED;
  EXPECT_FALSE(insert(one, operation));
  operation.closed_at = clock_.now();
  operation.exit = Price{"89000"_d};
  EXPECT_TRUE(insert(one, operation));
  operation.status = OperationStatus::ACTIVE;
  EXPECT_FALSE(insert(one, operation));
}

TEST_F(OperationsTest, pages_go_from_the_newest_without_gap_or_overlap) {
  for (int i = 0; i < 7; ++i) ASSERT_TRUE(insert(i % 2 == 0 ? one : two, operation_one()));
  EXPECT_EQ(ids(one, {.limit = 3}), (std::vector<std::int64_t>{7, 5, 3}));
  EXPECT_EQ(ids(one, {.before = OperationId{3}, .limit = 3}), (std::vector<std::int64_t>{1}));
  EXPECT_EQ(ids(one, {.before = OperationId{1}, .limit = 3}), std::vector<std::int64_t>{});
}

TEST_F(OperationsTest, a_page_by_status_has_only_that_status) {
  ASSERT_TRUE(insert(one, operation_one()));
  auto planned = operation_one();
  planned.status = OperationStatus::PLANNED;
  ASSERT_TRUE(insert(one, planned));
  const auto active = read([&](Session& s) { return operations_with(s, one, OperationStatus::ACTIVE, {}); });
  ASSERT_EQ(active->size(), 1U);
  EXPECT_EQ(active->front().status, OperationStatus::ACTIVE);
}

TEST_F(OperationsTest, closing_happens_once_and_only_to_an_active_operation) {
  const auto id = insert(one, operation_one()).value();
  const OperationEnd end{
      .at = clock_.now(), .exit = {"87061.16"_d}, .realized_pnl = {"-0.5863308"_d}, .fees = {"0.01"_d}};
  const auto close = [&](Tenant tenant) {
    return write([&](Session& s) { return close_operation(s, tenant, id, end); }).value();
  };
  EXPECT_FALSE(close(two));
  EXPECT_EQ(find(one, id)->status, OperationStatus::ACTIVE);
  EXPECT_TRUE(close(one));
  EXPECT_FALSE(close(one));
  const auto closed = find(one, id);
  EXPECT_EQ(closed->status, OperationStatus::CLOSED);
  EXPECT_EQ(closed->exit, end.exit);
  EXPECT_EQ(closed->closed_at, end.at);
  EXPECT_EQ(closed->realized_pnl, end.realized_pnl);
}

TEST_F(OperationsTest, no_query_shows_a_tenant_the_operations_of_another) {
  const auto id = insert(one, operation_one()).value();
  EXPECT_TRUE(find(one, id));
  EXPECT_FALSE(find(two, id));
  EXPECT_EQ(ids(two, {}), std::vector<std::int64_t>{});
  const auto active = read([&](Session& s) { return operations_with(s, two, OperationStatus::ACTIVE, {}); });
  EXPECT_TRUE(active->empty());
}

TEST_F(OperationsTest, the_tenant_is_the_scope_and_not_the_member) {
  auto forged = operation_one();
  forged.tenant = two.id();
  const auto id = insert(one, forged).value();
  EXPECT_EQ(find(one, id)->tenant, one.id());
  EXPECT_FALSE(find(two, id));
}

TEST_F(OperationsTest, a_client_that_does_not_exist_owns_nothing) {
  EXPECT_EQ(insert(Tenant(TenantId{99}), operation_one()).error().kind, StorageErrorKind::violated);
}

}  // namespace
}  // namespace robson::storage
