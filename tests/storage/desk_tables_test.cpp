// Orders, fills, movements, proofs, plans, strategies, desks, differences, answers, venue keys, paper accounts: what
// each table keeps and refuses, and that no tenant sees another's rows.
#include "storage/desk_samples.hpp"
#include "storage/desks.hpp"
#include "storage/differences.hpp"
#include "storage/fills.hpp"
#include "storage/kept_answers.hpp"
#include "storage/movements.hpp"
#include "storage/orders.hpp"
#include "storage/paper_accounts.hpp"
#include "storage/plans.hpp"
#include "storage/proofs.hpp"
#include "storage/session.hpp"
#include "storage/show.hpp"
#include "storage/strategies.hpp"
#include "storage/venue_keys.hpp"

namespace robson::storage {
namespace {

struct DeskTables : StorageTest {
  Tenant one = new_client("one");
  Tenant two = new_client("two");

  // Operation 1 of client one, with order 1; operation 2 of client two, with order 2.
  void add_operations_and_orders() {
    ASSERT_TRUE(write([&](Session& s) {
      save_operation(s, one, sample_operation(one.id(), 1));
      save_operation(s, two, sample_operation(two.id(), 2));
      save_order(s, one, sample_order(one.id(), 1, 1));
      save_order(s, two, sample_order(two.id(), 2, 2));
    }));
  }
  template <class Job>
  StorageErrorKind refusal(Job job) {
    const auto done = write(std::move(job));
    return done ? StorageErrorKind::bad_migration : done.error().kind;
  }
};

TEST_F(DeskTables, an_order_comes_back_as_it_went_in) {
  add_operations_and_orders();
  const auto order = sample_order(one.id(), 1, 1);
  const auto find = [&] { return read([&](Session& s) { return find_order(s, one, {1}); }).value().value(); };
  EXPECT_EQ(show(find()), show(order));
  auto bare = order;
  bare.price = bare.stop_price = std::nullopt;
  bare.sent_at = std::nullopt;
  bare.type = OrderType::MARKET;
  ASSERT_TRUE(write([&](Session& s) { save_order(s, one, bare); }));
  EXPECT_EQ(show(find()), show(bare));
}

TEST_F(DeskTables, an_orders_client_id_is_unique_in_a_tenant_and_only_there) {
  add_operations_and_orders();
  auto same = sample_order(one.id(), 1, 3);
  same.client_id = sample_order(one.id(), 1, 1).client_id;
  EXPECT_EQ(refusal([&](Session& s) { save_order(s, one, same); }), StorageErrorKind::duplicate);
  same.operation = {2};
  ASSERT_TRUE(write([&](Session& s) { save_order(s, two, same); }));
  const auto find = [&](Tenant tenant) {
    return read([&](Session& s) { return find_order_by_client_id(s, tenant, same.client_id); }).value();
  };
  EXPECT_EQ(find(one)->id, OrderId{1});
  EXPECT_EQ(find(two)->id, OrderId{3});
}

TEST_F(DeskTables, an_order_belongs_to_an_operation_of_its_own_client) {
  add_operations_and_orders();
  EXPECT_EQ(refusal([&](Session& s) { save_order(s, one, sample_order(one.id(), 2, 9)); }), StorageErrorKind::violated);
  EXPECT_EQ(refusal([&](Session& s) { save_order(s, two, sample_order(two.id(), 2, 1)); }), StorageErrorKind::failed);
}

TEST_F(DeskTables, orders_of_another_tenant_are_not_found) {
  add_operations_and_orders();
  EXPECT_FALSE(read([&](Session& s) { return find_order(s, two, {1}); }).value());
  EXPECT_TRUE(read([&](Session& s) { return orders_of(s, two, {1}); })->empty());
  const auto all = read([&](Session& s) { return orders(s, two, {}); }).value();
  ASSERT_EQ(all.rows.size(), 1U);
  EXPECT_EQ(all.rows[0].id, OrderId{2});
  const auto foreign = read([&](Session& s) { return orders(s, two, {.filter = {.operation = OperationId{1}}}); });
  EXPECT_TRUE(foreign->rows.empty());
}

TEST_F(DeskTables, orders_are_filtered_by_every_part) {
  add_operations_and_orders();
  const auto add = [&](std::int64_t id, OrderStatus status, const char* symbol, OrderPurpose purpose) {
    auto order = sample_order(one.id(), 1, id);
    order.status = status;
    order.symbol = {symbol};
    order.purpose = purpose;
    ASSERT_TRUE(write([&](Session& s) { save_order(s, one, order); }));
  };
  add(3, OrderStatus::PENDING, "ETHUSDC", OrderPurpose::ENTRY);
  add(4, OrderStatus::UNKNOWN, "BTCUSDC", OrderPurpose::EXIT);
  add(5, OrderStatus::FILLED, "ETHUSDC", OrderPurpose::ENTRY);
  const auto ids = [&](const OrderFilter& filter) {
    std::vector<std::int64_t> found;
    const OrderQuery query{.filter = filter};
    const auto page = read([&](Session& s) { return orders(s, one, query); }).value();
    for (const auto& row : page.rows) found.push_back(row.id.value);
    return found;
  };
  using Ids = std::vector<std::int64_t>;
  EXPECT_EQ(ids({}), (Ids{5, 4, 3, 1}));
  EXPECT_EQ(ids({.statuses = open_statuses()}), (Ids{4, 3, 1}));
  EXPECT_EQ(ids({.statuses = open_statuses(), .symbol = Symbol{"ETHUSDC"}}), Ids{3});
  EXPECT_EQ(ids({.symbol = Symbol{"ETHUSDC"}}), (Ids{5, 3}));
  EXPECT_EQ(ids({.purpose = OrderPurpose::ENTRY}), (Ids{5, 3}));
  EXPECT_EQ(ids({.operation = OperationId{1}, .purpose = OrderPurpose::EXIT}), Ids{4});
  EXPECT_EQ(ids({.statuses = {OrderStatus::FILLED}, .operation = OperationId{1}}), Ids{5});
  EXPECT_EQ(ids({.from = Timestamp{noon.us + 3}, .to = Timestamp{noon.us + 5}}), (Ids{4, 3}));
  EXPECT_EQ(ids({.statuses = open_statuses(), .from = Timestamp{noon.us + 4}}), Ids{4});
}

TEST_F(DeskTables, pages_of_orders_have_no_gap_and_no_overlap) {
  add_operations_and_orders();
  for (std::int64_t id = 3; id < 20; ++id) {
    auto order = sample_order(one.id(), 1, id);
    order.created_at = {noon.us + id / 3};  // several at one time
    order.status = id % 2 == 0 ? OrderStatus::PENDING : OrderStatus::UNKNOWN;
    ASSERT_TRUE(write([&](Session& s) { save_order(s, one, order); }));
  }
  for (const auto& filter :
       std::vector<OrderFilter>{{}, {.statuses = open_statuses()}, {.operation = OperationId{1}}}) {
    OrderQuery query{.filter = filter, .limit = 4};
    std::vector<std::int64_t> found;
    while (true) {
      const auto page = read([&](Session& s) { return orders(s, one, query); }).value();
      for (const auto& row : page.rows) found.push_back(row.id.value);
      if (!page.next) break;
      query.after = read_cursor(query, *page.next).value();
    }
    std::vector<std::int64_t> expected = {19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 1};
    EXPECT_EQ(found.size(), expected.size());
    EXPECT_THAT(found, testing::UnorderedElementsAreArray(expected));
  }
}

TEST_F(DeskTables, a_fill_is_booked_once) {
  add_operations_and_orders();
  const auto fill = sample_fill(one.id(), 1, 1, 9);
  ASSERT_TRUE(write([&](Session& s) { insert_fill(s, one, fill); }));
  EXPECT_EQ(refusal([&](Session& s) { insert_fill(s, one, fill); }), StorageErrorKind::duplicate);
  // When two orders of one client meet, both carry the trade's number.
  ASSERT_TRUE(write([&](Session& s) { save_order(s, one, sample_order(one.id(), 1, 3)); }));
  EXPECT_TRUE(write([&](Session& s) { insert_fill(s, one, sample_fill(one.id(), 1, 3, 9)); }));
  EXPECT_TRUE(write([&](Session& s) { insert_fill(s, two, sample_fill(two.id(), 2, 2, 9)); }));
  const auto of_one = read([&](Session& s) { return fills_of(s, one, {1}); }).value();
  ASSERT_EQ(of_one.size(), 2U);
  EXPECT_EQ(show(of_one[0]), show(fill));
  EXPECT_TRUE(read([&](Session& s) { return fills_of(s, two, {1}); })->empty());
}

TEST_F(DeskTables, a_fill_belongs_to_an_order_of_its_own_client) {
  add_operations_and_orders();
  EXPECT_EQ(refusal([&](Session& s) { insert_fill(s, two, sample_fill(two.id(), 2, 1, 9)); }),
            StorageErrorKind::violated);
}

TEST_F(DeskTables, the_ledger_is_the_exact_sum_of_the_movements_of_each_tenant) {
  const auto book = [&](Tenant tenant, const std::string& asset, Decimal amount) {
    return write([&](Session& s) { return insert_movement(s, tenant, sample_movement(tenant.id(), asset, amount)); });
  };
  ASSERT_TRUE(book(one, "USDC", "1000"_d));
  ASSERT_TRUE(book(one, "USDC", "-29.316513600001"_d));
  ASSERT_TRUE(book(one, "BTC", "0.00033"_d));
  ASSERT_TRUE(book(two, "USDC", "5"_d));
  const auto sums = [&](Tenant tenant) { return show(read([&](Session& s) { return ledger(s, tenant); }).value()); };
  EXPECT_EQ(sums(one), "[BTC:{free=0.00033 locked=0 }, USDC:{free=970.683486399999 locked=0 }, ]");
  EXPECT_EQ(sums(two), "[USDC:{free=5 locked=0 }, ]");
}

TEST_F(DeskTables, a_sum_that_cannot_be_held_is_refused_with_its_line) {
  const Decimal most = "170141183460469231731687303"_d;
  const auto book = [&] {
    return write([&](Session& s) { return insert_movement(s, one, sample_movement(one.id(), "USDC", most)); });
  };
  ASSERT_TRUE(book());
  EXPECT_FALSE(book());
  EXPECT_EQ(read([&](Session& s) { return movements(s, one, {}); })->rows.size(), 1U);
}

TEST_F(DeskTables, movements_are_filtered_by_every_part_and_paged) {
  const auto add = [&](Tenant tenant, const char* asset, MovementCause cause, std::int64_t operation, std::int64_t at) {
    auto line = sample_movement(tenant.id(), asset, "1"_d);
    line.cause = cause;
    line.operation = {operation};
    line.at = {at};
    ASSERT_TRUE(write([&](Session& s) { return insert_movement(s, tenant, line); }));
  };
  add(one, "USDC", MovementCause::opening, 0, 10);
  add(one, "USDC", MovementCause::entry, 1, 20);
  add(one, "BTC", MovementCause::entry, 1, 20);
  add(two, "BTC", MovementCause::entry, 1, 20);
  add(one, "BNB", MovementCause::fee, 1, 30);
  add(one, "USDC", MovementCause::external, 0, 40);
  const auto ids = [&](const MovementFilter& filter) {
    MovementQuery query{.filter = filter, .limit = 1};
    std::vector<std::int64_t> found;
    while (true) {
      const auto page = read([&](Session& s) { return movements(s, one, query); }).value();
      for (const auto& row : page.rows) found.push_back(row.id);
      if (!page.next) return found;
      query.after = read_cursor(query, *page.next).value();
    }
  };
  using Ids = std::vector<std::int64_t>;
  EXPECT_EQ(ids({}), (Ids{6, 5, 3, 2, 1}));
  EXPECT_EQ(ids({.asset = "USDC"}), (Ids{6, 2, 1}));
  EXPECT_EQ(ids({.cause = MovementCause::entry}), (Ids{3, 2}));
  EXPECT_EQ(ids({.asset = "BTC", .cause = MovementCause::entry}), Ids{3});
  EXPECT_EQ(ids({.operation = OperationId{1}}), (Ids{5, 3, 2}));
  EXPECT_EQ(ids({.asset = "BNB", .operation = OperationId{1}}), Ids{5});
  EXPECT_EQ(ids({.operation = OperationId{1}, .cause = MovementCause::entry}), (Ids{3, 2}));
  EXPECT_EQ(ids({.from = Timestamp{20}, .to = Timestamp{30}}), (Ids{3, 2}));
}

TEST_F(DeskTables, a_movement_comes_back_as_it_went_in) {
  auto line = sample_movement(one.id(), "BTC", "-0.00033"_d);
  line.id = write([&](Session& s) { return insert_movement(s, one, line); }).value();
  auto bare = line;
  bare.operation = {};
  bare.order = {};
  bare.id = write([&](Session& s) { return insert_movement(s, one, bare); }).value();
  const auto page = read([&](Session& s) { return movements(s, one, {}); }).value();
  ASSERT_EQ(page.rows.size(), 2U);
  EXPECT_EQ(show(page.rows[0]), show(bare));
  EXPECT_EQ(show(page.rows[1]), show(line));
}

TEST_F(DeskTables, a_proof_comes_back_and_is_written_over_by_its_newer_self) {
  add_operations_and_orders();
  auto proof = sample_proof(one.id(), 1, "a");
  const auto save = [&] { ASSERT_TRUE(write([&](Session& s) { save_proof(s, one, proof); })); };
  const auto all = [&](Tenant tenant) { return read([&](Session& s) { return proofs_of(s, tenant, {1}); }).value(); };
  save();
  EXPECT_EQ(show(all(one)), show(std::vector{proof}));
  proof.trigger.reset();
  proof.decided_at = proof.committed_at = proof.sent_at = proof.answered_at = proof.filled_at = proof.known_at = {};
  proof.average = proof.slippage = {};
  save();
  EXPECT_EQ(show(all(one)), show(std::vector{proof}));
  proof.client_id = "b";
  save();
  EXPECT_EQ(all(one).size(), 2U);
  EXPECT_TRUE(all(two).empty());
}

TEST_F(DeskTables, the_same_proof_key_in_two_tenants_is_two_proofs) {
  add_operations_and_orders();
  ASSERT_TRUE(write([&](Session& s) {
    save_proof(s, one, sample_proof(one.id(), 1, "x"));
    save_proof(s, two, sample_proof(two.id(), 2, "x"));
  }));
  EXPECT_EQ(refusal([&](Session& s) { save_proof(s, two, sample_proof(two.id(), 1, "x")); }),
            StorageErrorKind::violated);
  EXPECT_EQ(read([&](Session& s) { return proofs_of(s, two, {2}); })->front().tenant, two.id());
}

TEST_F(DeskTables, a_plan_comes_back_to_the_last_digit_and_microsecond) {
  const auto plan = sample_plan(one.id(), 4);
  ASSERT_TRUE(write([&](Session& s) { save_plan(s, one, plan); }));
  const auto find = [&](Tenant tenant) { return read([&](Session& s) { return find_plan(s, tenant, {4}); }).value(); };
  EXPECT_EQ(show(find(one).value()), show(plan));
  EXPECT_FALSE(find(two));
  auto bare = plan;
  bare.report.reset();
  bare.operation = {};
  bare.proposal.target = bare.proposal.technical.atr = bare.proposal.snapshot.last = {};
  bare.proposal.asked_quantity = {};
  ASSERT_TRUE(write([&](Session& s) { save_plan(s, one, bare); }));
  EXPECT_EQ(show(find(one).value()), show(bare));
  EXPECT_EQ(refusal([&](Session& s) { save_plan(s, two, sample_plan(two.id(), 4)); }), StorageErrorKind::failed);
}

TEST_F(DeskTables, plans_are_filtered_paged_and_end) {
  for (std::int64_t id = 1; id <= 6; ++id) {
    auto plan = sample_plan(one.id(), id);
    plan.status = id % 2 == 0 ? PlanStatus::DRAFT : PlanStatus::EXPIRED;
    plan.proposal.symbol = {id <= 3 ? "BTCUSDC" : "ETHUSDC"};
    plan.expires_at = {100 + id};
    const Tenant owner = id == 6 ? two : one;
    ASSERT_TRUE(write([&](Session& s) { save_plan(s, owner, plan); }));
  }
  const auto ids = [&](PlanQuery query) {
    query.limit = 2;
    std::vector<std::int64_t> found;
    while (true) {
      const auto page = read([&](Session& s) { return plans(s, one, query); }).value();
      for (const auto& row : page.rows) found.push_back(row.id.value);
      if (!page.next) return found;
      query.after = read_cursor(query, *page.next).value();
    }
  };
  using Ids = std::vector<std::int64_t>;
  EXPECT_EQ(ids({}), (Ids{5, 4, 3, 2, 1}));
  EXPECT_EQ(ids({.status = PlanStatus::EXPIRED}), (Ids{5, 3, 1}));
  EXPECT_EQ(ids({.symbol = Symbol{"BTCUSDC"}}), (Ids{3, 2, 1}));
  EXPECT_EQ(ids({.status = PlanStatus::DRAFT, .symbol = Symbol{"ETHUSDC"}}), Ids{4});
  const auto live = read([&](Session& s) { return live_plans(s, one, {104}); }).value();
  ASSERT_EQ(live.size(), 2U);
  EXPECT_EQ(live[0].id, PlanId{4});
}

TEST_F(DeskTables, every_version_of_a_strategy_is_kept) {
  auto strategy = sample_strategy(one.id(), 1);
  ASSERT_TRUE(write([&](Session& s) { save_strategy(s, one, strategy); }));
  const auto first = strategy;
  strategy.version = 2;
  strategy.name = "Breakout";
  strategy.rules.reward_risk = "0"_d;
  ASSERT_TRUE(write([&](Session& s) { save_strategy(s, one, strategy); }));
  EXPECT_EQ(refusal([&](Session& s) { save_strategy(s, one, strategy); }), StorageErrorKind::duplicate);
  const auto versions = [&](Tenant tenant) {
    return read([&](Session& s) { return strategy_versions(s, tenant, {1}); }).value();
  };
  EXPECT_EQ(show(versions(one)), show(std::vector{strategy, first}));
  EXPECT_EQ(show(read([&](Session& s) { return strategies(s, one); }).value()), show(std::vector{strategy}));
  EXPECT_EQ(show(read([&](Session& s) { return find_strategy(s, one, {1}); })->value()), show(strategy));
  EXPECT_TRUE(versions(two).empty());
  EXPECT_TRUE(read([&](Session& s) { return strategies(s, two); })->empty());
  EXPECT_FALSE(read([&](Session& s) { return find_strategy(s, two, {1}); }).value());
}

TEST_F(DeskTables, a_strategys_name_is_unique_in_a_tenant_and_only_there) {
  ASSERT_TRUE(write([&](Session& s) { save_strategy(s, one, sample_strategy(one.id(), 1)); }));
  EXPECT_EQ(refusal([&](Session& s) { save_strategy(s, one, sample_strategy(one.id(), 2)); }),
            StorageErrorKind::duplicate);
  EXPECT_TRUE(write([&](Session& s) { save_strategy(s, two, sample_strategy(two.id(), 2)); }));
  EXPECT_EQ(refusal([&](Session& s) { save_strategy(s, two, sample_strategy(two.id(), 1)); }),
            StorageErrorKind::failed);
}

TEST_F(DeskTables, a_desk_comes_back_as_it_went_in) {
  auto desk = sample_desk(one.id());
  const auto save = [&] { ASSERT_TRUE(write([&](Session& s) { save_desk(s, one, desk); })); };
  const auto find = [&](Tenant tenant) { return read([&](Session& s) { return find_desk(s, tenant); }).value(); };
  save();
  EXPECT_EQ(show(find(one).value()), show(desk));
  desk.kill_switch.reset();
  desk.loss_pause.reset();
  desk.month_base.reset();
  desk.trading_enabled = true;
  save();
  EXPECT_EQ(show(find(one).value()), show(desk));
  EXPECT_FALSE(find(two));
}

TEST_F(DeskTables, differences_are_listed_newest_first) {
  const auto add = [&](Tenant tenant, std::int64_t operation) {
    const Difference difference{.kind = "balance", .text = "0.1 more", .operation = {operation}, .at = noon};
    return write([&](Session& s) { return insert_difference(s, tenant, difference); }).value();
  };
  const auto a = add(one, 0);
  add(two, 1);
  const auto b = add(one, 1);
  const auto c = add(one, 0);
  const auto ids = [&](DifferenceQuery query) {
    query.limit = 1;
    std::vector<std::int64_t> found;
    while (true) {
      const auto page = read([&](Session& s) { return differences(s, one, query); }).value();
      for (const auto& row : page.rows) found.push_back(row.id);
      if (!page.next) return found;
      query.after = read_cursor(query, *page.next).value();
    }
  };
  EXPECT_EQ(ids({}), (std::vector<std::int64_t>{c, b, a}));
  EXPECT_EQ(ids({.operation = OperationId{1}}), std::vector<std::int64_t>{b});
  const auto first = read([&](Session& s) { return differences(s, one, {}); })->rows.back();
  EXPECT_EQ(first.kind, "balance");
  EXPECT_EQ(first.text, "0.1 more");
  EXPECT_EQ(first.operation, OperationId{});
  EXPECT_EQ(first.at, noon);
}

TEST_F(DeskTables, an_answer_is_kept_for_a_day_and_never_replaced_before) {
  KeptAnswer answer{.route = "POST /api/plans/", .key = "k", .body_hash = "h", .status = 201, .body = "{}", .at = noon};
  const auto keep = [&](Tenant tenant) { return write([&](Session& s) { keep_answer(s, tenant, answer); }); };
  const auto find = [&](Tenant tenant, Timestamp at) {
    return read([&](Session& s) { return find_answer(s, tenant, answer.route, "k", at); }).value();
  };
  ASSERT_TRUE(keep(one));
  EXPECT_FALSE(find(two, noon));
  ASSERT_TRUE(keep(two));
  const auto found = find(one, noon);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->body_hash, "h");
  EXPECT_EQ(found->status, 201);
  EXPECT_EQ(found->body, "{}");
  EXPECT_EQ(found->at, noon);
  answer.at = noon + answers_live - Duration(1);
  answer.body = "{1}";
  EXPECT_EQ(keep(one).error().kind, StorageErrorKind::duplicate);
  EXPECT_TRUE(find(one, answer.at));
  answer.at = noon + answers_live;
  EXPECT_FALSE(find(one, answer.at));
  ASSERT_TRUE(keep(one));
  EXPECT_EQ(find(one, answer.at)->body, "{1}");
  EXPECT_EQ(write([&](Session& s) { return purge_answers(s, installation, answer.at); }).value(), 1);
  EXPECT_TRUE(find(one, answer.at));
  EXPECT_FALSE(find(two, noon));
}

TEST_F(DeskTables, a_venue_key_is_listed_without_what_is_sealed) {
  const VenueKey key{.kind = VenueKind::LIVE, .head = "abcd", .tail = "wxyz", .by = "ada", .at = noon};
  ASSERT_TRUE(write([&](Session& s) { put_venue_key(s, one, key, "v1.first"); }));
  ASSERT_TRUE(write([&](Session& s) { put_venue_key(s, one, key, "v1.sealed"); }));
  ASSERT_TRUE(write([&](Session& s) { put_venue_key(s, two, key, "v1.other"); }));
  const auto sealed = [&](Tenant tenant, VenueKind kind) {
    return read([&](Session& s) { return find_sealed_venue_key(s, tenant, kind); }).value();
  };
  EXPECT_EQ(sealed(one, VenueKind::LIVE), "v1.sealed");
  EXPECT_EQ(sealed(one, VenueKind::SIM), std::nullopt);
  const auto listed = read([&](Session& s) { return venue_keys(s, one); }).value();
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0].kind, VenueKind::LIVE);
  EXPECT_EQ(listed[0].head + listed[0].tail + listed[0].by, "abcdwxyzada");
  EXPECT_EQ(listed[0].at, noon);
  const auto remove = [&] { return write([&](Session& s) { return remove_venue_key(s, one, VenueKind::LIVE); }); };
  EXPECT_TRUE(remove().value());
  EXPECT_FALSE(remove().value());
  EXPECT_EQ(sealed(two, VenueKind::LIVE), "v1.other");
}

TEST_F(DeskTables, a_paper_account_is_its_tenants) {
  ASSERT_TRUE(write([&](Session& s) { put_paper_account(s, one, "a", noon); }));
  ASSERT_TRUE(write([&](Session& s) { put_paper_account(s, one, "b", noon); }));
  const auto find = [&](Tenant tenant) {
    return read([&](Session& s) { return find_paper_account(s, tenant); }).value();
  };
  EXPECT_EQ(find(one), "b");
  EXPECT_EQ(find(two), std::nullopt);
}

TEST_F(DeskTables, a_word_that_no_enum_has_is_refused) {
  add_operations_and_orders();
  const auto refused = [&](auto job) { return refusal(job) == StorageErrorKind::violated; };
  EXPECT_TRUE(refused([](Session& s) { s.run("update orders set status = 'LOST'"); }));
  EXPECT_TRUE(refused([](Session& s) { s.run("update orders set type = 'STOP'"); }));
  EXPECT_TRUE(refused([](Session& s) { s.run("update orders set purpose = 'FUN'"); }));
  EXPECT_TRUE(refused([](Session& s) { s.run("update orders set filled = '-1'"); }));
  EXPECT_TRUE(refused([](Session& s) { s.run("update operations set exit_reason = 'LUCK'"); }));
  EXPECT_TRUE(refused([](Session& s) { s.run("update operations set closing_by = null"); }));
}

}  // namespace
}  // namespace robson::storage
