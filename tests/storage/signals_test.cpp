#include "storage/signals.hpp"

#include "storage/desk_samples.hpp"
#include "storage/journal.hpp"
#include "storage/plans.hpp"
#include "storage/producers.hpp"
#include "storage/signal_policies.hpp"
#include "storage/strategies.hpp"

namespace robson::storage {
namespace {
using signals::Approval;
using signals::DecisionWord;
using signals::Producer;
using signals::Signal;
using signals::SignalStatus;
using testing::ElementsAre;

constexpr auto alpha = "prd_aaaaaaaaaaaa";
constexpr auto beta = "prd_bbbbbbbbbbbb";

class SignalTables : public StorageTest {
 protected:
  void SetUp() override {
    ASSERT_TRUE(write([&](Session& s) {
      save_strategy(s, tenant, sample_strategy(tenant.id(), 1));
      save_producer(s, tenant, producer(alpha));
      save_producer(s, tenant, producer(beta));
    }));
  }
  Producer producer(const std::string& id) const {
    return {.id = id,
            .tenant = tenant.id(),
            .name = "sma-bot",
            .strategy = {1},
            .sealed_secret = "v1.sealed",
            .created_at = noon,
            .created_by = "ada"};
  }
  Signal signal(std::int64_t id, const std::string& of = alpha) const {
    return {.id = id,
            .tenant = tenant.id(),
            .producer = of,
            .external_id = "x" + std::to_string(id),
            .instrument = {"BTCUSDC"},
            .side = id % 2 == 0 ? Side::SELL : Side::BUY,
            .price = {"89250.01"_d},
            .volume = {"0.001"_d},
            .confidence = "0.82"_d,
            .stop_loss = Price{"88000"_d},
            .payload = R"({"why":"a \"cross\""})",
            .at = noon + std::chrono::seconds(id),
            .expires_at = noon + std::chrono::minutes(15),
            .nonce = "nonce-" + std::to_string(id),
            .signed_at = noon};
  }
  void insert(const std::vector<Signal>& some) {
    ASSERT_TRUE(write([&](Session& s) {
      for (const Signal& one : some) insert_signal(s, tenant, one);
    }));
  }
  Approval approval(std::int64_t id, std::int64_t of, Timestamp at) const {
    return {.id = id,
            .tenant = tenant.id(),
            .signal = of,
            .decision = DecisionWord::approved,
            .reason = "trend",
            .by = "ada",
            .at = at,
            .address = "10.0.0.1",
            .strategy = {1}};
  }
  void decide(std::int64_t id, const Approval& with) {
    Signal ended = signal(id);
    ended.status = SignalStatus::APPROVED;
    ended.ended_at = with.at;
    ASSERT_TRUE(write([&](Session& s) {
      end_signal(s, tenant, ended);
      save_approval(s, tenant, with);
    }));
  }
  std::vector<std::int64_t> ids(const SignalQuery& query, Tenant of) {
    std::vector<std::int64_t> found;
    const auto page = read([&](Session& s) { return signals_page(s, of, query); }).value();
    for (const auto& row : page.rows) found.push_back(row.signal.id);
    return found;
  }

  Tenant tenant = new_client("one");
  Tenant other = new_client("two");
};

TEST_F(SignalTables, a_signal_comes_back_as_it_went_in) {
  insert({signal(7)});
  const auto found = read([&](Session& s) { return find_signal(s, tenant, 7); }).value().value();
  const Signal& row = found.signal;
  EXPECT_EQ(row.tenant, tenant.id());
  EXPECT_EQ(row.producer, alpha);
  EXPECT_EQ(row.external_id, "x7");
  EXPECT_EQ(row.instrument.text, "BTCUSDC");
  EXPECT_EQ(row.side, Side::BUY);
  EXPECT_EQ(row.price.value, "89250.01"_d);
  EXPECT_EQ(row.volume.value, "0.001"_d);
  EXPECT_EQ(row.confidence, "0.82"_d);
  EXPECT_EQ(row.stop_loss, Price{"88000"_d});
  EXPECT_EQ(row.take_profit, std::nullopt);
  EXPECT_EQ(row.payload, signal(7).payload);
  EXPECT_EQ(row.status, SignalStatus::NEW);
  EXPECT_EQ(row.at, signal(7).at);
  EXPECT_EQ(row.expires_at, signal(7).expires_at);
  EXPECT_EQ(row.ended_at, std::nullopt);
  EXPECT_EQ(row.nonce, "nonce-7");
  EXPECT_EQ(row.signed_at, noon);
  EXPECT_FALSE(found.approval);
  EXPECT_FALSE(read([&](Session& s) { return find_signal(s, other, 7); }).value()) << "nobody else's";
}

TEST_F(SignalTables, a_producer_counts_what_it_sent_and_keeps_that_when_it_is_revoked) {
  insert({signal(1), signal(2)});
  Producer revoked = producer(alpha);
  revoked.revoked_at = noon + std::chrono::minutes(1);
  ASSERT_TRUE(write([&](Session& s) { save_producer(s, tenant, revoked); }));
  const auto all = read([&](Session& s) { return producers(s, tenant); }).value();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].id, alpha);
  EXPECT_EQ(all[0].name, "sma-bot");
  EXPECT_EQ(all[0].strategy, StrategyId{1});
  EXPECT_EQ(all[0].sealed_secret, "v1.sealed");
  EXPECT_EQ(all[0].signals, 2);
  EXPECT_EQ(all[0].last_signal_at, signal(2).at);
  EXPECT_EQ(all[0].revoked_at, revoked.revoked_at);
  EXPECT_EQ(all[1].signals, 0);
  EXPECT_TRUE(read([&](Session& s) { return producers(s, other); }).value().empty());
}

TEST_F(SignalTables, an_external_id_is_the_producers_own_and_stands_once) {
  insert({signal(1)});
  const auto has = [&](const char* of, const char* name) {
    return read([&](Session& s) { return has_signal(s, tenant, of, name); }).value();
  };
  EXPECT_TRUE(has(alpha, "x1"));
  EXPECT_FALSE(has(beta, "x1"));
  EXPECT_FALSE(has(alpha, "x2"));
  Signal again = signal(2);
  again.external_id = "x1";
  EXPECT_FALSE(write([&](Session& s) { insert_signal(s, tenant, again); }));
  again.producer = beta;
  EXPECT_TRUE(write([&](Session& s) { insert_signal(s, tenant, again); }));
}

TEST_F(SignalTables, only_what_is_new_ends_and_a_second_decision_is_refused) {
  insert({signal(1)});
  decide(1, approval(1, 1, noon + std::chrono::minutes(1)));
  Signal late = signal(1);
  late.status = SignalStatus::EXPIRED;
  late.ended_at = noon + std::chrono::minutes(2);
  ASSERT_TRUE(write([&](Session& s) { end_signal(s, tenant, late); }));
  const auto found = read([&](Session& s) { return find_signal(s, tenant, 1); }).value().value();
  EXPECT_EQ(found.signal.status, SignalStatus::APPROVED);
  EXPECT_EQ(found.signal.ended_at, noon + std::chrono::minutes(1));
  EXPECT_FALSE(write([&](Session& s) { save_approval(s, tenant, approval(2, 1, noon)); }));
}

TEST_F(SignalTables, a_decision_stands_with_its_plan) {
  insert({signal(1)});
  Plan plan = sample_plan(tenant.id(), 17);
  ASSERT_TRUE(write([&](Session& s) { save_plan(s, tenant, plan); }));
  Approval with = approval(1, 1, noon);
  with.plan = {17};
  decide(1, with);
  const auto found = read([&](Session& s) { return find_signal(s, tenant, 1); }).value()->approval.value();
  EXPECT_EQ(found.plan, PlanId{17});
  EXPECT_EQ(found.decision, DecisionWord::approved);
  EXPECT_EQ(found.reason, "trend");
  EXPECT_EQ(found.by, "ada");
  EXPECT_EQ(found.at, noon);
  EXPECT_EQ(found.address, "10.0.0.1");
  EXPECT_EQ(found.strategy, StrategyId{1});
}

TEST_F(SignalTables, what_waits_is_what_is_new_oldest_first) {
  insert({signal(3), signal(1), signal(2)});
  decide(2, approval(1, 2, noon));
  const auto waiting = read([&](Session& s) { return waiting_signals(s, tenant); }).value();
  ASSERT_EQ(waiting.size(), 2U);
  EXPECT_EQ(waiting[0].id, 1);
  EXPECT_EQ(waiting[1].id, 3);
  EXPECT_TRUE(read([&](Session& s) { return waiting_signals(s, other); }).value().empty());
}

TEST_F(SignalTables, each_filter_leaves_what_it_names) {
  Signal doubtful = signal(4, beta);
  doubtful.confidence = "0.0999"_d;  // as a text it would stand before "0.82"
  doubtful.instrument = {"ETHUSDC"};
  insert({signal(1), signal(2), signal(3), doubtful});
  decide(1, approval(1, 1, noon));
  EXPECT_THAT(ids({}, tenant), ElementsAre(4, 3, 2, 1));
  EXPECT_THAT(ids({}, other), ElementsAre());
  EXPECT_THAT(ids({.filter = {.status = SignalStatus::APPROVED}}, tenant), ElementsAre(1));
  EXPECT_THAT(ids({.filter = {.instrument = Symbol{"ETHUSDC"}}}, tenant), ElementsAre(4));
  EXPECT_THAT(ids({.filter = {.side = Side::BUY}}, tenant), ElementsAre(3, 1));
  EXPECT_THAT(ids({.filter = {.producer = beta}}, tenant), ElementsAre(4));
  EXPECT_THAT(ids({.filter = {.min_confidence = "0.82"_d}}, tenant), ElementsAre(3, 2, 1));
  EXPECT_THAT(ids({.filter = {.min_confidence = "0.0999"_d}}, tenant), ElementsAre(4, 3, 2, 1));
  EXPECT_THAT(ids({.filter = {.from = signal(2).at, .to = signal(4).at}}, tenant), ElementsAre(3, 2));
}

TEST_F(SignalTables, pages_go_on_where_they_ended_and_know_their_question) {
  insert({signal(1), signal(2), signal(3)});
  SignalQuery query{.limit = 2};
  const auto page = read([&](Session& s) { return signals_page(s, tenant, query); }).value();
  ASSERT_EQ(page.rows.size(), 2U);
  query.after = read_cursor(query, page.next.value()).value();
  EXPECT_THAT(ids(query, tenant), ElementsAre(1));
  const SignalQuery another{.filter = {.side = Side::BUY}};
  EXPECT_EQ(read_cursor(another, *page.next).error(), CursorFault::of_another_question);
}

TEST_F(SignalTables, decisions_come_newest_first_in_pages) {
  insert({signal(1), signal(2), signal(3)});
  decide(3, approval(1, 3, noon + std::chrono::minutes(1)));
  decide(1, approval(2, 1, noon + std::chrono::minutes(2)));
  ApprovalQuery query{.limit = 1};
  auto page = read([&](Session& s) { return approvals_page(s, tenant, query); }).value();
  ASSERT_EQ(page.rows.size(), 1U);
  EXPECT_EQ(page.rows[0].approval->id, 2);
  query.after = read_cursor(query, page.next.value()).value();
  page = read([&](Session& s) { return approvals_page(s, tenant, query); }).value();
  ASSERT_EQ(page.rows.size(), 1U);
  EXPECT_EQ(page.rows[0].signal.id, 3);
  EXPECT_FALSE(page.next);
  EXPECT_TRUE(read([&](Session& s) { return approvals_page(s, other, {}); }).value().rows.empty());
}

TEST_F(SignalTables, what_a_strategy_approved_is_counted_of_today) {
  insert({signal(1), signal(2), signal(3)});
  const Timestamp today = parse_time("2026-01-03T00:00:00Z").value();
  decide(1, approval(1, 1, today - Duration(1)));
  decide(2, approval(2, 2, today));
  Approval rejected = approval(3, 3, today + std::chrono::hours(1));
  rejected.decision = DecisionWord::rejected;
  decide(3, rejected);
  const auto records =
      read([&](Session& s) { return approval_records(s, tenant, today + std::chrono::hours(2)); }).value();
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0].first, StrategyId{1});
  EXPECT_EQ(records[0].second.last, today);
  EXPECT_EQ(records[0].second.of_day, 1);
}

TEST_F(SignalTables, nonces_of_a_while_ago_are_found_again) {
  Signal without = signal(3);
  without.nonce.clear();
  insert({signal(1), signal(2), without});
  const auto nonces = read([&](Session& s) { return used_nonces(s, installation, signal(2).at); }).value();
  ASSERT_EQ(nonces.size(), 1U);
  EXPECT_EQ(nonces[0].producer, alpha);
  EXPECT_EQ(nonces[0].nonce, "nonce-2");
  EXPECT_EQ(nonces[0].signed_at, noon);
}

TEST_F(SignalTables, a_policy_takes_the_place_of_the_one_before) {
  signals::SignalPolicy policy{.tenant = tenant.id(),
                               .strategy = {1},
                               .min_confidence = "0.6"_d,
                               .cooldown_seconds = 300,
                               .daily_cap = 10,
                               .updated_at = noon,
                               .updated_by = "ada"};
  const auto save = [&] { return write([&](Session& s) { save_signal_policy(s, tenant, policy); }).has_value(); };
  ASSERT_TRUE(save());
  policy.min_confidence.reset();
  policy.daily_cap = 0;
  ASSERT_TRUE(save());
  const auto all = read([&](Session& s) { return signal_policies(s, tenant); }).value();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].min_confidence, std::nullopt);
  EXPECT_EQ(all[0].cooldown_seconds, 300);
  EXPECT_EQ(all[0].daily_cap, 0);
  EXPECT_TRUE(read([&](Session& s) { return signal_policies(s, other); }).value().empty());
}

TEST_F(SignalTables, the_journal_writes_a_signal_and_its_entry_in_one_transaction) {
  engine::SignalNoted noted{.tenant = tenant.id(), .received = {signal(1)}};
  const runtime::LogEntry entry{
      .tenant = tenant.id(), .seq = 1, .channel = "approvals", .type = "signal_update", .data = "{}"};
  ASSERT_TRUE(write([&](Session& s) { write_events(s, {noted}, {entry}, 1, clock_.now()); }));
  noted.received = {signal(2)};
  EXPECT_FALSE(write([&](Session& s) { write_events(s, {noted}, {entry}, 1, clock_.now()); }));  // its seq is taken
  EXPECT_FALSE(read([&](Session& s) { return find_signal(s, tenant, 2); }).value());
  EXPECT_EQ(read([](Session& s) { return last_signal(s, installation); }).value(), 1);
  EXPECT_EQ(read([](Session& s) { return last_approval(s, installation); }).value(), 0);
}

TEST_F(SignalTables, ids_go_on_after_the_highest) {
  insert({signal(41)});
  decide(41, approval(9, 41, noon));
  EXPECT_EQ(read([](Session& s) { return last_signal(s, installation); }).value(), 41);
  EXPECT_EQ(read([](Session& s) { return last_approval(s, installation); }).value(), 9);
}

}  // namespace
}  // namespace robson::storage
