// What is committed is what a start loads again; all of a commit or nothing of it.
#include "storage/journal.hpp"

#include "storage/desk_samples.hpp"
#include "storage/differences.hpp"
#include "storage/events.hpp"
#include "storage/kept_answers.hpp"
#include "storage/load.hpp"
#include "storage/movements.hpp"
#include "storage/plans.hpp"
#include "storage/session.hpp"
#include "storage/show.hpp"
#include "storage/strategies.hpp"
#include "support/run_task.hpp"

namespace robson::storage {
namespace {

using engine::Event;

struct JournalTest : StorageTest {
  Tenant one = new_client("one");
  Tenant two = new_client("two");
  net::Context context{1};

  JournalTest() { clock_.set(noon); }

  Result<void, runtime::JournalError> commit(std::vector<Event> events, std::vector<LogEntry> entries = {}) {
    DatabaseJournal journal(*database_, clock_, 3);
    return support::run_task(context, journal.commit(std::move(events), std::move(entries)));
  }
  static LogEntry entry(Tenant tenant, std::int64_t seq) {
    return {.tenant = tenant.id(), .seq = seq, .channel = "orders", .type = "fill", .data = "{}", .at = noon};
  }
  engine::Restored load() {
    return write([&](Session& s) { return load_state(s, installation, noon); }).value();
  }
  std::vector<std::int64_t> log(Tenant tenant) {
    std::vector<std::int64_t> seqs;
    const auto page = read([&](Session& s) { return storage::events(s, tenant, {}); }).value();
    for (const LogEntry& row : page.rows) seqs.push_back(row.seq);
    return seqs;
  }
  // One of everything, children before their parents.
  static std::vector<Event> everything(TenantId tenant, std::int64_t id) {
    Movement movement = sample_movement(tenant, "USDC", "-12.5"_d);
    movement.operation = {id};
    Plan plan = sample_plan(tenant, id);
    Strategy strategy = sample_strategy(tenant, id);
    return {engine::FillBooked{sample_fill(tenant, id, id, 9)},
            engine::ProofSaved{sample_proof(tenant, id, "x")},
            engine::OrderSaved{sample_order(tenant, id, id)},
            engine::MovementBooked{movement},
            engine::PlanSaved{plan},
            engine::StrategySaved{strategy},
            engine::DeskSaved{sample_desk(tenant), "kill_switch_on"},
            engine::DifferenceFound{tenant, "balance", "0.1 more", {id}, noon},
            engine::AnswerKept{tenant, "POST /api/plans/", "key", "hash", 201, "{}"},
            engine::OperationSaved{sample_operation(tenant, id), "operation_opened"}};
  }
};

TEST_F(JournalTest, all_that_was_committed_is_loaded_again_to_the_last_digit) {
  ASSERT_TRUE(commit(everything(one.id(), 5)));
  const auto restored = load();
  EXPECT_EQ(restored.tenants, (std::vector<TenantId>{one.id(), two.id()}));
  EXPECT_EQ(show(restored.operations), show(std::vector{sample_operation(one.id(), 5)}));
  EXPECT_EQ(show(restored.orders), show(std::vector{sample_order(one.id(), 5, 5)}));
  EXPECT_EQ(show(restored.fills), show(std::vector{sample_fill(one.id(), 5, 5, 9)}));
  EXPECT_EQ(show(restored.proofs), show(std::vector{sample_proof(one.id(), 5, "x")}));
  EXPECT_EQ(show(restored.plans), show(std::vector{sample_plan(one.id(), 5)}));
  EXPECT_EQ(show(restored.strategies), show(std::vector{sample_strategy(one.id(), 5)}));
  EXPECT_EQ(show(restored.desks), show(std::vector{sample_desk(one.id())}));
  EXPECT_EQ(show(restored.ledger), "[1:[USDC:{free=-12.5 locked=0 }, ], 2:[], ]");
  EXPECT_EQ(restored.last_operation, OperationId{5});
  EXPECT_EQ(restored.last_order, OrderId{5});
  EXPECT_EQ(restored.last_plan, PlanId{5});
  EXPECT_EQ(restored.last_strategy, StrategyId{5});
  const auto answer = read([&](Session& s) { return find_answer(s, one, "POST /api/plans/", "key", noon); }).value();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body_hash + answer->body, "hash{}");
  EXPECT_EQ(answer->at, noon);
  const auto found = read([&](Session& s) { return differences(s, one, {}); }).value();
  ASSERT_EQ(found.rows.size(), 1U);
  EXPECT_EQ(found.rows[0].text, "0.1 more");
}

TEST_F(JournalTest, the_log_gets_the_entries_of_the_commit_each_tenant_its_own) {
  ASSERT_TRUE(commit(everything(one.id(), 5), {entry(one, 4), entry(two, 2), entry(one, 6)}));
  EXPECT_THAT(log(one), testing::ElementsAre(4, 6));
  EXPECT_THAT(log(two), testing::ElementsAre(2));
}

TEST_F(JournalTest, an_entry_that_cannot_be_written_undoes_the_commit) {
  ASSERT_TRUE(commit({}, {entry(one, 4)}));
  EXPECT_FALSE(commit(everything(one.id(), 5), {entry(one, 5), entry(one, 4)}));
  EXPECT_TRUE(load().operations.empty());
  EXPECT_THAT(log(one), testing::ElementsAre(4));
}

TEST_F(JournalTest, two_tenants_in_one_commit_each_get_their_own) {
  auto both = everything(one.id(), 5);
  for (auto& event : everything(two.id(), 6)) both.push_back(event);
  ASSERT_TRUE(commit(both));
  const auto restored = load();
  ASSERT_EQ(restored.operations.size(), 2U);
  EXPECT_EQ(restored.operations[0].tenant, one.id());
  EXPECT_EQ(restored.operations[1].tenant, two.id());
  EXPECT_EQ(show(restored.ledger), "[1:[USDC:{free=-12.5 locked=0 }, ], 2:[USDC:{free=-12.5 locked=0 }, ], ]");
}

TEST_F(JournalTest, a_commit_that_cannot_be_made_whole_leaves_nothing) {
  ASSERT_TRUE(commit(everything(one.id(), 5), {entry(one, 1)}));
  const auto before = show(load().ledger);
  auto next = everything(one.id(), 6);
  next.erase(next.begin() + 5);  // not the strategy, whose name is taken
  // The last of them is the fill that is booked already.
  next.emplace_back(engine::FillBooked{sample_fill(one.id(), 5, 5, 9)});
  EXPECT_FALSE(commit(next, {entry(one, 2)}));
  EXPECT_EQ(show(load().ledger), before);
  EXPECT_EQ(load().last_operation, OperationId{5});
  EXPECT_THAT(log(one), testing::ElementsAre(1));
  EXPECT_EQ(read([&](Session& s) { return movements(s, one, {}); })->rows.size(), 1U);
  // And the database goes on.
  EXPECT_TRUE(commit({engine::OperationSaved{sample_operation(one.id(), 7), "operation_opened"}}));
}

TEST_F(JournalTest, an_answer_under_a_taken_key_undoes_what_came_with_it) {
  const engine::AnswerKept answer{one.id(), "POST /api/plans/", "key", "hash", 201, "{}"};
  ASSERT_TRUE(commit({answer}));
  EXPECT_FALSE(commit({engine::OperationSaved{sample_operation(one.id(), 7), "operation_opened"}, answer}));
  EXPECT_TRUE(load().operations.empty());
}

TEST_F(JournalTest, the_newest_row_of_one_commit_is_the_one_that_stays) {
  auto first = sample_operation(one.id(), 5);
  auto second = first;
  second.note = "later";
  ASSERT_TRUE(
      commit({engine::OperationSaved{first, "operation_opened"}, engine::OperationSaved{second, "stop_moved"}}));
  EXPECT_EQ(load().operations.at(0).note, "later");
}

TEST_F(JournalTest, a_start_takes_what_ended_in_the_last_two_days_and_plans_that_still_live) {
  const auto ended = [&](std::int64_t id, Timestamp at) {
    auto operation = sample_operation(one.id(), id);
    operation.status = OperationStatus::CLOSED;
    operation.closing.reset();
    operation.closed_at = at;
    return Event(engine::OperationSaved{operation, "operation_closed"});
  };
  auto plan = sample_plan(one.id(), 1);
  plan.expires_at = noon - Duration(1);
  ASSERT_TRUE(
      commit({ended(1, noon - std::chrono::hours(48) - Duration(1)), ended(2, noon - std::chrono::hours(48)),
              engine::OrderSaved{sample_order(one.id(), 1, 1)}, engine::OrderSaved{sample_order(one.id(), 2, 2)},
              engine::PlanSaved{plan}, engine::PlanSaved{sample_plan(one.id(), 2)}}));
  const auto restored = load();
  ASSERT_EQ(restored.operations.size(), 1U);
  EXPECT_EQ(restored.operations[0].id, OperationId{2});
  ASSERT_EQ(restored.orders.size(), 1U);
  EXPECT_EQ(restored.orders[0].id, OrderId{2});
  ASSERT_EQ(restored.plans.size(), 1U);
  EXPECT_EQ(restored.plans[0].id, PlanId{2});
}

TEST_F(JournalTest, the_installations_tag_is_made_once) {
  const auto tag = load().installation;
  EXPECT_THAT(tag, testing::MatchesRegex("[a-z0-9]{6}"));
  reopen();
  EXPECT_EQ(load().installation, tag);
}

TEST_F(JournalTest, an_event_of_a_client_that_does_not_exist_is_refused) {
  EXPECT_FALSE(commit({engine::DeskSaved{sample_desk({99}), "kill_switch_on"}}));
  EXPECT_FALSE(commit({engine::MovementBooked{sample_movement({99}, "USDC", "1"_d)}}));
  EXPECT_FALSE(commit({engine::DifferenceFound{{99}, "balance", "x", {}, noon}}));
}

}  // namespace
}  // namespace robson::storage
