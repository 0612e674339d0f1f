#include "storage/operations.hpp"

#include "storage/desk_samples.hpp"
#include "storage/session.hpp"
#include "storage/show.hpp"

namespace robson::storage {
namespace {

struct OperationsTest : StorageTest {
  Tenant one = new_client("one");
  Tenant two = new_client("two");

  Result<OperationId, StorageError> insert(Tenant tenant, const Operation& operation) {
    return write([&](Session& s) { return insert_operation(s, tenant, operation); });
  }
  Result<void, StorageError> save(Tenant tenant, const Operation& operation) {
    return write([&](Session& s) { save_operation(s, tenant, operation); });
  }
  std::optional<Operation> find(Tenant tenant, OperationId id) {
    return read([&](Session& s) { return find_operation(s, tenant, id); }).value();
  }
  std::vector<std::int64_t> since(Tenant tenant, Timestamp moment) {
    std::vector<std::int64_t> found;
    const auto rows = read([&](Session& s) { return operations_since(s, tenant, moment); });
    for (const auto& row : *rows) found.push_back(row.id.value);
    return found;
  }
};

TEST_F(OperationsTest, every_member_comes_back_as_it_went_in) {
  const auto active = sample_operation(one.id(), 7);
  ASSERT_TRUE(save(one, active));
  EXPECT_EQ(show(find(one, {7}).value()), show(active));
  auto closed = active;
  closed.status = OperationStatus::CLOSED;
  closed.closed_at = Timestamp{1'767'000'000'000'123};
  closed.exit = Price{"89245.00"_d};
  closed.exit_reason = ExitReason::EXTERNAL;
  closed.held = {};
  closed.closing.reset();
  ASSERT_TRUE(save(one, closed));
  EXPECT_EQ(show(find(one, {7}).value()), show(closed));
}

TEST_F(OperationsTest, a_number_that_is_another_clients_is_not_written_over) {
  ASSERT_TRUE(save(one, sample_operation(one.id(), 7)));
  auto changed = sample_operation(two.id(), 7);
  changed.note = "mine now";
  const auto refused = save(two, changed);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, StorageErrorKind::failed);
  EXPECT_EQ(show(find(one, {7}).value()), show(sample_operation(one.id(), 7)));
}

TEST_F(OperationsTest, a_stop_cannot_be_missing_from_the_row) {
  ASSERT_TRUE(save(one, sample_operation(one.id(), 1)));
  const auto without_first = write([](Session& s) { s.run("update operations set stop_loss_price = null"); });
  ASSERT_FALSE(without_first);
  EXPECT_EQ(without_first.error().kind, StorageErrorKind::violated);
  const auto without_current = write([](Session& s) { s.run("update operations set stop_price = null"); });
  ASSERT_FALSE(without_current);
  EXPECT_EQ(without_current.error().kind, StorageErrorKind::violated);
}

TEST_F(OperationsTest, the_stop_in_force_is_never_wider_than_the_first) {
  auto buy = operation_one();
  buy.stop = {"87061.15"_d};
  EXPECT_EQ(insert(one, buy).error().kind, StorageErrorKind::violated);
  buy.stop = {"90000"_d};  // beyond the entry: a profit that is locked in
  EXPECT_TRUE(insert(one, buy));
  auto sell = operation_one();
  sell.side = Side::SELL;
  sell.target.reset();
  sell.initial_stop = {"90000"_d};
  sell.stop = {"90000.01"_d};
  EXPECT_EQ(insert(one, sell).error().kind, StorageErrorKind::violated);
  sell.stop = {"80000"_d};
  EXPECT_TRUE(insert(one, sell));
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
    operation.initial_stop = operation.stop = {*Decimal::parse(stop)};
    const auto refused = insert(one, operation);
    ASSERT_FALSE(refused) << stop;
    EXPECT_EQ(refused.error().kind, StorageErrorKind::violated);
  }
  // As plain text '9' would be greater than '10'.
  for (const char* stop : {"9", "9.999999999999", "0.5"}) {
    operation.initial_stop = operation.stop = {*Decimal::parse(stop)};
    EXPECT_TRUE(insert(one, operation)) << stop;
  }
}

TEST_F(OperationsTest, the_stop_of_a_sell_is_above_its_entry) {
  auto operation = operation_one();
  operation.side = Side::SELL;
  operation.entry = {"9"_d};
  operation.target = std::nullopt;
  for (const char* stop : {"9", "8.9", "1"}) {
    operation.initial_stop = operation.stop = {*Decimal::parse(stop)};
    const auto refused = insert(one, operation);
    ASSERT_FALSE(refused) << stop;
    EXPECT_EQ(refused.error().kind, StorageErrorKind::violated);
  }
  for (const char* stop : {"10", "9.000000000001", "100000"}) {
    operation.initial_stop = operation.stop = {*Decimal::parse(stop)};
    EXPECT_TRUE(insert(one, operation)) << stop;
  }
}

TEST_F(OperationsTest, the_check_of_the_stop_is_exact_where_a_double_is_not) {
  auto operation = operation_one();
  operation.entry = {"123456789012345.123456789013"_d};
  operation.initial_stop = operation.stop = {"123456789012345.123456789012"_d};
  operation.target = std::nullopt;
  EXPECT_TRUE(insert(one, operation));
  std::swap(operation.entry, operation.stop);
  operation.initial_stop = operation.stop;
  EXPECT_FALSE(insert(one, operation));
}

TEST_F(OperationsTest, the_target_lies_beyond_the_stop) {
  auto operation = operation_one();
  operation.target = operation.initial_stop;
  EXPECT_EQ(insert(one, operation).error().kind, StorageErrorKind::violated);
  operation.target = Price{"88000"_d};  // below the entry: a losing position gets out there
  EXPECT_TRUE(insert(one, operation));
  operation.side = Side::SELL;
  operation.initial_stop = operation.stop = {"90000"_d};
  operation.target = Price{"90000"_d};
  EXPECT_EQ(insert(one, operation).error().kind, StorageErrorKind::violated);
  operation.target = Price{"-1"_d};
  EXPECT_EQ(insert(one, operation).error().kind, StorageErrorKind::violated);
  operation.target = Price{"80000"_d};
  EXPECT_TRUE(insert(one, operation));
}

TEST_F(OperationsTest, what_the_venue_filled_is_kept_though_it_lies_beyond_the_stop) {
  auto operation = sample_operation(one.id(), 7);
  ASSERT_TRUE(save(one, operation));
  operation.entry = {"86000.5"_d};  // filled on the way down
  operation.held = {"-0.00033"_d};  // and sold twice
  ASSERT_TRUE(save(one, operation));
  EXPECT_EQ(show(find(one, {7}).value()), show(operation));
  auto begun_there = operation;
  begun_there.id = {8};
  EXPECT_EQ(save(one, begun_there).error().kind, StorageErrorKind::violated);
}

TEST_F(OperationsTest, amounts_are_above_zero) {
  for (const auto member : {0, 1, 2}) {
    auto operation = operation_one();
    operation.target = std::nullopt;
    if (member == 0) operation.quantity = {};
    if (member == 1) operation.entry = {"-1"_d};
    if (member == 2) operation.initial_stop = operation.stop = {"0"_d};
    EXPECT_EQ(insert(one, operation).error().kind, StorageErrorKind::violated) << member;
  }
}

TEST_F(OperationsTest, only_what_is_closed_or_cancelled_has_an_end) {
  for (const auto status : {OperationStatus::CLOSED, OperationStatus::CANCELLED}) {
    auto operation = operation_one();
    operation.status = status;
    EXPECT_FALSE(insert(one, operation));
    operation.closed_at = clock_.now();  // detached and cancelled ones end without an exit price
    EXPECT_TRUE(insert(one, operation));
  }
  auto open = operation_one();
  open.closed_at = clock_.now();
  EXPECT_FALSE(insert(one, open));
  open.status = OperationStatus::PLANNED;
  EXPECT_FALSE(insert(one, open));
}

TEST_F(OperationsTest, open_ones_and_those_that_ended_lately_are_what_a_start_needs) {
  const auto add = [&](Tenant tenant, OperationStatus status, std::optional<Timestamp> end) {
    auto operation = operation_one();
    operation.status = status;
    operation.closed_at = end;
    return insert(tenant, operation).value().value;
  };
  add(one, OperationStatus::CLOSED, Timestamp{99});
  const auto closed = add(one, OperationStatus::CLOSED, Timestamp{100});
  const auto active = add(one, OperationStatus::ACTIVE, {});
  const auto cancelled = add(one, OperationStatus::CANCELLED, Timestamp{101});
  const auto planned = add(one, OperationStatus::PLANNED, {});
  const auto other = add(two, OperationStatus::ACTIVE, {});
  EXPECT_EQ(since(one, {100}), (std::vector<std::int64_t>{closed, active, cancelled, planned}));
  EXPECT_EQ(since(two, {100}), std::vector<std::int64_t>{other});
}

TEST_F(OperationsTest, all_open_ones_are_there_however_many) {
  ASSERT_TRUE(write([&](Session& s) {
    for (int i = 0; i < 2500; ++i) insert_operation(s, one, operation_one());
  }));
  EXPECT_EQ(since(one, {}).size(), 2500U);
}

TEST_F(OperationsTest, no_query_shows_a_tenant_the_operations_of_another) {
  const auto id = insert(one, operation_one()).value();
  EXPECT_TRUE(find(one, id));
  EXPECT_FALSE(find(two, id));
  EXPECT_TRUE(since(two, {}).empty());
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
